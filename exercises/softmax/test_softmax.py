"""Hidden grader of `softmax`: along any axis, stable, with its gradient.

The plain cases have values near zero; huge values, -inf, ties and single entries come one at a
time afterwards. A square matrix shows a wrong axis by value, the other shapes a wrong broadcast.
"""

import numpy as np
import quizgrad.nn.functional as F

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

SOFTMAX = FunctionSubject("softmax", F.softmax, names=("x", "dim"))


def normal(rng, shape):
    return rng.normal(size=shape)


def rows_of_thousands(rng, shape):
    """Rows near 1000, near -1000, and with both."""
    x = rng.normal(size=shape)
    x[0] += 1000.0
    x[1] -= 1000.0
    x[2, ::2] += 1000.0
    x[2, 1::2] -= 1000.0
    return x


def masked(rng, shape):
    """Some entries are -inf, the first of every row is not."""
    x = rng.normal(size=shape)
    x[..., 1:][rng.random(x[..., 1:].shape) < 0.4] = -np.inf
    x[..., -1] = -np.inf
    return x


def tied(rng, shape):
    return rng.integers(-1, 2, shape).astype(np.float64)


def drawn(draw, shape, dim, name=""):
    return lambda dice: [draw(dice.of(f"{draw.__name__} {shape} {name}"), shape), dim]


PLAIN = {
    "square, dim 0": drawn(normal, (5, 5), 0),
    "square, dim 1": drawn(normal, (5, 5), 1),
    "cube, dim 1": drawn(normal, (4, 4, 4), 1),
    "three axes, dim -1": drawn(normal, (2, 3, 5), -1),
    "three axes, dim -3": drawn(normal, (2, 3, 5), -3),
    "four axes, dim 2": drawn(normal, (2, 3, 4, 5), 2),
}
LARGE = {
    "rows of thousands": drawn(rows_of_thousands, (5, 6), 1),
    "rows of thousands, dim 0": lambda dice: [
        np.ascontiguousarray(rows_of_thousands(dice.of("columns"), (6, 6)).T),
        0,
    ],
    "equal and huge": lambda dice: [np.full((2, 3), -1e5), 1],
}
MASKED = {"some entries are -inf": drawn(masked, (4, 6), 1)}
TIED = {"equal entries": drawn(tied, (5, 5), 0), "all equal": lambda dice: [np.zeros((3, 4)), 1]}
SMALL = {
    "one row": drawn(normal, (1, 5), 1),
    "one entry along dim": drawn(normal, (5, 1), 1),
    "a vector": drawn(normal, (6,), 0),
    "one number": drawn(normal, (1, 1), -1),
}
EMPTY = {"no rows": lambda dice: [np.zeros((0, 5)), 1]}
NEEDS = ["gradient"]

test_import = gates.imports()
test_shapes = function_gates.shapes(SOFTMAX, PLAIN)
test_dtype = function_gates.dtype(SOFTMAX, PLAIN)
test_finite = function_gates.finite(SOFTMAX, PLAIN)
test_forward = function_gates.forward(SOFTMAX, PLAIN)
test_gradient = function_gates.gradients(SOFTMAX, PLAIN, of=["x"])
test_edge_large = function_gates.edge(
    SOFTMAX, LARGE, ("1000 and -1000 in one matrix", "同一矩阵里有 1000 和 -1000"), NEEDS
)
test_edge_masked = function_gates.edge(
    SOFTMAX, MASKED, ("entries of -inf", "有 -inf 的元素"), NEEDS
)
test_edge_ties = function_gates.edge(SOFTMAX, TIED, ("equal entries", "有相等的元素"), NEEDS)
test_edge_single = function_gates.edge(
    SOFTMAX, SMALL, ("one row, one entry, a vector", "单行、单个元素、一维"), NEEDS
)
test_edge_empty = function_gates.edge(SOFTMAX, EMPTY, ("no rows", "零行"), NEEDS)
test_inputs_unmodified = function_gates.inputs_unmodified(SOFTMAX, drawn(normal, (4, 6), 1), NEEDS)
test_second_call = function_gates.second_call(
    SOFTMAX, drawn(normal, (4, 6), 1), drawn(normal, (4, 6), 1, "other"), NEEDS
)
test_other_layout = function_gates.other_layout(
    SOFTMAX, {"by columns": drawn(normal, (3, 4, 6), 1)}, NEEDS
)
