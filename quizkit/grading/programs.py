"""Small programs on tensors, run on quizgrad; for graders of an engine that the learner builds.

    program = Program([(2, 3), (3,)], [step("mul", 0, 1), step("sum", 2)])
    leaves, out = program.right(program.inputs(dice, "a row"))

A value is known by its place: the inputs first, then one for each step. `at_random` makes programs
whose last value depends on all others, `term_sizes` bounds the terms that a gradient is a sum of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import quizgrad

from quizkit.grading.checks import Array, Dice
from quizkit.grading.subject import plain, tensor

Shape = tuple[int, ...]
Step = list[Any]  # [operation, places of the operands, options, recorded or under no_grad]
Draw = Callable[[np.random.Generator, Shape], Any]

OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "matmul": lambda a, b: a @ b,
    "neg": lambda a: -a,
    "relu": lambda a: a.relu(),
    "sum": lambda a, *options: a.sum(*options),
    "plus": lambda a, k: a + k,
    "minus": lambda a, k: a - k,
    "times": lambda a, k: a * k,
    "plus_left": lambda a, k: k + a,
    "minus_left": lambda a, k: k - a,
    "times_left": lambda a, k: k * a,
}
ALWAYS_POSITIVE = {"sub": "add", "neg": "relu"}


def step(
    operation: str, *operands: int, options: Sequence[Any] = (), recorded: bool = True
) -> Step:
    """One step, as it is sent to a harness."""
    return [operation, list(operands), list(options), recorded]


def normal(rng: np.random.Generator, shape: Shape) -> Any:
    """Inputs as most programs have them."""
    return rng.standard_normal(shape)


class Program:
    """Inputs of some shapes, which of them are tracked, and steps."""

    def __init__(
        self,
        shapes: Sequence[Shape],
        steps: Sequence[Step],
        tracked: Sequence[bool] = (),
        draw: Draw = normal,
    ) -> None:
        self.shapes = list(shapes)
        self.steps = list(steps)
        self.tracked = list(tracked) or [True] * len(self.shapes)
        self.draw = draw

    def inputs(self, dice: Dice, name: str) -> list[Array]:
        """Random inputs; `name` seeds them."""
        rng = dice.of(name)
        return [np.asarray(self.draw(rng, shape), dtype=np.float64) for shape in self.shapes]

    def right(self, arrays: Sequence[Array]) -> tuple[list[Any], Any]:
        """The reference's inputs and last value, as tensors."""
        leaves = [tensor(a, t) for a, t in zip(arrays, self.tracked, strict=True)]
        values = list(leaves)
        for operation, operands, options, recorded in self.steps:
            with quizgrad.set_grad_enabled(recorded):
                values.append(OPERATIONS[operation](*[values[at] for at in operands], *options))
        return leaves, values[-1]


def term_sizes(program: Program, arrays: Sequence[Array], up: Array) -> list[float]:
    """For each input, a bound for the terms whose sum its gradient is.

    It is the gradient where nothing can cancel: of the program without minus signs, at absolute
    values. Rounding goes with these sizes, not with that of the sum.
    """
    steps = [[ALWAYS_POSITIVE.get(name, name), *rest] for name, *rest in program.steps]
    leaves, out = Program(program.shapes, steps).right([np.abs(a) for a in arrays])
    found = quizgrad.autograd.grad(out, leaves, tensor(np.abs(up)))
    return [float(plain(size).max(initial=0.0)) for size in found]


def at_random(rng: np.random.Generator, shapes: Sequence[Shape], count: int = 14) -> Program:
    """A program of `count` random steps on shapes that fit, then the sum of all its values."""
    found, steps = list(shapes), list[Step]()
    while len(steps) < count:
        one, two = (int(rng.integers(len(found))) for _ in range(2))
        made = _random_step(rng, found, one, two)
        if made is not None:
            steps.append(made[0])
            found.append(made[1])
    return Program(shapes, [*steps, *_totals(len(found))])


def _random_step(
    rng: np.random.Generator, shapes: Sequence[Shape], one: int, two: int
) -> tuple[Step, Shape] | None:
    """A random operation on two values, or on the first; None where the shapes do not fit it."""
    a, b = shapes[one], shapes[two]
    name = str(rng.choice(["add", "sub", "mul", "matmul", "relu", "sum", "neg"]))
    if name in ("relu", "neg"):
        return step(name, one), a
    if name == "sum":
        if not a:
            return None
        axis, kept = int(rng.integers(len(a))), bool(rng.integers(2))
        return step(name, one, options=[axis, kept]), np.empty(a).sum(axis, keepdims=kept).shape
    if name == "matmul":
        fits = len(a) > 1 and len(b) > 1 and a[-1] == b[-2]
        return (step(name, one, two), (np.ones(a) @ np.ones(b)).shape) if fits else None
    pairs = zip(a[::-1], b[::-1], strict=False)
    if not all(m == n or 1 in (m, n) for m, n in pairs):
        return None
    return step(name, one, two), np.broadcast_shapes(a, b)


def _totals(count: int) -> list[Step]:
    """Steps that add up the sums of all `count` values."""
    steps = [step("sum", at) for at in range(count)]
    total = count
    for n in range(1, count):
        steps.append(step("add", total, count + n))
        total = 2 * count + n - 1
    return steps
