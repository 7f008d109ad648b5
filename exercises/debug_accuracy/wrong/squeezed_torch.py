PADDING = -1


def accuracy(logits, targets):
    predicted = logits.squeeze().argmax(dim=-1)
    counted = targets != PADDING
    right = (predicted == targets) & counted
    return right.sum().item() / max(counted.sum().item(), 1)
