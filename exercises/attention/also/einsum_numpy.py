import numpy as np


# Masked scores get the lowest finite value; rows without a key are cleared afterwards.
def softened(q, k, mask):
    scores = np.einsum("...td,...sd->...ts", q * q.shape[-1] ** -0.5, k)
    scores = np.where(mask, scores, np.finfo(scores.dtype).min)
    scores -= scores.max(-1, keepdims=True)
    powers = np.exp(scores) * mask
    return powers / np.maximum(powers.sum(-1, keepdims=True), np.finfo(scores.dtype).tiny)


def attention(q, k, v, mask):
    return np.einsum("...ts,...sv->...tv", softened(q, k, mask), v)


def attention_backward(grad_out, q, k, v, mask):
    p = softened(q, k, mask)
    out = np.einsum("...ts,...sv->...tv", p, v)
    # The row sum of p * (g . v_s) is g . out: the form that fused kernels use.
    delta = (grad_out * out).sum(-1)[..., None]
    ds = p * (np.einsum("...tv,...sv->...ts", grad_out, v) - delta) * q.shape[-1] ** -0.5
    grad_q = np.einsum("...ts,...sd->...td", ds, k)
    grad_k = np.einsum("...ts,...td->...sd", ds, q)
    return grad_q, grad_k, np.einsum("...ts,...tv->...sv", p, grad_out)
