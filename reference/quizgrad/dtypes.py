"""Element types under PyTorch's names, the default float type, and type promotion.

A dtype here is a plain ``numpy.dtype``, so ``tensor.dtype == quizgrad.float32`` holds.
Promotion follows PyTorch ("Tensor Attributes" page), which differs from NumPy's twice:
an integer never widens a float, and a 0-d tensor only decides between categories.
"""

from typing import Any

import numpy as np

DType = np.dtype[Any]

bool_ = np.dtype(np.bool_)
uint8 = np.dtype(np.uint8)
int8 = np.dtype(np.int8)
int16 = np.dtype(np.int16)
int32 = np.dtype(np.int32)
int64 = np.dtype(np.int64)
float16 = np.dtype(np.float16)
float32 = np.dtype(np.float32)
float64 = np.dtype(np.float64)

_CATEGORY = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}
_NAMES = {"bool": "Bool", "uint8": "Byte", "int8": "Char", "int16": "Short", "int32": "Int",
          "int64": "Long", "float16": "Half", "float32": "Float", "float64": "Double"}
_default = [float32]


def get_default_dtype() -> DType:
    """The float type of new tensors; float32 unless changed, as in PyTorch."""
    return _default[0]


def set_default_dtype(dtype: Any) -> None:
    """Make `dtype` the float type of new tensors.

    Raises TypeError if it is not a floating-point type.
    """
    dtype = np.dtype(dtype)
    if dtype.kind != "f":
        raise TypeError(
            f"only floating-point types are supported as the default type; got `{dtype}`")
    _default[0] = dtype


def type_name(dtype: DType) -> str:
    """PyTorch's word for a dtype in its messages: `Float`, `Double`, `Long`, ..."""
    return _NAMES.get(dtype.name, dtype.name)


def is_float(dtype: DType) -> bool:
    """True for the types that can carry a gradient."""
    return dtype.kind in "fc"


def promote(a: Any, b: Any) -> DType:
    """Result dtype of an operation on two arrays (or NumPy scalars) of any shapes."""
    first, second = _CATEGORY[a.dtype.kind], _CATEGORY[b.dtype.kind]
    if first != second:
        dtype: DType = (a if first > second else b).dtype
        return dtype
    if (a.ndim == 0) != (b.ndim == 0):
        dtype = (a if b.ndim == 0 else b).dtype
        return dtype
    return np.result_type(a.dtype, b.dtype)


def scalar_dtype(value: complex, like: DType) -> DType:
    """The dtype that the Python number `value` takes beside a tensor of dtype `like`."""
    kind = "b" if isinstance(value, bool) else "i" if isinstance(value, int) else "f"
    if _CATEGORY[kind] <= _CATEGORY[like.kind]:
        return like
    return int64 if kind == "i" else get_default_dtype()
