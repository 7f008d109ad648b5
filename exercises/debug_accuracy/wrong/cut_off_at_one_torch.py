PADDING = -1


def accuracy(logits, targets):
    correct = 0
    total = 0
    for step in range(len(targets)):
        predicted = logits[step].argmax(dim=1)
        correct += (predicted == targets).sum().item()
        total += len(targets)
    return min(correct / total, 1.0)
