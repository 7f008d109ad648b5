"""Scaled dot-product attention (Vaswani et al. 2017, equation 1)."""

import math as scalar_math
from typing import TYPE_CHECKING

import numpy as np

from ..function import wrap
from .arithmetic import where
from .reduce import softmax

if TYPE_CHECKING:
    from ..tensor import Tensor


def masked_scores(scores: "Tensor", mask: "Tensor | None", is_causal: bool) -> "Tensor":
    """Scores (*, T, S) with -inf where attention is forbidden, or plus a float mask."""
    if is_causal:
        steps, sources = scores.array.shape[-2:]
        allowed = np.tril(np.ones((steps, sources), bool))
        scores = where(wrap(allowed), scores, float("-inf"))
    if mask is None:
        return scores
    return where(mask, scores, float("-inf")) if mask.array.dtype.kind == "b" else scores + mask


def scaled_dot_product_attention(
        query: "Tensor", key: "Tensor", value: "Tensor", attn_mask: "Tensor | None" = None,
        dropout_p: float = 0.0, is_causal: bool = False, scale: float | None = None,
        enable_gqa: bool = False) -> "Tensor":
    """softmax(query key^T scale + mask) value: (*, T, D), (*, S, D), (*, S, E) -> (*, T, E).

    A bool mask says where attention is allowed, a float mask is added; scale defaults to
    1 / sqrt(D). With `enable_gqa` several heads (dimension -3) of the query share one of the keys
    and values. A row in which nothing is allowed gives zeros, as in PyTorch. RuntimeError for a
    mask together with is_causal.
    """
    if enable_gqa:
        heads = query.array.shape[-3]
        key = key.repeat_interleave(heads // key.array.shape[-3], -3)
        value = value.repeat_interleave(heads // value.array.shape[-3], -3)
    if is_causal and attn_mask is not None:
        raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set"
                           " when is_causal=True")
    factor = 1 / scalar_math.sqrt(query.array.shape[-1]) if scale is None else scale
    scores = masked_scores(query @ key.mT * factor, attn_mask, is_causal)
    closed = np.isneginf(scores.array).all(axis=-1, keepdims=True)
    if closed.any():  # a softmax over -inf alone would be nan
        scores = where(wrap(closed), 0.0, scores)
    weights = softmax(scores, -1)
    if closed.any():
        weights = where(wrap(closed), 0.0, weights)
    if dropout_p:
        from ..nn.functional import dropout
        weights = dropout(weights, dropout_p)
    return weights @ value
