"""Activations as modules."""

from ..tensor import Tensor
from . import functional as F
from .module import Module


class Identity(Module):
    """Returns its input; takes and ignores any settings."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    def forward(self, input: Tensor) -> Tensor:
        """input."""
        return input


class ReLU(Module):
    """max(x, 0), elementwise."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        return input.relu_() if self.inplace else F.relu(input)


class Tanh(Module):
    """tanh x, elementwise."""

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.tanh(input)


class Sigmoid(Module):
    """1 / (1 + e**-x), elementwise."""

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.sigmoid(input)


class Softmax(Module):
    """Softmax along `dim`."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.softmax(input, self.dim)

    def extra_repr(self) -> str:
        """The dimension."""
        return f"dim={self.dim}"


class LogSoftmax(Softmax):
    """ln softmax along `dim`."""

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.log_softmax(input, self.dim)
