"""Row by row, number by number."""

import math

import numpy as np


def rows_that_count(targets, weight, ignore_index):
    for n, target in enumerate(targets.tolist()):
        if target != ignore_index:
            yield n, target, 1.0 if weight is None else float(weight[target])


def log_sum_exp(row):
    top = max(row)
    return top + math.log(math.fsum(math.exp(z - top) for z in row))


def cross_entropy(logits, targets, weight, ignore_index):
    loss, total = 0.0, 0.0
    for n, target, w in rows_that_count(targets, weight, ignore_index):
        row = logits[n].tolist()
        loss += w * (log_sum_exp(row) - row[target])
        total += w
    return loss / total


def cross_entropy_backward(grad_out, logits, targets, weight, ignore_index):
    rows = list(rows_that_count(targets, weight, ignore_index))
    total = sum(w for _, _, w in rows)
    grad = np.zeros(logits.shape)
    for n, target, w in rows:
        norm = log_sum_exp(logits[n].tolist())
        for c in range(logits.shape[1]):
            p = math.exp(logits[n, c] - norm)
            grad[n, c] = float(grad_out) * w / total * (p - (c == target))
    return grad
