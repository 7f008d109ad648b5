"""The exponential of the log-probabilities."""

import torch


def softmax(x, dim):
    return (x - torch.logsumexp(x, dim, keepdim=True)).exp()
