"""Views and in-place changes: what a change of one does to the history of the others.

A view knows its `origin`, so the tensor that owns the memory (the root) can be found from it, and
its region of the root computed again. When a recorded change is written into a tensor, the root's
history becomes `CopySlices`: the old history outside the region, the new value inside. Every
view is then recorded anew from the root, as PyTorch does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..function import Function, Origin, TensorBase, grad_mode, run, version_of, wrap

if TYPE_CHECKING:
    from ..tensor import Tensor

Step = tuple[type[Function], dict[str, Any]]


def origin_of(t: TensorBase) -> Origin | None:
    """How a view came about; None for a tensor that owns its memory."""
    return getattr(t, "origin", None)


def path_to(t: TensorBase) -> tuple[TensorBase, list[Origin]]:
    """The root of a tensor, and the views on the way from it to the tensor."""
    path: list[Origin] = []
    while (origin := origin_of(t)) is not None:
        path.append(origin)
        t = origin.base
    return t, path[::-1]


class CopySlices(Function):
    """out = root with value in the region of a view;  dx = g, 0 there; dvalue = g there."""

    __slots__ = ("steps",)
    steps: Sequence[Step]

    def forward(self, root: TensorBase, value: TensorBase, steps: Sequence[Step]) -> Any:
        self.steps = steps
        return root.array  # the value has been written already

    def backward(self, g: Any) -> Any:
        dx = None
        if self.wants(0):
            free = np.ones(g.shape, bool)
            region(free, self.steps)[...] = False
            dx = g * free
        return dx, region(g, self.steps) if self.wants(1) else None


def region(value: Any, steps: Sequence[Step]) -> Any:
    """What a view shows of `value`, an array or a Tensor of the root's shape."""
    for kind, options in steps:
        value = run(kind, value, **options)
    return value


class Overwrite(Function):
    """out = value in x's shape, whatever x was;  dx = 0, dvalue = g."""

    __slots__ = ()

    def forward(self, x: TensorBase, value: TensorBase) -> Any:
        return np.array(np.broadcast_to(value.array, x.array.shape), x.array.dtype)

    def backward(self, g: Any) -> Any:
        return g * 0 if self.wants(0) else None, g if self.wants(1) else None


def check_change(t: "Tensor", others: Sequence[Any] = (), partly: bool = False) -> None:
    """RuntimeError, in PyTorch's words, for a recorded in-place change that cannot be.

    `partly`: what is changed is a view of `t`.
    """
    if not grad_mode.enabled or not (t.needs or any(getattr(o, "needs", False) for o in others)):
        return
    root, path = path_to(t)
    check_view(path)
    if t.needs and (path or partly) and root.grad_fn is None:
        raise RuntimeError("a view of a leaf Variable that requires grad is being used in an"
                           " in-place operation. Update it under `no_grad()`, or make a new"
                           " tensor.")
    if t.needs and t.grad_fn is None:
        raise RuntimeError("a leaf Variable that requires grad is being used in an in-place"
                           " operation. Update it under `no_grad()`, or make a new tensor.")


def check_view(path: Sequence[Origin]) -> None:
    """RuntimeError for a view that several share or that was made without recording."""
    for origin in path:
        if origin.several:
            raise RuntimeError(
                f"Output 0 of {origin.several} is a view and is being modified inplace. This view"
                " is the output of a function that returns multiple views. Such functions do not"
                " allow the output views to be modified inplace. You should replace the inplace"
                " operation by an out-of-place one.")
        if not origin.recorded:
            raise RuntimeError(
                "A view was created in no_grad mode and is being modified inplace with grad mode"
                " enabled. Take the view outside of `no_grad()`, or change it inside.")


def several(views: Sequence["Tensor"], name: str) -> tuple["Tensor", ...]:
    """`views` that one operation made together: none may be changed in place while recording."""
    for view in views:
        origin = origin_of(view)
        if origin is not None:
            view.origin = origin._replace(several=name)
    return tuple(views)


def rebase(t: "Tensor", out: "Tensor") -> None:
    """Let `t`, into which `out` was written, continue its history; its root and all views too."""
    root, path = path_to(t)
    if path:
        value = out.to(t.dtype)
        before = wrap(root.array, root.needs, root.grad_fn)
        steps = [(origin.kind, origin.options) for origin in path]
        out = CopySlices.apply(before, value, steps=steps)
    else:
        out = out.to(root.array.dtype)
    root.grad_fn, root.needs = out.grad_fn, True
    for ref in list(version_of(root).views):
        view = ref()
        if view is not None and path_to(view)[0] is root:
            origin = view.origin
            again = origin.kind.apply(origin.base, **origin.options)
            view.grad_fn, view.needs = again.grad_fn, again.needs
