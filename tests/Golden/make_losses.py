#!/usr/bin/python3
"""Makes losses.json beside this file: PyTorch's losses and their gradients (Debian's python3-torch), of inputs that LossGoldenTests makes by
the same integer formulas."""
import json
import os

import torch
import torch.nn.functional as F

ROWS, CLASSES = 6, 5


def pattern(shape, a, b, modulus, scale=16):
    """Multiples of 1/scale that any program makes alike: (a i + b) mod modulus, moved to around 0."""
    n = 1
    for d in shape:
        n *= d
    return torch.tensor([((a * i + b) % modulus - modulus // 2) / scale for i in range(n)], dtype=torch.float64).reshape(shape)


x = pattern((ROWS, CLASSES), 37, 5, 101)
labels = torch.tensor([(3 * i + 1) % CLASSES for i in range(ROWS)])
dense = pattern((ROWS, CLASSES), 29, 0, 17, 1) + 8
dense = dense / dense.sum(1, keepdim=True)
dense = dense.float().double()
weights = torch.tensor([1.0, 2.0, 0.5, 3.0, 0.25], dtype=torch.float64)
samples = torch.tensor([1.0, 0.5, 2.0, 0.0, 1.5, 1.0], dtype=torch.float64)
target = pattern((ROWS, CLASSES), 23, 11, 89)
yes = (pattern((ROWS, CLASSES), 31, 3, 7) > 0).double()


def focal(x, gamma, alpha=None):
    log = F.log_softmax(x, 1).gather(1, labels[:, None])[:, 0]
    each = -((1 - log.exp()) ** gamma) * log
    if alpha is None:
        return each.mean()
    return (alpha[labels] * each).sum() / alpha[labels].sum()


LOSSES = {
    "cross-entropy": lambda x: F.cross_entropy(x, labels),
    "cross-entropy smoothed": lambda x: F.cross_entropy(x, labels, label_smoothing=0.1),
    "cross-entropy weighted": lambda x: F.cross_entropy(x, labels, weight=weights),
    "cross-entropy weighted smoothed": lambda x: F.cross_entropy(x, labels, weight=weights, label_smoothing=0.2),
    "cross-entropy of samples": lambda x: (F.cross_entropy(x, labels, reduction="none") * samples).mean(),
    "dense": lambda x: F.cross_entropy(x, dense),
    "dense weighted smoothed": lambda x: F.cross_entropy(x, dense, weight=weights, label_smoothing=0.1),
    "kullback-leibler": lambda x: F.kl_div(F.log_softmax(x, 1), dense, reduction="batchmean"),
    "focal 2": lambda x: focal(x, 2.0),
    "focal 0.5 weighted": lambda x: focal(x, 0.5, weights),
    "hinge": lambda x: F.multi_margin_loss(x, labels),
    "hinge margin 2": lambda x: F.multi_margin_loss(x, labels, margin=2.0),
    "nll": lambda x: F.nll_loss(x, labels),
    "nll weighted": lambda x: F.nll_loss(x, labels, weight=weights),
    "mse": lambda x: F.mse_loss(x, target),
    "mse of samples": lambda x: (((x - target) ** 2) * samples[:, None]).mean(),
    "mae": lambda x: F.l1_loss(x, target),
    "huber": lambda x: F.huber_loss(x, target),
    "huber 0.5": lambda x: F.huber_loss(x, target, delta=0.5),
    "binary": lambda x: F.binary_cross_entropy_with_logits(x, yes),
    "binary positive 3": lambda x: F.binary_cross_entropy_with_logits(x, yes, pos_weight=torch.tensor(3.0, dtype=torch.float64)),
    "binary of samples": lambda x: (F.binary_cross_entropy_with_logits(x, yes, reduction="none") * samples[:, None]).mean(),
}
golden = {}
for name, loss in LOSSES.items():
    leaf = x.clone().requires_grad_(True)
    value = loss(leaf)
    value.backward()
    golden[name] = {"loss": float(f"{value.item():.9g}"), "gradient": [float(f"{v:.8g}") for v in leaf.grad.flatten().tolist()]}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "losses.json"), "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
