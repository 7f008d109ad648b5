"""Drives the learner's AdamW: a list of leaf tensors, and their gradients for each step."""

import torch


def leaves(arrays):
    """Parameters as a model has them."""
    return [p.detach().clone().requires_grad_() for p in arrays]


def stepped(learner, optimizer, params, grads):
    """One step with these gradients; the parameters afterwards."""
    for p, g in zip(params, grads, strict=True):
        p.grad = None if g is None else g.clone()
    learner.invoke(learner.method_of(optimizer, "step"))
    return [p.detach().clone() for p in params]


def trajectory(learner, start, gradients, settings, generator=False):
    """The parameters after each step, one after another; `gradients[step][parameter]`."""
    params = leaves(start)
    given = (p for p in params) if generator else params
    optimizer = learner.invoke(learner.entry("AdamW"), given, *settings)
    found = []
    for grads in gradients:
        found += stepped(learner, optimizer, params, grads)
    return found


def arguments(learner, start, gradients, settings):
    """The gradients after a step each, to see whether they were changed."""
    params = leaves(start)
    optimizer = learner.invoke(learner.entry("AdamW"), params, *settings)
    found = []
    for grads in gradients:
        stepped(learner, optimizer, params, grads)
        found += [p.grad for p in params]
    return found


def two(learner, starts, gradients, settings):
    """Two optimizers side by side, stepping in turn; the parameters after each step."""
    sides = [leaves(start) for start in starts]
    made = [learner.invoke(learner.entry("AdamW"), params, *settings) for params in sides]
    found = []
    for grads in gradients:
        for optimizer, params, own in zip(made, sides, grads, strict=True):
            found += stepped(learner, optimizer, params, own)
    return found


def kept(learner, start, gradients, settings):
    """Ones: every parameter is a leaf that requires a gradient, and zero_grad clears it."""
    params = leaves(start)
    optimizer = learner.invoke(learner.entry("AdamW"), params, *settings)
    stepped(learner, optimizer, params, gradients)
    leaf = [p.is_leaf and p.requires_grad for p in params]
    learner.invoke(learner.method_of(optimizer, "zero_grad"))
    cleared = [p.grad is None or not p.grad.any() for p in params]
    return torch.tensor([float(flag) for flag in (*leaf, *cleared)])
