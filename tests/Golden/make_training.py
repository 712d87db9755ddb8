#!/usr/bin/python3
"""Makes training.json beside this file: ten steps of PyTorch on what TrainingGoldenTests wrote to the folder given.

    make_training.py FOLDER      (Debian's python3-torch and python3-onnx)
"""
import json
import os
import sys

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

folder = sys.argv[1]
model = onnx.load(os.path.join(folder, "model.onnx"))
samples = torch.tensor(json.load(open(os.path.join(folder, "samples.json"))), dtype=torch.float32).reshape(10, 8, 1, 12, 12)
first = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}


def forward(x, p):
    names = list(p)
    x = F.max_pool2d(F.relu(F.conv2d(x, p[names[0]], p[names[1]])), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, p[names[2]], p[names[3]])), 2)
    x = F.relu(F.linear(x.flatten(1), p[names[4]], p[names[5]]))
    return F.linear(x, p[names[6]], p[names[7]])


def run(nesterov):
    p = {k: v.clone().requires_grad_(True) for k, v in first.items()}
    opt = torch.optim.SGD(p.values(), 0.05, momentum=0.9, weight_decay=1e-3, nesterov=nesterov)
    losses, velocities = [], {}
    for step in range(10):
        labels = torch.tensor([(i + step) % 4 for i in range(8)])
        opt.zero_grad()
        loss = F.cross_entropy(forward(samples[step], p), labels)
        loss.backward()
        opt.step()
        losses.append(loss.item())
        if step == 0:
            velocities = {k: opt.state[v]["momentum_buffer"].flatten().tolist() for k, v in p.items()}
    short = lambda d: {k: [float(f"{x:.8g}") for x in v] for k, v in d.items()}  # noqa: E731
    return {"losses": losses, "velocities": short(velocities), "weights": short({k: v.detach().flatten().tolist() for k, v in p.items()})}


out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training.json")
json.dump({"momentum": run(False), "nesterov": run(True)}, open(out, "w"), separators=(",", ":"))
print(out, os.path.getsize(out))
