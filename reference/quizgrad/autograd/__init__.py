"""Gradients on demand: `grad`, `backward`, custom `Function`s, `gradcheck`."""

from ..engine import backward, grad
from ..function import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from .custom import Function
from .gradcheck import GradcheckError, gradcheck, gradgradcheck

__all__ = ["Function", "GradcheckError", "backward", "enable_grad", "grad", "gradcheck",
           "gradgradcheck", "is_grad_enabled", "no_grad", "set_grad_enabled"]
