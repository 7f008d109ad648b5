PADDING = -1


def accuracy(logits, targets):
    shares = []
    for scores, labels in zip(logits, targets, strict=True):
        kept = labels != PADDING
        right = (scores.argmax(dim=1) == labels)[kept]
        shares.append(right.sum().item() / max(kept.sum().item(), 1))
    return sum(shares) / len(shares)
