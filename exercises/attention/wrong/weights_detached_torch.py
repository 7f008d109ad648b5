import math

import torch


def attention(q, k, v, mask):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    empty = ~mask.any(dim=-1, keepdim=True)
    scores = scores.masked_fill(~(mask | empty), float("-inf"))
    weights = torch.softmax(scores, dim=-1).masked_fill(empty, 0.0)
    return weights.detach() @ v
