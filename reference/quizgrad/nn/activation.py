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


class Elementwise(Module):
    """Base of the activations that are one function of `functional` and its settings."""

    function = ""

    def __init__(self, *settings: float | str) -> None:
        super().__init__()
        self.settings = settings

    def forward(self, input: Tensor) -> Tensor:
        """Any shape, kept."""
        function = getattr(F, self.function)
        out: Tensor = function(input, *self.settings)
        return out


class LeakyReLU(Elementwise):
    """x where positive, else negative_slope x."""

    function = "leaky_relu"

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__(negative_slope)


class ELU(Elementwise):
    """x where positive, else alpha (e**x - 1)."""

    function = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__(alpha)


class GELU(Elementwise):
    """x Phi(x), or its tanh approximation with approximate="tanh"."""

    function = "gelu"

    def __init__(self, approximate: str = "none") -> None:
        super().__init__(approximate)


class SiLU(Elementwise):
    """x sigmoid(x)."""

    function = "silu"

    def __init__(self) -> None:
        super().__init__()


class Mish(Elementwise):
    """x tanh(softplus(x))."""

    function = "mish"

    def __init__(self) -> None:
        super().__init__()


class SELU(Elementwise):
    """elu with the constants of self-normalising networks."""

    function = "selu"

    def __init__(self) -> None:
        super().__init__()


class ReLU6(Elementwise):
    """min(max(x, 0), 6)."""

    function = "relu6"

    def __init__(self) -> None:
        super().__init__()


class Softplus(Elementwise):
    """ln(1 + e**(beta x)) / beta."""

    function = "softplus"

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__(beta, threshold)


class LogSigmoid(Elementwise):
    """ln sigmoid(x)."""

    function = "logsigmoid"

    def __init__(self) -> None:
        super().__init__()


class Hardtanh(Elementwise):
    """x limited to [min_val, max_val]."""

    function = "hardtanh"

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0) -> None:
        super().__init__(min_val, max_val)
