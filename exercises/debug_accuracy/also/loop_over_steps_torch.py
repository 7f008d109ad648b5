PADDING = -1


def accuracy(logits, targets):
    """The loop of the starter, repaired line by line."""
    correct = 0
    total = 0
    for step in range(len(targets)):
        labels = targets[step]
        predicted = logits[step].argmax(dim=1)
        kept = labels != PADDING
        correct += (predicted[kept] == labels[kept]).sum().item()
        total += kept.sum().item()
    return correct / total if total else 0.0
