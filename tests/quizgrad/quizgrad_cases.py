"""One list of small programs that run on quizgrad and on PyTorch alike.

A case is a function of the library and of Tensors; `ARRAYS` gives it float64 inputs. The same
list serves the numerical check of first and second derivatives, the demand that every operation
is covered, and the comparison with the real PyTorch.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Case(NamedTuple):
    """A program and the shapes (or arrays) of its inputs."""

    name: str
    program: Callable[..., Any]
    inputs: tuple[Any, ...]
    second: bool = True  # whether its second derivatives are checked as well
    first: bool = True  # whether its gradient is the derivative (that of a padding row is not)

    def arrays(self) -> list[Any]:
        """The inputs: normal numbers, or the arrays given."""
        source = np.random.default_rng(len(self.name) + 1000)
        return [np.array(i, float) if isinstance(i, (list, np.ndarray)) else
                source.uniform(*i[0], i[1]) if i and isinstance(i[0], tuple) else
                source.normal(size=i) for i in self.inputs]


CASES: list[Case] = []
A, B, V = (2, 3), (3, 2), (4,)
POSITIVE = ((0.3, 2.0), (2, 3))
IMAGE = (2, 4, 6, 5)


def case(name: str, program: Callable[..., Any], *inputs: Any, second: bool = True,
         first: bool = True) -> None:
    """Add one case."""
    CASES.append(Case(name, program, inputs, second, first))


def ids(t: Any, values: Any) -> Any:
    """An int64 index of the library."""
    return t.tensor(values, dtype=t.int64)


# arithmetic
case("add", lambda t, a, b: a + b, A, A)
case("add broadcast", lambda t, a, b: a + b, (2, 1, 3), (4, 1))
case("add number", lambda t, a: 1.5 + a + 2, A)
case("add alpha", lambda t, a, b: t.add(a, b, alpha=2.5), A, A)
case("sub", lambda t, a, b: a - b, A, (3,))
case("sub from number", lambda t, a: 1 - a, A)
case("mul", lambda t, a, b: a * b, A, (2, 1))
case("mul itself", lambda t, a: a * a * a, A)
case("mul number", lambda t, a: 2 * a * 0.5, ())
case("div", lambda t, a, b: a / b, A, POSITIVE)
case("div number", lambda t, a: 1 / a / 3, POSITIVE)
case("neg", lambda t, a: -a, A)
case("pow 2", lambda t, a: a**2, A)
case("pow 3", lambda t, a: a**3, A)
case("pow 0", lambda t, a: a**0, A)
case("pow half", lambda t, a: a**0.5, POSITIVE)
case("pow minus", lambda t, a: a**-1.5, POSITIVE)
case("pow tensors", lambda t, a, b: a**b, POSITIVE, A)
case("pow of number", lambda t, a: 2.0**a, A)
case("maximum", lambda t, a, b: t.maximum(a, b), A, A)
case("minimum", lambda t, a, b: t.minimum(a, b), A, (3,))
case("where", lambda t, a, b: t.where(a > 0, a, b), A, (3,))
case("where number", lambda t, a: t.where(a > 0, a, 1.5), A)
case("masked_fill", lambda t, a: a.masked_fill(a > 0, 2.0) * a, A)
case("cast", lambda t, a: (a.to(t.float32) * 2).to(t.float64) * a, A, first=False, second=False)

# elementwise
for name in ("exp", "expm1", "sin", "cos", "tanh", "sigmoid", "relu", "abs", "square", "clone"):
    case(name, lambda t, a, name=name: getattr(t, name)(a), (3, 4))
for name in ("log", "log1p", "sqrt"):
    case(name, lambda t, a, name=name: getattr(t, name)(a), POSITIVE)
case("clamp", lambda t, a: t.clamp(a, -0.5, 0.8), (3, 4))
case("clamp min", lambda t, a: a.clamp(min=0.1), (3, 4))

# reductions
DIMS: list[Any] = [None, 0, -1, (0, 2), (1,)]
for dim in DIMS:
    case(f"sum {dim}", lambda t, a, d=dim: t.sum(a, dim=d) if d is not None else a.sum(), (2, 3, 4))
    case(f"mean {dim}", lambda t, a, d=dim: a.mean(d, keepdim=True) if d is not None else a.mean(),
         (2, 3, 4))
    case(f"var {dim}", lambda t, a, d=dim: a.var(d) if d is not None else a.var(), (2, 3, 4))
    case(f"std {dim}", lambda t, a, d=dim: t.std(a, d, keepdim=True) if d is not None else a.std(),
         (2, 3, 4))
case("var and std of all", lambda t, a: a.var(False) + a.std(True) + a.var(unbiased=False), A)
case("var population", lambda t, a: a.var(1, correction=0, keepdim=True), (2, 3, 4))
for dim in (0, -1, (0, 2)):
    case(f"amax {dim}", lambda t, a, d=dim: t.amax(a, d), (2, 3, 4))
    case(f"amin {dim}", lambda t, a, d=dim: t.amin(a, d, keepdim=True), (2, 3, 4))
    case(f"logsumexp {dim}", lambda t, a, d=dim: t.logsumexp(a, d), (2, 3, 4))
    case(f"norm {dim}", lambda t, a, d=dim: a.norm(2, d), (2, 3, 4))
case("max all", lambda t, a: a.max() - a.min(), (3, 4))
case("max dim", lambda t, a: a.max(1)[0], (3, 4))
case("min dim", lambda t, a: a.min(0, keepdim=True)[0], (3, 4))
case("norm 1", lambda t, a: a.norm(1), A)
case("norm inf", lambda t, a: a.norm(float("inf"), 1), (3, 4))
case("softmax", lambda t, a: t.softmax(a, -1), (3, 4))
case("softmax first", lambda t, a: a.softmax(0), (3, 4))
case("log_softmax", lambda t, a: t.log_softmax(a, 1), (2, 3, 2))

# shape
case("reshape", lambda t, a: a.reshape(3, -1) * 2, (2, 3, 2))
case("view", lambda t, a: a.view(6, 2), (2, 3, 2))
case("permute", lambda t, a: a.permute(2, 0, 1) ** 2, (2, 3, 2))
case("transpose", lambda t, a: a.transpose(0, -1) ** 2, (2, 3, 2))
case("mT and T", lambda t, a: a.mT @ a.T.t(), A)
case("movedim", lambda t, a: t.movedim(a, 0, -1) ** 2, (2, 3, 4))
case("expand", lambda t, a: a.expand(4, -1, 3) ** 2, (2, 1))
case("squeeze", lambda t, a: a.squeeze(1) + a.squeeze().sum(), (2, 1, 3))
case("unsqueeze", lambda t, a: a.unsqueeze(-1) ** 2, A)
case("flatten", lambda t, a: t.flatten(a, 1) ** 2, (2, 3, 2))
case("cat", lambda t, a, b: t.cat([a, b, a], 1) ** 2, (2, 3), (2, 1))
case("stack", lambda t, a, b: t.stack([a, b], -1) ** 2, A, A)
case("split", lambda t, a: t.split(a, 2, 1)[1] * t.split(a, [1, 4], 1)[0], (2, 5))
case("chunk", lambda t, a: t.chunk(a, 2, 1)[1] ** 2, (2, 5))
case("unbind", lambda t, a: t.unbind(a, 1)[2] * a.unbind()[0].sum(), (2, 3))
case("flip", lambda t, a: t.flip(a, [0, -1]) * a, (2, 3))
case("pad", lambda t, a: t.nn.functional.pad(a, (1, 2, 0, 1)) ** 2, (2, 3))
case("tril", lambda t, a: t.tril(a) @ t.triu(a, 1), (3, 3))

# indexing
case("index int", lambda t, a: a[1] ** 2, (3, 4))
case("index slices", lambda t, a: a[..., 1:, None] ** 2, (3, 4))
case("index step", lambda t, a: a[::2, -1] ** 2, (3, 4))
case("index duplicates", lambda t, a: a[ids(t, [0, 2, 0, 0])] ** 2, (3, 4))
case("index pairs", lambda t, a: a[ids(t, [0, 1, 0]), ids(t, [2, 0, 2])] ** 2, (3, 4))
case("index mixed", lambda t, a: a[1:, ids(t, [1, 1, 3])] ** 2, (3, 4))
case("index list", lambda t, a: a[[1, 1, 0]] ** 2, (3, 4))
case("index mask", lambda t, a: a[a > 0] ** 2, (3, 4))
case("index row mask", lambda t, a: a[t.tensor([True, False, True])] ** 2, (3, 4))
case("gather", lambda t, a: t.gather(a, 1, ids(t, [[0, 0], [3, 1]])) ** 2, (3, 4))
case("index_select", lambda t, a: t.index_select(a, 1, ids(t, [3, 3, 0])) ** 2, (3, 4))
case("embedding", lambda t, w: t.nn.functional.embedding(ids(t, [[1, 0, 1], [4, 1, 0]]), w) ** 2,
     (5, 3))
case("embedding padding", lambda t, w: t.nn.functional.embedding(
    ids(t, [[1, 0, 1], [4, 1, 0]]), w, padding_idx=1) ** 2, (5, 3), first=False, second=False)


def write(t: Any, a: Any, b: Any) -> Any:
    """Assignment at an index, recorded."""
    out = a * 1
    out[1] = b
    out[:, ids(t, [0, 2])] = 1.5
    return out**2


def add_in_place(t: Any, a: Any, b: Any) -> Any:
    """In-place arithmetic on a value in the graph."""
    out = a + 0
    out += b
    out *= 3
    out.sub_(1).div_(4)
    out.exp_()
    return out


case("setitem", write, (3, 4), (4,))
case("in place", add_in_place, A, (3,))
case("copy_", lambda t, a, b: (a * 2).copy_(b) * a, A, (3,))
case("fill_", lambda t, a: (a * 2).fill_(3.0) * a, A)

# linear algebra
for one, two in (((2, 3), (3, 4)), ((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)),
                 ((5, 2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((2, 3), (5, 3, 4)),
                 ((2, 1, 2, 3), (5, 3, 4)), ((3,), (5, 3, 4)), ((5, 2, 3), (3,))):
    case(f"matmul {one} {two}", lambda t, a, b: a @ b, one, two)
case("linear", lambda t, x, w, b: t.nn.functional.linear(x, w, b), (5, 3), (2, 3), (2,))
case("linear vector", lambda t, x, w, b: t.nn.functional.linear(x, w, b), (3,), (2, 3), (2,))
case("linear deep", lambda t, x, w: t.nn.functional.linear(x, w), (2, 5, 3), (2, 3))
for equation, shapes in (("ij,jk->ik", ((2, 3), (3, 4))), ("bij,bkj->bik", ((2, 3, 4), (2, 5, 4))),
                         ("ij->ji", ((2, 3),)), ("ij->", ((2, 3),)), ("i,j->ij", ((2,), (3,))),
                         ("bhqd,bhkd->bhqk", ((2, 2, 3, 2), (2, 2, 4, 2))),
                         ("ij,jk,kl->il", ((2, 3), (3, 2), (2, 4))), ("ij,ij", ((2, 3), (2, 3)))):
    case(f"einsum {equation}", lambda t, *x, e=equation: t.einsum(e, *x) ** 2, *shapes)

# convolution and pooling
for key, options in {
    "plain": {}, "padded": {"padding": 1}, "strided": {"stride": 2, "padding": (1, 0)},
    "dilated": {"dilation": (2, 1), "padding": 2}, "wide padding": {"padding": 3},
    "uneven": {"stride": (1, 3), "padding": (0, 2)}, "same": {"padding": "same"},
}.items():
    case(f"conv2d {key}", lambda t, x, w, b, o=options: t.nn.functional.conv2d(x, w, b, **o),
         (1, 2, 5, 4), (3, 2, 3, 2), (3,), second=key in ("padded", "strided", "dilated"))
case("conv2d groups", lambda t, x, w: t.nn.functional.conv2d(x, w, groups=2, padding=1),
     (1, 4, 4, 3), (4, 2, 3, 3))
case("conv2d groups strided", lambda t, x, w, b: t.nn.functional.conv2d(
    x, w, b, stride=2, groups=2), (2, 4, 4, 3), (2, 2, 2, 2), (2,))
case("conv2d 1x1", lambda t, x, w: t.nn.functional.conv2d(x, w), (2, 3, 2, 2), (4, 3, 1, 1))
case("conv2d one image", lambda t, x, w: t.nn.functional.conv2d(x, w), (2, 4, 4), (3, 2, 3, 3))
for key, options in {
    "plain": {"kernel_size": 2}, "overlap": {"kernel_size": 3, "stride": 2, "padding": 1},
    "uneven": {"kernel_size": (2, 3), "stride": (1, 2)},
    "ceil": {"kernel_size": 2, "stride": 2, "ceil_mode": True},
    "ceil padded": {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True},
    "gaps": {"kernel_size": 2, "stride": 3},
}.items():
    case(f"max_pool2d {key}", lambda t, x, o=options: t.nn.functional.max_pool2d(x, **o) ** 2,
         (2, 2, 6, 5))
    case(f"avg_pool2d {key}", lambda t, x, o=options: t.nn.functional.avg_pool2d(x, **o) ** 2,
         (2, 2, 6, 5))
    case(f"avg_pool2d {key} inner", lambda t, x, o=options: t.nn.functional.avg_pool2d(
        x, count_include_pad=False, **o) ** 2, (2, 6, 5), second=False)
case("max_pool2d dilated", lambda t, x: t.nn.functional.max_pool2d(
    x, 2, stride=2, dilation=2, padding=1), (2, 6, 5))
case("avg_pool2d override", lambda t, x: t.nn.functional.avg_pool2d(x, 2, divisor_override=3),
     (2, 4, 4))


def gradient_of(program: Callable[..., Any]) -> Callable[..., Any]:
    """The program's vector-Jacobian product, a function of its input and the upstream."""

    def product(t: Any, x: Any, u: Any) -> Any:
        with t.enable_grad():
            x = x if x.requires_grad else x.detach().requires_grad_()
            (g,) = t.autograd.grad(program(t, x), x, u, create_graph=True)
            return g

    return product


# Their second derivatives are third derivatives of the operations themselves.
case("gradient of max_pool2d", gradient_of(lambda t, x: t.nn.functional.max_pool2d(
    x, 3, 2, 1) ** 2), (1, 4, 4), (1, 2, 2))
case("gradient of avg_pool2d", gradient_of(lambda t, x: t.nn.functional.avg_pool2d(
    x, 3, 2, 1) ** 2), (1, 4, 4), (1, 2, 2))
case("gradient of conv2d", gradient_of(lambda t, x: t.nn.functional.conv2d(
    x, x[:, :, :2, :2], stride=2) ** 2), (1, 1, 4, 4), (1, 1, 2, 2))
case("gradient of indexing", gradient_of(lambda t, x: x[ids(t, [0, 0, 1])] ** 3), (2, 2), (3, 2))
case("gradient of embedding", gradient_of(lambda t, x: t.nn.functional.embedding(
    ids(t, [0, 0, 1]), x) ** 3), (2, 2), (3, 2))

# losses
TARGET = [2, 0, 1, 2]
for reduction in ("mean", "sum", "none"):
    case(f"mse {reduction}", lambda t, a, b, r=reduction: t.nn.functional.mse_loss(
        a, b, reduction=r), A, A)
    case(f"cross_entropy {reduction}", lambda t, a, r=reduction: t.nn.functional.cross_entropy(
        a, ids(t, TARGET), reduction=r), (4, 3))
    case(f"cross_entropy weighted {reduction}",
         lambda t, a, r=reduction: t.nn.functional.cross_entropy(
             a, ids(t, [2, -100, 1, 2]), weight=t.tensor([0.5, 2, 0.1], dtype=t.float64),
             reduction=r, label_smoothing=0.1), (4, 3))
    case(f"cross_entropy probabilities {reduction}",
         lambda t, a, b, r=reduction: t.nn.functional.cross_entropy(
             a, b.softmax(1), reduction=r, label_smoothing=0.2), (4, 3, 2), (4, 3, 2))
    case(f"nll {reduction}", lambda t, a, r=reduction: t.nn.functional.nll_loss(
        a.log_softmax(1), ids(t, [[2, 0], [1, 1]]), ignore_index=0, reduction=r), (2, 3, 2))
case("cross_entropy one", lambda t, a: t.nn.functional.cross_entropy(a, t.tensor(1)), (3,))


# recurrent
def rnn(t: Any, x: Any, h: Any, *weights: Any, **options: Any) -> Any:
    """An RNN layer with the given weights in place of its own."""
    layer = t.nn.RNN(x.shape[-1], h.shape[-1], **options).to(t.float64)
    for (name, _), value in zip(list(layer.named_parameters()), weights, strict=True):
        del layer._parameters[name]
        layer._parameters[name] = value
    if t.__name__ == "torch":  # cuDNN's flat list is made of the old parameters
        layer._flat_weights = [layer._parameters[n] for n in layer._flat_weights_names]
    out, last = layer(x, h)
    return out**2, last


case("rnn", rnn, (3, 1, 2), (1, 1, 2), (2, 2), (2, 2), (2,), (2,))
case("rnn relu", lambda t, *x: rnn(t, *x, nonlinearity="relu"), (3, 2, 3), (1, 2, 4),
     (4, 3), (4, 4), (4,), (4,), second=False)
case("rnn two layers", lambda t, *x: rnn(t, *x, num_layers=2, batch_first=True, bias=False),
     (2, 3, 2), (2, 2, 2), (2, 2), (2, 2), (2, 2), (2, 2), second=False)
case("rnn both ways", lambda t, *x: rnn(t, *x, bidirectional=True, bias=False),
     (3, 2), (2, 3), (3, 2), (3, 3), (3, 2), (3, 3), second=False)


# a function of its own
def two_results(t: Any, a: Any, b: Any) -> Any:
    """A custom Function with two outputs."""

    class Both(t.autograd.Function):
        @staticmethod
        def forward(ctx: Any, a: Any, b: Any) -> Any:
            ctx.save_for_backward(a, b)
            return a * b, a + b

        @staticmethod
        def backward(ctx: Any, g: Any, k: Any) -> Any:
            a, b = ctx.saved_tensors
            return g * b + k, g * a + k

    product, total = Both.apply(a, b)
    return product.exp() * total


def cube(t: Any, a: Any) -> Any:
    """A custom Function with one output."""

    class Cube(t.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, power: int) -> Any:
            ctx.save_for_backward(x)
            ctx.power = power
            return x**power

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            (x,) = ctx.saved_tensors
            return g * ctx.power * x ** (ctx.power - 1), None

    return Cube.apply(a, 3)


case("custom two results", two_results, A, A)
case("custom", cube, A)

import quizgrad_cases_more  # noqa: E402, F401  # adds its cases to the list
