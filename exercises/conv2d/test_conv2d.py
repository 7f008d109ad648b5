"""Hidden grader of `conv2d`: a convolution with stride, padding and dilation, and three gradients.

The plain cases have none of the three; each comes by itself, then all together. Kernels are not
square and images are not either, but in one case where they, channels and batch are equal.
"""

import quizgrad.nn.functional as F

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

CONV = FunctionSubject(
    "conv2d", F.conv2d, names=("x", "weight", "bias", "stride", "padding", "dilation")
)


def drawn(x, weight, stride=1, padding=0, dilation=1, bias=True, name=""):
    """A case of these shapes; random values, the bias well away from zero."""

    def make(dice):
        rng = dice.of(f"{x} {weight} {stride} {padding} {dilation} {name}")
        b = rng.uniform(0.5, 1.5, weight[0]) if bias else None
        return [rng.normal(size=x), rng.normal(size=weight), b, stride, padding, dilation]

    return make


PLAIN = {
    "all sizes different": drawn((2, 3, 7, 6), (4, 3, 3, 2)),
    "threes throughout": drawn((3, 3, 5, 5), (3, 3, 3, 3)),
}
PADDING = {
    "padding 1": drawn((2, 3, 5, 6), (4, 3, 3, 3), padding=1),
    "padding 2": drawn((2, 2, 4, 5), (3, 2, 3, 2), padding=2),
    "wider than the kernel": drawn((2, 2, 3, 2), (3, 2, 2, 2), padding=3),
}
STRIDE = {
    "stride 2": drawn((2, 3, 7, 9), (4, 3, 3, 3), stride=2),
    "stride 2, a rest": drawn((2, 3, 8, 6), (2, 3, 3, 3), stride=2),
    "stride over kernel": drawn((2, 2, 9, 8), (3, 2, 2, 2), stride=3),
}
DILATION = {
    "dilation 2": drawn((2, 3, 7, 8), (4, 3, 3, 3), dilation=2),
    "dilation 3": drawn((2, 2, 8, 7), (3, 2, 3, 2), dilation=3),
}
TOGETHER = {
    "9x7 image, 3x2 kernel": drawn((2, 3, 9, 7), (4, 3, 3, 2), stride=2, padding=1, dilation=2),
    "larger stride": drawn((2, 2, 10, 9), (3, 2, 2, 3), stride=3, padding=2, dilation=2),
}
NO_BIAS = {"no bias": drawn((2, 3, 6, 5), (4, 3, 2, 3), bias=False, padding=1)}
SMALL = {
    "one image, channel, filter": drawn((1, 1, 4, 5), (1, 1, 2, 2)),
    "a 1x1 kernel": drawn((2, 3, 4, 5), (4, 3, 1, 1)),
    "a 1x1 kernel with stride": drawn((2, 3, 5, 4), (2, 3, 1, 1), stride=2, padding=1),
    "a kernel as large as the image": drawn((2, 3, 4, 3), (2, 3, 4, 3)),
    "one row": drawn((2, 2, 1, 6), (3, 2, 1, 3)),
}
BASIC = ["gradient"]
EACH = ["edge_padding", "edge_stride", "edge_dilation"]

test_import = gates.imports()
test_shapes = function_gates.shapes(CONV, PLAIN)
test_dtype = function_gates.dtype(CONV, PLAIN)
test_finite = function_gates.finite(CONV, PLAIN)
test_forward = function_gates.forward(CONV, PLAIN)
test_gradient = function_gates.gradients(CONV, PLAIN, of=["x", "weight", "bias"])
test_edge_padding = function_gates.edge(CONV, PADDING, ("padding", "填充"), BASIC)
test_edge_stride = function_gates.edge(
    CONV, STRIDE, ("stride, sizes that leave a rest", "步幅，尺寸不能整除"), BASIC
)
test_edge_dilation = function_gates.edge(CONV, DILATION, ("dilation", "空洞"), BASIC)
test_edge_together = function_gates.edge(
    CONV, TOGETHER, ("stride, padding and dilation together", "步幅、填充、空洞同时使用"), EACH
)
test_edge_no_bias = function_gates.edge(CONV, NO_BIAS, ("bias is None", "bias 为 None"), EACH[:1])
test_edge_single = function_gates.edge(
    CONV, SMALL, ("one image, 1x1 kernels, one row", "单张图像、1x1 卷积核、单行"), EACH[:2]
)
test_inputs_unmodified = function_gates.inputs_unmodified(
    CONV, drawn((2, 3, 5, 5), (4, 3, 3, 3), name="unmodified"), BASIC
)
test_second_call = function_gates.second_call(
    CONV,
    drawn((2, 3, 5, 4), (4, 3, 3, 2), name="first"),
    drawn((2, 3, 5, 4), (4, 3, 3, 2), name="second"),
    BASIC,
)
test_other_layout = function_gates.other_layout(
    CONV, {"by columns": drawn((2, 3, 6, 4), (4, 3, 2, 3), name="layout")}, BASIC
)
