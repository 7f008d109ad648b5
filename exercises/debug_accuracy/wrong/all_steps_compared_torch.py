PADDING = -1


def accuracy(logits, targets):
    correct = 0
    total = 0
    for step in range(len(targets)):
        predicted = logits[step].argmax(dim=1)
        kept = targets != PADDING
        correct += ((predicted == targets) & kept).sum().item()
        total += kept.sum().item()
    return correct / max(total, 1)
