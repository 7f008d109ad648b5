"""`MultiheadAttention` (Vaswani et al. 2017, section 3.2.2), with PyTorch's parameters."""

import math
from typing import Any

from ..creation import empty, zeros
from ..ops.arithmetic import where
from ..ops.reduce import softmax
from ..ops.shape import chunk
from ..refusal import Unavailable
from ..tensor import Tensor
from . import functional as F
from . import init
from .layers import Linear
from .module import Module, Parameter


def additive(mask: Tensor, dtype: Any) -> Tensor:
    """A mask to add to scores: a bool one, True where attention is forbidden, becomes -inf."""
    if mask.dtype.kind != "b":
        return mask
    return where(mask, float("-inf"), zeros((), dtype=dtype))


class MultiheadAttention(Module):
    """Attention in num_heads parts of embed_dim / num_heads features, projected in and out.

    in_proj_weight (3 E, E) holds query, key and value; out_proj is (E, E). AssertionError
    if the heads do not divide embed_dim, as in PyTorch.
    """

    in_proj_weight: Parameter
    in_proj_bias: Parameter | None

    def __init__(self, embed_dim: int, num_heads: int, dropout: float = 0.0, bias: bool = True,
                 add_bias_kv: bool = False, add_zero_attn: bool = False, kdim: int | None = None,
                 vdim: int | None = None, batch_first: bool = False, *,
                 dtype: Any = None) -> None:
        super().__init__()
        if add_bias_kv or add_zero_attn or {kdim, vdim} - {None, embed_dim}:
            raise Unavailable("MultiheadAttention: add_bias_kv, add_zero_attn, kdim and"
                                      " vdim are not available")
        if embed_dim % num_heads:
            raise AssertionError("embed_dim must be divisible by num_heads")
        self.embed_dim, self.num_heads, self.dropout = embed_dim, num_heads, dropout
        self.head_dim, self.batch_first = embed_dim // num_heads, batch_first
        self.in_proj_weight = Parameter(empty(3 * embed_dim, embed_dim, dtype=dtype))
        self.register_parameter(
            "in_proj_bias", Parameter(zeros(3 * embed_dim, dtype=dtype)) if bias else None)
        self.out_proj = Linear(embed_dim, embed_dim, bias, dtype=dtype)
        init.xavier_uniform_(self.in_proj_weight)
        if self.out_proj.bias is not None:
            init.zeros_(self.out_proj.bias)

    def forward(self, query: Tensor, key: Tensor, value: Tensor,
                key_padding_mask: Tensor | None = None, need_weights: bool = True,
                attn_mask: Tensor | None = None, average_attn_weights: bool = True,
                is_causal: bool = False) -> tuple[Tensor, Tensor | None]:
        """query (T, N, E) or (N, T, E) if batch_first, key and value (S, N, E) likewise.

        Bool masks say where attention is forbidden (the opposite of
        `scaled_dot_product_attention`). Returns (T, N, E) and the weights (N, T, S), averaged
        over the heads, or None. `is_causal` is a hint for `attn_mask`, which must be given.
        """
        if is_causal and attn_mask is None:
            raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
        if query.ndim == 2:
            mask = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
            one = 0 if self.batch_first else 1
            out, weights = self.forward(
                query.unsqueeze(one), key.unsqueeze(one), value.unsqueeze(one), mask,
                need_weights, attn_mask, average_attn_weights)
            return out.squeeze(one), None if weights is None else weights.squeeze(0)
        if not self.batch_first:
            query, key, value = (x.transpose(0, 1) for x in (query, key, value))
        q, k, v = self.projected(query, key, value)
        scores = q @ k.mT / math.sqrt(self.head_dim)
        if attn_mask is not None:
            shaped = attn_mask if attn_mask.ndim == 2 else attn_mask.reshape(scores.shape)
            scores = scores + additive(shaped, scores.dtype)
        if key_padding_mask is not None:
            scores = scores + additive(key_padding_mask, scores.dtype)[:, None, None, :]
        weights = softmax(scores, -1)
        if self.dropout and self.training:
            weights = F.dropout(weights, self.dropout)
        joined = (weights @ v).transpose(1, 2).flatten(2)
        out = self.out_proj(joined)
        told = weights.mean(1) if average_attn_weights else weights
        return out if self.batch_first else out.transpose(0, 1), told if need_weights else None

    def projected(self, query: Tensor, key: Tensor, value: Tensor) -> list[Tensor]:
        """Query, key and value in heads: each (N, heads, length, head_dim)."""
        weights = chunk(self.in_proj_weight, 3)
        biases: Any = ([None] * 3 if self.in_proj_bias is None else chunk(self.in_proj_bias, 3))
        heads = []
        for x, w, b in zip((query, key, value), weights, biases, strict=True):
            y = F.linear(x, w, b)
            heads.append(y.reshape(*y.shape[:2], self.num_heads, self.head_dim).transpose(1, 2))
        return heads
