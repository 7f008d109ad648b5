def accuracy(logits, targets):
    """Every prediction by itself, as Python numbers."""
    hits = []
    for row, labels in zip(logits.tolist(), targets.tolist(), strict=True):
        for scores, label in zip(row, labels, strict=True):
            if label >= 0:
                hits.append(scores.index(max(scores)) == label)
    return sum(hits) / len(hits) if hits else 0.0
