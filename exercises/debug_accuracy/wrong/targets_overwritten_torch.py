PADDING = -1


def accuracy(logits, targets):
    predicted = logits.argmax(dim=-1)
    counted = targets != PADDING
    targets[~counted] = logits.shape[-1]
    right = predicted == targets
    return right.sum().item() / max(counted.sum().item(), 1)
