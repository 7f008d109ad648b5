"""Hidden grader of `pooling`: maximum and average over windows, forward and gradient.

Each check adds one difficulty: the cases of `forward_*` and `gradient_*` have windows that do not
overlap, sizes that divide evenly, no ties, and positive values wherever there is padding.
"""

import numpy as np
import quizgrad.nn.functional as F

from quizkit.grading import gates
from quizkit.grading.checks import (
    CheckFailure,
    check,
    expect_close,
    expect_dtype,
    expect_shape,
)
from quizkit.grading.subject import FunctionSubject, cotangent_for

MAX = FunctionSubject("max_pool2d", F.max_pool2d)
AVG = FunctionSubject("avg_pool2d", F.avg_pool2d)


def normal(rng, shape):
    return rng.normal(size=shape)


def positive(rng, shape):
    return rng.uniform(0.5, 1.5, shape)


def negative(rng, shape):
    return rng.uniform(-3.0, -1.0, shape)


def few_values(rng, shape):
    return rng.integers(1, 4, shape).astype(np.float64)


def constant(rng, shape):
    return np.full(shape, rng.uniform(0.5, 1.5))


# name: how x is drawn, its shape, (kernel_size, stride, padding)
PLAIN = {
    "even": (normal, (2, 3, 6, 8), (2, 2, 0)),
    "stride over kernel": (normal, (2, 3, 8, 11), (2, 3, 0)),
    "padded": (positive, (2, 3, 7, 10), (3, 3, 1)),
    "all sizes equal": (normal, (3, 3, 9, 9), (3, 3, 0)),
}
TIES = {
    "constant": (constant, (2, 2, 4, 6), (2, 2, 0)),
    "few values": (few_values, (2, 3, 7, 7), (3, 3, 1)),
}
NEGATIVE = {
    "negative": (negative, (2, 3, 7, 10), (3, 3, 1)),
    "negative, small kernel": (negative, (1, 2, 6, 4), (2, 2, 1)),
}
OVERLAPPING = {
    "every position": (normal, (2, 3, 5, 6), (3, 1, 0)),
    "as in ResNet": (normal, (2, 3, 7, 9), (3, 2, 1)),
}
ODD = {
    "a row left over": (normal, (2, 3, 7, 5), (2, 2, 0)),
    "odd with padding": (normal, (2, 3, 8, 6), (3, 2, 1)),
    "odd with a gap": (normal, (1, 2, 9, 10), (2, 3, 0)),
}


def arguments(dice, name, case):
    draw, shape, numbers = case
    return [draw(dice.of(name), shape), *numbers]


def agree_forward(subject, learner, dice, cases):
    for name, case in cases.items():
        args = arguments(dice, name, case)
        want = subject.forward(args)
        expect_close(learner.call(subject.entry, args), want, f"{subject.entry}, case {name!r}")


def agree_gradient(subject, learner, dice, cases):
    for name, case in cases.items():
        args = arguments(dice, name, case)
        expect_gradient(subject, learner, dice, name, args)


def expect_gradient(subject, learner, dice, name, args):
    cotangent = cotangent_for(dice, name, subject.forward(args))
    want = subject.vjp(args, cotangent)[0]
    got = learner.call_vjp(subject.entry, args, cotangent)
    if len(got) != 1:
        raise CheckFailure("missing_gradient", what="gradient of the input", name="x")
    expect_close(got[0], want, f"gradient of {subject.entry}, case {name!r}")


def agree(learner, dice, cases, subjects=(MAX, AVG)):
    for subject in subjects:
        agree_forward(subject, learner, dice, cases)
        agree_gradient(subject, learner, dice, cases)


test_import = gates.imports()


@check("values", needs=["import"], title=("output shape", "输出形状"))
def test_shapes(learner, dice):
    for name, case in PLAIN.items():
        args = arguments(dice, name, case)
        for subject in (MAX, AVG):
            want = subject.forward(args).shape
            expect_shape(learner.call(subject.entry, args), want, f"{subject.entry}, case {name!r}")


@check("values", needs=["shapes"], title=("dtype: float64 stays float64", "dtype：保持 float64"))
def test_dtype(learner, dice):
    args = arguments(dice, "even", PLAIN["even"])
    for subject in (MAX, AVG):
        expect_dtype(learner.call(subject.entry, args), np.float64, subject.entry)


@check("values", needs=["dtype"], title=("max_pool2d: values", "max_pool2d：数值"))
def test_forward_max(learner, dice):
    agree_forward(MAX, learner, dice, PLAIN)


@check("values", needs=["dtype"], title=("avg_pool2d: values", "avg_pool2d：数值"))
def test_forward_avg(learner, dice):
    agree_forward(AVG, learner, dice, PLAIN)


@check("gradients", needs=["forward_max"], title=("max_pool2d: gradient", "max_pool2d：梯度"))
def test_gradient_max(learner, dice):
    agree_gradient(MAX, learner, dice, PLAIN)


@check("gradients", needs=["forward_avg"], title=("avg_pool2d: gradient", "avg_pool2d：梯度"))
def test_gradient_avg(learner, dice):
    agree_gradient(AVG, learner, dice, PLAIN)


@check("edge", needs=["gradient_max"], title=("equal maxima in a window", "窗口内有并列最大值"))
def test_edge_ties(learner, dice):
    agree(learner, dice, TIES, [MAX])


@check(
    "edge",
    needs=["gradient_max"],
    title=("max_pool2d: all values negative, with padding", "max_pool2d：全为负值且有填充"),
)
def test_edge_all_negative_with_padding(learner, dice):
    agree(learner, dice, NEGATIVE, [MAX])


@check(
    "edge",
    needs=["gradient_max", "gradient_avg"],
    title=("overlapping windows (stride < kernel_size)", "窗口重叠（stride < kernel_size）"),
)
def test_edge_overlapping(learner, dice):
    agree(learner, dice, OVERLAPPING)


@check(
    "edge",
    needs=["gradient_max", "gradient_avg"],
    title=("sizes that leave a rest", "尺寸不能整除"),
)
def test_edge_odd_size(learner, dice):
    agree(learner, dice, ODD)


@check(
    "edge",
    needs=["gradient_max", "gradient_avg"],
    title=("inputs left as they were", "输入未被改写"),
)
def test_inputs_unmodified(learner, dice):
    args = arguments(dice, "unmodified", (positive, (2, 2, 6, 6), (2, 2, 0)))
    for subject in (MAX, AVG):
        expect_untouched(learner, subject.entry, args, ["x"])
        if learner.framework == "numpy":
            cotangent = cotangent_for(dice, "unmodified", subject.forward(args))
            expect_untouched(
                learner, f"{subject.entry}_backward", [cotangent, *args], ["grad_out", "x"]
            )


def expect_untouched(learner, entry, args, names):
    after = learner.ask("call", entry=entry, args=args, echo=True)["inputs"]
    for name, before, now in zip(names, args, after, strict=False):
        if not np.array_equal(before, now):
            raise CheckFailure("input_modified", what=name)


@check("edge", needs=["gradient_max", "gradient_avg"], title=("a second call", "再次调用"))
def test_second_call(learner, dice):
    numbers = (2, 2, 0)
    calls = {name: [normal(dice.of(name), (2, 3, 8, 6)), *numbers] for name in ("first", "second")}
    for subject in (MAX, AVG):
        for args in calls.values():
            expect_close(learner.call(subject.entry, args), subject.forward(args), subject.entry)
        for name, args in calls.items():
            expect_gradient(subject, learner, dice, name, args)
