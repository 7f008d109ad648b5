"""PyTorch's own table of operations and sample inputs, `op_db`, run on quizgrad.

`python tests/judges/op_db.py` prints a row for each operation: samples, agreed, wrong, and what
was refused with the reason. Every sample's forward and gradients must agree in float64 within
1e-10 of its scale.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import torch
from common import Row, floats, gradients_differ, ours, outputs_differ, print_table
from op_names import FUNCTIONS, refusal


def judge(op: Any, sample: Any) -> str:
    """Empty where forward and gradients agree, else what differs. Raises Refused."""
    leaves: list[tuple[Any, Any]] = []
    args = ours((sample.input, *sample.args), leaves)
    kwargs = ours(sample.kwargs, leaves)
    theirs = floats(op(sample.input, *sample.args, **sample.kwargs))
    mine = floats(FUNCTIONS[op.full_name](*args, **kwargs))
    return outputs_differ(mine, theirs) or gradients_differ(mine, theirs, leaves)


def told(sample: Any, different: str) -> str:
    """A difference, and the sample in which it shows."""
    return f"{different} | {sample.summary()}"[:300]


def run(op: Any) -> Row:
    """All samples of one operation."""
    row = Row(op.full_name)
    kind = torch.float64 if torch.float64 in op.dtypes else torch.int64
    for sample in op.sample_inputs("cpu", kind, requires_grad=op.supports_autograd and kind.is_floating_point):
        reason = refusal(op.full_name, sample)
        if reason:
            row.refused[reason] += 1
            continue
        row.count(partial(judge, op, sample), partial(told, sample))
    return row


def rows() -> Iterator[Row]:
    """One row for each operation of op_db that quizgrad has."""
    from torch.testing._internal.common_methods_invocations import op_db

    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    for op in op_db:
        if op.full_name in FUNCTIONS:
            yield run(op)


if __name__ == "__main__":
    sys.exit(print_table(rows(), "operations"))
