PADDING = -1


def accuracy(logits, targets):
    correct = 0
    total = 0
    for step in range(len(targets)):
        predicted = logits[step].argmax(axis=1)
        kept = targets != PADDING
        correct += ((predicted == targets) & kept).sum()
        total += kept.sum()
    return float(correct / max(total, 1))
