"""Numerical checks of gradients by central differences in float64.

The default settings are tight (eps 6e-6, atol 1e-9, rtol 1e-7): PyTorch's own defaults let a
gradient times 1.0005 pass. The difference quotient (f(x + e) - f(x - e)) / 2e errs by about
e**2 f''' / 6 + u |f| / e, near 1e-11 here for functions of size 1. The differences are taken
with two step sizes and extrapolated (Richardson), which removes the e**2 term.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..engine import grad
from ..function import TensorBase, no_grad, wrap


class GradcheckError(RuntimeError):
    """An analytic gradient that differs from the numerical one."""


def gradcheck(func: Callable[..., Any], inputs: Any, *, eps: float = 1e-3, atol: float = 1e-9,
              rtol: float = 1e-7, raise_exception: bool = True) -> bool:
    """Compare the gradients of `func(*inputs)` with numerical ones, input by input.

    Every float64 input with requires_grad is checked, for every output, under a fixed random
    upstream gradient. Returns True, or raises GradcheckError (returns False without
    `raise_exception`) naming the input, the element, both values. ValueError if no input
    requires grad, or one is not float64.
    """
    inputs = (inputs,) if isinstance(inputs, TensorBase) else tuple(inputs)
    checked = [i for i, t in enumerate(inputs) if isinstance(t, TensorBase) and t.needs]
    if not checked:
        raise ValueError("gradcheck expects at least one input tensor to require gradient, but"
                         " none of the them have requires_grad=True.")
    for i in checked:
        if inputs[i].array.dtype != np.float64:
            raise ValueError(f"gradcheck: input {i} is {inputs[i].array.dtype}; differences need"
                             " float64")
    try:
        for output in range(len(outputs_of(func, inputs))):
            check_output(func, inputs, output, checked, (eps, atol, rtol))
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def outputs_of(func: Callable[..., Any], inputs: Sequence[Any]) -> list[Any]:
    """The differentiable outputs of func."""
    made = func(*inputs)
    made = list(made) if isinstance(made, (tuple, list)) else [made]
    return [o for o in made if isinstance(o, TensorBase) and o.array.dtype.kind == "f"]


def check_output(func: Callable[..., Any], inputs: Sequence[Any], output: int,
                 checked: Sequence[int], settings: tuple[float, float, float]) -> None:
    """Check all inputs against one output."""
    eps, atol, rtol = settings
    out = outputs_of(func, inputs)[output]
    upstream = np.random.default_rng(output).uniform(0.5, 1.5, out.array.shape)
    upstream *= np.random.default_rng(output + 1).choice([-1.0, 1.0], out.array.shape)
    found: Sequence[Any] = [None] * len(checked)
    if out.needs:
        found = grad(out, [inputs[i] for i in checked], wrap(upstream), allow_unused=True)
    for i, g in zip(checked, found, strict=True):
        def value() -> Any:
            with no_grad():
                return np.sum(outputs_of(func, inputs)[output].array * upstream)

        want = differences(value, inputs[i], eps)
        got = np.zeros_like(want) if g is None else np.asarray(g.array)
        if got.shape != want.shape:
            raise GradcheckError(f"gradient of input {i} has shape {got.shape}, not {want.shape}")
        wrong = ~(np.abs(got - want) <= atol + rtol * np.abs(want).max(initial=0.0))
        if wrong.any():
            at = tuple(int(n) for n in np.argwhere(wrong)[0])
            raise GradcheckError(
                f"Jacobian mismatch for output {output} with respect to input {i},\n"
                f"element {list(at)} of {list(want.shape)}: numerical {want[at]!r},"
                f" analytical {got[at]!r}")


def differences(value: Callable[[], Any], x: Any, eps: float) -> Any:
    """The gradient of value() with respect to x by extrapolated central differences.

    With d(e) = (f(x + e) - f(x - e)) / 2e, (64 d(e/4) - 20 d(e/2) + d(e)) / 45 errs by O(e**6).
    """
    array = x.array = np.array(x.array)  # memory of its own to write into
    result = np.zeros(array.shape)
    for at in np.ndindex(array.shape):
        before, slopes = array[at], []
        for step in (eps, eps / 2, eps / 4):
            array[at] = before + step
            above, width = value(), array[at]
            array[at] = before - step
            below, width = value(), width - array[at]
            slopes.append((above - below) / width)
        array[at] = before
        result[at] = (64 * slopes[2] - 20 * slopes[1] + slopes[0]) / 45
    return result


def gradgradcheck(func: Callable[..., Any], inputs: Any, **settings: Any) -> bool:
    """`gradcheck` of the gradient of func: its second derivatives, and create_graph itself."""
    inputs = (inputs,) if isinstance(inputs, TensorBase) else tuple(inputs)
    checked = [i for i, t in enumerate(inputs) if isinstance(t, TensorBase) and t.needs]
    shapes = [o.array.shape for o in outputs_of(func, inputs)]
    source = np.random.default_rng(7)
    upstreams = [wrap(source.normal(size=s), True) for s in shapes]

    def first(*values: Any) -> Any:
        given, above = values[:len(inputs)], values[len(inputs):]
        outs = outputs_of(func, given)
        pairs = [(o, g) for o, g in zip(outs, above, strict=True) if o.needs]
        found = grad([o for o, _ in pairs], [given[i] for i in checked], [g for _, g in pairs],
                     create_graph=True, allow_unused=True)
        return [g for g in found if g is not None]

    def recorded(*values: Any) -> Any:
        from ..function import enable_grad
        with enable_grad():
            return first(*values)

    return gradcheck(recorded, (*inputs, *upstreams), **settings)
