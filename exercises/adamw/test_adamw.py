"""Hidden grader of `adamw`: parameters followed step by step against the formulas.

The harness drives the learner's class. What is compared is how far each parameter has moved: its
own size would hide a small step. The first step does not depend on the betas, later ones do.
"""

import numpy as np

from quizkit.grading import gates
from quizkit.grading.checks import CheckFailure, check, expect_close, expect_dtype, expect_shape

DEFAULTS = (1e-3, (0.9, 0.999), 1e-8, 1e-2)
OTHERS = (0.05, (0.7, 0.95), 1e-3, 0.3)


def right(start, gradients, settings):
    """The parameters after each step; `gradients[step][parameter]`, None where there is none."""
    lr, (beta1, beta2), eps, decay = settings
    params = [p.copy() for p in start]
    moments = [[0.0, 0.0, 0] for _ in params]
    found = []
    for grads in gradients:
        for n, g in enumerate(grads):
            if g is None:
                continue
            first, second, steps = moments[n]
            first, second = beta1 * first + (1 - beta1) * g, beta2 * second + (1 - beta2) * g**2
            moments[n] = [first, second, steps + 1]
            first, second = first / (1 - beta1 ** (steps + 1)), second / (1 - beta2 ** (steps + 1))
            params[n] = params[n] - lr * (decay * params[n] + first / (np.sqrt(second) + eps))
        found += [p.copy() for p in params]
    return found


def drawn(dice, name, shapes, steps, scales=None):
    """Parameters, and gradients for each step; `scales` are the gradients' sizes by parameter."""
    rng = dice.of(name)
    scales = scales or [1.0] * len(shapes)
    start = [np.asarray(rng.normal(size=shape)) for shape in shapes]
    pairs = list(zip(shapes, scales, strict=True))
    return start, [
        [np.asarray(rng.normal(size=shape) * scale) for shape, scale in pairs] for _ in range(steps)
    ]


def expect_moves(got, want, start, each):
    """Compare how far each parameter moved; `each` parameters in a row belong to one step."""
    for at, (mine, expected) in enumerate(zip(got, want, strict=True)):
        n, step = at % each, at // each + 1
        what = f"parameter {n} after step {step}"
        expect_shape(mine, expected.shape, what)
        expect_dtype(mine, expected.dtype, what)
        expect_close(mine - start[n], expected - start[n], f"change of {what}")


def names(count):
    return [f"parameter {at}" for at in range(count)]


def agree(learner, start, gradients, settings=None, generator=False):
    """One run of the learner's optimizer beside the formulas; `None` settings are the defaults."""
    want = right(start, gradients, settings or DEFAULTS)
    asked = [start, gradients, list(settings or ()), generator]
    got = learner.results("trajectory", asked, names(len(want)))
    expect_moves(got, want, start, len(start))


test_import = gates.imports()


@check("values", needs=["import"], title=("the first step, default settings", "第一步，默认设置"))
def test_first_step(learner, dice):
    agree(learner, *drawn(dice, "first", [(3, 4), (5,)], 1))


@check("steps", needs=["first_step"], title=("five steps, other settings", "五步，其他设置"))
def test_five_steps(learner, dice):
    agree(learner, *drawn(dice, "five", [(4, 4), (4, 4), (5,)], 5), OTHERS)


@check("edge", needs=["five_steps"], title=("two optimizers in turn", "两个优化器交替更新"))
def test_edge_two_optimizers(learner, dice):
    (one, first), (two, second) = (drawn(dice, name, [(2, 3), (4,)], 3) for name in "ab")
    want = [right(one, first, OTHERS), right(two, second, OTHERS)]
    pairs = list(zip(first, second, strict=True))
    found = learner.results("two", [[one, two], pairs, list(OTHERS)], names(12))
    for n, start in enumerate((one, two)):
        got = [found[4 * step + 2 * n + p] for step in range(3) for p in range(2)]
        expect_moves(got, want[n], start, 2)


@check(
    "edge",
    needs=["five_steps"],
    title=("gradients of 1e-7 and of 10", "大小为 1e-7 和 10 的梯度"),
)
def test_edge_magnitudes(learner, dice):
    agree(learner, *drawn(dice, "sizes", [(3, 3), (3, 3)], 3, [1e-7, 10.0]))


@check("edge", needs=["five_steps"], title=("a gradient is None", "某个梯度是 None"))
def test_edge_no_gradient(learner, dice):
    start, gradients = drawn(dice, "none", [(3, 2), (4,), (2, 2)], 5)
    for step, n in ((0, 1), (1, 0), (1, 1), (2, 0), (3, 0), (3, 1), (3, 2)):
        gradients[step][n] = None
    agree(learner, start, gradients, OTHERS)


@check("edge", needs=["five_steps"], title=("gradients of exactly zero", "恰好为零的梯度"))
def test_edge_zero_gradient(learner, dice):
    start, gradients = drawn(dice, "zero", [(3, 2), (4,)], 4)
    gradients[1][0][...] = 0.0
    gradients[2][0][...] = 0.0
    gradients[0][1][...] = 0.0
    agree(learner, start, gradients, OTHERS)


@check("edge", needs=["five_steps"], title=("without weight decay", "没有权重衰减"))
def test_edge_no_decay(learner, dice):
    agree(learner, *drawn(dice, "no decay", [(3, 2), (4,)], 3), (*OTHERS[:3], 0.0))


@check("edge", needs=["five_steps"], title=("parameters from a generator", "参数来自生成器"))
def test_edge_generator(learner, dice):
    agree(learner, *drawn(dice, "generator", [(3, 2), (4,)], 2), OTHERS, generator=True)


@check("edge", needs=["five_steps"], title=("a number, by columns", "标量参数、按列存放的参数"))
def test_edge_layouts(learner, dice):
    start, gradients = drawn(dice, "layouts", [(), (3, 4), (1,)], 3)
    start[1] = np.asfortranarray(start[1])
    agree(learner, start, gradients, OTHERS)


@check("edge", needs=["five_steps"], title=("gradients left as they were", "梯度未被改写"))
def test_inputs_unmodified(learner, dice):
    start, gradients = drawn(dice, "unmodified", [(3, 2), (4,)], 2)
    sent = [g for grads in gradients for g in grads]
    got = learner.results("arguments", [start, gradients, list(OTHERS)], names(len(sent)))
    for at, (before, now) in enumerate(zip(sent, got, strict=True)):
        if not np.array_equal(before, now):
            raise CheckFailure("input_modified", what=f"gradient of parameter {at % 2}")


@check("edge", needs=["five_steps"], title=("the caller's parameters", "调用者手里的参数"))
def test_edge_kept(learner, dice):
    start, (grads,) = drawn(dice, "kept", [(3, 2), (4,)], 1)
    flags = learner.call("kept", [start, grads, list(OTHERS)])
    wrong = [at for at, flag in enumerate(flags) if flag != 1.0]
    if wrong:
        what = "a parameter or its gradient after the step"
        raise CheckFailure(
            "wrong_flag", what=what, first=wrong[0], off=len(wrong), total=len(flags)
        )
