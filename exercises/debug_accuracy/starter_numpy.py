PADDING = -1


def accuracy(logits, targets):
    """The share of right predictions over all steps and sequences, padding left out.

    logits (T, B, C), targets (T, B)
    """
    correct = 0
    total = 0
    for step in range(len(targets)):
        predicted = logits[step].argmax(axis=1)
        correct += (predicted == targets).sum()
        total += len(targets)
    return float(correct / total)
