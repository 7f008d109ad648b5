PADDING = -1


def accuracy(logits, targets):
    correct = 0
    total = 0
    for step in range(len(targets)):
        labels = targets[step]
        predicted = logits[step].argmax(axis=1)
        kept = labels != PADDING
        correct += (predicted[kept] == labels[kept]).sum()
        total += len(targets)
    return float(correct / max(total, 1))
