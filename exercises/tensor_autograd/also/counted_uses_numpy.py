"""Small classes for the operations; a node's turn comes when all its uses have reported."""

from collections import Counter, deque
from contextlib import contextmanager

import numpy as np


class State:
    quiet = 0


@contextmanager
def no_grad():
    State.quiet += 1
    try:
        yield
    finally:
        State.quiet -= 1


def shrink(grad, shape):
    lead = grad.ndim - len(shape)
    axes = [*range(lead), *(lead + i for i, n in enumerate(shape) if n == 1)]
    return np.add.reduce(grad, axis=tuple(axes)).reshape(shape) if axes else grad


class Add:
    def run(self, a, b):
        self.shapes = a.shape, b.shape
        return a + b

    def pull(self, g):
        return [shrink(g, shape) for shape in self.shapes]


class Mul:
    def run(self, a, b):
        self.kept = a, b
        return a * b

    def pull(self, g):
        a, b = self.kept
        return shrink(g * b, a.shape), shrink(g * a, b.shape)


class MatMul:
    def run(self, a, b):
        self.kept = a, b
        return a @ b

    def pull(self, g):
        a, b = self.kept
        return shrink(g @ np.moveaxis(b, -1, -2), a.shape), shrink(
            np.moveaxis(a, -1, -2) @ g, b.shape
        )


class Relu:
    def run(self, a):
        self.mask = a > 0
        return np.where(self.mask, a, 0.0)

    def pull(self, g):
        return [np.where(self.mask, g, 0.0)]


class Sum:
    def __init__(self, axis, keepdims):
        self.axis, self.keepdims = axis, keepdims

    def run(self, a):
        self.shape = a.shape
        return np.add.reduce(
            a, axis=tuple(range(a.ndim)) if self.axis is None else self.axis, keepdims=self.keepdims
        )

    def pull(self, g):
        if self.axis is None:
            return [np.full(self.shape, g)]
        g = g if self.keepdims else np.expand_dims(g, self.axis)
        return [np.repeat(g, self.shape[self.axis], axis=self.axis)]


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, float)
        self.requires_grad = requires_grad
        self.grad = None
        self.made_by = None
        self.sources = []

    @staticmethod
    def apply(operation, *sources):
        sources = [s if isinstance(s, Tensor) else Tensor(s) for s in sources]
        out = Tensor(operation.run(*(s.data for s in sources)))
        if State.quiet == 0 and any(s.requires_grad for s in sources):
            out.requires_grad, out.made_by, out.sources = True, operation, sources
        return out

    def __add__(self, other):
        return Tensor.apply(Add(), self, other)

    def __mul__(self, other):
        return Tensor.apply(Mul(), self, other)

    def __matmul__(self, other):
        return Tensor.apply(MatMul(), self, other)

    def relu(self):
        return Tensor.apply(Relu(), self)

    def sum(self, axis=None, keepdims=False):
        return Tensor.apply(Sum(axis, keepdims), self)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __rsub__(self, other):
        return self * -1 + other

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError("nothing to start from")
        shares = {self: [np.ones(self.data.shape) if grad is None else grad]}
        left = uses(self)
        ready = deque([self])
        while ready:
            node = ready.popleft()
            total = sum(shares.pop(node))
            if node.made_by is None:
                node.grad = total + (node.grad if node.grad is not None else 0.0)
                continue
            for source, share in zip(node.sources, node.made_by.pull(total)):
                if source.requires_grad:
                    shares.setdefault(source, []).append(share)
                    left[source] -= 1
                    if left[source] == 0:
                        ready.append(source)


def uses(root):
    """How often each tensor of the graph is used in it."""
    found, waiting = Counter(), [root]
    while waiting:
        for source in waiting.pop().sources:
            if source.requires_grad:
                if not found[source]:
                    waiting.append(source)
                found[source] += 1
    return found
