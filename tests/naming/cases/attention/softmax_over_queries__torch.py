# Mistake: Normalizes every column: the softmax runs over the queries.
import torch


def attention(q, k, v, mask):
    logits = torch.einsum("...qd,...kd->...qk", q, k) * q.shape[-1] ** -0.5
    seen = mask.expand_as(logits)
    lonely = ~seen.any(dim=-1, keepdim=True)
    logits = logits.masked_fill(~seen, -torch.inf).masked_fill(lonely, 0.0)
    share = logits.softmax(-2).nan_to_num(0.0).masked_fill(lonely, 0.0)
    return torch.einsum("...qk,...kv->...qv", share, v)
