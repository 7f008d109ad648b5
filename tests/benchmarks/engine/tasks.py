"""What is timed, and on which numbers: the same arrays for every peer.

`TASKS` are the rows of the table. `attainable` is what careful NumPy code reached beside
PyTorch, `target` what the engine aims at; both are multiples of PyTorch's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A row: forward and backward of `title`, and with "SGD" the update too."""

    name: str
    title: str
    attainable: float
    target: float


TASKS = [
    Task("mlp", "MLP 784-256-128-10, batch 64, SGD", 0.91, 1.0),
    Task("conv", "Conv2d 3x3, (32, 16, 28, 28) to 32", 1.48, 1.5),
    Task("conv64", "the same in float64", 0.90, 1.0),
    Task("max_pool", "MaxPool2d 2x2, (32, 32, 28, 28)", 0.43, 0.5),
    Task("avg_pool", "AvgPool2d 2x2, (32, 32, 28, 28)", 0.26, 0.35),
    Task("embedding", "Embedding 10k x 64, ids (64, 32)", 1.15, 1.2),
    Task("rnn", "tanh RNN, T 50, batch 32, hidden 64", 0.42, 0.45),
    Task("lstm", "LSTM, T 50, batch 32, hidden 64", 1.16, 1.2),
    Task("chain", "10,000 chained scalar operations", 0.47, 0.35),  # a bare prototype: 0.30
]
CHAIN = 10_000
RATE = 0.01


def numbers(shape: tuple[int, ...], seed: int, kind: Any = np.float32) -> Any:
    """Standard normal, the same for the same seed."""
    return np.random.default_rng(seed).normal(size=shape).astype(kind)


def mlp(batch: int = 64) -> Arrays:
    """Rows, labels, and three layers of weights (out, in) and biases."""
    sizes = (784, 256, 128, 10)
    made: Arrays = {
        "x": numbers((batch, 784), 0),
        "y": np.random.default_rng(1).integers(0, 10, batch),
    }
    for i, (n, m) in enumerate(pairwise(sizes)):
        made[f"w{i}"] = numbers((m, n), 2 + i) / np.float32(n**0.5)
        made[f"b{i}"] = np.zeros(m, np.float32)
    return made


def conv(kind: Any = np.float32) -> Arrays:
    """Pictures, kernels (O, C, 3, 3), a bias and the upstream gradient."""
    return {
        "x": numbers((32, 16, 28, 28), 0, kind),
        "w": numbers((32, 16, 3, 3), 1, kind) / kind(12),
        "b": numbers((32,), 2, kind),
        "g": numbers((32, 32, 28, 28), 3, kind),
    }


def conv64() -> Arrays:
    """`conv` in float64."""
    return conv(np.float64)


def max_pool() -> Arrays:
    """Pictures and the upstream gradient of a pooling by 2."""
    return {"x": numbers((32, 32, 28, 28), 0), "g": numbers((32, 32, 14, 14), 1)}


avg_pool = max_pool


def embedding() -> Arrays:
    """A table, ids (some of them repeated) and the upstream gradient."""
    ids = np.random.default_rng(1).integers(0, 10_000, (64, 32))
    return {"w": numbers((10_000, 64), 0), "ids": ids, "g": numbers((64, 32, 64), 2)}


def recurrent(gates: int) -> Arrays:
    """x (T, B, I), weights (gates H, I) and (gates H, H), biases, upstream gradient (T, B, H)."""
    return {
        "x": numbers((50, 32, 64), 0),
        "w_ih": numbers((gates * 64, 64), 1) / np.float32(8),
        "w_hh": numbers((gates * 64, 64), 2) / np.float32(8),
        "b_ih": numbers((gates * 64,), 3) / np.float32(8),
        "b_hh": numbers((gates * 64,), 4) / np.float32(8),
        "g": numbers((50, 32, 64), 5),
    }


def rnn() -> Arrays:
    """`recurrent` with one gate."""
    return recurrent(1)


def lstm() -> Arrays:
    """`recurrent` with four gates, in the order i f g o."""
    return recurrent(4)


def chain() -> Arrays:
    """x, and a and b of x <- x a, x <- x + b, in turn."""
    return {"x": np.float32(1), "a": np.float32(0.9999), "b": np.float32(1e-4)}
