"""Hidden grader of `tensor_autograd`: programs on the learner's Tensor and on quizgrad's.

The harness runs a program on the learner's class; the same program runs here on the reference.
First each operation by itself on equal shapes, then one difficulty at a time.
"""

import numpy as np
import pytest
import quizgrad

from quizkit.grading import gates
from quizkit.grading.checks import (
    TOLERANCE,
    CheckFailure,
    check,
    expect_close,
    expect_dtype,
)
from quizkit.grading.programs import Program, at_random, step, term_sizes
from quizkit.grading.subject import plain, tensor


def agree_value(learner, dice, name, program):
    arrays = program.inputs(dice, name)
    _, want = program.right(arrays)
    got = learner.call("value", [arrays, program.tracked, program.steps])
    expect_close(got, plain(want), f"value of {name!r}")


def agree_gradients(learner, dice, name, program, margin=0.0):
    """`margin`: what rounding may do, per size of the terms that are added up."""
    arrays = program.inputs(dice, name)
    leaves, out = program.right(arrays)
    up = np.asarray(dice.of(f"cotangent {name}").standard_normal(tuple(out.shape)))
    used = [leaf for leaf, tracked in zip(leaves, program.tracked, strict=True) if tracked]
    want = iter(quizgrad.autograd.grad(out, used, tensor(up)))
    sizes = iter(term_sizes(program, arrays, up) if margin else [0.0] * len(used))
    got = learner.answers("gradients", [arrays, program.tracked, program.steps, up])
    for at, (mine, tracked) in enumerate(zip(got, program.tracked, strict=True)):
        what = f"gradient of input {at} of {name!r}"
        if not tracked:
            if mine is not None:
                raise CheckFailure("unwanted_gradient", what=what)
            continue
        if mine is None:
            raise CheckFailure("missing_gradient", what=what, name=f"input {at} of {name}")
        right = plain(next(want))
        scale = float(np.abs(right).max(initial=0.0)) or 1.0
        tolerance = max(TOLERANCE, margin * next(sizes) / scale)
        expect_close(mine, right, what, tolerance)


def agree(learner, dice, programs):
    for name, program in programs.items():
        agree_value(learner, dice, name, program)
        agree_gradients(learner, dice, name, program)


def edge(programs, title, needs=("gradient",)):
    """Values and gradients of special programs."""

    @check("edge", needs=needs, title=title)
    def gate(learner, dice):
        agree(learner, dice, programs)

    return gate


SQUARE = (4, 4)
EACH = {
    "add": Program([SQUARE, SQUARE], [step("add", 0, 1)]),
    "sub": Program([SQUARE, SQUARE], [step("sub", 0, 1)]),
    "mul": Program([SQUARE, SQUARE], [step("mul", 0, 1)]),
    "neg": Program([SQUARE], [step("neg", 0)]),
    "matmul": Program([SQUARE, SQUARE], [step("matmul", 0, 1)]),
    "sum": Program([(3, 5)], [step("sum", 0, options=[])]),
    "relu": Program([(6, 6)], [step("relu", 0)]),
}
NUMBERS = {
    name: Program([(2, 3)], [step(name, 0, options=[0.75])])
    for name in ("plus", "minus", "times", "plus_left", "minus_left", "times_left")
}
BROADCAST = {
    "a row": Program([(4, 4), (4,)], [step("add", 0, 1)]),
    "a column": Program([(4, 4), (4, 1)], [step("sub", 0, 1)]),
    "row times column": Program([(1, 4), (3, 1)], [step("mul", 0, 1)]),
    "a scalar": Program([(), (2, 3)], [step("mul", 0, 1)]),
    "one entry": Program([(1, 1), (2, 3, 4)], [step("add", 0, 1)]),
    "a matrix in a batch": Program([(2, 3, 4), (3, 4)], [step("mul", 0, 1)]),
    "the middle axis": Program([(2, 1, 4), (3, 1)], [step("sub", 1, 0)]),
    "nothing to stretch": Program([(1, 3), (1, 3)], [step("mul", 0, 1)]),
}
MATMUL = {
    "three sizes": Program([(2, 3), (3, 5)], [step("matmul", 0, 1)]),
    "a batch": Program([(2, 4, 4), (2, 4, 4)], [step("matmul", 0, 1)]),
    "one matrix for a batch": Program([(2, 3, 4), (4, 5)], [step("matmul", 0, 1)]),
    "a batch for one matrix": Program([(3, 3), (2, 3, 3)], [step("matmul", 0, 1)]),
    "two batch axes": Program([(2, 1, 3, 4), (3, 4, 2)], [step("matmul", 0, 1)]),
}
SUMS = {
    f"axis {axis}, keepdims {keepdims}": Program(
        [(3, 3, 3)], [step("sum", 0, options=[axis, keepdims])]
    )
    for axis in (0, 1, -1)
    for keepdims in (False, True)
}
SUMS["a row of one"] = Program([(1, 4)], [step("sum", 0, options=[0, False])])
SUMS["sum of a sum"] = Program(
    [(2, 3, 4)], [step("sum", 0, options=[1, False]), step("sum", 1, options=[])]
)
ZEROS = {
    "zeros": Program(
        [(4, 5)],
        [step("relu", 0)],
        draw=lambda rng, shape: rng.integers(-1, 2, shape).astype(np.float64),
    )
}
REUSED = {
    "x + x": Program([(2, 3)], [step("add", 0, 0)]),
    "x * x + x": Program([(2, 3)], [step("mul", 0, 0), step("add", 1, 0)]),
    "(a + b) + a": Program([(2, 3), (2, 3)], [step("add", 0, 1), step("add", 2, 0)]),
    "diamond": Program(
        [(3, 3)],
        [step("mul", 0, 0), step("relu", 1), step("matmul", 1, 2), step("sub", 3, 1)],
    ),
    "the short way first": Program(
        [(3, 3), (3, 3)],
        [step("mul", 0, 1), step("mul", 2, 2), step("mul", 3, 2), step("add", 2, 4),
         step("mul", 5, 3), step("add", 0, 6)],
    ),
    "the short way last": Program(
        [(3, 3), (3, 3)],
        [step("mul", 0, 1), step("mul", 2, 2), step("mul", 3, 2), step("add", 4, 2),
         step("mul", 3, 5), step("add", 6, 0)],
    ),
}  # fmt: skip
CONSTANT = {
    "a constant factor": Program([(2, 3), (2, 3)], [step("mul", 0, 1)], [True, False]),
    "a constant matrix": Program(
        [(2, 3), (3, 4)], [step("relu", 0), step("matmul", 2, 1)], [False, True]
    ),
    "a constant branch": Program(
        [(2, 2), (2, 2)], [step("mul", 0, 0), step("mul", 1, 2)], [False, True]
    ),
}
NO_GRAD = {
    "a factor without history": Program(
        [(3, 3)], [step("mul", 0, 0, recorded=False), step("mul", 0, 1)]
    ),
    "a branch without history": Program(
        [(2, 3), (3, 2)],
        [step("relu", 0), step("matmul", 2, 1, recorded=False), step("matmul", 3, 2)],
        [True, False],
    ),
}
MIXED = [(3, 3), (3,), (3, 1), (), (2, 3, 3)]
LENGTH = 2000
LONG = {
    "a long chain": Program(
        [(2,), (2,)],
        [step("times", n, options=[0.999]) if n % 2 else step("add", n, 0)
         for n in range(1, LENGTH)],
    ),
    "many paths": Program(
        [(2,)],
        [s for n in range(60) for s in (step("add", 2 * n, 2 * n), step("times", 2 * n + 1,
                                                                        options=[0.5]))],
    ),
}  # fmt: skip


test_import = gates.imports()


@check("values", needs=["import"], title=("data: float64 arrays", "data：float64 数组"))
def test_made(learner, dice):
    array = dice.of("made").normal(size=(2, 3)).astype(np.float32)
    wants = [np.array(3.0), np.array([[1.0, 2.0], [3.0, 4.0]]), array.astype(np.float64)]
    for got, want in zip(learner.results("made", [array], ["data"] * 3), wants, strict=True):
        expect_dtype(got, np.float64, "data")
        expect_close(got, want, "data")


@check("values", needs=["made"], title=("forward: every operation", "前向：每个运算"))
def test_forward(learner, dice):
    for name, program in {**EACH, **NUMBERS, **BROADCAST, **MATMUL, **SUMS}.items():
        agree_value(learner, dice, name, program)


@pytest.mark.parametrize("of", EACH)
@check("gradients", needs=["forward"], title=("gradient: {of}", "梯度：{of}"))
def test_gradient(learner, dice, of):
    agree_gradients(learner, dice, of, EACH[of])


test_edge_numbers = edge(NUMBERS, ("numbers on either side", "左右两侧的普通数"))
test_edge_broadcast = edge(BROADCAST, ("broadcasting", "广播"))
test_edge_matmul = edge(
    MATMUL, ("matmul of other sizes and batches", "其他尺寸与 batch 的矩阵乘法"), ["edge_broadcast"]
)
test_edge_sum = edge(SUMS, ("sum along an axis, keepdims", "沿轴求和与 keepdims"))
test_edge_relu_at_zero = edge(ZEROS, ("relu at exactly zero", "relu 恰好在零处"))
test_edge_reused = edge(REUSED, ("a tensor used several times", "张量被多次使用"))
test_edge_constant = edge(CONSTANT, ("inputs without requires_grad", "不需要梯度的输入"))


@check("edge", needs=["edge_constant"], title=("requires_grad of results", "结果的 requires_grad"))
def test_requires_grad(learner, dice):
    x = dice.of("flags").normal(size=(2, 2))
    steps = [step("mul", 0, 1), step("relu", 1), step("add", 2, 1), step("matmul", 3, 3)]
    got = learner.call("flags", [[x, x], [True, False], steps])
    expect_flags(got, [1, 0, 1, 0, 1, 0], "requires_grad")


def expect_flags(got, want, what):
    wrong = [at for at, (mine, right) in enumerate(zip(got, want, strict=True)) if mine != right]
    if wrong:
        raise CheckFailure("wrong_flag", what=what, first=wrong[0], off=len(wrong), total=len(want))


@check("edge", needs=["edge_reused"], title=("backward twice adds up", "两次反向，梯度累加"))
def test_accumulates(learner, dice):
    program = REUSED["(a + b) + a"]
    arrays = program.inputs(dice, "twice")
    up = dice.of("upstream").normal(size=(2, 3))
    got = learner.results(
        "twice", [arrays, program.tracked, program.steps, up], ["grad"] * 2 + ["input"] * 3
    )
    for mine, right, name in zip(got[:2], (4.0 * up, 2.0 * up), "ab", strict=True):
        expect_close(mine, right, f"gradient of {name} after two backward calls")
    for now, before, name in zip(got[2:], [*arrays, up], ["a", "b", "grad"], strict=True):
        if not np.array_equal(now, before):
            raise CheckFailure("input_modified", what=name)


@check(
    "edge", needs=["accumulates"], title=("gradients are arrays of their own", "梯度各是独立的数组")
)
def test_own_arrays(learner, dice):
    for name in ("x + x", "(a + b) + a"):
        program = REUSED[name]
        up = dice.of("upstream").normal(size=(2, 3))
        got = learner.call("own_arrays", [program.inputs(dice, name), program.steps, up])
        expect_flags(got, [1] * len(program.shapes), "a gradient shares no memory")
    pair = Program([(2, 3), (2, 3)], [step("add", 0, 1)])
    got = learner.call("own_arrays", [pair.inputs(dice, "pair"), pair.steps, up])
    expect_flags(got, [1, 1], "a gradient shares no memory")
    total, up = Program([(2, 3)], [step("sum", 0)]), dice.of("upstream").normal(size=(1,))[0]
    got = learner.call("own_arrays", [total.inputs(dice, "sum"), total.steps, np.asarray(up)])
    expect_flags(got, [1], "a gradient shares no memory")


@check("edge", needs=["gradient"], title=("backward without a gradient", "不给梯度的 backward"))
def test_edge_default_gradient(learner, dice):
    steps = [step("mul", 0, 1), step("sum", 2)]
    a, b = (dice.of(name).normal(size=(2, 3)) for name in "ab")
    got = learner.answers("gradients", [[a, b], [True, False], steps, None])
    if got[0] is None:
        raise CheckFailure("missing_gradient", what="gradient of a", name="a")
    expect_close(got[0], b, "gradient of a after backward()")


test_edge_no_grad = edge(NO_GRAD, ("results made under no_grad", "no_grad 下得到的结果"))


@check("edge", needs=["edge_no_grad"], title=("no_grad nested and left", "no_grad 的嵌套与退出"))
def test_no_grad_restored(learner, dice):
    got = learner.call("recorded_after", [dice.of("x").normal(size=2)])
    expect_flags(got, [0, 0, 1, 1], "requires_grad around no_grad")


@check("edge", needs=["gradient"], title=("backward refuses", "backward 应当拒绝的情况"))
def test_refuses(learner, dice):
    pair = dice.of("refuses").normal(size=2)
    cases = [([pair, True, None], 1), ([pair, False, pair], 1), ([pair[:1], True, None], 0)]
    got = [learner.call("refused", args) for args, _ in cases]
    expect_flags(got, [want for _, want in cases], "RuntimeError from backward")


@check(
    "edge",
    needs=["edge_matmul", "edge_sum", "edge_reused"],
    title=("programs at random", "随机的程序"),
)
def test_random(learner, dice):
    for n in range(8):
        name = f"program {n}"
        agree_gradients(learner, dice, name, at_random(dice.of(name), MIXED), margin=1e-12)


test_edge_long = edge(
    LONG, ("thousands of nodes, many paths", "数千个节点、大量路径"), ["edge_reused"]
)
