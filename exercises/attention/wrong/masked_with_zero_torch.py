import math

import torch


def attention(q, k, v, mask):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    weights = torch.softmax(scores * mask, dim=-1)
    return weights @ v
