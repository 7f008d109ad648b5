"""Losses as modules: `CrossEntropyLoss`, `NLLLoss`, `MSELoss`."""

from ..tensor import Tensor
from . import functional as F
from .module import Module


class MSELoss(Module):
    """(input - target)**2, reduced by "mean", "sum" or "none"."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """Both of one shape; a scalar unless the reduction is "none"."""
        return F.mse_loss(input, target, self.reduction)


class NLLLoss(Module):
    """-weight[y] input[y] for log-probabilities; see `functional.nll_loss`."""

    weight: Tensor | None

    def __init__(self, weight: Tensor | None = None, ignore_index: int = -100,
                 reduction: str = "mean") -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.ignore_index, self.reduction = ignore_index, reduction

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """input (N, C, *), target (N, *)."""
        return F.nll_loss(input, target, self.weight, self.ignore_index, self.reduction)


class CrossEntropyLoss(NLLLoss):
    """-log softmax of logits at the target; see `functional.cross_entropy`."""

    def __init__(self, weight: Tensor | None = None, ignore_index: int = -100,
                 reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(weight, ignore_index, reduction)
        self.label_smoothing = label_smoothing

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """input (N, C, *), target (N, *) class indices or (N, C, *) probabilities."""
        return F.cross_entropy(input, target, self.weight, self.ignore_index, self.reduction,
                               self.label_smoothing)
