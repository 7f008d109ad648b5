"""Derivatives of functions: `vjp`, `jvp`, `jacobian`, `hessian`, `vhp` and `hvp`.

As torch.autograd.functional: the function takes Tensors and returns one Tensor or a tuple.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..engine import as_tuple, grad
from ..function import enable_grad, wrap
from ..ops.shape import stack
from ..tensor import Tensor

Function = Callable[..., Any]


def leaves(inputs: Any) -> list[Any]:
    """Fresh leaves on the values of the inputs."""
    return [t.detach().clone().requires_grad_() for t in as_tuple(inputs)]


def like(values: Any, model: Any) -> Any:
    """A tuple where `model` was a sequence, else the one value."""
    found = tuple(values)
    return found if isinstance(model, (tuple, list)) else found[0]


def zeros_for(found: Any, inputs: list[Any]) -> list[Any]:
    """Gradients with zeros in place of None."""
    return [wrap(np.zeros_like(t.array)) if g is None else g
            for g, t in zip(found, inputs, strict=True)]


def vjp(func: Function, inputs: Any, v: Any = None, create_graph: bool = False) -> Any:
    """(func(*inputs), v^T J): one product per input. v may be left out for a scalar output."""
    with enable_grad():
        own = leaves(inputs)
        out = func(*own)
        found = grad(out, own, v, create_graph=create_graph, allow_unused=True)
    kept = out if create_graph else like([o.detach() for o in as_tuple(out)], out)
    return kept, like(zeros_for(found, own), inputs)


def jvp(func: Function, inputs: Any, v: Any) -> Any:
    """(func(*inputs), J v), by differentiating v^T J once more ("double backward trick")."""
    with enable_grad():
        own = leaves(inputs)
        out = func(*own)
        outs = as_tuple(out)
        dummies = [wrap(np.zeros_like(o.array)).requires_grad_() for o in outs]
        first = grad(outs, own, dummies, create_graph=True, allow_unused=True)
        used = [(g, d) for g, d in zip(first, as_tuple(v), strict=True)
                if g is not None and g.requires_grad]
        found: Any = [None] * len(outs)
        if used:
            found = grad([g for g, _ in used], dummies, [d for _, d in used], allow_unused=True)
    return like([o.detach() for o in outs], out), like(zeros_for(found, dummies), out)


def jacobian(func: Function, inputs: Any, create_graph: bool = False) -> Any:
    """The matrix of all partial derivatives, (*output shape, *input shape) for each input.

    For one Tensor in and out; a tuple over the inputs where they are a tuple.
    """
    with enable_grad():
        own = leaves(inputs)
        out = func(*own)
        rows: list[list[Any]] = [[] for _ in own]
        for i in range(out.numel()):
            found = grad(out.reshape(-1)[i], own, retain_graph=True, create_graph=create_graph,
                         allow_unused=True)
            for row, g in zip(rows, zeros_for(found, own), strict=True):
                row.append(g)
    whole = [stack(row).reshape(*out.shape, *t.shape) for row, t in zip(rows, own, strict=True)]
    return like(whole, inputs)


def hessian(func: Function, inputs: Tensor) -> Tensor:
    """All second derivatives of a scalar function of one Tensor: (*shape, *shape)."""
    def first(x: Tensor) -> Tensor:
        (g,) = grad(func(x), x, create_graph=True)
        kept: Tensor = g if g.requires_grad else g + x * 0
        return kept

    found: Tensor = jacobian(first, inputs)
    return found


def hvp(func: Function, inputs: Any, v: Any) -> Any:
    """(func(*inputs), H v) for a scalar function, with two backward passes (Pearlmutter 1994)."""
    with enable_grad():
        own = leaves(inputs)
        out = func(*own)
        first = grad(out, own, create_graph=True, allow_unused=True)
        used = [(g, d) for g, d in zip(first, as_tuple(v), strict=True)
                if g is not None and g.requires_grad]
        found: Any = [None] * len(own)
        if used:
            found = grad([g for g, _ in used], own, [d for _, d in used], allow_unused=True)
    return out.detach(), like(zeros_for(found, own), inputs)


vhp = hvp  # the Hessian is symmetric
