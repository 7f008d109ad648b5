"""A sandbox of each kind, kept warm for a whole module, and the sources that tests load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from quizkit.sandbox.host import Child, FrameworkMissing, Limits, Sandbox

MODEL = {
    "numpy": """
import numpy as np


class Linear:
    def __init__(self, d_in, d_out):
        self.params = {"weight": np.zeros((d_out, d_in)), "bias": np.zeros(d_out)}
        self.weight = self.params["weight"]

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.params["bias"]

    def backward(self, grad_out):
        grads = {"weight": grad_out.T @ self.x, "bias": grad_out.sum(0)}
        return grad_out @ self.weight, grads


def square(x, power):
    return x**power


def square_backward(grad_out, x, power):
    return grad_out * power * x ** (power - 1)


def train_step(model, x, y, lr):
    difference = model.forward(x) - y
    loss = (difference**2).mean()
    _, grads = model.backward(2 * difference / difference.size)
    for name in grads:
        model.params[name] -= lr * grads[name]
    return loss
""",
    "torch": """
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(d_out, d_in))
        self.bias = nn.Parameter(torch.zeros(d_out))

    def forward(self, x):
        return x @ self.weight.T + self.bias


def square(x, power):
    return x**power


def train_step(model, x, y, lr):
    loss = ((model(x) - y) ** 2).mean()
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss
""",
}
LIMITS = Limits(seconds=60.0, memory_mb=512)
Open = Callable[..., Child]


@pytest.fixture(scope="module", params=["numpy", "torch", "numpy fresh"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox of either framework, forking, and one that starts a fresh process each time."""
    framework, _, fresh = request.param.partition(" ")
    if not fresh and sys.platform != "linux":
        pytest.skip("no fork server here")
    with Sandbox(framework, fresh=bool(fresh)) as made:
        try:
            made.child(LIMITS).close()
        except FrameworkMissing:
            pytest.skip("PyTorch is not installed")
        yield made


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Open]:
    """`opened(source)`: a child that has loaded a source, by default the framework's model."""
    made: list[Child] = []

    def make(source: str | bytes = "", filename: str = "program.py") -> Child:
        made.append(sandbox.child(LIMITS))
        made[-1].ask("load", source=source or MODEL[sandbox.framework], filename=filename)
        return made[-1]

    yield make
    for child in made:
        child.close()
