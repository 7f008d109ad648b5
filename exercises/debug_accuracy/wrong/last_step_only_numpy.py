PADDING = -1


def accuracy(logits, targets):
    predicted = logits.argmax(axis=-1)
    last = targets[-1]
    counted = last != PADDING
    right = (predicted[-1] == last) & counted
    return float(right.sum() / max(counted.sum(), 1))
