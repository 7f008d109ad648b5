"""`Adam` (Kingma and Ba, 2015, algorithm 1), with the options of torch.optim.Adam."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from .optimizer import Optimizer, check_positive


class Adam(Optimizer):
    """p -= lr m' / (sqrt(v') + eps), m' = m / (1 - b1**t), v' = v / (1 - b2**t).

    m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g**2, and g includes weight_decay p. `amsgrad`
    uses the largest v so far. ValueError for settings out of range.
    """

    def __init__(self, params: Iterable[Any], lr: float = 1e-3,
                 betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 0, amsgrad: bool = False, *,
                 maximize: bool = False) -> None:
        check_positive(lr=lr, eps=eps, weight_decay=weight_decay)
        for i, beta in enumerate(betas):
            if not 0 <= beta < 1:
                raise ValueError(f"Invalid beta parameter at index {i}: {beta}")
        super().__init__(params, {
            "lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay,
            "amsgrad": amsgrad, "maximize": maximize})

    def update(self, p: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step for the array `p`."""
        if not state:
            state.update(step=0, exp_avg=np.zeros_like(p), exp_avg_sq=np.zeros_like(p))
            if group["amsgrad"]:
                state["max_exp_avg_sq"] = np.zeros_like(p)
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p
        state["step"] += 1
        t, (b1, b2), m, v = state["step"], group["betas"], state["exp_avg"], state["exp_avg_sq"]
        m *= b1
        m += (1 - b1) * g
        v *= b2
        v += (1 - b2) * (g * g)
        if group["amsgrad"]:
            v = np.maximum(state["max_exp_avg_sq"], v, out=state["max_exp_avg_sq"])
        root = np.sqrt(v)
        root /= (1 - b2**t) ** 0.5
        root += group["eps"]
        p -= (group["lr"] / (1 - b1**t)) * m / root
