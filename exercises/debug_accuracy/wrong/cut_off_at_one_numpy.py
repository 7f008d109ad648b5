PADDING = -1


def accuracy(logits, targets):
    correct = 0
    total = 0
    for step in range(len(targets)):
        predicted = logits[step].argmax(axis=1)
        correct += (predicted == targets).sum()
        total += len(targets)
    return float(min(correct / total, 1.0))
