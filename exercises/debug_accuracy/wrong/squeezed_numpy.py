PADDING = -1


def accuracy(logits, targets):
    predicted = logits.squeeze().argmax(axis=-1)
    counted = targets != PADDING
    right = (predicted == targets) & counted
    return float(right.sum() / max(counted.sum(), 1))
