"""What can be asked of a tensor without computing: sizes, types, numbers, its printed form."""

from typing import Any

import numpy as np

from .device import CPU, device, layout, strided
from .dtypes import dtype as ElementType
from .dtypes import dtype_of, get_default_dtype, int64
from .function import TensorBase
from .ops.common import axis_of
from .size import Size


class Described(TensorBase):
    """The part of `Tensor` that describes it."""

    __slots__ = ()

    @property
    def shape(self) -> Size:
        """The sizes, a tuple."""
        return Size(self.array.shape)

    @property
    def dtype(self) -> ElementType:
        """The element type."""
        return dtype_of(self.array)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return int(self.array.ndim)

    @property
    def device(self) -> device:
        """Always the CPU."""
        return CPU

    @property
    def layout(self) -> layout:
        """Always strided: every element has a place."""
        return strided

    @property
    def is_cuda(self) -> bool:
        """False."""
        return False

    def size(self, dim: int | None = None) -> Any:
        """The sizes, or the one at `dim`."""
        return self.shape if dim is None else self.shape[axis_of(dim, self.ndim)]

    def dim(self) -> int:
        """The number of dimensions."""
        return self.ndim

    def numel(self) -> int:
        """The number of elements."""
        return int(self.array.size)

    def is_floating_point(self) -> bool:
        """Whether the elements are floats."""
        return self.dtype.kind == "f"

    def is_contiguous(self) -> bool:
        """Whether the elements lie in row order without gaps."""
        return bool(self.array.flags.c_contiguous)

    def item(self) -> Any:
        """The single element as a Python number; RuntimeError if there are several."""
        if self.array.size != 1:
            raise RuntimeError(f"a Tensor with {self.array.size} elements cannot be converted to"
                               " Scalar")
        return self.array.item()

    def tolist(self) -> Any:
        """The elements as nested lists (a number if 0-d)."""
        return self.array.tolist()

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        if self.dtype.kind not in "biu":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __bool__(self) -> bool:
        if self.array.size != 1:
            raise RuntimeError("Boolean value of Tensor with "
                               + ("more than one value is ambiguous" if self.array.size
                                  else "no values is ambiguous"))
        return bool(self.array.item())

    def __len__(self) -> int:
        if self.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    def __contains__(self, value: Any) -> bool:
        return bool(np.any(self.array == (value.array if isinstance(value, TensorBase) else value)))

    def __repr__(self) -> str:
        text = np.array2string(
            np.asarray(self.array), precision=4, separator=", ", prefix="tensor(")
        if self.dtype not in (get_default_dtype(), int64, np.bool_):
            text += f", dtype={self.dtype}"
        if self.grad_fn is not None:
            text += f", grad_fn={self.grad_fn!r}"
        elif self.needs:
            text += ", requires_grad=True"
        return f"tensor({text})"
