"""Hidden grader of `rope`: what makes a rotation by position, then its values and its gradient.

Three properties come before the values: position 0 changes nothing, lengths are kept, and scores
depend on differences. They hold for any choice of pairs, direction and frequencies; `forward`
settles those, and the precision, so that the properties need to hold only roughly. Every check
has a number of positions of its own, except where it repeats a case.
"""

import numpy as np
import quizgrad

from quizkit.grading import function_gates, gates
from quizkit.grading.checks import check, expect_close
from quizkit.grading.subject import FunctionSubject


def reference(x, positions):
    size = x.shape[-1]
    frequencies = 10000.0 ** (-np.arange(0, size, 2) / size)
    angle = quizgrad.tensor(positions.numpy()[:, None] * frequencies)
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = (even * angle.cos() - odd * angle.sin(), even * angle.sin() + odd * angle.cos())
    return quizgrad.stack(turned, -1).reshape(*x.shape)


ROUGHLY = 1e-2
ROPE = FunctionSubject("rope", reference, names=("x", "positions"))


def case(name, shape, positions=None):
    """x of `shape` (..., T, D), and positions: 0 ... T - 1 unless given."""
    fixed = np.arange(shape[-2]) if positions is None else np.array(positions)
    return lambda dice: [dice.of(name).normal(size=shape), fixed.astype(np.int64)]


CASES = {
    # As many heads as positions: turning along the wrong axis changes values, not shapes.
    "heads": case("heads", (2, 5, 5, 8)),
    "as many positions as features": case("square", (2, 6, 6, 6)),
}
AXES = {
    "no batch, no heads": case("plain", (8, 4)),
    "no heads": case("no heads", (2, 9, 4)),
    "one pair": case("one pair", (3, 2, 10, 2)),
}
POSITIONS = {
    "from the middle": case("middle", (2, 3, 7, 6), range(5, 12)),
    "unsorted, repeated": case("unsorted", (2, 3, 11, 6), [4, 0, 9, 9, 2, 1, 4, 0, 30, 7, 5]),
    "far": case("far", (2, 3, 4, 8), [0, 1, 4095, 20000]),
    "one token": case("one token", (2, 3, 1, 6), [17]),
}

test_import = gates.imports()
test_shapes = function_gates.shapes(ROPE, CASES)
test_dtype = function_gates.dtype(ROPE, CASES)
test_finite = function_gates.finite(ROPE, CASES)


@check("values", needs=["finite"], title=("position 0 changes nothing", "位置 0 不改变任何值"))
def test_identity(learner, dice):
    x = dice.of("identity").normal(size=(2, 3, 3, 6))
    got = learner.call("rope", [x, np.zeros(3, dtype=np.int64)])
    expect_close(got, x, "rope, all positions 0")


@check("values", needs=["identity"], title=("lengths are kept", "长度保持不变"))
def test_norms(learner, dice):
    x = dice.of("norms").normal(size=(2, 4, 4, 6))
    got = learner.call("rope", [x, np.array([3, 1, 20, 7])])
    length = np.linalg.norm(x, axis=-1)
    expect_close(np.linalg.norm(got, axis=-1), length, "length of the rotated vectors", ROUGHLY)


@check(
    "values",
    needs=["norms"],
    title=("scores depend on differences of positions", "分数只依赖位置之差"),
)
def test_differences(learner, dice):
    rng = dice.of("differences")
    q, k = rng.normal(size=(2, 2, 2, 2, 6))
    at_q, at_k = np.array([3, 3000]), np.array([1, 2])

    def scores(shift):
        turned_q = learner.call("rope", [q, at_q + shift])
        turned_k = learner.call("rope", [k, at_k + shift])
        return turned_q @ turned_k.swapaxes(-1, -2)

    expect_close(scores(1000), scores(0), "scores after a shift by 1000 positions", ROUGHLY)


test_forward = function_gates.forward(ROPE, CASES, needs=["differences"])
test_gradient = function_gates.gradients(ROPE, CASES, of=["x"])
test_edge_axes = function_gates.edge(ROPE, AXES, ("other numbers of axes", "其他个数的轴"))
test_edge_positions = function_gates.edge(
    ROPE, POSITIONS, ("positions from anywhere", "任意的位置")
)
test_inputs_unmodified = function_gates.inputs_unmodified(ROPE, CASES["heads"])
test_second_call = function_gates.second_call(
    ROPE, case("first", (2, 12, 6), range(12)), case("second", (2, 12, 6), range(3, 15))
)
test_other_layout = function_gates.other_layout(ROPE, {"by columns": CASES["heads"]})
