PADDING = -1


def accuracy(logits, targets):
    """The share of right predictions over all steps and sequences, padding left out.

    logits (T, B, C), targets (T, B)
    """
    # Both have shape (T, B): nothing is left for broadcasting to fill in.
    right = logits.argmax(axis=-1) == targets
    counted = targets != PADDING
    # One division at the end: steps with more padding weigh less.
    return float((right & counted).sum() / max(counted.sum(), 1))
