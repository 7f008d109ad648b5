"""What the judges share: PyTorch's arguments as quizgrad's, comparison, and the printed table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import quizgrad
import torch

TOLERANCE = 1e-10
PLACEMENT = frozenset({"device", "layout", "memory_format", "requires_grad", "pin_memory"})


class Refused(Exception):
    """A sample that quizgrad does not take; the reason is listed in op_names.py."""


@dataclass
class Row:
    """How the samples of one operation ended."""

    name: str
    agreed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def samples(self) -> int:
        """All of them."""
        return self.agreed + sum(self.refused.values()) + len(self.wrong)

    def count(self, judge: Callable[[], str], told: Callable[[str], str]) -> None:
        """One sample more: `judge` says what differs, or nothing, or raises Refused with a reason;
        `told` words a difference for the list of what is wrong."""
        try:
            different = judge()
        except Refused as why:
            self.refused[str(why)] += 1
            return
        except Exception as error:
            different = f"{type(error).__name__}: {error}"[:200]
        if different:
            self.wrong.append(told(different))
        else:
            self.agreed += 1


def ours(value: Any, leaves: list[tuple[Any, Any]]) -> Any:
    """A PyTorch argument as quizgrad knows it; Tensors with a gradient are noted in `leaves`."""
    if isinstance(value, torch.Tensor):
        if value.is_complex() or value.is_sparse or value.is_conj():
            raise Refused("complex and sparse tensors")
        for known, made in leaves:
            if known is value:  # one Tensor given twice
                return made
        made = quizgrad.tensor(value.detach().numpy().copy())
        if value.requires_grad:
            made.requires_grad_()
            leaves.append((value, made))
        return made
    if isinstance(value, torch.dtype):
        return getattr(quizgrad, str(value).removeprefix("torch."))
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return type(value)(ours(part, leaves) for part in value)
    if isinstance(value, dict):
        return {key: ours(part, leaves) for key, part in value.items() if key not in PLACEMENT}
    return tuple(value) if isinstance(value, torch.Size) else value


def floats(out: Any) -> list[Any]:
    """The Tensors of an output that may have gradients."""
    if isinstance(out, (tuple, list)):
        return [t for part in out for t in floats(part)]
    return [out] if hasattr(out, "requires_grad") else []


def numbers(value: Any) -> Any:
    """A Tensor of either library as an array."""
    return np.asarray(value.detach().numpy())


def close(mine: Any, theirs: Any, what: str) -> str:
    """Empty, or how the two differ."""
    a, b = numbers(mine), numbers(theirs)
    if a.shape != b.shape:
        return f"{what}: shape {a.shape}, not {b.shape}"
    if b.dtype.kind in "bi":
        return "" if np.array_equal(a, b) else f"{what}: other integers"
    scale = np.abs(b[np.isfinite(b)]).max(initial=1.0)
    with np.errstate(all="ignore"):
        same = (np.abs(a - b) <= TOLERANCE * scale) | (a == b) | (np.isnan(a) & np.isnan(b))
    return "" if same.all() else f"{what}: {int((~same).sum())} of {a.size} off"


def gradients_differ(mine: list[Any], theirs: list[Any], leaves: list[tuple[Any, Any]]) -> str:
    """Empty, or which gradient differs, under a random upstream gradient for every output."""
    pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if b.requires_grad]
    if not pairs or not leaves:
        return ""
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal(numbers(b).shape) for _, b in pairs]
    wanted = torch.autograd.grad([b for _, b in pairs], [t for t, _ in leaves],
                                 [torch.tensor(w) for w in weights], allow_unused=True)  # fmt: skip
    if not all(a.requires_grad for a, _ in pairs):
        return "no gradient"
    found = quizgrad.autograd.grad([a for a, _ in pairs], [m for _, m in leaves],
                                   [quizgrad.tensor(w) for w in weights], allow_unused=True)  # fmt: skip
    for number, (a, b) in enumerate(zip(found, wanted, strict=True)):
        zero = torch.zeros_like(leaves[number][0])
        right = zero if b is None else b
        got = quizgrad.tensor(numbers(zero)) if a is None else a
        if different := close(got, right, f"gradient {number}"):
            return different
    return ""


def outputs_differ(mine: list[Any], theirs: list[Any]) -> str:
    """Empty, or which output differs."""
    if len(mine) != len(theirs):
        return f"{len(mine)} outputs, not {len(theirs)}"
    return next(filter(None, (close(a, b, "output") for a, b in zip(mine, theirs, strict=True))), "")


def print_table(rows: Iterable[Row], kind: str) -> int:
    """Print a row for each, then the sums; 1 where a sample disagrees."""
    found = []
    for row in rows:
        found.append(row)
        why = "; ".join(f"{count} {reason}" for reason, count in row.refused.items())
        line = f"{row.name:<48} {row.samples:>4} {row.agreed:>4} {len(row.wrong):>3}  {why}"
        print(line.rstrip(), flush=True)
        for wrong in row.wrong[:2]:
            print(f"    {wrong}")
    print(f"{len(found)} {kind}, {sum(r.samples for r in found)} samples:"
          f" {sum(r.agreed for r in found)} agreed, {sum(len(r.wrong) for r in found)} wrong,"
          f" {sum(sum(r.refused.values()) for r in found)} refused")  # fmt: skip
    return 1 if any(row.wrong for row in found) else 0
