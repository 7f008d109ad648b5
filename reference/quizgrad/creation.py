"""Functions that make tensors: from values, of constants, ranges and random numbers."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from .device import on_cpu
from .dtypes import get_default_dtype, is_float
from .function import TensorBase, wrap
from .ops.shape import sizes_of
from .random import default_generator, normal, uniform
from .tensor import Tensor


def placed(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """`make` with PyTorch's arguments about the place, which must be the CPU, or None."""

    @wraps(make)
    def _placed(*args: Any, device: Any = None, pin_memory: bool = False, **kwargs: Any) -> Tensor:
        if device is not None:
            on_cpu(device)
        return make(*args, **kwargs)

    return _placed


def _finish(array: Any, dtype: Any, requires_grad: bool) -> Tensor:
    """`array` as a leaf; floats of the default type unless `dtype` says otherwise."""
    kind = get_default_dtype() if dtype is None and array.dtype.kind == "f" else dtype
    made: Tensor = wrap(array if kind is None else array.astype(kind, copy=False))
    return made.requires_grad_() if requires_grad else made


@placed
def tensor(data: Any, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A new leaf that copies `data`: numbers, nested lists, arrays or Tensors.

    Python floats become the default float type, ints int64; NumPy arrays keep their dtype.
    Raises ValueError for lists of unequal lengths.
    """
    if isinstance(data, TensorBase):
        array = np.array(data.array, dtype)
    elif isinstance(data, (np.ndarray, np.generic)):
        array = np.array(data, dtype)
    else:
        array = np.array(_plain(data), dtype)
        if dtype is None and array.dtype.kind == "f":
            array = array.astype(get_default_dtype())
    made: Tensor = wrap(array if array.ndim else array[()])
    return made.requires_grad_() if requires_grad else made


def _plain(data: Any) -> Any:
    """Nested sequences with the Tensors inside as numbers."""
    if isinstance(data, (list, tuple)):
        return [_plain(d) for d in data]
    return data.array if isinstance(data, TensorBase) else data


@placed
def as_tensor(data: Any, dtype: Any = None) -> Tensor:
    """`data` as a Tensor, without copying an array or a Tensor where possible."""
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, np.ndarray):
        return wrap(data if dtype is None else data.astype(dtype, copy=False))
    return tensor(data, dtype=dtype)


def from_numpy(array: Any) -> Tensor:
    """A Tensor on the memory of `array`; TypeError for anything but a NumPy array."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
    return wrap(array)


@placed
def zeros(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros of the given sizes."""
    return _finish(np.zeros(sizes_of(size), dtype or get_default_dtype()), dtype, requires_grad)


@placed
def ones(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones of the given sizes."""
    return _finish(np.ones(sizes_of(size), dtype or get_default_dtype()), dtype, requires_grad)


@placed
def empty(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor of the given sizes for overwriting (zeros here, so that nothing is random)."""
    return zeros(*size, dtype=dtype, requires_grad=requires_grad)


@placed
def full(size: Sequence[int], fill_value: Any, *, dtype: Any = None,
         requires_grad: bool = False) -> Tensor:
    """A tensor of one value; its dtype follows the value's."""
    return _finish(np.full(size, fill_value, dtype), dtype, requires_grad)


@placed
def empty_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor with the shape and dtype of input, for overwriting (zeros, see `empty`)."""
    return zeros(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def zeros_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros with the shape and dtype of input."""
    return zeros(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def ones_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones with the shape and dtype of input."""
    return ones(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def full_like(input: Tensor, fill_value: Any, *, dtype: Any = None,
              requires_grad: bool = False) -> Tensor:
    """One value, with the shape and dtype of input."""
    return full(input.shape, fill_value, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def eye(n: int, m: int | None = None, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """The identity matrix, n x m."""
    return _finish(np.eye(n, m), dtype, requires_grad)


@placed
def arange(start: Any, end: Any = None, step: Any = 1, *, dtype: Any = None,
           requires_grad: bool = False) -> Tensor:
    """start, start + step, ... below end; int64 if all three are integers."""
    start, end = (0, start) if end is None else (start, end)
    return _finish(np.arange(start, end, step), dtype, requires_grad)


@placed
def linspace(start: float, end: float, steps: int, *, dtype: Any = None,
             requires_grad: bool = False) -> Tensor:
    """`steps` numbers from start to end, both included."""
    return _finish(np.linspace(start, end, steps), dtype, requires_grad)


@placed
def randn(*size: Any, generator: Any = None, dtype: Any = None,
          requires_grad: bool = False) -> Tensor:
    """Standard normal numbers."""
    return _finish(np.asarray(normal(sizes_of(size), 0, 1, generator)), dtype, requires_grad)


@placed
def rand(*size: Any, generator: Any = None, dtype: Any = None,
         requires_grad: bool = False) -> Tensor:
    """Numbers uniform on [0, 1)."""
    return _finish(np.asarray(uniform(sizes_of(size), 0, 1, generator)), dtype, requires_grad)


@placed
def randn_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Standard normal numbers with the shape and dtype of input."""
    return randn(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def rand_like(input: Tensor, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Numbers uniform on [0, 1) with the shape and dtype of input."""
    return rand(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


@placed
def randint(low: int, high: Any = None, size: Any = None, *, generator: Any = None,
            dtype: Any = None) -> Tensor:
    """Integers from low to high - 1; `randint(high, size)` starts at 0."""
    if size is None:
        low, high, size = 0, low, high
    source = (generator or default_generator).source
    return wrap(np.asarray(source.integers(low, high, size), dtype or np.int64))


@placed
def randperm(n: int, *, generator: Any = None, dtype: Any = np.int64) -> Tensor:
    """0..n-1 in random order."""
    return wrap((generator or default_generator).source.permutation(n).astype(dtype))


def is_tensor(value: Any) -> bool:
    """Whether `value` is a Tensor."""
    return isinstance(value, Tensor)


def allclose(input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8,
             equal_nan: bool = False) -> bool:
    """Whether |input - other| <= atol + rtol |other| everywhere."""
    return bool(np.allclose(input.array, other.array, rtol, atol, equal_nan))


def equal(input: Tensor, other: Tensor) -> bool:
    """Whether both have the same shape and elements."""
    return bool(np.array_equal(input.array, other.array))


def is_floating_point(input: Tensor) -> bool:
    """Whether the elements are floats."""
    return is_float(input.dtype)
