PADDING = -1


def accuracy(logits, targets):
    shares = []
    for scores, labels in zip(logits, targets, strict=True):
        kept = labels != PADDING
        right = (scores.argmax(axis=1) == labels)[kept]
        shares.append(right.sum() / max(kept.sum(), 1))
    return float(sum(shares) / len(shares))
