# Mistake: Detaches the keys where the scores are computed.
import torch


def attention(q, k, v, mask):
    logits = torch.einsum("...qd,...kd->...qk", q, k.detach()) * q.shape[-1] ** -0.5
    seen = mask.expand_as(logits)
    lonely = ~seen.any(dim=-1, keepdim=True)
    logits = logits.masked_fill(~seen, -torch.inf).masked_fill(lonely, 0.0)
    share = logits.softmax(-1).masked_fill(lonely, 0.0)
    return torch.einsum("...qk,...kv->...qv", share, v)
