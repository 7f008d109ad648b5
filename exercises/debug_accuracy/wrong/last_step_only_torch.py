PADDING = -1


def accuracy(logits, targets):
    predicted = logits.argmax(dim=-1)
    last = targets[-1]
    counted = last != PADDING
    right = (predicted[-1] == last) & counted
    return right.sum().item() / max(counted.sum().item(), 1)
