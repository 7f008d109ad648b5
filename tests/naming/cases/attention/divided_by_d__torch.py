# Mistake: Divides by d instead of its root.
import torch


def attention(q, k, v, mask):
    logits = torch.einsum("...qd,...kd->...qk", q, k) * (1.0 / q.shape[-1])
    seen = mask.expand_as(logits)
    lonely = ~seen.any(dim=-1, keepdim=True)
    logits = logits.masked_fill(~seen, -torch.inf).masked_fill(lonely, 0.0)
    share = logits.softmax(-1).masked_fill(lonely, 0.0)
    return torch.einsum("...qk,...kv->...qv", share, v)
