"""`SGD`: stochastic gradient descent, with momentum as PyTorch defines it."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from .optimizer import Optimizer, check_positive


class SGD(Optimizer):
    """p -= lr d, with d = g + weight_decay p, and with momentum m: b = m b + (1 - dampening) d.

    Then d = b, or d + m b with `nesterov` (torch.optim.SGD; the first b is d itself, undamped).
    ValueError for negative settings, and for nesterov without momentum or with dampening.
    """

    def __init__(self, params: Iterable[Any], lr: float = 1e-3, momentum: float = 0,
                 dampening: float = 0, weight_decay: float = 0, nesterov: bool = False, *,
                 maximize: bool = False) -> None:
        check_positive(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(params, {
            "lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay,
            "nesterov": nesterov, "maximize": maximize})

    def update(self, p: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step for the array `p`."""
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p
        momentum = group["momentum"]
        if momentum:
            buffer = state.get("momentum_buffer")
            if buffer is None:
                buffer = state["momentum_buffer"] = np.array(g)
            else:
                buffer *= momentum
                buffer += (1 - group["dampening"]) * g
            g = g + momentum * buffer if group["nesterov"] else buffer
        p -= group["lr"] * g
