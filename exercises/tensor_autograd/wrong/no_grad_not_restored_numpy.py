from contextlib import contextmanager
from itertools import count

import numpy as np

recording = [True]  # its last entry says whether results get a history
numbers = count()


@contextmanager
def no_grad():
    recording.append(False)
    yield
    recording.pop()


def unbroadcast(grad, shape):
    """Sum `grad` over the axes along which an array of `shape` was repeated."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=stretched, keepdims=True)


def as_tensor(value):
    return value if isinstance(value, Tensor) else Tensor(value)


def result(data, *edges):
    """A tensor with a history: pairs of an input and the function from our gradient to its."""
    out = Tensor(data)
    edges = [(tensor, vjp) for tensor, vjp in edges if tensor.requires_grad]
    if edges and recording[-1]:
        out.requires_grad, out.edges = True, edges
    return out


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.edges = []
        self.number = next(numbers)  # inputs have smaller numbers than their results

    def __add__(self, other):
        other = as_tensor(other)
        return result(
            self.data + other.data,
            (self, lambda g: unbroadcast(g, self.data.shape)),
            (other, lambda g: unbroadcast(g, other.data.shape)),
        )

    def __mul__(self, other):
        other = as_tensor(other)
        return result(
            self.data * other.data,
            (self, lambda g: unbroadcast(g * other.data, self.data.shape)),
            (other, lambda g: unbroadcast(g * self.data, other.data.shape)),
        )

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return result(-self.data, (self, lambda g: -g))

    def __sub__(self, other):
        return self + -as_tensor(other)

    def __rsub__(self, other):
        return as_tensor(other) + -self

    def __matmul__(self, other):
        # mT exchanges the last two axes alone; leading axes may have been broadcast.
        return result(
            self.data @ other.data,
            (self, lambda g: unbroadcast(g @ other.data.mT, self.data.shape)),
            (other, lambda g: unbroadcast(self.data.mT @ g, other.data.shape)),
        )

    def sum(self, axis=None, keepdims=False):
        def vjp(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, self.data.shape)

        return result(self.data.sum(axis=axis, keepdims=keepdims), (self, vjp))

    def relu(self):
        positive = self.data > 0
        return result(self.data * positive, (self, lambda g: g * positive))

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("this tensor does not require a gradient")
        if grad is None:
            if self.data.size != 1:
                raise RuntimeError("only a tensor of one entry may leave its gradient out")
            grad = np.ones_like(self.data)
        grads = {self.number: grad}
        # Results before their inputs: when a tensor's turn comes, all its shares have arrived.
        for tensor in sorted(history(self), key=lambda t: t.number, reverse=True):
            g = grads.pop(tensor.number)
            if not tensor.edges:
                tensor.grad = g.copy() if tensor.grad is None else tensor.grad + g
            for source, vjp in tensor.edges:
                share = vjp(g)
                known = grads.get(source.number)
                grads[source.number] = share if known is None else known + share


def history(tensor):
    """Every tensor that `tensor` was computed from, itself included, once; no recursion."""
    found, waiting = {}, [tensor]
    while waiting:
        current = waiting.pop()
        if current.number not in found:
            found[current.number] = current
            waiting.extend(source for source, _ in current.edges)
    return found.values()
