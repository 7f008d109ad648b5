"""Runs small programs on the learner's Tensor.

A program is a list of steps [operation, operands, options, recorded]; operands are places in the
list of values, which starts with the inputs. A step that is not recorded runs under no_grad.
"""

import numpy as np

OPERATIONS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "matmul": lambda a, b: a @ b,
    "neg": lambda a: -a,
    "relu": lambda a: a.relu(),
    "sum": lambda a, *options: a.sum(*options),
    "plus": lambda a, k: a + k,
    "minus": lambda a, k: a - k,
    "times": lambda a, k: a * k,
    "plus_left": lambda a, k: k + a,
    "minus_left": lambda a, k: k - a,
    "times_left": lambda a, k: k * a,
}


class Mishap(Exception):
    """Raised inside no_grad, to leave it that way."""


def evaluated(learner, inputs, tracked, steps):
    """Every value of the program, the inputs first."""
    make = learner.entry("Tensor")
    values = [learner.invoke(make, a, t) for a, t in zip(inputs, tracked, strict=True)]
    for operation, operands, options, recorded in steps:
        operands = [values[at] for at in operands]
        if recorded:
            value = OPERATIONS[operation](*operands, *options)
        else:
            with learner.entry("no_grad")():
                value = OPERATIONS[operation](*operands, *options)
        learner.checked(value.data, f"data after {operation}")
        values.append(value)
    return values


def value(learner, inputs, tracked, steps):
    """The last value of the program."""
    return evaluated(learner, inputs, tracked, steps)[-1].data


def gradients(learner, inputs, tracked, steps, upstream):
    """The gradient of every input; None where there is none."""
    values = evaluated(learner, inputs, tracked, steps)
    backward = learner.method_of(values[-1], "backward")
    learner.invoke(backward, *([] if upstream is None else [upstream]))
    return [tensor.grad for tensor in values[: len(inputs)]]


def twice(learner, inputs, tracked, steps, upstream):
    """The same program and backward two times on the same inputs; all arrays that were given."""
    make = learner.entry("Tensor")
    tensors = [learner.invoke(make, a, t) for a, t in zip(inputs, tracked, strict=True)]
    for _ in range(2):
        values = list(tensors)
        for operation, operands, options, _ in steps:
            values.append(OPERATIONS[operation](*[values[at] for at in operands], *options))
        learner.invoke(learner.method_of(values[-1], "backward"), upstream)
    return [*(tensor.grad for tensor in tensors), *inputs, upstream]


def own_arrays(learner, inputs, steps, upstream):
    """1 for every gradient that shares no memory with another, with the inputs, with `upstream`."""
    values = evaluated(learner, inputs, [True] * len(inputs), steps)
    learner.invoke(learner.method_of(values[-1], "backward"), upstream)
    grads = [learner.checked(tensor.grad, "grad") for tensor in values[: len(inputs)]]
    found = []
    for grad in grads:
        others = [*inputs, upstream, *(other for other in grads if other is not grad)]
        twice = sum(other is grad for other in grads) > 1
        found.append(not twice and not any(np.shares_memory(grad, other) for other in others))
    return np.array(found, dtype=float)


def flags(learner, inputs, tracked, steps):
    """requires_grad of every value, as numbers."""
    values = evaluated(learner, inputs, tracked, steps)
    return np.array([tensor.requires_grad for tensor in values], dtype=float)


def recorded_after(learner, array):
    """requires_grad of a result inside no_grad twice, after the inner and the outer one, and after
    a no_grad that an exception left."""
    x = learner.invoke(learner.entry("Tensor"), array, True)
    no_grad = learner.entry("no_grad")
    found = []
    with no_grad():
        with no_grad():
            found.append((x * 2.0).requires_grad)
        found.append((x * 2.0).requires_grad)
    found.append((x * 2.0).requires_grad)
    try:
        with no_grad():
            raise Mishap
    except Mishap:
        found.append((x * 2.0).requires_grad)
    return np.array(found, dtype=float)


def refused(learner, array, tracked, upstream):
    """1 if backward raises RuntimeError."""
    x = learner.invoke(learner.entry("Tensor"), array, tracked)
    try:
        (x * 2.0).backward(*([] if upstream is None else [upstream]))
    except RuntimeError:
        return 1.0
    return 0.0


def made(learner, array):
    """The data of tensors made from a number, a list of whole numbers and an array."""
    make = learner.entry("Tensor")
    return [learner.invoke(make, given).data for given in (3, [[1, 2], [3, 4]], array)]
