import torch


# The mask as an additive bias: 0 where a key may be seen, a very low number elsewhere.
def attention(q, k, v, mask):
    low = torch.finfo(q.dtype).min
    bias = torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, low)
    scores = torch.einsum("...td,...sd->...ts", q, k) * q.shape[-1] ** -0.5
    weights = torch.softmax(scores + bias, dim=-1) * mask
    return torch.einsum("...ts,...sv->...tv", weights, v)
