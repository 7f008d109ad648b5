"""`checkpoint`: drop a function's intermediate values and compute them again in backward."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..autograd.custom import Function
from ..engine import backward
from ..function import TensorBase, enable_grad, grad_mode, version_of, wrap
from ..random import default_generator


class _Checkpoint(Function):
    """Runs a function without recording it; backward runs it again, recorded."""

    @staticmethod
    def forward(ctx: Any, function: Callable[..., Any], kwargs: dict[str, Any], state: Any,
                anchor: Any, *args: Any) -> Any:
        ctx.function, ctx.kwargs, ctx.state, ctx.args = function, kwargs, state, args
        return function(*args, **kwargs)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        inner = [fresh(a) for a in ctx.args]
        source = default_generator.source
        before = source.bit_generator.state
        if ctx.state is not None:
            source.bit_generator.state = ctx.state
        with enable_grad():
            out = ctx.function(*inner, **ctx.kwargs)
        source.bit_generator.state = before
        outs = out if isinstance(out, tuple) else (out,)
        pairs = [(o, g) for o, g in zip(outs, grads, strict=True) if o.requires_grad]
        backward([o for o, _ in pairs], [g for _, g in pairs])
        found = [a._grad if isinstance(a, TensorBase) else None for a in inner]
        return (None, None, None, None, *found)


def fresh(value: Any) -> Any:
    """A leaf on the memory of a Tensor; anything else as it is."""
    if not isinstance(value, TensorBase):
        return value
    leaf = wrap(value.array, needs=value.needs)
    leaf.version = version_of(value)
    return leaf


def checkpoint(function: Callable[..., Any], *args: Any, use_reentrant: bool = False,
               preserve_rng_state: bool = True, **kwargs: Any) -> Any:
    """function(*args, **kwargs) whose intermediate values are not kept but computed again.

    Random numbers are drawn again as they were, so that dropout repeats itself. Gradients reach
    the arguments and what the function closes over (parameters), the latter through `.grad`, so
    use `backward`, not `autograd.grad`; first derivatives only. Source: Chen et al. 2016.
    """
    if not grad_mode.enabled:
        return function(*args, **kwargs)
    state = default_generator.source.bit_generator.state if preserve_rng_state else None
    anchor = wrap(np.zeros(()), needs=True)  # records the node where only parameters need gradients
    return _Checkpoint.apply(function, kwargs, state, anchor, *args)
