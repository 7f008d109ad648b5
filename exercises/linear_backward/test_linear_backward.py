"""Hidden grader of `linear_backward`: three gradients of y = x W^T + b, by hand.

Plain cases are matrices: all sizes different, then all equal, so that a transpose shows by shape
in the one and by value in the other. More leading axes, a single row and none come afterwards.
"""

import quizgrad
import quizgrad.nn.functional as F

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject


def reference(x, weight, grad_out):
    x, weight = x.requires_grad_(), weight.requires_grad_()
    bias = quizgrad.zeros(weight.shape[0]).requires_grad_()
    return quizgrad.autograd.grad(F.linear(x, weight, bias), [x, weight, bias], grad_out)


BACKWARD = FunctionSubject(
    "linear_backward",
    lambda *args: tuple(reference(*args)),
    names=("x", "weight", "grad_out"),
    outputs=("grad_x", "grad_weight", "grad_bias"),
)


def drawn(leading, d_in, d_out, name=""):
    def make(dice):
        rng = dice.of(f"{leading} {d_in} {d_out} {name}")
        sizes = [(*leading, d_in), (d_out, d_in), (*leading, d_out)]
        return [rng.normal(size=size) for size in sizes]

    return make


PLAIN = {
    "all sizes different": drawn((5,), 4, 3),
    "all sizes equal": drawn((4,), 4, 4),
    "wide to narrow": drawn((2,), 7, 3),
}
LEADING = {
    "three axes": drawn((2, 3), 5, 4),
    "three axes, all sizes equal": drawn((4, 4), 4, 4),
    "four axes": drawn((2, 3, 2), 4, 3),
}
ROW = {
    "one row": drawn((1,), 6, 3),
    "one output": drawn((5,), 4, 1),
    "one input": drawn((5,), 1, 3),
}
ROW |= {"one sequence of one": drawn((1, 1), 3, 6)}
VECTOR = {"a vector": drawn((), 6, 4)}
NONE = {"no rows": drawn((0,), 5, 2), "no rows, three axes": drawn((2, 0), 2, 5)}
NEEDS = ["gradient_x", "gradient_weight", "gradient_bias"]


def gradient(output):
    """The gate of one of the three results."""
    return function_gates.one_output(
        BACKWARD,
        PLAIN,
        f"grad_{output}",
        "gradients",
        ["finite"],
        (f"gradient: {output}", f"梯度：{output}"),
    )


def edge(cases, title, needs=NEEDS):
    return function_gates.edge(BACKWARD, cases, title, needs, differentiate=False)


test_import = gates.imports()
test_shapes = function_gates.shapes(BACKWARD, PLAIN)
test_dtype = function_gates.dtype(BACKWARD, PLAIN)
test_finite = function_gates.finite(BACKWARD, PLAIN)
test_gradient_x = gradient("x")
test_gradient_weight = gradient("weight")
test_gradient_bias = gradient("bias")
test_edge_leading_axes = edge(LEADING, ("three and four axes", "三个轴、四个轴"))
test_edge_single = edge(ROW, ("one row, one input, one output", "单行、单个输入、单个输出"))
test_edge_vector = edge(VECTOR, ("x is a single vector", "x 是一个向量"))
test_edge_no_rows = edge(NONE, ("no rows", "零行"))
test_inputs_unmodified = function_gates.inputs_unmodified(
    BACKWARD, drawn((5,), 5, 3), NEEDS, backward=False
)
test_second_call = function_gates.second_call(
    BACKWARD, drawn((5,), 4, 3), drawn((5,), 4, 3, "other"), NEEDS, differentiate=False
)
test_other_layout = function_gates.other_layout(
    BACKWARD,
    {"matrices": drawn((5,), 4, 3, "layout"), "three axes": drawn((2, 3), 5, 4, "layout")},
    NEEDS,
    differentiate=False,
)
