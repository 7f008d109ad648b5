import math

import torch


def attention(q, k, v, mask):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    bias = torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, float("-inf"))
    scores = scores + bias
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v
