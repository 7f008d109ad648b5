"""The gates of function exercises, ready made; a grader lists those it wants, in order.

    SOFTMAX = FunctionSubject("softmax", F.softmax, names=("x", "dim"))
    CASES = {"rows": lambda dice: [dice.of("rows").normal(size=(4, 7)), 1]}

    test_import = gates.imports()
    test_shapes = shapes(SOFTMAX, CASES)
    test_forward = forward(SOFTMAX, CASES)
    test_gradient = gradients(SOFTMAX, CASES, of=["x"])

A case is a function of `Dice` that makes the arguments. Each call makes one pytest function; where
an exercise has several functions, the gates of values take them all: `shapes([MAX, AVG], CASES)`.
`needs` may be given where another check comes before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest

from quizkit.grading import variants
from quizkit.grading.checks import (
    Array,
    CheckFailure,
    Dice,
    Variant,
    check,
    expect_close,
    expect_dtype,
    expect_finite,
    expect_shape,
    varied,
)
from quizkit.grading.learner import Lap, Learner
from quizkit.grading.pace import timed
from quizkit.grading.subject import FunctionSubject, cotangent_for
from quizkit.sandbox.failures import Failure

Arguments = Callable[[Dice], Sequence[Any]]
Cases = Mapping[str, Arguments]
Subjects = FunctionSubject | Sequence[FunctionSubject]
Needs = Sequence[str]
Title = tuple[str, str]
Gate = Callable[..., None]

SHAPES = ("output shape", "输出形状")
DTYPE = ("dtype: float64 stays float64", "dtype：保持 float64")
FINITE = ("finite output", "输出均为有限值")
FORWARD = ("forward: output values", "前向：输出值")
GRADIENT = ("gradient: {of}", "梯度：{of}")
UNMODIFIED = ("inputs left as they were", "输入未被改写")
LAYOUT = ("arrays that are not contiguous", "不连续的数组")
SECOND = ("a second call", "再次调用")


def each(subjects: Subjects) -> Sequence[FunctionSubject]:
    """The functions of an exercise, also where it has one."""
    return [subjects] if isinstance(subjects, FunctionSubject) else subjects


def label(subject: FunctionSubject, output: str, case: str) -> str:
    """How a result is called in a message."""
    name = subject.entry if len(subject.outputs) == 1 else f"{output} of {subject.entry}"
    return f"{name}, case {case!r}"


def results(
    subject: FunctionSubject, learner: Learner, case: str, args: Sequence[Any]
) -> Iterator[tuple[str, Array, Array]]:
    """(what, the learner's, the right one) for each result."""
    want = subject.results(args)
    got = subject.ask(learner, args)
    for output, mine, right in zip(subject.outputs, got, want, strict=True):
        yield label(subject, output, case), mine, right


def of_values(subjects: Subjects, cases: Cases, needs: Needs, title: Title, judge: Any) -> Gate:
    """A gate that judges every result of every case: `judge(got, want, what)`."""

    @check("values", needs=needs, title=title)
    def gate(learner: Learner, dice: Dice) -> None:
        for name, make in cases.items():
            for subject in each(subjects):
                args = make(dice)
                with varied(partial(variants.of_results, subject, args)):
                    for what, mine, right in results(subject, learner, name, args):
                        judge(mine, right, what)

    return gate


def shapes(subjects: Subjects, cases: Cases, needs: Needs = ("import",)) -> Gate:
    """Every result has the right shape."""
    judge = lambda got, want, what: expect_shape(got, want.shape, what)  # noqa: E731
    return of_values(subjects, cases, needs, SHAPES, judge)


def dtype(subjects: Subjects, cases: Cases, needs: Needs = ("shapes",)) -> Gate:
    """float64 in, float64 out."""
    judge = lambda got, want, what: expect_dtype(got, want.dtype, what)  # noqa: E731
    return of_values(subjects, cases, needs, DTYPE, judge)


def finite(subjects: Subjects, cases: Cases, needs: Needs = ("dtype",)) -> Gate:
    """No NaN and no infinity, for large values too."""
    judge = lambda got, want, what: expect_finite(got, what)  # noqa: E731
    return of_values(subjects, cases, needs, FINITE, judge)


def forward(
    subjects: Subjects, cases: Cases, needs: Needs = ("finite",), title: Title = FORWARD
) -> Gate:
    """The values of every result."""
    return of_values(subjects, cases, needs, title, expect_close)


def one_output(
    subject: FunctionSubject, cases: Cases, output: str, group: str, needs: Needs, title: Title
) -> Gate:
    """The values of one of several results, where each is a check of its own."""
    at = subject.outputs.index(output)

    @check(group, needs=needs, title=title)
    def gate(learner: Learner, dice: Dice) -> None:
        for name, make in cases.items():
            args = make(dice)
            want = subject.results(args)[at]
            got = learner.once(f"{subject.entry} {name}", partial(subject.ask, learner, args))
            expect_close(got[at], want, label(subject, output, name))

    return gate


def gradients(
    subject: FunctionSubject,
    cases: Cases,
    of: Sequence[str],
    needs: Needs = ("forward",),
    title: Title = GRADIENT,
) -> Gate:
    """The gradient of each argument in `of`, under a random cotangent; one check an argument."""

    @pytest.mark.parametrize("of", of)
    @check("gradients", needs=needs, title=title)
    def gate(learner: Learner, dice: Dice, of: str) -> None:
        for name, make in cases.items():
            compute = partial(both_vjps, subject, learner, dice, name, make(dice))
            want, got = learner.once(f"{subject.entry} {name}", compute)
            if of in want:
                with varied(partial(other_gradients, subject, dice, name, make(dice))):
                    expect_gradient(got, want, of, f"case {name!r}")

    return gate


def gradient(
    subject: FunctionSubject, cases: Cases, needs: Needs = ("forward",), title: Title = GRADIENT
) -> Gate:
    """All gradients of a function in one check, for exercises with several functions."""

    @check("gradients", needs=needs, title=title)
    def gate(learner: Learner, dice: Dice) -> None:
        for name, make in cases.items():
            agree_gradient(subject, learner, dice, name, make(dice))

    return gate


def both_vjps(
    subject: FunctionSubject, learner: Learner, dice: Dice, name: str, args: Sequence[Any]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """The right gradients and the learner's, by the argument's name."""
    ups, forth = timed(partial(cotangents, subject, dice, name, args))
    found, both = timed(partial(subject.vjp, args, *ups))
    before = learner.spent
    got = subject.ask_vjp(learner, args, ups)
    numpy = learner.framework == "numpy"  # its backward is a function of its own
    theirs = max(both - forth, 0.0) if numpy else both
    learner.laps.append(Lap("backward" if numpy else "case", learner.spent - before, theirs, 1))
    return dict(zip(subject.float_names(args), found, strict=True)), got


def cotangents(subject: FunctionSubject, dice: Dice, name: str, args: Sequence[Any]) -> list[Array]:
    """A random upstream gradient for each result."""
    right = subject.results(args)
    labels = [name] if len(right) == 1 else [f"{name} {output}" for output in subject.outputs]
    return [cotangent_for(dice, text, out) for text, out in zip(labels, right, strict=True)]


def expect_gradient(got: Mapping[str, Array], want: Mapping[str, Array], of: str, at: str) -> None:
    """The gradient of one argument."""
    if of not in got:
        raise CheckFailure("missing_gradient", what=f"gradient of {of}", name=of)
    expect_close(got[of], want[of], f"gradient of {of}, {at}")


def agree_forward(
    subject: FunctionSubject, learner: Learner, name: str, args: Sequence[Any]
) -> None:
    """Every result of one call against the reference."""
    with varied(partial(variants.of_results, subject, args)):
        for what, mine, right in results(subject, learner, name, args):
            expect_close(mine, right, what)


def agree_gradient(
    subject: FunctionSubject, learner: Learner, dice: Dice, name: str, args: Sequence[Any]
) -> None:
    """Every gradient of one call against the reference."""
    want, got = both_vjps(subject, learner, dice, name, args)
    with varied(partial(other_gradients, subject, dice, name, args)):
        for of in want:
            expect_gradient(got, want, of, f"case {name!r}")


def other_gradients(
    subject: FunctionSubject, dice: Dice, name: str, args: Sequence[Any]
) -> Iterator[Variant]:
    """What `both_vjps` would give if one thing were done otherwise."""
    ups = cotangents(subject, dice, name, args)
    return variants.of_argument_gradients(subject, args, ups)


def edge(
    subjects: Subjects,
    cases: Cases,
    title: Title,
    needs: Needs = ("gradient",),
    differentiate: bool = True,
) -> Gate:
    """Special inputs: every result and, unless told otherwise, every gradient."""

    @check("edge", needs=needs, title=title)
    def gate(learner: Learner, dice: Dice) -> None:
        for subject in each(subjects):
            for name, make in cases.items():
                args = make(dice)
                agree_forward(subject, learner, name, args)
                if differentiate:
                    agree_gradient(subject, learner, dice, name, args)

    return gate


def other_layout(
    subjects: Subjects,
    cases: Cases,
    needs: Needs = ("gradient",),
    differentiate: bool = True,
) -> Gate:
    """Arrays whose memory runs down the columns give the same results and gradients."""
    turned = {name: lambda dice, make=make: by_columns(make(dice)) for name, make in cases.items()}
    return edge(subjects, turned, LAYOUT, needs, differentiate)


def by_columns(args: Sequence[Any]) -> list[Any]:
    """The arguments, arrays with two axes and more in Fortran's order."""
    return [np.asfortranarray(a) if isinstance(a, np.ndarray) else a for a in args]


def inputs_unmodified(
    subjects: Subjects, make: Arguments, needs: Needs = ("gradient",), backward: bool = True
) -> Gate:
    """The learner's functions leave the arrays they are given as they were.

    `backward=False` where a function has no `_backward` of its own.
    """

    @check("edge", needs=needs, title=UNMODIFIED)
    def gate(learner: Learner, dice: Dice) -> None:
        args = make(dice)
        for subject in each(subjects):
            names = [n for n, a in zip(subject.names, args, strict=False) if is_array(a)]
            told = learner.ask("call", entry=subject.entry, args=list(args), echo=True)
            expect_untouched(names, args, told["inputs"])
            if learner.framework == "numpy" and backward:
                ups = cotangents(subject, dice, "unmodified", args)
                grads = ["grad_out"] if len(ups) == 1 else [f"grad_{n}" for n in subject.outputs]
                about = {"entry": subject.entry, "args": list(args), "cotangent": ups}
                told = learner.ask("call_vjp", **about, echo=True)
                expect_untouched([*grads, *names], [*ups, *args], told["given"])

    return gate


def is_array(value: Any) -> bool:
    """Whether an argument is sent as an array."""
    return isinstance(value, np.ndarray)


def expect_untouched(names: Sequence[str], args: Sequence[Any], after: Sequence[Array]) -> None:
    """Compare the arrays among `args`, called `names`, with what they are after the call."""
    before = [a for a in args if is_array(a)]
    if len(after) != len(before):
        raise Failure("protocol", "protocol", why="other arguments than were sent")
    for name, was, now in zip(names, before, after, strict=True):
        if not np.array_equal(was, now, equal_nan=was.dtype.kind == "f"):
            raise CheckFailure("input_modified", what=name)


def second_call(
    subjects: Subjects,
    first: Arguments,
    second: Arguments,
    needs: Needs = ("gradient",),
    differentiate: bool = True,
) -> Gate:
    """Two calls with different arrays, then both gradients: nothing is kept between calls."""

    @check("edge", needs=needs, title=SECOND)
    def gate(learner: Learner, dice: Dice) -> None:
        calls = {"first": first(dice), "second": second(dice)}
        for subject in each(subjects):
            for name, args in calls.items():
                agree_forward(subject, learner, name, args)
            for name, args in calls.items() if differentiate else ():
                agree_gradient(subject, learner, dice, name, args)

    return gate
