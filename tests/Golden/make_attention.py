#!/usr/bin/python3
"""Makes attention.json beside this file: PyTorch's nn.MultiheadAttention (with a float mask) and nn.TransformerEncoderLayer (pre-norm, Gelu;
Debian's python3-torch) in double precision, their outputs and all gradients, of inputs and weights that AttentionGoldenTests makes by the
same integer formulas. Weights have ONNX's orientation, [in, out]."""
import json
import os

import torch

N, T, D, HEADS, WIDE = 2, 5, 8, 2, 12


def pattern(shape, a, b, modulus, scale):
    """Multiples of 1/scale that any program makes alike: (a i + b) mod modulus, moved to around 0."""
    n = 1
    for d in shape:
        n *= d
    return torch.tensor([((a * i + b) % modulus - modulus // 2) / scale for i in range(n)], dtype=torch.float64).reshape(shape)


def weight(linear_weight, linear_bias, number, prefix, values):
    out, width = linear_weight.shape
    linear_weight.data = pattern((width, out), 37, number, 53, 64).T.contiguous()
    linear_bias.data = pattern((out,), 23, number, 31, 64)
    values[prefix + "w"], values[prefix + "b"] = linear_weight, linear_bias


def text(tensor):
    return " ".join(f"{v:.9g}" for v in tensor.detach().reshape(-1).tolist())


def result(y, weights, inputs):
    (y * pattern(y.shape, 11, 1, 29, 8)).sum().backward()
    values = {"y": text(y)}
    for name, tensor in {**inputs, **weights}.items():
        gradient = tensor.grad
        values["d" + name] = text(gradient.T if name.endswith("w") and gradient.dim() == 2 else gradient)
    return values


golden = {}

net = torch.nn.MultiheadAttention(D, HEADS, batch_first=True).double()
weights = {}
weight(net.in_proj_weight, net.in_proj_bias, 1, "in.", weights)
weight(net.out_proj.weight, net.out_proj.bias, 2, "out.", weights)
x = pattern((N, T, D), 41, 3, 61, 16).requires_grad_(True)
mask = pattern((T, T), 17, 5, 37, 8).requires_grad_(True)
golden["attention"] = result(net(x, x, x, attn_mask=mask, need_weights=False)[0], weights, {"x": x, "mask": mask})

layer = torch.nn.TransformerEncoderLayer(D, HEADS, WIDE, 0.0, "gelu", batch_first=True, norm_first=True).double()
weights = {}
weight(layer.self_attn.in_proj_weight, layer.self_attn.in_proj_bias, 1, "in.", weights)
weight(layer.self_attn.out_proj.weight, layer.self_attn.out_proj.bias, 2, "out.", weights)
weight(layer.linear1.weight, layer.linear1.bias, 3, "up.", weights)
weight(layer.linear2.weight, layer.linear2.bias, 4, "down.", weights)
for i, norm in enumerate([layer.norm1, layer.norm2]):
    norm.weight.data = 1 + pattern((D,), 7, i, 13, 32)
    norm.bias.data = pattern((D,), 5, i, 11, 32)
    weights[f"norm{i}.scale"], weights[f"norm{i}.shift"] = norm.weight, norm.bias
x = pattern((N, T, D), 41, 3, 61, 16).requires_grad_(True)
golden["layer"] = result(layer(x), weights, {"x": x})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "attention.json")
with open(path, "w", encoding="ascii") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
