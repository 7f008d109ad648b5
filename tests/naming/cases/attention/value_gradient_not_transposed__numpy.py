# Mistake: Multiplies by the weights instead of their transpose in the gradient of v.
import math

import numpy as np


def weights_of(q, k, mask):
    depth = q.shape[-1]
    logits = np.einsum("...qd,...kd->...qk", q, k) / math.sqrt(depth)
    allowed = np.broadcast_to(mask, logits.shape)
    logits = np.where(allowed, logits, -np.inf)
    top = np.max(logits, axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0).astype(logits.dtype)
    powers = np.exp(logits - top)
    mass = powers.sum(axis=-1, keepdims=True)
    return powers / np.where(mass > 0, mass, 1).astype(powers.dtype)


def attention(q, k, v, mask):
    share = weights_of(q, k, mask)
    return np.einsum("...qk,...kv->...qv", share, v)


def attention_backward(grad_out, q, k, v, mask):
    depth = q.shape[-1]
    share = weights_of(q, k, mask)
    d_v = np.matmul(share, grad_out)
    d_share = np.einsum("...qv,...kv->...qk", grad_out, v)
    inner = np.sum(share * d_share, axis=-1, keepdims=True)
    d_logits = share * (d_share - inner)
    d_logits = d_logits / math.sqrt(depth)
    d_q = np.einsum("...qk,...kd->...qd", d_logits, k)
    d_k = np.einsum("...qk,...qd->...kd", d_logits, q)
    return d_q, d_k, d_v
