"""`AdamW`: Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2)."""

from collections.abc import Iterable
from typing import Any

from .adam import Adam


class AdamW(Adam):
    """p -= lr weight_decay p first; then Adam's step on the bare gradient."""

    def __init__(self, params: Iterable[Any], lr: float = 1e-3,
                 betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 1e-2, amsgrad: bool = False, *,
                 maximize: bool = False) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)

    def update(self, p: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step for the array `p`."""
        p *= 1 - group["lr"] * group["weight_decay"]
        super().update(p, g, {**group, "weight_decay": 0}, state)
