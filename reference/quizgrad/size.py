"""`Size`, the shape of a tensor, and how shapes broadcast."""

import math
from typing import Any, SupportsIndex, overload

import numpy as np

from .dtypes import PACKAGE


class Size(tuple[int, ...]):
    """The sizes of a tensor: a tuple that prints as PyTorch's."""

    __slots__ = ()

    def numel(self) -> int:
        """The number of elements."""
        return math.prod(self)

    @overload
    def __getitem__(self, at: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> "Size": ...
    def __getitem__(self, at: Any) -> Any:
        found = tuple.__getitem__(self, at)
        return Size(found) if isinstance(at, slice) else found

    def __add__(self, other: Any) -> "Size":
        return Size((*self, *other))

    def __repr__(self) -> str:
        return f"{PACKAGE}.Size({list(self)})"


def broadcast_shapes(*shapes: Any) -> Size:
    """The shape that `shapes` broadcast to; RuntimeError where they do not fit."""
    try:
        return Size(np.broadcast_shapes(*shapes))
    except ValueError:
        raise RuntimeError("Shape mismatch: objects cannot be broadcast to a single shape: "
                           + ", ".join(str(list(shape)) for shape in shapes)) from None
