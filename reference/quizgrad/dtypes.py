"""Element types under PyTorch's names, the default float type, and type promotion.

A `dtype` here stands for a ``numpy.dtype``: NumPy takes it wherever it takes one, and both
compare equal. Promotion follows PyTorch ("Tensor Attributes" page), not NumPy, in two ways:
an integer never widens a float, and a 0-d tensor only decides between categories.
"""

from typing import Any

import numpy as np

DType = np.dtype[Any]
PACKAGE = __name__.partition(".")[0]


class dtype:
    """An element type, as torch.dtype: `quizgrad.float32`."""

    __slots__ = ("dtype",)

    def __init__(self, kind: Any) -> None:
        self.dtype: DType = np.dtype(kind)  # the name under which NumPy looks for it

    @property
    def is_floating_point(self) -> bool:
        """Whether it is a type of floats."""
        return self.dtype.kind == "f"

    @property
    def is_complex(self) -> bool:
        """Whether it is a type of complex numbers."""
        return self.dtype.kind == "c"

    @property
    def itemsize(self) -> int:
        """Bytes per element."""
        return self.dtype.itemsize

    @property
    def kind(self) -> str:
        """NumPy's letter for it: f, i, u or b."""
        return self.dtype.kind

    def __eq__(self, other: object) -> bool:
        return bool(self.dtype == getattr(other, "dtype", other))

    def __hash__(self) -> int:
        return hash(self.dtype)

    def __repr__(self) -> str:
        return f"{PACKAGE}.{self.dtype.name}"

    def __reduce__(self) -> Any:
        return dtype, (self.dtype,)


bool_, uint8, int8, int16 = dtype(np.bool_), dtype(np.uint8), dtype(np.int8), dtype(np.int16)
int32, int64, float16 = dtype(np.int32), dtype(np.int64), dtype(np.float16)
float32, float64 = dtype(np.float32), dtype(np.float64)
_KNOWN = {kind.dtype: kind for kind in
          (bool_, uint8, int8, int16, int32, int64, float16, float32, float64)}


def dtype_of(array: Any) -> dtype:
    """The element type of an array."""
    found = _KNOWN.get(array.dtype)
    return found if found is not None else dtype(array.dtype)


_CATEGORY = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}
_NAMES = {"bool": "Bool", "uint8": "Byte", "int8": "Char", "int16": "Short", "int32": "Int",
          "int64": "Long", "float16": "Half", "float32": "Float", "float64": "Double"}
_default = [float32]


class finfo:
    """The limits of a float type, as torch.finfo: the default one if none is given."""

    def __init__(self, type: Any = None) -> None:
        about = np.finfo(np.dtype(get_default_dtype() if type is None else type))
        self.bits, self.dtype = int(about.bits), str(about.dtype)
        self.min, self.max, self.eps = float(about.min), float(about.max), float(about.eps)
        self.tiny = self.smallest_normal = float(about.tiny)
        self.resolution = float(about.resolution)


class iinfo:
    """The limits of an integer type, as torch.iinfo."""

    def __init__(self, type: Any) -> None:
        about = np.iinfo(np.dtype(type))
        self.bits, self.dtype = about.bits, str(about.dtype)
        self.min, self.max = about.min, about.max


def get_default_dtype() -> dtype:
    """The float type of new tensors; float32 unless changed, as in PyTorch."""
    return _default[0]


def set_default_dtype(dtype: Any) -> None:
    """Make `dtype` the float type of new tensors.

    Raises TypeError if it is not a floating-point type.
    """
    kind = np.dtype(dtype)
    if kind.kind != "f":
        raise TypeError(
            f"only floating-point types are supported as the default type; got `{kind}`")
    _default[0] = _KNOWN[kind]


def type_name(dtype: Any) -> str:
    """PyTorch's word for a dtype in its messages: `Float`, `Double`, `Long`, ..."""
    name: str = np.dtype(dtype).name
    return _NAMES.get(name, name)


def is_float(dtype: Any) -> bool:
    """True for the types that can carry a gradient."""
    return dtype.kind in "fc"


def promote(a: Any, b: Any) -> DType:
    """Result dtype of an operation on two arrays (or NumPy scalars) of any shapes."""
    first, second = _CATEGORY[a.dtype.kind], _CATEGORY[b.dtype.kind]
    if first != second:
        wider: DType = (a if first > second else b).dtype
        return wider
    if (a.ndim == 0) != (b.ndim == 0):
        wider = (a if b.ndim == 0 else b).dtype
        return wider
    return np.result_type(a.dtype, b.dtype)


def scalar_dtype(value: complex, like: DType) -> DType:
    """The dtype that the Python number `value` takes beside a tensor of dtype `like`."""
    kind = "b" if isinstance(value, bool) else "i" if isinstance(value, int) else "f"
    if _CATEGORY[kind] <= _CATEGORY[like.kind]:
        return like
    return (int64 if kind == "i" else get_default_dtype()).dtype
