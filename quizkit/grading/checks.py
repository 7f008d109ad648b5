"""What a hidden grader is written with: `check`, `Case`, `expect_close` and their failures.

    @check("edge", needs=["forward"], title=("two ties", "两个并列最大值"))
    def test_edge_ties(learner, dice): ...

The name of the function without `test_` is the id of the check; a parametrised one appends its
parameter with dots as underscores (`gradient_fc1_weight`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from quizkit import paths

Array = np.ndarray[Any, Any]
F = TypeVar("F", bound=Callable[..., Any])

TOLERANCE = 1e-9  # scaled relative error in float64; see reference/README.md for the gap it sits in
TRAINING_TOLERANCE = 1e-8
TINY = 1e-300


class CheckFailure(Exception):
    """A check that failed: a code of `quizkit.texts.checks` and the measured facts."""

    def __init__(self, code: str, **measured: Any) -> None:
        super().__init__(f"{code} {measured}")
        self.code = code
        self.measured = measured


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """What `check` notes on a grader's function."""

    group: str
    needs: tuple[str, ...]
    title: tuple[str, str]
    solo: bool = False


def check(
    group: str, *, needs: Sequence[str] = (), title: tuple[str, str], solo: bool = False
) -> Callable[[F], F]:
    """Mark a function as a check of `group`, run only if all of `needs` passed.

    `needs` names checks of earlier functions (a parametrised one by its base name: all of it).
    `solo` gives the check a learner's process of its own.
    """

    def mark(function: F) -> F:
        function.check = CheckSpec(group, tuple(needs), title, solo)  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(frozen=True, slots=True)
class Dice:
    """Random numbers of a run: one generator per name, the same for one seed."""

    seed: int

    def of(self, name: str) -> np.random.Generator:
        """The generator called `name`."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True, slots=True)
class Case:
    """One question to a model: constructor arguments, weights and inputs."""

    config: tuple[Any, ...]
    inputs: tuple[Array, ...]
    state: Mapping[str, Array] = field(default_factory=dict)


def expect_shape(got: Array, shape: Sequence[int], what: str) -> None:
    """Raise `wrong_shape` unless `got` has exactly this shape."""
    if got.shape != tuple(shape):
        raise CheckFailure("wrong_shape", what=what, got=list(got.shape), expected=list(shape))


def expect_dtype(got: Array, dtype: Any, what: str) -> None:
    """Raise `wrong_dtype` unless `got` has exactly this dtype."""
    if got.dtype != dtype:
        expected = np.dtype(dtype).name
        raise CheckFailure("wrong_dtype", what=what, got=got.dtype.name, expected=expected)


def expect_finite(got: Array, what: str) -> None:
    """Raise `not_finite` if there is a NaN or an infinity."""
    bad = ~np.isfinite(got)
    if bad.any():
        first = [int(i) for i in np.argwhere(bad)[0]]
        raise CheckFailure("not_finite", what=what, off=int(bad.sum()), total=got.size, first=first)


def expect_close(got: Array, want: Array, what: str, tolerance: float = TOLERANCE) -> None:
    """Raise unless shape, dtype and every value agree.

    The error is |got - want| over the largest |want| (absolute where that is zero). The facts
    say how it is wrong and never what would be right.
    """
    expect_shape(got, want.shape, what)
    expect_dtype(got, want.dtype, what)
    expect_finite(got, what)
    scale = float(np.abs(want).max(initial=0.0)) or 1.0
    error = np.abs(got - want) / scale
    bad = ~(error <= tolerance)
    if bad.any():
        raise CheckFailure("wrong_value", what=what, **difference(got, want, bad, error))


def difference(got: Array, want: Array, bad: Array, error: Array) -> dict[str, Any]:
    """How `got` is wrong: how many entries, where first, how far, and by which constant factor."""
    facts: dict[str, Any] = {
        "off": int(bad.sum()),
        "total": int(got.size),
        "first": [int(i) for i in np.argwhere(bad)[0]],
        "largest": float(f"{error.max():.3g}"),
        "shape": list(got.shape),
    }
    factor = constant_factor(got, want)
    if factor is not None:
        facts["factor"] = factor
    return facts


def constant_factor(got: Array, want: Array) -> float | None:
    """k where got = k * want everywhere (residual below 1e-9), else None."""
    square = float((want * want).sum())
    if not square:
        return None
    k = float((got * want).sum()) / square
    scale = float(np.abs(want).max())
    if np.abs(got - k * want).max() <= TOLERANCE * scale * max(abs(k), 1.0):
        return float(f"{k:.6g}")
    return None


def data(name: str) -> Mapping[str, Array]:
    """The arrays of a bundled data set, `exercises/data/<name>.npz`."""
    with np.load(paths.content() / "data" / f"{name}.npz", allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def text_data(name: str) -> str:
    """A bundled text, `exercises/data/<name>.txt`."""
    return (paths.content() / "data" / f"{name}.txt").read_text(encoding="utf-8")
