"""Drives the learner's AdamW: a list of arrays, and their gradients for each step."""

import numpy as np


def trajectory(learner, start, gradients, settings, generator=False):
    """The parameters after each step, one after another; `gradients[step][parameter]`."""
    given = (p for p in start) if generator else start
    optimizer = learner.invoke(learner.entry("AdamW"), given, *settings)
    step = learner.method_of(optimizer, "step")
    found = []
    for grads in gradients:
        learner.invoke(step, grads)
        found += [p.copy() for p in start]
    return found


def arguments(learner, start, gradients, settings):
    """The gradients after a step each, to see whether they were changed."""
    trajectory(learner, start, gradients, settings)
    return [g for grads in gradients for g in grads]


def two(learner, starts, gradients, settings):
    """Two optimizers side by side, stepping in turn; the parameters after each step."""
    make = learner.entry("AdamW")
    made = [learner.invoke(make, start, *settings) for start in starts]
    found = []
    for grads in gradients:
        for optimizer, start, own in zip(made, starts, grads, strict=True):
            learner.invoke(learner.method_of(optimizer, "step"), own)
            found += [p.copy() for p in start]
    return found


def kept(learner, start, gradients, settings):
    """Ones: parameters that are parts of one array have changed in that array, and all of it."""
    whole = np.concatenate([p.reshape(-1) for p in start])
    before, at, parts = whole.copy(), 0, []
    for p in start:
        parts.append(whole[at : at + p.size].reshape(p.shape))
        at += p.size
    optimizer = learner.invoke(learner.entry("AdamW"), parts, *settings)
    learner.invoke(learner.method_of(optimizer, "step"), gradients)
    return (whole != before).astype(np.float64)
