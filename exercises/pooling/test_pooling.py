"""Hidden grader of `pooling`: maximum and average over windows, forward and gradient.

Each check adds one difficulty: the cases of `forward_*` and `gradient_*` have windows that do not
overlap, sizes that divide evenly, no ties, and positive values wherever there is padding.
"""

import numpy as np
import quizgrad.nn.functional as F

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

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


def drawn(draw, shape, *numbers):
    """A case: how x is drawn, its shape, then kernel_size, stride, padding."""
    return lambda dice: [draw(dice.of(f"{draw.__name__} {shape}"), shape), *numbers]


PLAIN = {
    "even": drawn(normal, (2, 3, 6, 8), 2, 2, 0),
    "stride over kernel": drawn(normal, (2, 3, 8, 11), 2, 3, 0),
    "padded": drawn(positive, (2, 3, 7, 10), 3, 3, 1),
    "all sizes equal": drawn(normal, (3, 3, 9, 9), 3, 3, 0),
}
TIES = {
    "constant": drawn(constant, (2, 2, 4, 6), 2, 2, 0),
    "few values": drawn(few_values, (2, 3, 7, 7), 3, 3, 1),
}
NEGATIVE = {
    "negative": drawn(negative, (2, 3, 7, 10), 3, 3, 1),
    "negative, small kernel": drawn(negative, (1, 2, 6, 4), 2, 2, 1),
}
OVERLAPPING = {
    "every position": drawn(normal, (2, 3, 5, 6), 3, 1, 0),
    "as in ResNet": drawn(normal, (2, 3, 7, 9), 3, 2, 1),
}
ODD = {
    "a row left over": drawn(normal, (2, 3, 7, 5), 2, 2, 0),
    "odd with padding": drawn(normal, (2, 3, 8, 6), 3, 2, 1),
    "odd with a gap": drawn(normal, (1, 2, 9, 10), 2, 3, 0),
}


BOTH = [MAX, AVG]
GRADIENTS = ["gradient_max", "gradient_avg"]

test_import = gates.imports()
test_shapes = function_gates.shapes(BOTH, PLAIN)
test_dtype = function_gates.dtype(BOTH, PLAIN)
test_forward_max = function_gates.forward(
    MAX, PLAIN, needs=["dtype"], title=("max_pool2d: values", "max_pool2d：数值")
)
test_forward_avg = function_gates.forward(
    AVG, PLAIN, needs=["dtype"], title=("avg_pool2d: values", "avg_pool2d：数值")
)
test_gradient_max = function_gates.gradient(
    MAX, PLAIN, needs=["forward_max"], title=("max_pool2d: gradient", "max_pool2d：梯度")
)
test_gradient_avg = function_gates.gradient(
    AVG, PLAIN, needs=["forward_avg"], title=("avg_pool2d: gradient", "avg_pool2d：梯度")
)
test_edge_ties = function_gates.edge(
    MAX, TIES, ("equal maxima in a window", "窗口内有并列最大值"), needs=["gradient_max"]
)
test_edge_all_negative_with_padding = function_gates.edge(
    MAX,
    NEGATIVE,
    ("max_pool2d: all values negative, with padding", "max_pool2d：全为负值且有填充"),
    needs=["gradient_max"],
)
test_edge_overlapping = function_gates.edge(
    BOTH,
    OVERLAPPING,
    ("overlapping windows (stride < kernel_size)", "窗口重叠（stride < kernel_size）"),
    needs=GRADIENTS,
)
test_edge_odd_size = function_gates.edge(
    BOTH, ODD, ("sizes that leave a rest", "尺寸不能整除"), needs=GRADIENTS
)
test_inputs_unmodified = function_gates.inputs_unmodified(
    BOTH, drawn(positive, (2, 2, 6, 6), 2, 2, 0), needs=GRADIENTS
)
test_second_call = function_gates.second_call(
    BOTH,
    drawn(normal, (2, 3, 8, 6), 2, 2, 0),
    drawn(positive, (2, 3, 8, 6), 2, 2, 0),
    needs=GRADIENTS,
)
test_other_layout = function_gates.other_layout(
    BOTH, {"by columns": PLAIN["padded"]}, needs=GRADIENTS
)
