import torch


def cross_entropy(logits, targets, weight, ignore_index):
    """logits (N, C), targets (N,) int64, weight (C,) or None -> the loss, a tensor without axes."""
    raise NotImplementedError
