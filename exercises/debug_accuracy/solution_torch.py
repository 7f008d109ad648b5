PADDING = -1


def accuracy(logits, targets):
    """The share of right predictions over all steps and sequences, padding left out.

    logits (T, B, C), targets (T, B)
    """
    # Both have shape (T, B): nothing is left for broadcasting to fill in.
    right = logits.argmax(dim=-1) == targets
    counted = targets != PADDING
    # One division at the end: steps with more padding weigh less.
    return (right & counted).sum().item() / max(counted.sum().item(), 1)
