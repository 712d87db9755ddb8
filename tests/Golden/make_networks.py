#!/usr/bin/python3
"""Makes networks.json beside this file: ten steps of PyTorch on the networks whose first weights NetworkGoldenTests wrote to the folder given.

    EDGE_GOLDEN_INPUTS=FOLDER dotnet Tests.dll --filter-class '*NetworkGoldenTests*'      (also writes Edge's own first gradients and last statistics)
    make_networks.py FOLDER      (Debian's python3-torch and python3-onnx)

PyTorch counts in double precision, so that the goldens are right to all their digits. What Edge wrote is compared element by element, and so is
PyTorch in single precision, relative to the largest element of each tensor; of each tensor the golden file keeps a fingerprint.
"""
import json
import os
import sys

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

STEPS, RATE, MOMENTUM, SAMPLES = 10, 0.01, 0.9, 16


def noise(count, stream):
    """Numbers in [-1, 1) that C# has too: integer arithmetic modulo 2^32, exact in single precision."""
    h = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(stream * 0x85EBCA77 & 0xFFFFFFFF)
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    h *= np.uint32(0x297A2D39)
    h ^= h >> np.uint32(15)
    return (h >> np.uint32(8)).astype(np.float64) / 2**23 - 1


class Network:
    """Layers that take their parameters in the order of the ONNX file's initializers, and batch normalization of the batch's own statistics."""

    def __init__(self, path, dtype):
        self.values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()).to(dtype) for t in onnx.load(path).graph.initializer}
        self.statistics = [n for n in self.values if n.endswith((".mean", ".var"))]
        self.parameters = [n for n in self.values if n not in self.statistics]
        for n in self.parameters:
            self.values[n].requires_grad_(True)

    def run(self, x):
        self.left = list(self.values)
        y = self.forward(x)
        assert not self.left, self.left
        return y

    def take(self, *shape):
        value = self.values[self.left.pop(0)]
        assert shape == tuple(value.shape), (shape, value.shape)
        return value

    def conv(self, x, filters, kernel, stride=1, pad=0, groups=1, bias=True):
        w = self.take(filters, x.shape[1] // groups, kernel, kernel)
        return F.conv2d(x, w, self.take(filters) if bias else None, stride, pad, 1, groups)

    def norm(self, x):
        c = x.shape[1]
        weight, bias, mean, var = (self.take(c) for _ in range(4))
        with torch.no_grad():  # ONNX's running variance is that of the batch, PyTorch's own would be n / (n - 1) of it
            mean.mul_(0.9).add_(0.1 * x.mean((0, 2, 3)))
            var.mul_(0.9).add_(0.1 * x.var((0, 2, 3), unbiased=False))
        return F.batch_norm(x, None, None, weight, bias, training=True, eps=1e-5)

    def conv_norm(self, x, filters, kernel, stride=1, groups=1):
        return self.norm(self.conv(x, filters, kernel, stride, kernel // 2, groups, bias=False))

    def dense(self, x, units):
        return F.linear(x, self.take(units, x.shape[1]), self.take(units))


class LeNet(Network):
    shape, classes = (4, 1, 28, 28), 10

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x, 8, 3)), 2)
        x = F.max_pool2d(F.relu(self.conv(x, 16, 3)), 2)
        return self.dense(F.relu(self.dense(x.flatten(1), 64)), 10)


class ResNet8(Network):
    shape, classes = (4, 3, 32, 32), 10

    def forward(self, x):
        x = F.relu(self.conv_norm(x, 16, 3))
        for filters, stride in ((16, 1), (32, 2), (64, 2)):
            shortcut = x if stride == 1 else self.conv(x, filters, 1, stride)
            x = F.relu(self.conv_norm(x, filters, 3, stride))
            x = F.relu(self.conv_norm(x, filters, 3) + shortcut)
        return self.dense(x.mean((2, 3)), 10)


class MobileNet(Network):
    shape, classes = (2, 3, 96, 96), 2

    def forward(self, x):
        x = F.relu(self.conv_norm(x, 8, 3, 2))
        for filters, stride in ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), *[(128, 1)] * 5, (256, 2), (256, 1)):
            x = F.relu(self.conv_norm(x, x.shape[1], 3, stride, groups=x.shape[1]))
            x = F.relu(self.conv_norm(x, filters, 1))
        return self.dense(x.mean((2, 3)), 2)


def train(kind, path, dtype):
    net = kind(path, dtype)
    opt = torch.optim.SGD([net.values[n] for n in net.parameters], RATE, momentum=MOMENTUM)
    losses, gradients = [], {}
    for step in range(STEPS):
        x = torch.from_numpy(noise(np.prod(kind.shape), step)).reshape(kind.shape).to(dtype)
        labels = torch.tensor([(i + step) % kind.classes for i in range(kind.shape[0])])
        opt.zero_grad()
        loss = F.cross_entropy(net.run(x), labels)
        loss.backward()
        if step == 0:
            gradients = {n: net.values[n].grad.detach().clone().double().numpy().ravel() for n in net.parameters}
        opt.step()
        losses.append(loss.item())
    return losses, gradients, {n: net.values[n].detach().double().numpy().ravel() for n in net.statistics}


def fingerprint(t, stream):
    """Largest element, norm, sum, products with two fixed directions, and elements here and there."""
    a, b = noise(t.size, 1000 + stream), noise(t.size, 2000 + stream)
    numbers = [np.abs(t).max(), np.linalg.norm(t), t.sum(), t @ a, t @ b] + [t[i * t.size // SAMPLES] for i in range(SAMPLES)]
    return [float(f"{x:.7g}") for x in numbers]


def worst(what, expected, actual):
    errors = {n: np.abs(actual(n) - t).max() / np.abs(t).max() for n, t in expected.items()}
    if errors:
        name = max(errors, key=errors.get)
        print(f"  {what}: {len(errors)} tensors of {sum(t.size for t in expected.values())} elements, worst {errors[name]:.2g} in {name}")


folder, result = sys.argv[1], {}
for name, kind in (("lenet", LeNet), ("resnet8", ResNet8), ("mobilenet-0.25", MobileNet)):
    path = os.path.join(folder, name)
    losses, gradients, statistics = train(kind, path + ".onnx", torch.float64)
    single = train(kind, path + ".onnx", torch.float32)
    print(name, [round(x, 6) for x in losses])
    print(f"  losses of single precision: worst {max(abs(a - b) / b for a, b in zip(single[0], losses)):.2g}")
    worst("gradients of single precision", gradients, lambda n: single[1][n])
    worst("statistics of single precision", statistics, lambda n: single[2][n])
    mine = json.load(open(path + ".json"))
    print(f"  losses of Edge: worst {max(abs(a - b) / b for a, b in zip(mine['losses'], losses)):.2g}")
    worst("gradients of Edge", gradients, lambda n: np.array(mine["gradients"][n]))
    worst("statistics of Edge", statistics, lambda n: np.array(mine["statistics"][n]))
    result[name] = {
        "losses": [float(f"{x:.8g}") for x in losses],
        "gradients": {n: fingerprint(t, i) for i, (n, t) in enumerate(gradients.items())},
        "statistics": {n: fingerprint(t, i) for i, (n, t) in enumerate(statistics.items())},
    }

out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "networks.json")
json.dump(result, open(out, "w"), separators=(",", ":"))
print(out, os.path.getsize(out))
