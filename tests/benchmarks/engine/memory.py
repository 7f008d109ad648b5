"""Peak memory of training steps: `python memory.py PEER MODEL` prints megabytes.

The peak of the resident set (VmHWM, reset in /proc/self/clear_refs) over three steps, beyond
what the process held after a step on two samples, which loads the library's code and buffers.
So parameters, gradients of the small step and code are not counted, what a step needs is.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "reference"))

BATCH = {"mlp": 4096, "cnn": 256}
SHAPE = {"mlp": (784,), "cnn": (1, 28, 28)}


def model(name: str, nn: Any) -> Any:
    """The network: that of task a, or two convolutions with a pooling."""
    if name == "mlp":
        return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(),
                             nn.Linear(128, 10))  # fmt: skip
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 49, 10),
    )  # fmt: skip


def held(field: str) -> int:
    """Kilobytes of a field of /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def peak(peer: str, name: str) -> float:
    """Megabytes that steps of the whole batch take beyond those of a tiny one."""
    torch = importlib.import_module(peer)
    nn, optim = (importlib.import_module(f"{peer}.{part}") for part in ("nn", "optim"))
    cross_entropy = importlib.import_module(f"{peer}.nn.functional").cross_entropy
    if peer == "torch":
        torch.set_num_threads(1)
    net = model(name, nn)
    sgd = optim.SGD(net.parameters(), lr=0.01)
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(BATCH[name], *SHAPE[name])).astype(np.float32))
    y = torch.tensor(rng.integers(0, 10, BATCH[name]))

    def step(n: int) -> None:
        sgd.zero_grad()
        cross_entropy(net(x[:n]), y[:n]).backward()
        sgd.step()

    step(2)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is free must not count as held already
    Path("/proc/self/clear_refs").write_text("5")
    before = held("VmRSS")
    for _ in range(3):
        step(BATCH[name])
    return (held("VmHWM") - before) / 1024


if __name__ == "__main__":
    print(peak(sys.argv[1], sys.argv[2]))
