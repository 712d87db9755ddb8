#!/usr/bin/python3
"""Makes finetuning.json beside this file: steps of PyTorch on exported networks with some layers frozen.

    make_finetuning.py MODELS      (a folder of .onnx files; Debian's python3-torch and python3-onnx)

The networks run node by node under autograd, batch normalization with its running statistics. FineTuningGoldenTests does the same.
"""
import json
import os
import sys

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

STEPS, SHOWN = 5, 16

# At a rate of 0.01 the deepest two are chaotic: PyTorch's own float32 and float64 are 3e-3 apart after five steps.
SLOW = {("mobilenetv1_025_vww", "last,bias"), ("fc_ae_ad", "all")}
CASES = [("lenet_mnist", "last"), ("lenet_mnist", "bias"), ("lenet_mnist", "last:2"), ("ds_cnn_kws", "bias"), ("ds_cnn_kws", "last:3"),
         ("resnet8_ic", "last:3"), ("mobilenetv1_025_vww", "last,bias"), ("fc_ae_ad", "all"), ("fc_ae_ad", "norm")]


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def window(x, a, value):
    p = a.get("pads", [0, 0, 0, 0])
    return F.pad(x, (p[1], p[3], p[0], p[2]), value=value) if any(p) else x


def ints(t):
    return [int(v) for v in t.flatten()]


def pads(t):
    n = len(t) // 2
    return [v for i in reversed(range(n)) for v in (t[i], t[n + i])]


def compute(node, v, a):
    x = v[0] if v else None
    op = node.op_type
    if op == "Conv":
        return F.conv2d(window(x, a, 0.0), v[1], v[2] if len(v) > 2 else None, a.get("strides", 1), 0, a.get("dilations", 1), a.get("group", 1))
    if op == "Gemm":
        return x @ (v[1].T if a.get("transB") else v[1]) + v[2]
    if op == "BatchNormalization":
        return F.batch_norm(x, v[3], v[4], v[1], v[2], False, 0.0, a.get("epsilon", 1e-5))
    if op == "MaxPool":
        return F.max_pool2d(window(x, a, -np.inf), a["kernel_shape"], a["strides"])
    if op == "AveragePool":
        return F.avg_pool2d(window(x, a, 0.0), a["kernel_shape"], a["strides"])
    if op == "Pad":
        return F.pad(x, pads(ints(v[1])))
    if op == "Slice":
        begin, end, axes = ints(v[1]), ints(v[2]), ints(v[3])
        steps = ints(v[4]) if len(v) > 4 else [1] * len(begin)
        n = x.numpy()
        for b, e, axis, s in zip(begin, end, axes, steps):
            n = n[tuple([slice(None)] * axis + [slice(b, e if e > -2**62 else None, s)])]
        return torch.from_numpy(n.copy())
    simple = {
        "Constant": lambda: torch.from_numpy(numpy_helper.to_array(a["value"]).copy()),
        "Relu": lambda: F.relu(x), "Add": lambda: x + v[1], "Flatten": lambda: x.flatten(1), "Softmax": lambda: x,
        "Cast": lambda: x, "Concat": lambda: torch.cat(v, a["axis"]), "Transpose": lambda: x.permute(a.get("perm", list(reversed(range(x.dim()))))),
        "Reshape": lambda: x.reshape(ints(v[1])), "Identity": lambda: x,
        "ConstantOfShape": lambda: torch.full(ints(x), numpy_helper.to_array(a["value"]).item() if "value" in a else 0.0).to(torch.int64),
    }
    return simple[op]()


def forward(graph, x, weights):
    values = dict(weights)
    values[[i.name for i in graph.input if i.name not in weights][0]] = x
    for node in graph.node:
        values[node.output[0]] = compute(node, [values[n] for n in node.input if n], attributes(node))
    return values[graph.output[0].name]


def chosen(graph, weights, text):
    layers = []
    for node in graph.node:
        names = [n for n in node.input[1:3] if n in weights]
        if node.op_type in ("Conv", "Gemm", "BatchNormalization") and names:
            layers.append((node.op_type, names))
    strong = [i for i, (op, _) in enumerate(layers) if op != "BatchNormalization"]
    out = []
    for word in text.split(","):
        for i, (op, names) in enumerate(layers):
            last = word.startswith("last") and i >= strong[-int(word[5:] or 1)]
            if last or word == "all" or (word == "norm" and op == "BatchNormalization"):
                out += names
            elif word == "bias":
                out += names[1:]
    return list(dict.fromkeys(out))


def sample(shape, step):
    n = int(np.prod(shape))
    i = np.arange(n, dtype=np.int64)
    return torch.from_numpy((((i * 7919 + step * 104729) % 1000).astype(np.float32) / np.float32(1000)).reshape(shape))


def run(folder, name, text):
    graph = onnx.load(os.path.join(folder, name + ".onnx")).graph
    weights = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    trained = chosen(graph, weights, text)
    for n in trained:
        weights[n].requires_grad_(True)
    shape = [d.dim_value for i in graph.input if i.name not in weights for d in i.type.tensor_type.shape.dim]
    rate = 0.001 if (name, text) in SLOW else 0.01
    opt = torch.optim.SGD([weights[n] for n in trained], rate, momentum=0.9)
    losses = []
    for step in range(STEPS):
        x = sample(shape, step)
        opt.zero_grad()
        y = forward(graph, x, weights)
        loss = F.mse_loss(y, x) if name == "fc_ae_ad" else F.cross_entropy(y, torch.tensor([step % y.shape[1]]))
        loss.backward()
        opt.step()
        losses.append(loss.item())
    shown = {}
    for n in trained:
        flat = weights[n].detach().flatten()
        shown[n] = [float(f"{flat[i * len(flat) // SHOWN].item():.8g}") for i in range(SHOWN)]
    return {"model": name, "layers": text, "rate": rate, "losses": losses, "weights": shown}


if __name__ == "__main__":
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "finetuning.json")
    json.dump([run(sys.argv[1], n, t) for n, t in CASES], open(out, "w"), separators=(",", ":"))
    print(out, os.path.getsize(out))
