"""PyTorch's own table of modules and their inputs, `module_db`, run on quizgrad.

`python tests/judges/module_db.py` prints a row for each module: samples, agreed, wrong, refused.
Both get the same weights; outputs, and gradients of inputs and parameters, must agree.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import quizgrad
import torch
from common import Row, floats, gradients_differ, ours, outputs_differ, print_table

# What a module of quizgrad does not take: (settings, the reason).
REFUSED = (
    ({"add_bias_kv", "add_zero_attn"}, "extra keys and values are not built"),
    ({"kdim", "vdim"}, "keys and values of other widths are not built"),
    ({"proj_size"}, "projected LSTM states are not built"),
    ({"max_norm", "scale_grad_by_freq", "sparse"}, "max_norm and sparse gradients are not built"),
    ({"size_average", "reduce"}, "settings that PyTorch has deprecated"),
)


def refusal(kwargs: dict[str, Any]) -> str:
    """Why a construction is not run; empty where it is."""
    given = {name for name, value in kwargs.items() if not isinstance(value, torch.Tensor) and value}
    return next((why for names, why in REFUSED if names & given), "")


def judge(info: Any, sample: Any, training: bool) -> str:
    """Empty where outputs and gradients agree, else what differs."""
    made, fed = sample.constructor_input, sample.forward_input
    theirs = info.module_cls(*made.args, **made.kwargs).to(torch.float64).train(training)
    own = getattr(quizgrad.nn, info.module_cls.__name__)
    mine = own(*ours(made.args, []), **ours(made.kwargs, [])).to(quizgrad.float64).train(training)
    mine.load_state_dict({name: ours(value, []) for name, value in theirs.state_dict().items()})
    leaves: list[tuple[Any, Any]] = []
    args, kwargs = ours(fed.args, leaves), ours(fed.kwargs, leaves)
    leaves += list(zip(theirs.parameters(), mine.parameters(), strict=True))
    right, got = floats(theirs(*fed.args, **fed.kwargs)), floats(mine(*args, **kwargs))
    return outputs_differ(got, right) or gradients_differ(got, right, leaves)


def told(sample: Any, different: str) -> str:
    """A difference, and how the module was made."""
    made = sample.constructor_input
    return f"{different} | {made.args} {made.kwargs}"[:250]


def run(info: Any) -> Row:
    """All samples of one module, in training and in evaluation where that matters."""
    row = Row(info.module_cls.__name__)
    for training in sorted({True, not info.train_and_eval_differ}, reverse=True):
        for sample in info.module_inputs_func(info, "cpu", torch.float64, True, training):
            reason = refusal(sample.constructor_input.kwargs)
            if reason:
                row.refused[reason] += 1
                continue
            row.count(partial(judge, info, sample, training), partial(told, sample))
    return row


def rows() -> Iterator[Row]:
    """One row for each module of module_db that quizgrad has."""
    from torch.testing._internal.common_modules import module_db

    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    for info in module_db:
        name = info.module_cls.__name__
        if info.module_cls is getattr(torch.nn, name, None) and hasattr(quizgrad.nn, name):
            yield run(info)


if __name__ == "__main__":
    sys.exit(print_table(rows(), "modules"))
