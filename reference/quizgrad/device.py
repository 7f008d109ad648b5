"""Where tensors live: always the CPU, under the names that PyTorch's programs use for it."""

from typing import Any

from .dtypes import PACKAGE, dtype
from .function import TensorBase
from .refusal import Unavailable


class device:
    """A place for tensors, as torch.device: `device("cpu")`, `device("cuda", 0)`."""

    __slots__ = ("index", "type")

    def __init__(self, type: Any = "cpu", index: int | None = None) -> None:
        name, _, number = str(type).partition(":")
        self.type = name
        self.index = int(number) if number else index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, device) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type={self.type!r}{index})"


class layout:
    """How the elements lie in memory, as torch.layout; `strided` is the only one here."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"{PACKAGE}.{self.name}"


CPU = device("cpu")
strided = layout("strided")


def on_cpu(place: Any) -> None:
    """Refuse every place but the CPU; a GPU in PyTorch's own words for a machine without."""
    kind = "cpu" if place is None else device(place).type
    if kind == "cuda":
        raise AssertionError("Torch not compiled with CUDA enabled")
    if kind != "cpu":
        raise Unavailable(f"device {place!r}: there is only the CPU")


def destination(args: tuple[Any, ...], device: Any = None, dtype: Any = None,
                non_blocking: bool = False, copy: bool = False) -> tuple[Any, bool]:
    """(dtype or None, whether to copy) of the arguments of `Tensor.to` and `Module.to`.

    `to(dtype)`, `to(device)`, `to(device, dtype)`, `to(other)`; RuntimeError for anything else.
    """
    for given in args:
        if isinstance(given, TensorBase):
            dtype = given.array.dtype
        elif is_dtype(given):
            dtype = given
        elif isinstance(given, bool):
            copy = copy or (given and given is args[-1] and len(args) > 2)
        else:
            device = given
    on_cpu(device)
    return dtype, copy


def is_dtype(value: Any) -> bool:
    """Whether `value` names an element type: ours, NumPy's, or a NumPy scalar class."""
    return isinstance(value, (dtype, type)) or type(value).__module__ == "numpy.dtypes"
