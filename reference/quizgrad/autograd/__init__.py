"""Gradients on demand: `grad`, `backward`, custom `Function`s, `functional`, `gradcheck`."""

from ..engine import backward, grad
from ..function import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    no_grad,
    set_grad_enabled,
)
from . import functional
from .anomaly import detect_anomaly, set_detect_anomaly
from .custom import Function
from .gradcheck import GradcheckError, gradcheck, gradgradcheck

__all__ = ["Function", "GradcheckError", "backward", "detect_anomaly", "enable_grad",
           "functional", "grad", "gradcheck", "gradgradcheck", "inference_mode",
           "is_grad_enabled", "no_grad", "set_detect_anomaly", "set_grad_enabled"]
