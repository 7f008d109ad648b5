"""Which function of quizgrad answers to which entry of op_db, and what is refused and why."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import quizgrad
from quizgrad.nn import functional as F

Called = Callable[..., Any]

PLAIN = ["abs", "add", "all", "allclose", "amax", "amin", "any", "argmax", "argmin", "argsort", "atan", "bincount", "cat", "ceil", "chunk", "clamp", "clone", "cos", "cosh", "cumsum", "diag", "diagonal", "einsum", "eq", "equal", "erf", "exp", "expm1", "flatten", "flip", "floor", "full_like", "gather", "ge", "gt", "index_add", "index_select", "isfinite", "isnan", "le", "lerp", "log", "log10", "log1p", "log2", "log_softmax", "logaddexp", "logical_and", "logical_or", "logical_xor", "logsumexp", "lt", "masked_fill", "masked_select", "matmul", "maximum", "mean", "minimum", "movedim", "mul", "narrow", "ne", "neg", "nonzero", "norm", "ones_like", "permute", "pow", "prod", "reciprocal", "repeat_interleave", "reshape", "roll", "round", "rsqrt", "scatter", "scatter_add", "sigmoid", "sign", "sin", "sinh", "softmax", "sort", "split", "sqrt", "square", "squeeze", "stack", "std", "sub", "sum", "tan", "tanh", "topk", "trace", "transpose", "tril", "triu", "trunc", "unbind", "unique", "unsqueeze", "var", "zeros_like"]
FUNCTIONAL = ["adaptive_avg_pool2d", "adaptive_max_pool2d", "avg_pool1d", "avg_pool2d", "batch_norm", "binary_cross_entropy", "binary_cross_entropy_with_logits", "conv1d", "conv2d", "conv_transpose2d", "cosine_similarity", "cross_entropy", "elu", "gelu", "glu", "group_norm", "hardtanh", "huber_loss", "instance_norm", "kl_div", "l1_loss", "layer_norm", "leaky_relu", "linear", "logsigmoid", "max_pool1d", "max_pool2d", "mish", "mse_loss", "nll_loss", "normalize", "relu", "relu6", "rms_norm", "scaled_dot_product_attention", "selu", "silu", "smooth_l1_loss", "softmin", "softplus", "softsign", "tanhshrink", "unfold"]
METHODS = ["expand", "repeat", "view", "view_as", "expand_as", "select", "contiguous", "double", "float", "long", "bool", "int", "item"]

FUNCTIONS: dict[str, Called] = {name: getattr(quizgrad, name) for name in PLAIN}
FUNCTIONS |= {f"nn.functional.{name}": getattr(F, name) for name in FUNCTIONAL}
FUNCTIONS |= {name: getattr(quizgrad.Tensor, name) for name in METHODS}


def dims_listed(x: Any, dim: Any = None, **options: Any) -> Any:
    """`squeeze` with several dimensions."""
    return quizgrad.squeeze(x, dim, **options)


FUNCTIONS |= {
    "div.no_rounding_mode": quizgrad.div,
    "true_divide": quizgrad.div,
    "nn.functional.embedding": lambda w, ids, **kw: F.embedding(ids, w, **kw),
    "nn.functional.pad.constant": F.pad,
    "nn.functional.softmin.with_dtype": lambda x, dim, dtype: F.softmin(x.to(dtype), dim),
    "einsum": lambda operands, equation: quizgrad.einsum(equation, *operands),
    "softmax.with_dtype": quizgrad.softmax,
    "log_softmax.with_dtype": quizgrad.log_softmax,
    "where": lambda x, condition, other: quizgrad.where(condition, x, other),
    "max.binary": quizgrad.max,
    "max.reduction_with_dim": quizgrad.max,
    "max.reduction_no_dim": quizgrad.max,
    "min.binary": quizgrad.min,
    "min.reduction_with_dim": quizgrad.min,
    "min.reduction_no_dim": quizgrad.min,
    "norm.fro": quizgrad.norm,
    "norm.inf": quizgrad.norm,
    "var.unbiased": quizgrad.var,
    "std.unbiased": quizgrad.std,
    "split.list_args": quizgrad.split,
    "split_with_sizes": quizgrad.split,
    "squeeze.multiple": dims_listed,
    "clamp_min": lambda x, low: quizgrad.clamp(x, min=low),
    "clamp_max": lambda x, high: quizgrad.clamp(x, max=high),
    "bmm": quizgrad.Tensor.bmm,
    "mm": quizgrad.Tensor.mm,
    "dot": quizgrad.Tensor.dot,
    "mv": quizgrad.matmul,
    "T": lambda x: x.T,
    "mT": lambda x: x.mT,
    "t": lambda x: x.t(),
    "reshape_as": lambda x, other: x.reshape(other.shape),
    "broadcast_to": lambda x, shape: x.expand(shape),
    "__getitem__": lambda x, index: x[index],
    "__radd__": lambda x, other: operator.add(other, x),
    "__rmul__": lambda x, other: operator.mul(other, x),
    "__rsub__": lambda x, other: operator.sub(other, x),
    "__rdiv__": lambda x, other: operator.truediv(other, x),
    "__rpow__": lambda x, other: operator.pow(other, x),
    "__rmatmul__": lambda x, other: operator.matmul(other, x),
    "eye": quizgrad.eye,
}

# op_db samples that quizgrad does not take: (name or "", what the sample must have, the reason).
REFUSED: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("norm", lambda s: "nuc" in (*s.args, *s.kwargs.values()), "the nuclear norm needs an SVD"),
    ("nn.functional.scaled_dot_product_attention",
     lambda s: s.kwargs.get("dropout_p", 0) > 0, "dropout draws other random numbers"),
    ("nn.functional.embedding",
     lambda s: bool({"max_norm", "scale_grad_by_freq", "sparse"} & set(s.kwargs)),
     "max_norm, frequencies and sparse gradients are not built"),
)  # fmt: skip


def refusal(name: str, sample: Any) -> str:
    """Why a sample is not run; empty where it is."""
    return next((why for op, has, why in REFUSED if op == name and has(sample)), "")
