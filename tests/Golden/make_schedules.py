#!/usr/bin/env python3
"""Makes schedules.json: the rates that PyTorch's lr_scheduler gives, for tests/Training/Schedules/ScheduleTests.cs.

usage: make_schedules.py            (writes beside itself; needs python3-torch)
"""
import json
import os

import torch
from torch.optim import lr_scheduler as lrs

RATE, EPOCHS, STEPS = 0.2, 12, 7
TOTAL = EPOCHS * STEPS
# Falls, stays, rises a little, falls by less than the threshold, falls again, stays.
LOSSES = [1.0, 0.9, 0.9, 0.95, 0.89999, 0.8, 0.81, 0.8, 0.82, 0.83, 0.8, 0.79999]


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)


def by_epoch(make, losses=None):
    o = optimizer()
    s = make(o)
    rates = []
    for epoch in range(EPOCHS):
        rates += [o.param_groups[0]["lr"]] * STEPS
        o.step()
        s.step(losses[epoch]) if losses else s.step()
    return rates


def by_step(make):
    o = optimizer()
    s = make(o)
    rates = []
    for step in range(TOTAL):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        if step + 1 < TOTAL:  # OneCycleLR refuses one step more
            s.step()
    return rates


def warmup(o, n):
    return lrs.LinearLR(o, start_factor=1 / n, total_iters=n - 1)


def chained():
    o = optimizer()
    per_step, per_epoch = warmup(o, 10), lrs.StepLR(o, 3, 0.5)
    rates = []
    for step in range(TOTAL):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        per_step.step()
        if (step + 1) % STEPS == 0:
            per_epoch.step()
    return rates


cases = {
    "cosine": by_step(lambda o: lrs.CosineAnnealingLR(o, TOTAL)),
    "cosine:0.01": by_step(lambda o: lrs.CosineAnnealingLR(o, TOTAL, eta_min=0.01)),
    "step:5,0.1": by_epoch(lambda o: lrs.StepLR(o, 5, 0.1)),
    "exponential:0.95": by_epoch(lambda o: lrs.ExponentialLR(o, 0.95)),
    "one-cycle": by_step(lambda o: lrs.OneCycleLR(o, RATE, total_steps=TOTAL, cycle_momentum=False)),
    "one-cycle:0.7": by_step(lambda o: lrs.OneCycleLR(o, 0.7, total_steps=TOTAL, cycle_momentum=False)),
    "plateau:1,0.5": by_epoch(lambda o: lrs.ReduceLROnPlateau(o, factor=0.5, patience=1), LOSSES),
    "plateau:0,0.1,0.003": by_epoch(lambda o: lrs.ReduceLROnPlateau(o, factor=0.1, patience=0, min_lr=0.003), LOSSES),
    "warmup:20": by_step(lambda o: warmup(o, 20)),
    "warmup:10+cosine": by_step(lambda o: lrs.ChainedScheduler([warmup(o, 10), lrs.CosineAnnealingLR(o, TOTAL)])),
    "warmup:10+step:3,0.5": chained(),
}
golden = {"rate": RATE, "epochs": EPOCHS, "steps_per_epoch": STEPS, "losses": LOSSES, "cases": cases}
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schedules.json")
json.dump(golden, open(out, "w"), separators=(",", ":"))
print(out, os.path.getsize(out))
