"""Hidden grader of `layernorm`: values and gradients; small spreads, large means, more axes.

Every difficulty has a check of its own: the cases of `forward` and `gradient_*` are matrices of
ordinary numbers.
"""

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject


def reference(x, weight, bias, eps):
    centered = x - x.mean(-1, keepdim=True)
    variance = (centered * centered).mean(-1, keepdim=True)
    return centered / (variance + eps).sqrt() * weight + bias


NORM = FunctionSubject("layer_norm", reference, names=("x", "weight", "bias", "eps"))


def case(name, shape, eps, change=lambda x: x):
    """Arguments with x of `shape`, normal and then changed by `change`."""

    def make(dice):
        rng = dice.of(name)
        x = change(rng.normal(size=shape))
        return [x, rng.normal(size=shape[-1]), rng.normal(size=shape[-1]), eps]

    return make


def one_row_constant(x):
    x[1] = 0.7
    return x


CASES = {
    "rows": case("rows", (6, 4), 1e-5),
    # Square: statistics over the wrong axis change values, not shapes.
    "square": case("square", (5, 5), 1e-3),
}
LARGE = {"large": case("large", (3, 5), 1e-5, lambda x: x * 1e6)}
SMALL = {
    "spread of 1e-3": case("small", (5, 6), 1e-5, lambda x: x * 1e-3),
    "small eps": case("smaller eps", (6, 5), 1e-8, lambda x: x * 1e-4),
}
FAR = {"mean of 1e5": case("far", (3, 7), 1e-5, lambda x: x + 1e5)}
CONSTANT = {"constant row": case("constant", (4, 6), 1e-5, one_row_constant)}
AXES = {
    "one axis": case("one axis", (7,), 1e-5),
    "three axes": case("three axes", (3, 4, 5), 1e-5),
    "equal axes": case("equal axes", (4, 4, 4), 1e-5),
    "four axes": case("four axes", (2, 3, 2, 5), 1e-5),
}

test_import = gates.imports()
test_shapes = function_gates.shapes(NORM, CASES)
test_dtype = function_gates.dtype(NORM, CASES)
test_finite = function_gates.finite(NORM, LARGE)
test_forward = function_gates.forward(NORM, CASES)
test_gradient = function_gates.gradients(NORM, CASES, of=["x", "weight", "bias"])
test_edge_small_spread = function_gates.edge(
    NORM, SMALL, ("rows of small spread", "波动很小的行")
)
test_edge_far_from_zero = function_gates.edge(NORM, FAR, ("rows far away from zero", "远离零的行"))
test_edge_constant_row = function_gates.edge(NORM, CONSTANT, ("a constant row", "常数行"))
test_edge_leading_axes = function_gates.edge(
    NORM, AXES, ("from one axis to four", "一到四个轴")
)
test_inputs_unmodified = function_gates.inputs_unmodified(NORM, CASES["rows"])
test_second_call = function_gates.second_call(
    NORM, case("first", (5, 4), 1e-5), case("second", (5, 4), 1e-3)
)
test_other_layout = function_gates.other_layout(NORM, {"by columns": AXES["three axes"]})
