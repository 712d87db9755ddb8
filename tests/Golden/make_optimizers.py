#!/usr/bin/python3
"""Makes optimizers.json beside this file: fifty steps of each of PyTorch's optimizers on a small network whose weights and data
OptimizerGoldenTests makes by the same integer formulas (Debian's python3-torch)."""
import json
import os

import torch

BATCH, INPUTS, HIDDEN, OUTPUTS, STEPS = 4, 8, 6, 3, 50


def pattern(shape, a, b, modulus):
    """Multiples of 1/64 that any program makes alike: (a i + b) mod modulus, moved to around 0."""
    n = 1
    for d in shape:
        n *= d
    return torch.tensor([((a * i + b) % modulus - modulus // 2) / 64 for i in range(n)], dtype=torch.float32).reshape(shape)


def run(make, clip_norm=None, clip_value=None):
    w1, b1 = pattern((HIDDEN, INPUTS), 37, 5, 61), pattern((HIDDEN,), 11, 3, 17)
    w2, b2 = pattern((OUTPUTS, HIDDEN), 29, 7, 53), pattern((OUTPUTS,), 13, 2, 19)
    params = [p.requires_grad_(True) for p in (w1, b1, w2, b2)]
    opt = make(params)
    losses = []
    for step in range(STEPS):
        x, y = pattern((BATCH, INPUTS), 41, 17 * step, 127), pattern((BATCH, OUTPUTS), 23, 31 * step, 97)
        opt.zero_grad()
        loss = torch.nn.functional.mse_loss(torch.tanh(x @ w1.T + b1) @ w2.T + b2, y)
        loss.backward()
        if clip_norm:
            torch.nn.utils.clip_grad_norm_(params, clip_norm)
        if clip_value:
            torch.nn.utils.clip_grad_value_(params, clip_value)
        opt.step()
        losses.append(float(f"{loss.item():.8g}"))
    return {"losses": losses, "weights": [[float(f"{v:.8g}") for v in p.detach().flatten().tolist()] for p in params]}


o = torch.optim
runs = {
    "sgd": run(lambda p: o.SGD(p, 0.05)),
    "momentum": run(lambda p: o.SGD(p, 0.05, momentum=0.9, weight_decay=1e-2)),
    "nesterov": run(lambda p: o.SGD(p, 0.05, momentum=0.9, nesterov=True)),
    "adagrad": run(lambda p: o.Adagrad(p, 0.05, lr_decay=0.01, weight_decay=1e-2)),
    "adadelta": run(lambda p: o.Adadelta(p, 1.0, rho=0.9, weight_decay=1e-2)),
    "rmsprop": run(lambda p: o.RMSprop(p, 0.01, weight_decay=1e-2)),
    "rmsprop-momentum": run(lambda p: o.RMSprop(p, 0.002, momentum=0.9)),
    "rmsprop-centered": run(lambda p: o.RMSprop(p, 0.005, eps=1e-4, centered=True)),
    "rmsprop-centered-momentum": run(lambda p: o.RMSprop(p, 0.001, eps=1e-4, centered=True, momentum=0.8)),
    "adam": run(lambda p: o.Adam(p, 0.01)),
    "adam-decay": run(lambda p: o.Adam(p, 0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=1e-2)),
    "adamw": run(lambda p: o.AdamW(p, 0.01, weight_decay=0.1)),
    # Without foreach, PyTorch 1.13 takes mu(t) twice into the product up to t + 1, against its own documentation; 2.0 does not.
    "nadam": run(lambda p: o.NAdam(p, 0.01, weight_decay=1e-2, foreach=True)),
    "clip-norm": run(lambda p: o.SGD(p, 0.05, momentum=0.9), clip_norm=0.25),
    "clip-value": run(lambda p: o.Adam(p, 0.01, weight_decay=1e-2), clip_value=0.02),
    "groups": run(lambda p: o.AdamW([{"params": p[:1], "lr": 0.002}, {"params": p[1::2], "weight_decay": 0.0}, {"params": p[2:3]}], 0.01, weight_decay=0.1)),
}
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers.json")
with open(out, "w") as file:
    json.dump(runs, file, separators=(",", ":"))
print(out, os.path.getsize(out))
