import math

import torch


def attention(q, k, v, mask):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    shares = torch.exp(scores) * mask
    total = shares.sum(dim=-1, keepdim=True)
    weights = shares / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
