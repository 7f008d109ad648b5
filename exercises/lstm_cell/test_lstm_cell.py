"""Hidden grader of `lstm_cell`: both results, and seven gradients under two random cotangents."""

import quizgrad

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

GRADIENTS = ["x", "h", "c", "weight_ih", "weight_hh", "bias_ih", "bias_hh"]


def reference(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    size = h.shape[1]
    z = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    i, f, g, o = (z[:, at * size : (at + 1) * size] for at in range(4))
    c_new = quizgrad.sigmoid(f) * c + quizgrad.sigmoid(i) * quizgrad.tanh(g)
    return quizgrad.sigmoid(o) * quizgrad.tanh(c_new), c_new


CELL = FunctionSubject("lstm_cell", reference, tuple(GRADIENTS), ("h_new", "c_new"))


def case(name, batch, inputs, hidden, scale=1.0):
    """Arguments of a cell with `inputs` and `hidden` units; x, h and c are scaled."""

    def make(dice):
        rng = dice.of(name)
        given = [rng.normal(size=(batch, n)) * scale for n in (inputs, hidden, hidden)]
        shapes = [(4 * hidden, inputs), (4 * hidden, hidden), (4 * hidden,), (4 * hidden,)]
        return [*given, *(rng.normal(size=shape) / 2 for shape in shapes)]

    return make


def fresh_state(dice):
    """The first step of a sequence: h and c are zero."""
    x, h, c, *weights = case("fresh", 4, 3, 5)(dice)
    return [x, h * 0.0, c * 0.0, *weights]


CASES = {
    "three sizes": case("three sizes", 6, 3, 5),
    # B = I = H: a swapped axis or weight changes values, not shapes.
    "equal sizes": case("equal sizes", 4, 4, 4),
}
# A wrong weight or a missing transpose must reach the check of its own gradient.
EQUAL = {"equal sizes": CASES["equal sizes"]}
LARGE = {"large": case("large", 3, 4, 4, scale=1e3)}

test_import = gates.imports()
test_shapes = function_gates.shapes(CELL, EQUAL)
test_dtype = function_gates.dtype(CELL, EQUAL)
test_finite = function_gates.finite(CELL, LARGE)
test_forward = function_gates.forward(CELL, EQUAL)
test_gradient = function_gates.gradients(CELL, EQUAL, of=GRADIENTS)
test_edge_sizes = function_gates.edge(
    CELL, {"three sizes": CASES["three sizes"]}, ("three different sizes", "三个尺寸各不相同")
)
test_edge_batch_of_one = function_gates.edge(
    CELL, {"alone": case("alone", 1, 3, 5)}, ("a batch of one", "只有一个样本")
)
test_edge_fresh_state = function_gates.edge(
    CELL, {"zeros": fresh_state}, ("a state of zeros", "全零的状态")
)
test_edge_saturated = function_gates.edge(
    CELL, LARGE, ("gates that are quite open or shut", "完全打开或关闭的门"), differentiate=False
)
test_inputs_unmodified = function_gates.inputs_unmodified(CELL, CASES["three sizes"])
test_second_call = function_gates.second_call(CELL, case("first", 5, 3, 4), case("second", 5, 3, 4))
test_other_layout = function_gates.other_layout(CELL, {"by columns": CASES["three sizes"]})
