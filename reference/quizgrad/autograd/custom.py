"""`Function`: an operation whose forward and backward a user writes, as in PyTorch.

    class Cube(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x ** 3

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * 3 * x ** 2

    y = Cube.apply(x)
"""

from typing import Any

import numpy as np

from .. import function as core
from ..engine import kept_arrays
from ..function import Saved, TensorBase, grad_mode, no_grad, tick, wrap


class Parts:
    """The gradients of several outputs on their way to the one node; they add up by place."""

    shape: Any = ()  # that of the node and of its gradient, so that the walk leaves both alone
    dtype: Any = None

    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts

    def __add__(self, other: "Parts") -> "Parts":
        return Parts([b if a is None else a if b is None else a + b
                      for a, b in zip(self.parts, other.parts, strict=True)])


class Output(core.Function):
    """One of several outputs: hands its gradient to the common node, in its place."""

    __slots__ = ("count", "index")
    index: int
    count: int

    def backward(self, g: Any) -> Any:
        parts: list[Any] = [None] * self.count
        parts[self.index] = g
        return (Parts(parts),)


class Context(core.Function):
    """The node of a custom function, which its rules know as `ctx`."""

    __slots__ = ("__dict__", "many", "needs_input_grad", "rules", "shapes", "where")
    rules: type["Function"]
    many: bool
    shapes: list[tuple[Any, Any]]
    needs_input_grad: tuple[bool, ...]
    where: list[int]  # the places of the tensors among the arguments

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep tensors for backward; None is allowed."""
        self.kept = tuple(core.NOTHING if t is None else t for t in tensors)

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """The kept tensors; RuntimeError once they are freed or if one was changed in place."""
        kept_arrays(self)
        return tuple(wrap(k.array, True, self) if isinstance(k, Saved) and k.is_output else
                     None if k is core.NOTHING else k for k in self.kept)

    def mark_non_differentiable(self, *_: Any) -> None:
        """Accepted for PyTorch's sake; such outputs simply need no gradient."""

    def set_materialize_grads(self, value: bool) -> None:
        """Accepted for PyTorch's sake; missing gradients are always zeros."""

    def name(self) -> str:
        """The class's name with `Backward`, as PyTorch prints it."""
        return f"{self.rules.__name__}Backward"

    def backward(self, g: Any, *_: Any) -> Any:
        parts = g.parts if self.many else [g]
        recording = grad_mode.enabled
        grads = [self.as_value(p, i) for i, p in enumerate(parts)]
        found = self.rules.backward(self, *grads)
        found = found if isinstance(found, tuple) else (found,)
        if len(found) < len(self.needs_input_grad):
            raise RuntimeError(
                f"function {self.name()} returned an incorrect number of gradients (expected"
                f" {len(self.needs_input_grad)}, got {len(found)})")
        chosen = [found[i] for i in self.where]
        for i, value in enumerate(chosen):
            self.check(i, value)
        return [None if c is None else c if recording else c.array for c in chosen]

    def as_value(self, g: Any, i: int) -> Any:
        """Gradient number `i` as a Tensor; zeros where none arrived."""
        if g is None:
            return wrap(np.zeros(*self.shapes[i]))
        return g if isinstance(g, TensorBase) else wrap(np.asarray(g))

    def check(self, i: int, value: Any) -> None:
        """RuntimeError for a gradient that is no Tensor or cannot have its input's shape."""
        parent = self.parents[i]
        if value is None or parent is None:
            return
        if not isinstance(value, TensorBase):
            raise TypeError(f"function {self.name()} returned a `{type(value).__name__}` as"
                            f" gradient {i}; expected a Tensor or None")
        if not isinstance(parent, TensorBase) and parent.shape is None:
            return
        want = parent.array.shape if isinstance(parent, TensorBase) else parent.shape
        if value.array.shape != want:
            raise RuntimeError(f"Function {self.name()} returned an invalid gradient at index {i} -"
                               f" got {list(value.array.shape)} but expected shape compatible with"
                               f" {list(want)}")


class Function:
    """Base of a custom operation: write static `forward(ctx, ...)` and `backward(ctx, *grads)`.

    `apply` runs it. `forward` gets what `apply` got (operations inside are not recorded), keeps
    tensors with `ctx.save_for_backward` and anything else as attributes of `ctx`; `backward` gets
    one gradient per output and returns one per argument of `forward`, None where there is none.
    """

    @staticmethod
    def forward(ctx: Any, *args: Any, **kwargs: Any) -> Any:
        """Compute the output Tensor, or a tuple of them."""
        raise NotImplementedError("You must implement the forward function for custom"
                                  " autograd.Function.")

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """The gradient of every argument of forward."""
        raise NotImplementedError("You must implement either the backward or vjp method for your"
                                  " custom autograd.Function to use it with backward mode AD.")

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Run the operation and record it if an argument requires a gradient."""
        ctx = Context()
        ctx.rules, ctx.hooks = cls, None
        ctx.kept = ()
        ctx.where = [i for i, a in enumerate(args) if isinstance(a, TensorBase)]
        inputs: list[Any] = [args[i] for i in ctx.where]
        ctx.needs_input_grad = tuple(isinstance(a, TensorBase) and a.needs for a in args)
        with no_grad():
            made = cls.forward(ctx, *args, **kwargs)
        ctx.many = isinstance(made, tuple)
        outs = list(made) if ctx.many else [made]
        if not (grad_mode.enabled and any(t.needs for t in inputs)):
            return made
        ctx.parents = tuple((t.grad_fn or t) if t.needs else None for t in inputs)
        ctx.shapes = [(o.array.shape, o.array.dtype) for o in outs]
        ctx.shape, ctx.dtype = (Parts.shape, Parts.dtype) if ctx.many else ctx.shapes[0]
        fresh = [wrap(o.array) for o in outs]
        kept: Any = ctx.kept
        ctx.kept = tuple(self_output(k, outs) for k in kept)
        ctx.seq = tick()
        results = [attach(ctx, t, i, len(outs)) for i, t in enumerate(fresh)]
        return tuple(results) if ctx.many else results[0]


def self_output(kept: Any, outs: list[Any]) -> Any:
    """A kept output as an array that gets its history when it is read."""
    return Saved(kept.array, is_output=len(outs) == 1) if any(kept is o for o in outs) else kept


def attach(ctx: Context, result: Any, index: int, count: int) -> Any:
    """Hang the node, or one output of it, behind `result`."""
    if result.array.dtype.kind != "f":
        return result
    result.needs, result.grad_fn = True, ctx
    if ctx.many:
        node = Output()
        node.index, node.count, node.parents, node.kept = index, count, (ctx,), ()
        node.shape, node.dtype, node.hooks = result.array.shape, result.array.dtype, None
        node.seq = tick()
        result.grad_fn = node
    return result
