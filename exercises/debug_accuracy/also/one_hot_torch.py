import torch
import torch.nn.functional as F


def accuracy(logits, targets):
    """Hits as a product of one-hot vectors; a tensor without axes comes back."""
    classes = logits.shape[-1]
    guessed = F.one_hot(logits.topk(1, dim=2).indices.flatten(), classes).double()
    labels = targets.flatten()
    weight = (labels >= 0).double()
    wanted = F.one_hot(labels.clamp(min=0), classes).double() * weight[:, None]
    return torch.einsum("nc,nc->", guessed, wanted) / weight.sum().clamp(min=1)
