"""ONNX's layers as programs on quizgrad: convolution, pooling, norms, recurrence, attention, losses."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import quizgrad as q
from common import Refused
from onnx_ops import OPERATORS, Node, Program
from quizgrad.nn import functional as F


def flat(node: Node, x: Any) -> int:
    """How many dimensions are spatial: 1 or 2."""
    if x.ndim not in (3, 4):
        raise Refused("three spatial dimensions")
    return x.ndim - 2


def even(node: Node, x: Any, kernel: list[int], stride: list[int]) -> tuple[Any, list[int]]:
    """The input and the padding of both sides; unequal sides are padded beforehand, with zeros."""
    n, auto = flat(node, x), node("auto_pad", "NOTSET")
    pads = node("pads", [0] * 2 * n)
    if auto.startswith("SAME"):
        reach = [(k - 1) * d + 1 for k, d in zip(kernel, node("dilations", [1] * n), strict=True)]
        total = [max((math.ceil(s / t) - 1) * t + r - s, 0)
                 for s, t, r in zip(x.shape[2:], stride, reach, strict=True)]
        small = [p // 2 for p in total]
        large = [p - p // 2 for p in total]
        pads = [*small, *large] if auto == "SAME_UPPER" else [*large, *small]
    if pads[:n] == pads[n:]:
        return x, pads[:n]
    return F.pad(x, [p for d in reversed(range(n)) for p in (pads[d], pads[n + d])]), [0] * n


def conv(node: Node, x: Any, w: Any, b: Any = None) -> Any:
    n = flat(node, x)
    stride = node("strides", [1] * n)
    x, padding = even(node, x, list(w.shape[2:]), stride)
    call = F.conv2d if n == 2 else F.conv1d
    return call(x, w, b, stride, padding, node("dilations", [1] * n), node("group", 1))


def conv_transpose(node: Node, x: Any, w: Any, b: Any = None) -> Any:
    n = flat(node, x)
    stride, more = node("strides", [1] * n), node("output_padding", [0] * n)
    dilation, pads = node("dilations", [1] * n), node("pads", [0] * 2 * n)
    if n == 1:
        x, w = x.unsqueeze(2), w.unsqueeze(2)
        stride, more, dilation = [1, *stride], [0, *more], [1, *dilation]
        pads = [0, pads[0], 0, pads[1]]
    whole = F.conv_transpose2d(x, w, b, stride, 0, more, node("group", 1), dilation)
    wanted = node("output_shape")
    if wanted or node("auto_pad", "NOTSET").startswith("SAME"):
        wanted = wanted or [s * t for s, t in zip(x.shape[2:], stride, strict=True)]
        over = [a - b for a, b in zip(whole.shape[2:], wanted, strict=True)]
        half = [o // 2 for o in over]
        rest = [o - o // 2 for o in over]
        pads = [*half, *rest] if node("auto_pad") == "SAME_UPPER" else [*rest, *half]
    out = F.pad(whole, [-pads[1], -pads[3], -pads[0], -pads[2]])
    return out.squeeze(2) if n == 1 else out


def max_pool(node: Node, x: Any) -> Any:
    n, kernel = flat(node, x), node("kernel_shape")
    stride = node("strides", [1] * n)
    node.refuse("indices in column order", "storage_order")
    if x.dtype.kind != "f":
        node.attributes["outputs"] = 1
        return max_pool(node, x.float()).to(x.dtype)
    pads, auto = node("pads", [0] * 2 * n), node("auto_pad", "NOTSET")
    if auto.startswith("SAME") or pads[:n] != pads[n:] or any(
            2 * p > k for p, k in zip(pads, kernel, strict=False)):
        raise Refused("other paddings of the two sides")
    call = F.max_pool2d if n == 2 else F.max_pool1d
    if node.attributes["outputs"] == 1:
        return call(x, kernel, stride, pads[:n], node("dilations", [1] * n),
                    bool(node("ceil_mode", 0)))
    out, places = call(x, kernel, stride, pads[:n], node("dilations", [1] * n),
                       bool(node("ceil_mode", 0)), return_indices=True)
    area = int(np.prod(x.shape[2:]))
    images = q.arange(x.shape[0] * x.shape[1]).reshape(*x.shape[:2], *[1] * n)
    return out, places + images * area


def average_pool(node: Node, x: Any) -> Any:
    n, kernel = flat(node, x), node("kernel_shape")
    stride, counted = node("strides", [1] * n), bool(node("count_include_pad", 0))
    if any(d > 1 for d in node("dilations", [])):
        raise Refused("averages over spread windows")
    moved, padding = even(node, x, kernel, stride)
    if (moved is not x and not counted) or any(2 * p > k for p, k in zip(padding, kernel, strict=True)):
        raise Refused("other paddings of the two sides")
    call = F.avg_pool2d if n == 2 else F.avg_pool1d
    return call(moved, kernel, stride, padding, bool(node("ceil_mode", 0)), counted)


def batch_norm(node: Node, x: Any, scale: Any, b: Any, mean: Any, var: Any) -> Any:
    eps, kept = node("epsilon", 1e-5), node("momentum", 0.9)
    if not node("training_mode", 0):
        return F.batch_norm(x, mean, var, scale, b, False, 0.0, eps)
    # ONNX's running variance is the biased one, and its momentum is what is kept.
    out = F.batch_norm(x, None, None, scale, b, True, 0.0, eps)
    dims = [0, *range(2, x.ndim)]
    return (out, mean * kept + x.mean(dims) * (1 - kept),
            var * kept + x.var(dims, unbiased=False) * (1 - kept))


def layer_norm(node: Node, x: Any, scale: Any, b: Any = None) -> Any:
    axis = node("axis", -1) % x.ndim
    dims = list(range(axis, x.ndim))
    out = F.layer_norm(x, x.shape[axis:], scale, b, node("epsilon", 1e-5))
    if node.attributes["outputs"] == 1:
        return out
    spread = (x.var(dims, unbiased=False, keepdim=True) + node("epsilon", 1e-5)).rsqrt()
    return out, x.mean(dims, keepdim=True), spread


def rms_norm(node: Node, x: Any, scale: Any) -> Any:
    axis = node("axis", -1) % x.ndim
    return F.rms_norm(x, x.shape[axis:], scale.expand(x.shape[axis:]), node("epsilon", 1e-5))


def lp_norm(node: Node, x: Any) -> Any:
    return F.normalize(x, node("p", 2), node("axis", -1))


def mean_variance(node: Node, x: Any) -> Any:
    dims = node("axes", [0, 2, 3])
    return (x - x.mean(dims, keepdim=True)) / (x.std(dims, unbiased=False, keepdim=True) + 1e-9)


def gemm(node: Node, a: Any, b: Any, c: Any = None) -> Any:
    a, b = (a.T if node("transA", 0) else a), (b.T if node("transB", 0) else b)
    out = a @ b * node("alpha", 1.0)
    return out if c is None else out + c * node("beta", 1.0)


def nll(node: Node, x: Any, target: Any, weight: Any = None) -> Any:
    return F.nll_loss(x, target.long(), weight, node("ignore_index", -100), node("reduction", "mean"))


def softmax_cross_entropy(node: Node, x: Any, target: Any, weight: Any = None) -> Any:
    loss = F.cross_entropy(x, target.long(), weight, node("ignore_index", -100),
                           node("reduction", "mean"))
    return (loss, q.log_softmax(x, 1)) if node.attributes["outputs"] == 2 else loss


def dropout(node: Node, x: Any, ratio: Any = None, training: Any = None) -> Any:
    if training is not None and bool(training) and (ratio is None or float(ratio)):
        raise Refused("dropout draws other random numbers")
    out = F.dropout(x, 0.5 if ratio is None else float(ratio), False)
    return (out, q.ones(x.shape).bool()) if node.attributes["outputs"] == 2 else out


def attention(node: Node, x: Any, k: Any, v: Any, mask: Any = None, *past: Any) -> Any:
    node.refuse("soft caps, windows and other outputs than the result", "softcap",
                "qk_matmul_output_mode", "left_window_size", "right_window_size",
                "softmax_precision")
    if past or node.attributes["outputs"] > 1:
        raise Refused("caches of keys and values")
    heads = node("q_num_heads"), node("kv_num_heads")
    flatly = x.ndim == 3
    if flatly:
        x, k, v = (t.reshape(*t.shape[:2], n, -1).transpose(1, 2)
                   for t, n in ((x, heads[0]), (k, heads[1]), (v, heads[1])))
    if mask is not None and node("is_causal", 0):
        raise Refused("a mask beside a causal one")
    out = F.scaled_dot_product_attention(x, k, v, mask, is_causal=bool(node("is_causal", 0)),
                                         scale=node("scale"), enable_gqa=True)
    return out.transpose(1, 2).flatten(2) if flatly else out


def recurrent(gates: str, kind: str) -> Program:
    """RNN, LSTM or GRU; `gates` is PyTorch's order of ONNX's blocks."""
    order = [int(g) for g in gates]

    def program(node: Node, x: Any, w: Any, r: Any, b: Any = None, lengths: Any = None,
                h0: Any = None, c0: Any = None, peep: Any = None) -> Any:
        node.refuse("other activations, a clipped state", "activations", "clip", "input_forget")
        if peep is not None or (lengths is not None and len({*lengths.tolist(), x.shape[0]}) > 1):
            raise Refused("peepholes and lengths that differ")
        if kind == "GRU" and not node("linear_before_reset", 0):
            raise Refused("the reset gate before the product")
        if node("direction", "forward") == "reverse":
            raise Refused("backwards only")
        hidden, both = node("hidden_size"), node("direction", "forward") == "bidirectional"
        batch_first = bool(node("layout", 0))
        net = getattr(q.nn, kind)(x.shape[-1], hidden, bidirectional=both, batch_first=batch_first)
        with q.no_grad():
            for d, suffix in enumerate(("", "_reverse")[:len(w)]):
                for name, block in (("weight_ih_l0", w), ("weight_hh_l0", r)):
                    getattr(net, name + suffix).copy_(reordered(block[d], order, hidden))
                for name, half in (("bias_ih_l0", 0), ("bias_hh_l0", 1)):
                    bias = q.zeros(len(order) * hidden) if b is None else reordered(
                        b[d].chunk(2)[half], order, hidden)
                    getattr(net, name + suffix).copy_(bias)
        state = tuple(s.transpose(0, 1) if batch_first else s for s in (h0, c0) if s is not None)
        given = (state if kind == "LSTM" else state[0]) if state else None
        out, last = net(x, given)
        return laid_out(out, last if isinstance(last, tuple) else (last,), len(w), batch_first)

    return program


def reordered(block: Any, order: list[int], hidden: int) -> Any:
    """The gates of a weight or bias in PyTorch's order."""
    parts = block.split(hidden)
    return q.cat([parts[i] for i in order])


def laid_out(out: Any, last: tuple[Any, ...], directions: int, batch_first: bool) -> tuple[Any, ...]:
    """Y as (steps, directions, batch, hidden) and the last states, in ONNX's layouts."""
    parted = out.reshape(*out.shape[:2], directions, -1)
    if batch_first:
        return parted, *(s.transpose(0, 1) for s in last)
    return parted.transpose(1, 2), *last


OPERATORS |= {
    "Conv": conv, "ConvTranspose": conv_transpose, "MaxPool": max_pool,
    "AveragePool": average_pool, "BatchNormalization": batch_norm,
    "GlobalAveragePool": lambda node, x: x.mean(list(range(2, x.ndim)), keepdim=True),
    "GlobalMaxPool": lambda node, x: x.amax(list(range(2, x.ndim)), keepdim=True),
    "InstanceNormalization": lambda node, x, s, b: F.instance_norm(
        x, weight=s, bias=b, eps=node("epsilon", 1e-5)),
    "GroupNormalization": lambda node, x, s, b: F.group_norm(
        x, node("num_groups"), s, b, node("epsilon", 1e-5)),
    "LayerNormalization": layer_norm, "RMSNormalization": rms_norm, "LpNormalization": lp_norm,
    "MeanVarianceNormalization": mean_variance, "Gemm": gemm, "NegativeLogLikelihoodLoss": nll,
    "SoftmaxCrossEntropyLoss": softmax_cross_entropy, "Dropout": dropout, "Attention": attention,
    "RNN": recurrent("0", "RNN"), "LSTM": recurrent("0231", "LSTM"),
    "GRU": recurrent("102", "GRU"),
}  # fmt: skip
