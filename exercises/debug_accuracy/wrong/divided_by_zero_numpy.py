PADDING = -1


def accuracy(logits, targets):
    counted = targets != PADDING
    right = (logits.argmax(axis=-1) == targets) & counted
    return float(right[counted].mean())
