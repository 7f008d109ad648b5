"""`Optimizer`: what every optimiser shares: parameter groups, state, `zero_grad`, `step`."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ..function import TensorBase, enable_grad, no_grad
from ..ops.inplace import changed, storage


class Optimizer:
    """Base of the optimisers; a subclass writes `update(parameter, gradient, group, state)`.

    `params` is an iterable of leaf Tensors, or of dicts with "params" and their own settings.
    Raises TypeError for a single Tensor, ValueError for an empty list and for non-leaves.
    """

    def __init__(self, params: Iterable[Any], defaults: dict[str, Any]) -> None:
        if isinstance(params, TensorBase):
            raise TypeError("params argument given to the optimizer should be an iterable of"
                            " Tensors or dicts, but got a Tensor: pass `[tensor]`")
        given = list(params)
        if not given:
            raise ValueError("optimizer got an empty parameter list")
        self.defaults = defaults
        self.param_groups: list[dict[str, Any]] = []
        self.state: dict[Any, dict[str, Any]] = {}
        for group in given if isinstance(given[0], dict) else [{"params": given}]:
            self.add_param_group(group)

    def add_param_group(self, group: dict[str, Any]) -> None:
        """Add parameters with their own settings; the rest comes from the defaults."""
        listed = group["params"]
        params = [listed] if isinstance(listed, TensorBase) else list(listed)
        params = [p[1] if isinstance(p, tuple) else p for p in params]
        known = {p for g in self.param_groups for p in g["params"]}
        for p in params:
            if not isinstance(p, TensorBase):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is"
                                f" {type(p).__name__}")
            if p.grad_fn is not None:
                raise ValueError("can't optimize a non-leaf Tensor")
            if p in known:
                raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append({**self.defaults, **group, "params": params})

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients: None, or zeros with `set_to_none=False`."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.grad = None if set_to_none else p.grad.detach().zero_()

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient; returns what `closure` returned.

        `closure`, if given, computes the loss again (zero_grad, forward, backward).
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        with no_grad(), np.errstate(all="ignore"):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        g = np.asarray(p.grad.array)
                        g = -g if group.get("maximize") else g
                        self.update(storage(p), g, group, self.state.setdefault(p, {}))
                        changed(p)
        return loss

    def update(self, p: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
        """Change the array `p` in place, given its gradient and its own state."""
        raise NotImplementedError

    def state_dict(self) -> dict[str, Any]:
        """The state by parameter number, and the groups with numbers for parameters."""
        numbers = {p: i for i, p in enumerate(p for g in self.param_groups for p in g["params"])}
        groups = [{**g, "params": [numbers[p] for p in g["params"]]} for g in self.param_groups]
        return {"state": {numbers[p]: dict(s) for p, s in self.state.items()},
                "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict` returned; ValueError if the groups differ in size."""
        groups = state_dict["param_groups"]
        if [len(g["params"]) for g in groups] != [len(g["params"]) for g in self.param_groups]:
            raise ValueError("loaded state dict contains a parameter group that doesn't match the"
                             " size of optimizer's group")
        params = [p for g in self.param_groups for p in g["params"]]
        for mine, theirs in zip(self.param_groups, groups, strict=True):
            mine.update({k: v for k, v in theirs.items() if k != "params"})
        self.state = {params[i]: {k: np.array(v) if isinstance(v, np.ndarray) else v
                                  for k, v in s.items()}
                      for i, s in state_dict["state"].items()}


def check_positive(**settings: float) -> None:
    """ValueError, in PyTorch's words, for a negative setting."""
    words = {"lr": "learning rate", "eps": "epsilon value", "momentum": "momentum value",
             "weight_decay": "weight_decay value"}
    for name, value in settings.items():
        if not value >= 0:
            raise ValueError(f"Invalid {words[name]}: {value}")
