"""ONNX's operators as programs on quizgrad: elementwise, reductions, indexing and shapes.

Each takes the node (its attributes with their defaults) and its inputs as Tensors, None where
the node leaves one out, and returns one output or several. `onnx_layers.py` has the layers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import quizgrad as q
from common import Refused
from quizgrad.nn import functional as F

Program = Callable[..., Any]


class Node:
    """A node's attributes; `node("axis", 1)` is one of them, or its default."""

    def __init__(self, attributes: dict[str, Any]) -> None:
        self.attributes = attributes

    def __call__(self, name: str, default: Any = None) -> Any:
        value = self.attributes.get(name, default)
        return value.decode() if isinstance(value, bytes) else value

    def refuse(self, reason: str, *names: str) -> None:
        """Refuse the case if one of the attributes is set to something other than zero."""
        if any(self(name) for name in names):
            raise Refused(reason)


def ints(t: Any) -> list[int]:
    """The numbers of an input that holds axes, sizes or a shape."""
    return [int(n) for n in t.numpy().reshape(-1)]


def plain(function: Program) -> Program:
    """An operator without attributes."""
    return lambda node, *inputs: function(*inputs)


def folded(function: Program) -> Program:
    """An operator of any number of inputs."""
    def program(node: Node, first: Any, *more: Any) -> Any:
        for other in more:
            first = function(first, other)
        return first
    return program


def reduced(function: Program) -> Program:
    """A reduction: axes are an input or an attribute; none given means all, or no reduction."""
    def program(node: Node, x: Any, axes: Any = None) -> Any:
        listed = node("axes") if axes is None else ints(axes)
        if not listed and node("noop_with_empty_axes", 0):
            raise Refused("a reduction over no axes")
        if not x.numel() and function in (q.amax, q.amin):
            raise Refused("the extreme of nothing, which is an error in PyTorch")
        return function(x, dim=tuple(listed or range(x.ndim)), keepdim=bool(node("keepdims", 1)))
    return program


def product(x: Any, dim: tuple[int, ...], keepdim: bool) -> Any:
    """`prod` over several dimensions."""
    for d in sorted((d % x.ndim for d in dim), reverse=True):
        x = x.prod(d, keepdim)
    return x


def lowest(function: Program, reason: str = "integers") -> Program:
    """An operator that quizgrad does as ONNX only for floats."""
    def program(node: Node, *inputs: Any) -> Any:
        if inputs[0].dtype.kind != "f":
            raise Refused(reason)
        return function(*inputs)
    return program


def arg(function: Program) -> Program:
    def program(node: Node, x: Any) -> Any:
        node.refuse("the last of equal maxima", "select_last_index")
        return function(x, node("axis", 0), bool(node("keepdims", 1)))
    return program


def isinf(node: Node, x: Any) -> Any:
    found = ~(x.isfinite() | x.isnan())
    if not node("detect_negative", 1):
        return found & (x > 0)
    return found & (x < 0) if not node("detect_positive", 1) else found


def clip(node: Node, x: Any, low: Any = None, high: Any = None) -> Any:
    if low is None and high is None:
        return x.clone()
    if low is not None and high is not None and float(low) > float(high):
        return x.clamp(max=high.item()) * 0 + high
    return x.clamp(None if low is None else low.item(), None if high is None else high.item())


def cumulate(node: Node, x: Any, axis: Any) -> Any:
    d = int(axis)
    x = x.flip(d) if node("reverse", 0) else x
    out = x.cumsum(d, dtype=x.dtype)  # ONNX keeps the type of integers
    if node("exclusive", 0):
        out = out - x
    return out.flip(d) if node("reverse", 0) else out


def sliced(node: Node, x: Any, starts: Any, ends: Any, axes: Any = None, steps: Any = None) -> Any:
    axis = range(x.ndim) if axes is None else ints(axes)
    step = [1] * len(ints(starts)) if steps is None else ints(steps)
    for d, start, end, by in zip(axis, ints(starts), ints(ends), step, strict=False):
        size = x.shape[d]
        at = [slice(None)] * x.ndim
        if by > 0:
            at[d] = slice(start, end, by)
            x = x[tuple(at)]
        else:  # PyTorch has no negative steps: `flip` first, then count from the other end
            places = list(range(size))[start:end:by]
            x = x.index_select(d, q.tensor(places, dtype=q.int64))
    return x


def reshape(node: Node, x: Any, shape: Any) -> Any:
    kept = [] if node("allowzero", 0) else x.shape
    return x.reshape([kept[i] if n == 0 and i < len(kept) else n
                      for i, n in enumerate(ints(shape))])


def flatten(node: Node, x: Any) -> Any:
    axis = node("axis", 1)
    axis += x.ndim if axis < 0 else 0
    return x.reshape(int(np.prod(x.shape[:axis])), -1)


def unsqueeze(node: Node, x: Any, axes: Any) -> Any:
    ndim = x.ndim + len(ints(axes))
    for d in sorted(d % ndim for d in ints(axes)):
        x = x.unsqueeze(d)
    return x


def split(node: Node, x: Any, sizes: Any = None) -> Any:
    axis, parts = node("axis", 0), node("num_outputs", 0) or node.attributes["outputs"]
    return q.split(x, -(-x.shape[axis] // parts) if sizes is None else ints(sizes), axis)


def pad(node: Node, x: Any, pads: Any, value: Any = None, axes: Any = None) -> Any:
    if node("mode", "constant") != "constant":
        raise Refused("padding other than with a constant")
    widths, listed = ints(pads), list(range(x.ndim)) if axes is None else ints(axes)
    each = {d % x.ndim: (widths[i], widths[i + len(listed)]) for i, d in enumerate(listed)}
    flat = [w for d in reversed(range(x.ndim)) for w in each.get(d, (0, 0))]
    return F.pad(x, flat, value=0.0 if value is None else value.item())


def counted(ids: Any, size: int) -> Any:
    """ONNX's indices may count from the end."""
    return q.where(ids < 0, ids + size, ids)


def gather(node: Node, x: Any, ids: Any) -> Any:
    axis = node("axis", 0)
    return x[(*(slice(None),) * axis, counted(ids.long(), x.shape[axis]))]


def gather_elements(node: Node, x: Any, ids: Any) -> Any:
    axis = node("axis", 0)
    return x.gather(axis, counted(ids.long(), x.shape[axis]))


def gather_nd(node: Node, x: Any, ids: Any) -> Any:
    batch = node("batch_dims", 0)
    if batch > 1:
        raise Refused("several batch dimensions")
    if batch:
        return q.stack([gather_nd(Node({}), a, i) for a, i in zip(x, ids, strict=True)])
    return x[tuple(ids.unbind(-1))]


def scatter_elements(node: Node, x: Any, ids: Any, updates: Any) -> Any:
    axis, kind = node("axis", 0), node("reduction", "none")
    if kind not in ("none", "add"):
        raise Refused("scattering a product or an extreme")
    call = q.scatter if kind == "none" else q.scatter_add
    return call(x, axis, counted(ids.long(), x.shape[axis]), updates)


def scatter_nd(node: Node, x: Any, ids: Any, updates: Any) -> Any:
    if node("reduction", "none") != "none":
        raise Refused("scattering a sum, a product or an extreme")
    out = x.clone()
    out[tuple(ids.unbind(-1))] = updates
    return out


def trilu(node: Node, x: Any, k: Any = None) -> Any:
    return (q.triu if node("upper", 1) else q.tril)(x, 0 if k is None else int(k))


def one_hot(node: Node, ids: Any, depth: Any, values: Any) -> Any:
    n = int(depth)
    if not bool(((ids >= -n) & (ids < n)).all()):
        raise Refused("an index out of range, which is an error in PyTorch")
    hot = F.one_hot(counted(ids.long(), n), n).bool().movedim(-1, node("axis", -1))
    return q.where(hot, values[1], values[0])


def hardmax(node: Node, x: Any) -> Any:
    axis = node("axis", -1)
    return F.one_hot(x.argmax(axis), x.shape[axis]).movedim(-1, axis).to(x.dtype)


def topk(node: Node, x: Any, k: Any) -> Any:
    return tuple(x.topk(int(k), node("axis", -1), bool(node("largest", 1))))


def unique(node: Node, x: Any) -> Any:
    if not node("sorted", 1) or node("axis") is not None or node.attributes["outputs"] > 1:
        raise Refused("unique with first places, unsorted or along an axis")
    return q.unique(x)


def compress(node: Node, x: Any, mask: Any) -> Any:
    axis = node("axis")
    x, axis = (x.flatten(), 0) if axis is None else (x, axis % x.ndim)
    places = mask.nonzero().reshape(-1)
    return x.index_select(axis, places)


def regrouped(node: Node, x: Any) -> Any:
    """DepthToSpace."""
    b, (n, c, h, w) = node("blocksize"), x.shape
    if node("mode", "DCR") == "DCR":
        return x.reshape(n, b, b, c // b**2, h, w).permute(0, 3, 4, 1, 5, 2).reshape(
            n, c // b**2, h * b, w * b)
    return x.reshape(n, c // b**2, b, b, h, w).permute(0, 1, 4, 2, 5, 3).reshape(
        n, c // b**2, h * b, w * b)


def ungrouped(node: Node, x: Any) -> Any:
    """SpaceToDepth."""
    b, (n, c, h, w) = node("blocksize"), x.shape
    if node("mode", "DCR") != "DCR":
        raise Refused("the other order of SpaceToDepth")
    return x.reshape(n, c, h // b, b, w // b, b).permute(0, 3, 5, 1, 2, 4).reshape(
        n, c * b * b, h // b, w // b)


def cast(node: Node, x: Any, like: Any = None) -> Any:
    if like is not None:
        return x.to(like.dtype)
    from onnx.helper import tensor_dtype_to_np_dtype
    kind = tensor_dtype_to_np_dtype(node("to"))
    if not hasattr(q, kind.name):
        raise Refused("types that quizgrad does not have")
    return x.to(getattr(q, kind.name))


def constant_of_shape(node: Node, shape: Any) -> Any:
    from onnx.numpy_helper import to_array
    value = node("value")
    filling = np.zeros(1, np.float32) if value is None else to_array(value)
    return q.full(ints(shape), filling[0].item(), dtype=q.tensor(filling).dtype)


def eye(node: Node, x: Any) -> Any:
    if node("k", 0) or node("dtype"):
        raise Refused("an eye off the diagonal or of another type")
    return q.eye(*x.shape).to(x.dtype)


def shape(node: Node, x: Any) -> Any:
    return q.tensor(list(x.shape[node("start", 0):node("end")]), dtype=q.int64)


def arange(node: Node, start: Any, limit: Any, delta: Any) -> Any:
    return q.arange(start.item(), limit.item(), delta.item(), dtype=start.dtype)


UNARY = {"Abs": q.abs, "Atan": q.atan, "Ceil": q.ceil, "Cos": q.cos, "Cosh": q.cosh, "Erf": q.erf, "Exp": q.exp, "Floor": q.floor, "Identity": q.clone, "IsNaN": q.isnan, "Log": q.log, "Mish": F.mish, "Neg": q.neg, "Not": lambda x: ~x, "Reciprocal": q.reciprocal, "Relu": q.relu, "Round": q.round, "Sigmoid": q.sigmoid, "Sign": q.sign, "Sin": q.sin, "Sinh": q.sinh, "Softplus": F.softplus, "Softsign": F.softsign, "Sqrt": q.sqrt, "Tan": q.tan, "Tanh": q.tanh, "NonZero": lambda x: x.nonzero().T, "Where": q.where, "MatMul": q.matmul, "Expand": lambda x, s: x.expand(np.broadcast_shapes(x.shape, tuple(ints(s)))), "Tile": lambda x, n: x.repeat(ints(n)), "Squeeze": lambda x, axes=None: x.squeeze(None if axes is None else ints(axes)), "Size": lambda x: q.tensor(x.numel())}
BINARY = {"Add": q.add, "Sub": q.sub, "Mul": q.mul, "Pow": lambda x, y: q.pow(x, y).to(x.dtype), "And": q.logical_and, "Or": q.logical_or, "Xor": q.logical_xor, "Equal": q.eq, "Greater": q.gt, "GreaterOrEqual": q.ge, "Less": q.lt, "LessOrEqual": q.le}
REDUCTIONS = {"ReduceL1": lambda x, **o: x.abs().sum(**o), "ReduceL2": q.norm, "ReduceLogSum": lambda x, **o: x.sum(**o).log(), "ReduceLogSumExp": q.logsumexp, "ReduceMax": q.amax, "ReduceMean": q.mean, "ReduceMin": q.amin, "ReduceProd": product, "ReduceSum": q.sum, "ReduceSumSquare": lambda x, **o: x.square().sum(**o)}

OPERATORS: dict[str, Program] = {name: plain(f) for name, f in {**UNARY, **BINARY}.items()}
OPERATORS |= {name: reduced(f) for name, f in REDUCTIONS.items()}
OPERATORS |= {
    "Div": lowest(q.div, "division of integers cuts off in ONNX"),
    "Max": folded(q.maximum), "Min": folded(q.minimum), "Sum": folded(q.add),
    "Mean": lambda node, *x: folded(q.add)(node, *x) / len(x),
    "ArgMax": arg(q.argmax), "ArgMin": arg(q.argmin), "IsInf": isinf, "Clip": clip,
    "CumSum": cumulate, "Concat": lambda node, *x: q.cat(x, node("axis")), "Slice": sliced,
    "Transpose": lambda node, x: x.permute(node("perm", list(range(x.ndim))[::-1])),
    "Reshape": reshape, "Flatten": flatten, "Unsqueeze": unsqueeze, "Split": split, "Pad": pad,
    "Gather": gather, "GatherElements": gather_elements, "GatherND": gather_nd,
    "ScatterElements": scatter_elements, "ScatterND": scatter_nd, "Trilu": trilu,
    "OneHot": one_hot, "Hardmax": hardmax, "TopK": topk, "Unique": unique, "Compress": compress,
    "DepthToSpace": regrouped, "SpaceToDepth": ungrouped, "Cast": cast, "CastLike": cast,
    "ConstantOfShape": constant_of_shape, "EyeLike": eye, "Shape": shape, "Range": arange,
    "Einsum": lambda node, *x: q.einsum(node("equation"), *x),
    "Elu": lambda node, x: F.elu(x, node("alpha", 1.0)),
    "LeakyRelu": lambda node, x: F.leaky_relu(x, node("alpha", 0.01)),
    "Gelu": lambda node, x: F.gelu(x, approximate=node("approximate", "none")),
    "Swish": lambda node, x: x * q.sigmoid(x * node("alpha", 1.0)),
    "PRelu": lambda node, x, slope: q.where(x > 0, x, slope * x),
    "HardSigmoid": lambda node, x: (x * node("alpha", 0.2) + node("beta", 0.5)).clamp(0, 1),
    "ThresholdedRelu": lambda node, x: q.where(x > node("alpha", 1.0), x, 0.0),
    "Celu": lambda node, x: F.elu(x / node("alpha", 1.0)) * node("alpha", 1.0),
    "Softmax": lambda node, x: q.softmax(x, node("axis", -1)),
    "LogSoftmax": lambda node, x: q.log_softmax(x, node("axis", -1)),
}  # fmt: skip
