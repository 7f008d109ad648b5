"""What comes out where one thing is done otherwise: a parameter left out, two arguments exchanged.

A check hands one of these to `checks.varied`; they are computed only to explain a failure, and say
something only where the learner's answer equals one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, TypeVar

import numpy as np

from quizkit.grading.checks import Array, Case, Variant
from quizkit.grading.subject import FunctionSubject, Model

T = TypeVar("T")
Change = tuple[str, dict[str, Any]]
"""A code of the catalogue `diagnosis` and its parameters."""


def of_outputs(model: Model, case: Case) -> Iterator[Variant]:
    """Outputs of a model whose parameters or inputs were changed."""
    return _each(cases(case), lambda changed: [model.forward(changed)])


def of_gradients(model: Model, case: Case, cotangent: Array) -> Iterator[Variant]:
    """Gradients of a model that was changed, and those of its other parameters."""
    for name, value in model.vjp(case, cotangent)[1].items():
        yield Variant("other_gradient", {"name": name}, value)

    def found(changed: Case) -> list[Array]:
        inputs, params = model.vjp(changed, cotangent)
        return [*inputs, *params.values()]

    yield from _each(cases(case), found)


def of_results(subject: FunctionSubject, args: Sequence[Any]) -> Iterator[Variant]:
    """Results of a function whose arguments were changed."""
    return _each(arguments(subject.names, args), subject.results)


def of_argument_gradients(
    subject: FunctionSubject, args: Sequence[Any], cotangents: Sequence[Array]
) -> Iterator[Variant]:
    """Gradients of a function whose arguments were changed, and those of its other arguments."""
    found = subject.vjp(args, *cotangents)
    for name, value in zip(subject.float_names(args), found, strict=True):
        yield Variant("other_gradient", {"name": name}, value)
    changes = arguments(subject.names, args)
    yield from _each(changes, lambda changed: subject.vjp(changed, *cotangents))


def of_losses(
    model: Model, case: Case, batches: Sequence[Sequence[Array]], lr: float, steps: int
) -> Iterator[Variant]:
    """The first losses of runs whose update is another."""
    rows = len(batches[0][0])
    changes: list[tuple[Change, dict[str, Any]]] = [
        (("no_update", {}), {"lr": 0.0}),
        (("uphill", {}), {"lr": -lr}),
        (("stale_gradients", {}), {"keep_gradients": True}),
        (("step_times", {"n": rows}), {"lr": lr * rows}),
        (("step_divided", {"n": rows}), {"lr": lr / rows}),
    ]
    changes += [(("never_updated", {"name": name}), {"frozen": (name,)}) for name in case.state]

    def run(otherwise: dict[str, Any]) -> list[Array]:
        return [np.asarray(model.train(case, batches[:steps], **{"lr": lr, **otherwise})[1])]

    return _each(changes, run)


def _each(
    changes: Iterable[tuple[Change, T]], compute: Callable[[T], Sequence[Array]]
) -> Iterator[Variant]:
    """The arrays of every variant; none where the reference cannot be asked that."""
    for change, changed in changes:
        try:
            with np.errstate(all="ignore"):
                arrays = compute(changed)
        except Exception:  # whatever the reference makes of odd arguments, it explains nothing
            continue
        for value in arrays:
            yield Variant(*change, value)


def cases(case: Case) -> Iterator[tuple[Change, Case]]:
    """The case with a parameter left out or transposed, two of them or two inputs exchanged."""

    def with_state(**changed: Array) -> Case:
        return replace(case, state={**case.state, **changed})

    for name, value in case.state.items():
        yield ("without_parameter", {"name": name}), with_state(**{name: np.zeros_like(value)})
        if value.ndim == 2 and value.shape[0] == value.shape[1] > 1:
            yield ("transposed_parameter", {"name": name}), with_state(**{name: value.T.copy()})
    for (one, a), (other, b) in combinations(case.state.items(), 2):
        if a.shape == b.shape:
            change = {"one": one, "other": other}
            yield ("swapped_parameters", change), with_state(**{one: b, other: a})
    names = [f"input {number}" for number in range(1, len(case.inputs) + 1)]
    for exchange, inputs in arguments(names, case.inputs):
        yield exchange, replace(case, inputs=tuple(inputs))


def arguments(names: Sequence[str], args: Sequence[Any]) -> Iterator[tuple[Change, list[Any]]]:
    """The arguments with two exchanged, one of them zero, transposed or inverted."""
    called = [*names, *(f"input {at}" for at in range(len(names) + 1, len(args) + 1))]

    def with_args(changed: dict[int, Any]) -> list[Any]:
        return [changed.get(at, value) for at, value in enumerate(args)]

    for (i, a), (j, b) in combinations(enumerate(args), 2):
        if _alike(a, b):
            change = {"one": called[i], "other": called[j]}
            yield ("swapped_arguments", change), with_args({i: b, j: a})
    for at, value in enumerate(args):
        about = {"name": called[at]}
        if isinstance(value, bool) or (isinstance(value, np.ndarray) and value.dtype == bool):
            inverted = (not value) if isinstance(value, bool) else ~value
            yield ("inverted_argument", about), with_args({at: inverted})
        elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield ("without_argument", about), with_args({at: np.zeros_like(value)})
            if value.ndim == 2 and value.shape[0] == value.shape[1] > 1:
                yield ("transposed_argument", about), with_args({at: value.T.copy()})


def _alike(one: Any, other: Any) -> bool:
    """Whether two arguments could be taken for one another."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(one.shape == other.shape and one.dtype == other.dtype)
    return type(one) is type(other) and isinstance(one, (int, float)) and bool(one != other)
