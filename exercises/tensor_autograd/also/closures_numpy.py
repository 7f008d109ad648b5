"""Each result has one closure that adds into the gradients of its inputs; a sorted tape."""

import numpy as np

enabled = True


class no_grad:
    def __enter__(self):
        global enabled
        self.before, enabled = enabled, False

    def __exit__(self, *_):
        global enabled
        enabled = self.before


def fit(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(0)
    for axis, size in enumerate(shape):
        if size == 1 and grad.shape[axis] != 1:
            grad = grad.sum(axis, keepdims=True)
    return grad


class Tensor:
    def __init__(self, data, requires_grad=False, parents=()):
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = bool(requires_grad)
        self.grad = None
        self.parents = parents
        self.pull = None

    def new(self, data, pull, *parents):
        track = enabled and any(p.requires_grad for p in parents)
        out = Tensor(data, track, parents if track else ())
        out.pull = pull if track else None
        return out

    def receive(self, flow, grad):
        if self.requires_grad:
            grad = fit(np.asarray(grad), self.data.shape)
            flow[id(self)] = flow[id(self)] + grad if id(self) in flow else grad

    def __add__(self, other):
        other = wrap(other)

        def pull(flow, g):
            self.receive(flow, g)
            other.receive(flow, g)

        return self.new(self.data + other.data, pull, self, other)

    def __mul__(self, other):
        other = wrap(other)

        def pull(flow, g):
            self.receive(flow, g * other.data)
            other.receive(flow, g * self.data)

        return self.new(self.data * other.data, pull, self, other)

    def __neg__(self):
        return self.new(-self.data, lambda flow, g: self.receive(flow, -g), self)

    def __sub__(self, other):
        other = wrap(other)

        def pull(flow, g):
            self.receive(flow, g)
            other.receive(flow, -g)

        return self.new(self.data - other.data, pull, self, other)

    def __radd__(self, other):
        return wrap(other) + self

    def __rmul__(self, other):
        return wrap(other) * self

    def __rsub__(self, other):
        return wrap(other) - self

    def __matmul__(self, other):
        def pull(flow, g):
            self.receive(flow, np.einsum("...ik,...jk->...ij", g, other.data))
            other.receive(flow, np.einsum("...ji,...jk->...ik", self.data, g))

        return self.new(np.matmul(self.data, other.data), pull, self, other)

    def sum(self, axis=None, keepdims=False):
        def pull(flow, g):
            kept = self.data.sum(axis=axis, keepdims=True).shape
            self.receive(flow, np.ones_like(self.data) * g.reshape(kept))

        return self.new(self.data.sum(axis=axis, keepdims=keepdims), pull, self)

    def relu(self):
        mask = np.where(self.data > 0, 1.0, 0.0)
        return self.new(
            np.maximum(self.data, 0), lambda flow, g: self.receive(flow, g * mask), self
        )

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("no gradient is required")
        if grad is None and self.data.size > 1:
            raise RuntimeError("grad must be given")
        flow = {id(self): np.ones(self.data.shape) if grad is None else np.asarray(grad)}
        for node in reversed(tape(self)):
            g = flow[id(node)]
            if node.pull is None:
                node.grad = np.zeros(node.data.shape) + g + (0 if node.grad is None else node.grad)
            else:
                node.pull(flow, g)


def wrap(value):
    return value if isinstance(value, Tensor) else Tensor(value)


def tape(root):
    """Inputs before results, by depth-first search with a stack of its own."""
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen and node.requires_grad:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order
