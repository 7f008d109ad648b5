import torch


def accuracy(logits, targets):
    """Padding is dropped first; what is left is a plain mean."""
    real = targets.ge(0)
    hits = torch.eq(logits.max(dim=-1).indices, targets).masked_select(real)
    return hits.double().mean() if hits.numel() else torch.zeros(())
