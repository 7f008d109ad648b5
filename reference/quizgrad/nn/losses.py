"""Loss functions; `nn.functional` has them under PyTorch's names, `nn.loss` as modules."""

import numpy as np

from ..dtypes import type_name
from ..function import wrap
from ..ops.activation import logsigmoid
from ..ops.arithmetic import where
from ..ops.common import axis_of
from ..ops.reduce import log_softmax
from ..tensor import Tensor


def reduced(loss: Tensor, reduction: str) -> Tensor:
    """The mean, the sum or all of the losses; ValueError for another word."""
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    if reduction != "none":
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return loss


def mse_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """(input - target)**2, broadcast; mean, sum or none."""
    return reduced((input - target) ** 2, reduction)


def nll_loss(input: Tensor, target: Tensor, weight: Tensor | None = None,
             ignore_index: int = -100, reduction: str = "mean") -> Tensor:
    """-weight[y] input[y] for log-probabilities (N, C, *) or (C) and class indices (N, *).

    The mean divides by the weights of the targets that are not ignored: all ignored gives nan.
    RuntimeError or ValueError for shapes that do not fit, IndexError for a target outside 0..C-1.
    """
    if input.ndim == 1:
        one = reduction if reduction != "none" else "sum"
        return nll_loss(input.unsqueeze(0), target.reshape(1), weight, ignore_index, one)
    check_classes(input, target, ignore_index)
    ids, classes = np.asarray(target.array), input.shape[1]
    valid = ids != ignore_index
    chosen = np.where(valid, ids, 0)
    first, *others = np.ogrid[tuple(slice(n) for n in ids.shape)]
    losses = input[(first, chosen, *others)]
    if not valid.all():  # a product with 0 would turn an ignored -inf into nan
        losses = where(wrap(valid), losses, 0.0)
    table = np.ones(classes, input.dtype) if weight is None else weight.array
    scale = (table[chosen] * valid).astype(input.dtype)
    losses = losses * wrap(0 - scale)  # -scale would make -0 of 0
    if reduction == "mean":
        with np.errstate(all="ignore"):
            return losses.sum() / wrap(scale.sum())
    return reduced(losses, reduction)


def check_classes(input: Tensor, target: Tensor, ignore_index: int) -> None:
    """The errors of a class-index loss, in PyTorch's first words."""
    if target.dtype.kind not in "iu":
        raise RuntimeError("expected target dtype to be Long or Byte, but got"
                           f" {type_name(target.dtype)}: class indices are integers")
    if target.ndim == 0 or input.shape[0] != target.shape[0]:
        batch = target.shape[0] if target.ndim else 1
        raise ValueError(f"Expected input batch_size ({input.shape[0]}) to match target batch_size"
                         f" ({batch}).")
    if (input.shape[0], *input.shape[2:]) != target.shape:
        raise RuntimeError(f"Expected target size {[input.shape[0], *input.shape[2:]]}, got"
                           f" {list(target.shape)}")
    ids = np.asarray(target.array)
    bad = ids[((ids < 0) | (ids >= input.shape[1])) & (ids != ignore_index)]
    if bad.size:
        raise IndexError(f"Target {bad.flat[0]} is out of bounds: there are {input.shape[1]}"
                         " classes")


def cross_entropy(input: Tensor, target: Tensor, weight: Tensor | None = None,
                  ignore_index: int = -100, reduction: str = "mean",
                  label_smoothing: float = 0.0) -> Tensor:
    """-log softmax of logits (N, C, *) or (C) at the target: class indices, or probabilities.

    Smoothing mixes eps / C of every class in. The mean divides by the weights of the valid
    targets, for probabilities by N. Errors as `nll_loss`.
    """
    axis = 0 if input.ndim == 1 else axis_of(1, input.ndim)
    logp = log_softmax(input, axis)
    if target.shape == input.shape and target.dtype.kind == "f":
        return probability_loss(logp, target, weight, reduction, label_smoothing, axis)
    hard = nll_loss(logp, target, weight, ignore_index, reduction)
    if not label_smoothing:
        return hard
    smooth = smooth_loss(logp, target, weight, ignore_index, reduction, axis)
    return hard * (1 - label_smoothing) + smooth * (label_smoothing / input.shape[axis])


def smooth_loss(logp: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int,
                reduction: str, axis: int) -> Tensor:
    """-sum of weighted log-probabilities over the classes, for the valid targets."""
    valid = np.asarray(target.array != ignore_index)
    losses = where(wrap(valid), -weighted(logp, weight, axis).sum(axis), 0.0)
    if reduction == "mean":
        ids = np.where(valid, target.array, 0)
        table = np.ones(logp.shape[axis], logp.dtype) if weight is None else weight.array
        with np.errstate(all="ignore"):
            return losses.sum() / wrap((table[ids] * valid).sum().astype(logp.dtype))
    return reduced(losses, reduction)


def probability_loss(logp: Tensor, target: Tensor, weight: Tensor | None, reduction: str,
                     smoothing: float, axis: int) -> Tensor:
    """Cross-entropy with probability targets."""
    if smoothing:
        target = target * (1 - smoothing) + smoothing / logp.shape[axis]
    losses = -(weighted(logp, weight, axis) * target).sum(axis)
    if reduction == "mean":
        return losses.sum() / max(1, losses.numel() // max(1, int(np.prod(losses.shape[1:])))
                                  ) if losses.ndim < 2 else losses.sum() / losses.numel()
    return reduced(losses, reduction)


def weighted(logp: Tensor, weight: Tensor | None, axis: int) -> Tensor:
    """logp times the weight of its class."""
    if weight is None:
        return logp
    shape = [1] * logp.ndim
    shape[axis] = -1
    return logp * weight.reshape(shape)


def l1_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """|input - target|; mean, sum or none."""
    return reduced((input - target).abs(), reduction)


def huber_loss(input: Tensor, target: Tensor, reduction: str = "mean",
               delta: float = 1.0) -> Tensor:
    """d**2 / 2 for |d| < delta, else delta (|d| - delta / 2), with d = input - target."""
    d = (input - target).abs()
    return reduced(where(d < delta, d * d * 0.5, (d - delta / 2) * delta), reduction)


def smooth_l1_loss(input: Tensor, target: Tensor, reduction: str = "mean",
                   beta: float = 1.0) -> Tensor:
    """d**2 / (2 beta) for |d| < beta, else |d| - beta / 2: `huber_loss` over beta."""
    if beta == 0:
        return l1_loss(input, target, reduction)
    return huber_loss(input, target, reduction, beta) / beta


def binary_cross_entropy(input: Tensor, target: Tensor, weight: Tensor | None = None,
                         reduction: str = "mean") -> Tensor:
    """-(y ln p + (1 - y) ln(1 - p)) for probabilities p; each logarithm is at least -100.

    RuntimeError for p outside 0..1.
    """
    if input.numel() and not bool(((input >= 0) & (input <= 1)).all()):
        raise RuntimeError("all elements of input should be between 0 and 1")
    yes, no = input.log().clamp(min=-100), (1 - input).log().clamp(min=-100)
    losses = -(target * yes + (1 - target) * no)
    return reduced(losses if weight is None else losses * weight, reduction)


def binary_cross_entropy_with_logits(
        input: Tensor, target: Tensor, weight: Tensor | None = None, reduction: str = "mean",
        pos_weight: Tensor | None = None) -> Tensor:
    """`binary_cross_entropy` of sigmoid(input), without overflow; pos_weight multiplies y ln p."""
    low = -logsigmoid(input)  # -ln p; -ln(1 - p) is that plus input
    scale = 1 if pos_weight is None else (pos_weight - 1) * target + 1
    losses = (1 - target) * input + scale * low
    return reduced(losses if weight is None else losses * weight, reduction)


def kl_div(input: Tensor, target: Tensor, reduction: str = "mean",
           log_target: bool = False) -> Tensor:
    """target (ln target - input) for log-probabilities input; "batchmean" divides by N."""
    if log_target:
        losses = target.exp() * (target - input)
    else:
        zero = target.detach() == 0
        logs = where(zero, 1.0, target).log()
        losses = where(zero, target * 0, target * logs) - target * input
    if reduction == "batchmean":
        return losses.sum() / (input.shape[0] if input.ndim else 1)
    return reduced(losses, reduction)
