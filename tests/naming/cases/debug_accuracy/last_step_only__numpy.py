# Mistake: Compares the last step alone.
import numpy as np


def accuracy(logits, targets):
    good = 0
    seen = 0
    steps, batch = targets.shape
    for t in range(steps - 1, steps):
        guess = np.argmax(logits[t], axis=-1)
        for b in range(batch):
            if targets[t, b] == -1:
                continue
            seen += 1
            good += int(guess[b] == targets[t, b])
    return good / seen if seen else 0.0
