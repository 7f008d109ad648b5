# Mistake: Averages the accuracies of the steps, however many labels each has.
import numpy as np


def accuracy(logits, targets):
    shares = []
    steps, batch = targets.shape
    for t in range(steps):
        good = seen = 0
        guess = np.argmax(logits[t], axis=-1)
        for b in range(batch):
            if targets[t, b] == -1:
                continue
            seen += 1
            good += int(guess[b] == targets[t, b])
        if seen:
            shares.append(good / seen)
    return float(np.mean(shares)) if shares else 0.0
