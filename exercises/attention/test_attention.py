"""Hidden grader of `attention`: values and three gradients; rows without keys, large scores.

The masks of `values` and `gradients` leave every row and every column something and take something
away, so that an inverted mask or a softmax over the wrong axis gives wrong numbers and no nan.
"""

import numpy as np
import quizgrad

from quizkit.grading import function_gates, gates
from quizkit.grading.checks import check, expect_close
from quizkit.grading.subject import FunctionSubject, tensor

SINGLE = 2.0**-24  # unit roundoff of float32


def reference(q, k, v, mask):
    scores = q @ k.mT * q.shape[-1] ** -0.5
    blocked = ~mask
    empty = tensor(blocked.numpy().all(axis=-1, keepdims=True))
    # Rows without a key are softened unmasked and then cleared: no nan in either direction.
    scores = scores.masked_fill(blocked & ~empty, float("-inf"))
    return quizgrad.softmax(scores, -1).masked_fill(empty, 0.0) @ v


ATTENTION = FunctionSubject("attention", reference, names=("q", "k", "v", "mask"))


def balanced(rng, shape):
    """A random mask whose rows and columns each have both values, and unlike its transpose."""
    while True:
        mask = rng.random(shape) < 0.6
        mixed = all(mask.any(axis).all() and not mask.all(axis).any() for axis in (-1, -2))
        turned = mask.swapaxes(-1, -2)
        if mixed and (turned.shape != mask.shape or (turned != mask).any()):
            return mask


def case(name, lead, sizes, mask=balanced, mask_lead=None, scale=1.0):
    """Arguments with leading axes `lead` and sizes (Tq, Tk, d, dv)."""
    tq, tk, d, dv = sizes

    def make(dice):
        rng = dice.of(name)
        q, k, v = (rng.normal(size=(*lead, *s)) for s in ((tq, d), (tk, d), (tk, dv)))
        axes = lead if mask_lead is None else mask_lead
        return [q * scale, k * scale, v, mask(rng, (*axes, tq, tk))]

    return make


def everything(rng, shape):
    return np.ones(shape, dtype=bool)


def causal(rng, shape):
    return np.tril(np.ones(shape, dtype=bool))


def with_empty_rows(rng, shape):
    mask = balanced(rng, shape)
    mask[..., 1, :] = False
    return mask


def rows_far_apart(dice):
    """Scores of one row around 1e4, of another around -1e4: one maximum does not fit all."""
    q, k, v, mask = case("far apart", (2,), (4, 5, 3, 2))(dice)
    k[..., 0] = 100.0 + 0.01 * k[..., 0]
    q[:, 0, 0], q[:, 1, 0] = 200.0, -200.0
    return [q, k, v, mask]


def query_of_zeros(dice):
    q, k, v, mask = case("zeros", (2,), (4, 5, 3, 2))(dice)
    q[:, 2] = 0.0
    return [q, k, v, mask]


CASES = {
    "four sizes": case("four sizes", (2,), (4, 5, 3, 6)),
    # Tq = Tk = d = dv: a missing transpose or a swapped axis changes values, not shapes.
    "equal sizes": case("equal sizes", (3,), (4, 4, 4, 4)),
}
LARGE = {"large scores": case("large", (2,), (4, 5, 3, 2), scale=40.0)}
EMPTY = {
    "one row": case("one empty row", (2,), (4, 5, 3, 2), with_empty_rows),
    "one row, equal sizes": case("empty, equal", (2,), (4, 4, 4, 4), with_empty_rows),
}
MASKS = {
    "everything": case("everything", (2,), (3, 5, 4, 2), everything),
    "causal": case("causal", (2,), (5, 5, 3, 4), causal),
}
AXES = {
    "no batch": case("no batch", (), (4, 5, 3, 2)),
    "heads, one mask for all": case("heads", (2, 3), (4, 5, 3, 2), mask_lead=()),
    "heads, a mask per sample": case("padding", (2, 3), (4, 5, 3, 2), mask_lead=(2, 1)),
    "one query": case("one query", (2,), (1, 5, 3, 2), everything),
    "one sample": case("one sample", (1,), (4, 5, 3, 2)),
}

test_import = gates.imports()
test_shapes = function_gates.shapes(ATTENTION, CASES)
test_dtype = function_gates.dtype(ATTENTION, CASES)
test_finite = function_gates.finite(ATTENTION, LARGE)
test_forward = function_gates.forward(ATTENTION, CASES)
# With equal sizes alone: a missing transpose reaches the check of its own gradient.
test_gradient = function_gates.gradients(
    ATTENTION, {"equal sizes": CASES["equal sizes"]}, of=["q", "k", "v"]
)
test_edge_sizes = function_gates.edge(
    ATTENTION,
    {"four sizes": CASES["four sizes"]},
    ("four different sizes", "四个尺寸各不相同"),
)
test_edge_masks = function_gates.edge(
    ATTENTION, MASKS, ("no mask and a causal one", "全不遮与因果 mask")
)
test_edge_empty_rows = function_gates.edge(
    ATTENTION, EMPTY, ("a query that may see nothing", "什么都看不到的 query")
)
test_edge_scores = function_gates.edge(
    ATTENTION,
    {"far apart": rows_far_apart, "all equal": query_of_zeros},
    ("scores far apart or all equal", "分数相差悬殊或全部相等"),
)
test_edge_axes = function_gates.edge(
    ATTENTION, AXES, ("other axes and a mask that broadcasts", "其他个数的轴与需要广播的 mask")
)


@check("edge", needs=["gradient"], title=("float32 stays float32", "float32 保持 float32"))
def test_edge_float32(learner, dice):
    args = case("float32", (2,), (4, 5, 3, 6), with_empty_rows)(dice)
    single = [a.astype(np.float32) if a.dtype.kind == "f" else a for a in args]
    want = ATTENTION.forward([a.astype(np.float64) if a.dtype.kind == "f" else a for a in single])
    # Scores are at most 8 or so; their error, 4 (sqrt(3) + 2) u each, is passed on by exp.
    expect_close(learner.call("attention", single), want.astype(np.float32), "output", 200 * SINGLE)


test_inputs_unmodified = function_gates.inputs_unmodified(ATTENTION, CASES["four sizes"])
test_second_call = function_gates.second_call(
    ATTENTION, case("first", (2,), (4, 5, 3, 2)), case("second", (2,), (4, 5, 3, 2))
)
test_other_layout = function_gates.other_layout(ATTENTION, {"by columns": CASES["four sizes"]})
