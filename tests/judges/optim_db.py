"""PyTorch's own table of optimizer settings, `optim_db`, run on quizgrad.

`python tests/judges/optim_db.py` prints a row for each optimizer: settings, agreed, wrong,
refused. Parameters must agree after seven steps on one problem.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import quizgrad
import torch
from common import Row, close, print_table

STEPS = 7
IMPLEMENTATION = ("foreach", "fused", "capturable", "differentiable")


def trained(lib: Any, kind: str, options: dict[str, Any]) -> list[Any]:
    """Two parameters after some steps; one gets a gradient of zero, then none."""
    rng = np.random.default_rng(0)
    weights = [lib.tensor(rng.normal(size=shape), requires_grad=True) for shape in ((3, 2), (2,))]
    target = lib.tensor(rng.normal(size=(5, 2)))
    x = lib.tensor(rng.normal(size=(5, 3)))
    optimizer = getattr(lib.optim, kind)(weights, **options)
    for step in range(STEPS):
        optimizer.zero_grad(set_to_none=step % 2 == 0)
        out = x @ weights[0] if step == 3 else x @ weights[0] + weights[1]
        ((out - target) ** 2).mean().backward()
        optimizer.step()
    return weights


def judge(name: str, options: dict[str, Any]) -> str:
    """What differs in the parameters after the steps."""
    pairs = zip(*(trained(lib, name, options) for lib in (quizgrad, torch)), strict=True)
    return "".join(close(a, b, "parameter") for a, b in pairs)


def told(options: dict[str, Any], different: str) -> str:
    """A difference, and the options with which it shows."""
    return f"{different} | {options}"


def run(info: Any) -> Row:
    """All settings of one optimizer."""
    row = Row(info.optim_cls.__name__)
    for sample in info.optim_inputs_func(device="cpu"):
        options = {k: v for k, v in sample.kwargs.items() if k not in IMPLEMENTATION}
        if isinstance(options.get("lr"), torch.Tensor):
            row.refused["a learning rate that is a Tensor"] += 1
            continue
        row.count(partial(judge, row.name, options), partial(told, options))
    return row


def rows() -> Iterator[Row]:
    """One row for each optimizer of optim_db that quizgrad has."""
    from torch.testing._internal.common_optimizers import optim_db

    warnings.simplefilter("ignore")
    for info in optim_db:
        if hasattr(quizgrad.optim, info.optim_cls.__name__):
            yield run(info)


if __name__ == "__main__":
    sys.exit(print_table(rows(), "optimizers"))
