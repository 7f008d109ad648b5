"""What a hidden grader is written with: `check`, `Case`, `expect_close` and their failures.

    @check("edge", needs=["forward"], title=("two ties", "两个并列最大值"))
    def test_edge_ties(learner, dice): ...

The name of the function without `test_` is the id of the check; a parametrised one appends its
parameter with dots as underscores (`gradient_fc1_weight`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from quizkit import paths
from quizkit.grading.picture import map_of

Array = np.ndarray[Any, Any]
F = TypeVar("F", bound=Callable[..., Any])

TOLERANCE = 1e-9  # scaled relative error in float64; see reference/README.md for the gap it sits in
TRAINING_TOLERANCE = 1e-8
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Variant:
    """What comes out where one thing is done otherwise: a code of `texts.diagnosis`, its facts."""

    code: str
    params: Mapping[str, Any]
    value: Array


Variants = Callable[[], Iterable[Variant]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a failed comparison compared. It stays in the grader's process, for the diagnosis."""

    got: Array
    want: Array | None = None
    variants: Variants | None = None


class CheckFailure(Exception):
    """A check that failed: a code of `quizkit.texts.checks` and the measured facts.

    `evidence`, where there is some, is what a diagnosis looks into and nobody is told.
    """

    def __init__(self, code: str, evidence: Evidence | None = None, /, **measured: Any) -> None:
        super().__init__(f"{code} {measured}")
        self.code = code
        self.measured = measured
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """What `check` notes on a grader's function."""

    group: str
    needs: tuple[str, ...]
    title: tuple[str, str]


def check(group: str, *, needs: Sequence[str] = (), title: tuple[str, str]) -> Callable[[F], F]:
    """Mark a function as a check of `group`, run only if all of `needs` passed.

    `needs` names checks of earlier functions (a parametrised one by its base name: all of it).
    """

    def mark(function: F) -> F:
        function.check = CheckSpec(group, tuple(needs), title)  # type: ignore[attr-defined]
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


def expect_shape(
    got: Array, shape: Sequence[int], what: str, evidence: Evidence | None = None
) -> None:
    """Raise `wrong_shape` unless `got` has exactly this shape."""
    if got.shape != tuple(shape):
        facts = {"what": what, "got": list(got.shape), "expected": list(shape)}
        raise CheckFailure("wrong_shape", evidence or Evidence(got), **facts)


def expect_dtype(got: Array, dtype: Any, what: str, evidence: Evidence | None = None) -> None:
    """Raise `wrong_dtype` unless `got` has exactly this dtype."""
    if got.dtype != dtype:
        facts = {"what": what, "got": got.dtype.name, "expected": np.dtype(dtype).name}
        raise CheckFailure("wrong_dtype", evidence or Evidence(got), **facts)


def expect_finite(got: Array, what: str, evidence: Evidence | None = None) -> None:
    """Raise `not_finite` if there is a NaN or an infinity."""
    bad = ~np.isfinite(got)
    if bad.any():
        first = [int(i) for i in np.argwhere(bad)[0]]
        facts = {"off": int(bad.sum()), "total": got.size, "first": first} | pictured(bad)
        raise CheckFailure("not_finite", evidence or Evidence(got), what=what, **facts)


def expect_close(
    got: Array,
    want: Array,
    what: str,
    tolerance: float = TOLERANCE,
) -> None:
    """Raise unless shape, dtype and every value agree.

    The error is |got - want| over the largest |want| (absolute where that is zero). The facts
    say how it is wrong and never what would be right.
    """
    seen = Evidence(got, want)
    expect_shape(got, want.shape, what, seen)
    expect_dtype(got, want.dtype, what, seen)
    expect_finite(got, what, seen)
    scale = float(np.abs(want).max(initial=0.0)) or 1.0
    error = np.abs(got - want) / scale
    bad = ~(error <= tolerance)
    if bad.any():
        raise CheckFailure("wrong_value", seen, what=what, **difference(got, want, bad, error))


def difference(got: Array, want: Array, bad: Array, error: Array) -> dict[str, Any]:
    """How `got` is wrong: how many entries, where, how far, and by which constant factor."""
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
    return facts | pictured(bad)


def pictured(bad: Array) -> dict[str, Any]:
    """The facts `map` and `map_kind`: where an array is wrong, unless that says nothing."""
    rows, kind = map_of(bad)
    return {"map": rows, "map_kind": kind} if rows else {}


def constant_factor(got: Array, want: Array) -> float | None:
    """k where got = k * want everywhere (residual below 1e-9), else None.

    A single entry is some factor of anything, and would tell the right value.
    """
    square = float((want * want).sum())
    if not square or np.count_nonzero(want) < 2:
        return None
    k = float((got * want).sum()) / square
    scale = float(np.abs(want).max())
    if np.abs(got - k * want).max() <= TOLERANCE * scale * max(abs(k), 1.0):
        return float(f"{k:.6g}")
    return None


@contextmanager
def varied(variants: Variants) -> Iterator[None]:
    """Give a comparison that fails in here its variants: what one thing done otherwise gives.

    They are computed only to explain the failure.
    """
    try:
        yield
    except CheckFailure as failure:
        if failure.evidence is not None:
            failure.evidence = replace(failure.evidence, variants=variants)
        raise


def data(name: str) -> Mapping[str, Array]:
    """The arrays of a bundled data set, `exercises/data/<name>.npz`."""
    with np.load(paths.content() / "data" / f"{name}.npz", allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def text_data(name: str) -> str:
    """A bundled text, `exercises/data/<name>.txt`."""
    return (paths.content() / "data" / f"{name}.txt").read_text(encoding="utf-8")
