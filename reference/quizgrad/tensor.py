"""`Tensor`: an array, whether it requires a gradient, and the node that made it.

The methods are the functions of `ops/`, bound in the class body; operators likewise.
"""

import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from . import engine
from .device import destination
from .dtypes import float32, float64, get_default_dtype, int32, int64, is_float, type_name
from .function import TensorBase, set_tensor_type, version_of, wrap
from .hooks import RemovableHandle
from .ops import arithmetic, extreme, indexing, inplace, linalg, math, reduce, scan, special
from .ops import norm as norms
from .ops import scatter as scattering
from .ops import shape as layout
from .shorthand import Shorthand


class Tensor(Shorthand):
    """A multi-dimensional array that can record how it was computed.

    `Tensor(values)` copies into the default float type; use `quizgrad.tensor` to keep integers.
    `array` is the NumPy array itself (a NumPy scalar where the tensor is 0-d).
    """

    __slots__ = ()
    __array_ufunc__ = None  # NumPy leaves `array * tensor` to the Tensor

    def __init__(self, data: Any = ()) -> None:
        array = data.array if isinstance(data, TensorBase) else np.asarray(data)
        other = wrap(np.array(array, get_default_dtype()))
        for name in ("array", "_grad", "needs", "grad_fn", "version", "hooks"):
            setattr(self, name, getattr(other, name))

    def contiguous(self) -> "Tensor":
        """Itself if contiguous, else a copy that is."""
        return self if self.is_contiguous() else self.clone()

    # -- its place in the graph ---------------------------------------------------------------

    @property
    def requires_grad(self) -> bool:
        """Whether operations on it are recorded and gradients computed for it."""
        return self.needs

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if self.grad_fn is not None and not value:
            raise RuntimeError("you can only change requires_grad flags of leaf variables. If you"
                               " want to use a computed variable in a subgraph that doesn't require"
                               " differentiation use var_no_grad = var.detach().")
        if value and not is_float(self.dtype):
            raise RuntimeError("only Tensors of floating point dtype can require gradients; this"
                               f" one is {type_name(self.dtype)}")
        self.needs = bool(value)

    def requires_grad_(self, requires_grad: bool = True) -> "Tensor":
        """Set `requires_grad` and return the tensor."""
        self.requires_grad = requires_grad
        return self

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made it: only leaves get `.grad` by default."""
        return self.grad_fn is None

    @property
    def grad(self) -> "Tensor | None":
        """The accumulated gradient; None before backward and after zero_grad."""
        grad: Tensor | None = self._grad
        return grad

    @grad.setter
    def grad(self, value: "Tensor | None") -> None:
        if value is not None and value.shape != self.shape:
            raise RuntimeError("assigned grad has data of a different size: expected"
                               f" {list(self.shape)}, got {list(value.shape)}")
        self._grad = value

    @property
    def data(self) -> "Tensor":
        """A Tensor on the same memory without history; assigning replaces the memory."""
        inplace.storage(self)
        return wrap(self.array)

    @data.setter
    def data(self, value: "Tensor") -> None:
        self.array = value.array

    @property
    def _version(self) -> int:
        """How often the memory was changed in place."""
        return 0 if self.version is None else self.version.count

    def detach(self) -> "Tensor":
        """A Tensor on the same memory without history."""
        out = wrap(inplace.storage(self))
        out.version = version_of(self)
        return out

    def backward(self, gradient: "Tensor | None" = None, retain_graph: bool | None = None,
                 create_graph: bool = False) -> None:
        """Add the gradient of this tensor to `.grad` of every leaf it was computed from.

        `gradient` (same shape) is needed unless it has one element. Raises RuntimeError without
        a graph, for a non-scalar without `gradient`, and for a graph already freed.
        """
        engine.backward((self,), (gradient,), retain_graph, create_graph)

    def retain_grad(self) -> None:
        """Let this non-leaf keep its gradient in `.grad` too."""
        if not self.needs:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if self.grad_fn is None:
            return
        me = weakref.ref(self)

        def keep(g: Tensor) -> None:
            t = me()
            if t is not None:
                t._grad = g.clone() if t._grad is None else t._grad + g

        self.register_hook(keep)

    def register_hook(self, hook: Callable[["Tensor"], "Tensor | None"]) -> RemovableHandle:
        """Call `hook(gradient)` when this tensor's gradient is known; a result replaces it.

        The handle's `remove()` takes the hook away.
        """
        if not self.needs:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        owner: Any = self.grad_fn or self
        owner.hooks = owner.hooks or []
        return RemovableHandle(owner.hooks, hook)

    # -- to other forms -----------------------------------------------------------------------

    def numpy(self) -> Any:
        """The NumPy array, on the same memory; RuntimeError if the tensor requires grad."""
        if self.needs:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use"
                               " tensor.detach().numpy() instead.")
        return inplace.storage(self)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        array = self.numpy()
        return np.array(array, dtype, copy=copy)

    def __iter__(self) -> Iterator["Tensor"]:
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter(layout.unbind(self))

    __hash__ = object.__hash__

    def __deepcopy__(self, memo: dict[int, Any]) -> "Tensor":
        if self.grad_fn is not None:
            raise RuntimeError("Only Tensors created explicitly by the user (graph leaves) support"
                               " the deepcopy protocol at the moment.")
        out = type(self).__new__(type(self))
        TensorBase.__setattr__(out, "array", np.array(self.array))
        out._grad = None if self._grad is None else wrap(np.array(self._grad.array))
        out.needs, out.grad_fn, out.version, out.hooks = self.needs, None, None, None
        memo[id(self)] = out
        return out

    def __reduce_ex__(self, _: Any) -> Any:
        return _rebuild, (type(self), np.asarray(self.array), self.needs)

    # -- types --------------------------------------------------------------------------------

    def to(self, *args: Any, **kwargs: Any) -> "Tensor":
        """The tensor in another dtype, itself if it has it and no `copy` is asked for.

        `to(dtype)`, `to(device)`, `to(device, dtype)`, `to(other)`; there is only the CPU.
        """
        dtype, copy = destination(args, **kwargs)
        out = self if dtype is None else math.to(self, dtype)
        return out.clone() if copy and out is self else out

    def cuda(self, device: Any = None) -> "Tensor":
        """AssertionError, as in PyTorch where there is no GPU."""
        return self.to("cuda")

    def half(self) -> "Tensor":
        """The tensor as float16."""
        return math.to(self, np.float16)

    def type_as(self, other: "Tensor") -> "Tensor":
        """The tensor in the dtype of `other`."""
        return math.to(self, other.dtype)

    def float(self) -> "Tensor":
        """The tensor as float32."""
        return math.to(self, float32)

    def double(self) -> "Tensor":
        """The tensor as float64."""
        return math.to(self, float64)

    def long(self) -> "Tensor":
        """The tensor as int64."""
        return math.to(self, int64)

    def int(self) -> "Tensor":
        """The tensor as int32."""
        return math.to(self, int32)

    def bool(self) -> "Tensor":
        """The tensor as bool: whether each element is non-zero."""
        return math.to(self, np.bool_)

    def cpu(self) -> "Tensor":
        """Itself."""
        return self

    def resolve_neg(self) -> "Tensor":
        """Itself: nothing is negated later than it is asked for."""
        return self

    # -- operations ---------------------------------------------------------------------------

    add, sub, mul, div, pow = (arithmetic.add, arithmetic.sub, arithmetic.mul, arithmetic.div,
                               arithmetic.pow)
    neg, maximum, minimum = arithmetic.neg, arithmetic.maximum, arithmetic.minimum
    masked_fill = arithmetic.masked_fill
    eq, ne, lt, le, gt, ge = (arithmetic.eq, arithmetic.ne, arithmetic.lt, arithmetic.le,
                              arithmetic.gt, arithmetic.ge)
    logical_and, logical_or = arithmetic.logical_and, arithmetic.logical_or

    __add__, __sub__, __mul__ = arithmetic.add, arithmetic.sub, arithmetic.mul
    __truediv__, __pow__, __neg__ = arithmetic.div, arithmetic.pow, arithmetic.neg
    __radd__, __rmul__ = arithmetic.add, arithmetic.mul
    __lt__, __le__, __gt__, __ge__ = arithmetic.lt, arithmetic.le, arithmetic.gt, arithmetic.ge
    __eq__, __ne__ = arithmetic.eq, arithmetic.ne  # type: ignore[assignment]  # elementwise

    def __rsub__(self, other: Any) -> "Tensor":
        return arithmetic.sub(other, self)

    def __rtruediv__(self, other: Any) -> "Tensor":
        return arithmetic.div(other, self)

    def __rpow__(self, other: Any) -> "Tensor":
        return arithmetic.pow(arithmetic.as_operand(other, self), self)

    def __invert__(self) -> "Tensor":
        return wrap(~self.array)

    def __and__(self, other: Any) -> "Tensor":
        return wrap(self.array & arithmetic.as_operand(other, self).array)

    def __or__(self, other: Any) -> "Tensor":
        return wrap(self.array | arithmetic.as_operand(other, self).array)

    exp, log, sqrt, sin, cos, tanh = (math.exp, math.log, math.sqrt, math.sin, math.cos, math.tanh)
    expm1, log1p, sigmoid, relu = math.expm1, math.log1p, math.sigmoid, math.relu
    abs, clamp, square, sign, clone = math.abs, math.clamp, math.square, math.sign, math.clone
    isnan, isfinite = math.isnan, math.isfinite
    erf, atan, tan, sinh, cosh = special.erf, special.atan, special.tan, special.sinh, special.cosh
    rsqrt, reciprocal, log2, log10 = (special.rsqrt, special.reciprocal, special.log2,
                                      special.log10)
    floor, ceil, round, trunc = special.floor, special.ceil, special.round, special.trunc
    lerp, logaddexp = special.lerp, special.logaddexp
    __abs__ = math.abs

    sum, mean, var, std, norm = reduce.sum, reduce.mean, reduce.var, reduce.std, norms.norm
    logsumexp, softmax, log_softmax = reduce.logsumexp, reduce.softmax, reduce.log_softmax
    max, min, amax, amin = extreme.max, extreme.min, extreme.amax, extreme.amin
    argmax, argmin, all, any = extreme.argmax, extreme.argmin, reduce.all, reduce.any

    reshape, view, permute = layout.reshape, layout.view, layout.permute
    transpose, swapaxes, movedim = layout.transpose, layout.transpose, layout.movedim
    expand, flatten = layout.expand, layout.flatten
    squeeze, unsqueeze, flip = layout.squeeze, layout.unsqueeze, layout.flip
    split, chunk, unbind, tril, triu = (layout.split, layout.chunk, layout.unbind, layout.tril,
                                        layout.triu)

    @property
    def mT(self) -> "Tensor":
        """The last two dimensions exchanged."""
        return layout.transpose(self, -2, -1)

    @property
    def T(self) -> "Tensor":
        """All dimensions in reverse order."""
        return layout.permute(self, *range(self.ndim - 1, -1, -1))

    def t(self) -> "Tensor":
        """The transposed matrix; itself for a vector; RuntimeError above two dimensions."""
        if self.ndim > 2:
            raise RuntimeError("t() expects a tensor with <= 2 dimensions, but self is"
                               f" {self.ndim}D")
        return self.T

    def view_as(self, other: "Tensor") -> "Tensor":
        """The tensor in the shape of `other`."""
        return layout.view(self, other.shape)

    def expand_as(self, other: "Tensor") -> "Tensor":
        """The tensor repeated to the shape of `other`."""
        return layout.expand(self, other.shape)

    matmul, __matmul__, dot = linalg.matmul, linalg.matmul, linalg.matmul
    gather, index_select = indexing.gather, indexing.index_select
    scatter, scatter_add, index_add = (scattering.scatter, scattering.scatter_add,
                                       scattering.index_add)
    masked_select, nonzero, unique = (scattering.masked_select, scattering.nonzero,
                                      scattering.unique)
    cumsum, prod, roll, sort, argsort, topk = (scan.cumsum, scan.prod, scan.roll, scan.sort,
                                               scan.argsort, scan.topk)
    repeat, repeat_interleave, narrow, select = (scan.repeat, scan.repeat_interleave, scan.narrow,
                                                 scan.select)
    diag, diagonal, trace = scan.diag, scan.diagonal, scan.trace
    __getitem__, __setitem__ = indexing.getitem, inplace.setitem

    add_, sub_, mul_, div_ = (inplace.in_place(arithmetic.add), inplace.in_place(arithmetic.sub),
                              inplace.in_place(arithmetic.mul), inplace.in_place(arithmetic.div))
    __iadd__, __isub__, __imul__, __itruediv__ = add_, sub_, mul_, div_
    exp_, sqrt_, tanh_, sigmoid_ = (inplace.in_place(math.exp), inplace.in_place(math.sqrt),
                                    inplace.in_place(math.tanh), inplace.in_place(math.sigmoid))
    relu_, clamp_ = inplace.in_place(math.relu), inplace.in_place(math.clamp)
    masked_fill_ = inplace.in_place(arithmetic.masked_fill)
    zero_, fill_, copy_ = inplace.zero_, inplace.fill_, inplace.copy_

    def uniform_(self, low: Any = 0.0, high: Any = 1.0, generator: Any = None) -> "Tensor":
        """Every element becomes uniform on [low, high)."""
        from .random import uniform
        return inplace.overwrite(self, wrap(uniform(self.shape, low, high, generator)))

    def normal_(self, mean: Any = 0.0, std: Any = 1.0, generator: Any = None) -> "Tensor":
        """Every element becomes normal with the given mean and standard deviation."""
        from .random import normal
        return inplace.overwrite(self, wrap(normal(self.shape, mean, std, generator)))


def _rebuild(kind: type[Tensor], array: Any, needs: bool) -> Tensor:
    """Unpickle: a Tensor of `kind` around `array`."""
    out = kind.__new__(kind)
    out.array, out._grad, out.needs = array, None, needs
    out.grad_fn, out.version, out.hooks = None, None, None
    return out


set_tensor_type(Tensor)
