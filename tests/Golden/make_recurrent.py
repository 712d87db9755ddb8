#!/usr/bin/python3
"""Makes recurrent.json beside this file: two bidirectional layers of PyTorch's RNN, GRU and LSTM (Debian's python3-torch) over packed
sequences of different length, their outputs and all gradients, of inputs that RecurrentGoldenTests makes by the same integer formulas.
Weights and their gradients are in ONNX's order of gates: [direction, gate * hidden, ...], biases of the input before those of the state."""
import json
import os

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

T, B, I, H, LAYERS = 4, 3, 2, 3, 2
LENGTHS = [4, 1, 3]
ORDER = {"RNN": [0], "GRU": [1, 0, 2], "LSTM": [0, 3, 1, 2]}  # ONNX's gates among PyTorch's


def pattern(shape, a, b, modulus, scale):
    """Multiples of 1/scale that any program makes alike: (a i + b) mod modulus, moved to around 0."""
    n = 1
    for d in shape:
        n *= d
    return torch.tensor([((a * i + b) % modulus - modulus // 2) / scale for i in range(n)], dtype=torch.float64).reshape(shape)


def gates(kind, values):
    """Rows [gates * H, ...] from one order to the other."""
    parts = values.split(H)
    return torch.cat([parts[i] for i in ORDER[kind]])


def inverse(kind, values):
    parts = values.split(H)
    return torch.cat([parts[ORDER[kind].index(i)] for i in range(len(parts))])


golden = {}
for kind in ORDER:
    g = len(ORDER[kind]) * H
    net = getattr(torch.nn, kind)(I, H, LAYERS, bidirectional=True).double()
    for layer in range(LAYERS):
        width = I if layer == 0 else 2 * H
        w, r, b = pattern((2, g, width), 37, layer, 53, 64), pattern((2, g, H), 29, layer, 47, 64), pattern((2, 2 * g), 23, layer, 31, 64)
        for d, end in enumerate(["", "_reverse"]):
            getattr(net, f"weight_ih_l{layer}{end}").data = inverse(kind, w[d])
            getattr(net, f"weight_hh_l{layer}{end}").data = inverse(kind, r[d])
            getattr(net, f"bias_ih_l{layer}{end}").data = inverse(kind, b[d, :g])
            getattr(net, f"bias_hh_l{layer}{end}").data = inverse(kind, b[d, g:])
    x = pattern((T, B, I), 41, 3, 61, 16).requires_grad_(True)
    h0 = pattern((2 * LAYERS, B, H), 19, 5, 43, 32).requires_grad_(True)
    c0 = pattern((2 * LAYERS, B, H), 17, 7, 37, 32).requires_grad_(True)
    packed, last = net(pack_padded_sequence(x, LENGTHS, enforce_sorted=False), (h0, c0) if kind == "LSTM" else h0)
    y, _ = pad_packed_sequence(packed, total_length=T)
    states = list(last) if kind == "LSTM" else [last]
    loss = (y * pattern(y.shape, 11, 1, 29, 8)).sum() + sum((s * pattern(s.shape, 13, 2, 23, 8)).sum() for s in states)
    loss.backward()
    values = {"y": y, "h": states[0], "dx": x.grad, "dh0": h0.grad}
    if kind == "LSTM":
        values |= {"c": states[1], "dc0": c0.grad}
    for layer in range(LAYERS):
        def gradient(name):
            return torch.stack([gates(kind, getattr(net, f"{name}_l{layer}{end}").grad) for end in ["", "_reverse"]])
        values[f"dw{layer}"], values[f"dr{layer}"] = gradient("weight_ih"), gradient("weight_hh")
        values[f"db{layer}"] = torch.cat([gradient("bias_ih"), gradient("bias_hh")], 1)
    golden[kind] = {name: " ".join(f"{v:.7g}" for v in value.flatten().tolist()) for name, value in values.items()}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recurrent.json"), "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
