PADDING = -1


def accuracy(logits, targets):
    predicted = logits.argmax(axis=-1)
    counted = targets != PADDING
    targets[~counted] = logits.shape[-1]
    right = predicted == targets
    return float(right.sum() / max(counted.sum(), 1))
