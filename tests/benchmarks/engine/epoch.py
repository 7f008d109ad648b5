"""One epoch of an exercise's PyTorch solution: `python epoch.py PEER EXERCISE`, CPU seconds.

The solution's file itself runs, on quizgrad with its imports renamed, on the exercise's own data
in float64, as when it is graded. The second of two epochs is timed; the losses must fall.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "reference")]

Arrays = tuple[Any, Any, tuple[int, ...], int, float]


def solution(exercise: str, peer: str) -> dict[str, Any]:
    """The names that the solution defines on that library."""
    text = (ROOT / "exercises" / exercise / "solution_torch.py").read_text("utf-8")
    if peer != "torch":
        text = re.sub(r"(?m)^import torch$", f"import {peer} as torch", text)
        text = re.sub(r"(?m)^(import|from) torch\b", rf"\1 {peer}", text)
    names: dict[str, Any] = {}
    exec(compile(text, exercise, "exec"), names)
    return names


def mlp() -> Arrays:
    """Digits as rows of 64, labels, the sizes of the network, batch, learning rate."""
    found = np.load(ROOT / "exercises/data/digits.npz")
    return found["X"].reshape(-1, 64) / 16.0, found["y"].astype(np.int64), (64, 32, 10), 32, 0.1


def cnn() -> Arrays:
    """Clothes of 14x14 pixels."""
    found = np.load(ROOT / "exercises/data/fashion.npz")
    return found["Xtr"][:, None] / 255.0, found["ytr"].astype(np.int64), (1, 8, 10), 64, 0.1


def rnn() -> Arrays:
    """Windows of 24 months and the three that follow."""
    series = np.load(ROOT / "exercises/data/timeseries.npz")["elnino_sst_monthly"]
    series = (series - series.mean()) / series.std()
    rows = np.lib.stride_tricks.sliding_window_view(series.astype(np.float64), 27)
    return rows[:, :24, None].copy(), rows[:, 24:].copy(), (1, 16, 3), 32, 0.05


def epoch(peer: str, exercise: str) -> float:
    """CPU seconds of the second epoch."""
    torch = importlib.import_module(peer)
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    if peer == "torch":
        torch.set_num_threads(1)
    names = solution(exercise, peer)
    x, y, sizes, batch, rate = globals()[exercise]()
    inputs, targets = torch.tensor(x), torch.tensor(y)
    kind = next(v for k, v in names.items() if isinstance(v, type) and k[0].isupper())
    net, means = kind(*sizes), []
    for _ in range(2):
        began, losses = time.process_time(), []
        for start in range(0, len(x) - batch + 1, batch):
            part = slice(start, start + batch)
            losses.append(names["train_step"](net, inputs[part], targets[part], rate))
        taken = time.process_time() - began
        means.append(sum(losses) / len(losses))
    assert means[1] < means[0], means
    return taken


if __name__ == "__main__":
    print(epoch(sys.argv[1], sys.argv[2]))
