"""Layers, schedules, data and derivatives of functions beside PyTorch's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import quizgrad

torch = pytest.importorskip("torch")

TOLERANCE = {"rtol": 1e-10, "atol": 1e-12}


def numbers(value: Any) -> Any:
    """The numbers of a Tensor of either library."""
    return np.array(value.detach().numpy())


def filled(lib: Any, build: Any) -> Any:
    """A float64 module with the same weights in both libraries."""
    module = build(lib.nn).to(lib.float64)
    rng = np.random.default_rng(5)
    with lib.no_grad():
        for parameter in module.parameters():
            parameter.copy_(lib.tensor(rng.normal(size=tuple(parameter.shape))))
    return module


MODULES = {
    "BatchNorm1d": (lambda nn: nn.BatchNorm1d(4), (5, 4)),
    "BatchNorm1d sequences": (lambda nn: nn.BatchNorm1d(4, momentum=None), (5, 4, 3)),
    "BatchNorm2d": (lambda nn: nn.BatchNorm2d(3, affine=False), (2, 3, 4, 2)),
    "BatchNorm2d untracked": (lambda nn: nn.BatchNorm2d(3, track_running_stats=False), (2, 3, 4, 2)),
    "LayerNorm": (lambda nn: nn.LayerNorm((3, 4)), (2, 3, 4)),
    "GroupNorm": (lambda nn: nn.GroupNorm(2, 4), (2, 4, 3)),
    "RMSNorm": (lambda nn: nn.RMSNorm(4), (3, 4)),
    "Conv1d": (lambda nn: nn.Conv1d(2, 4, 3, stride=2, padding=1), (2, 2, 7)),
    "ConvTranspose2d": (lambda nn: nn.ConvTranspose2d(4, 2, 3, 2, 1, 1, groups=2), (2, 4, 3, 5)),
    "AdaptiveAvgPool2d": (lambda nn: nn.AdaptiveAvgPool2d((2, None)), (2, 3, 5, 4)),
    "AdaptiveMaxPool2d": (lambda nn: nn.AdaptiveMaxPool2d(2), (2, 3, 5, 4)),
    "MaxPool1d": (lambda nn: nn.MaxPool1d(2), (2, 3, 7)),
    "AvgPool1d": (lambda nn: nn.AvgPool1d(3, 2, 1), (2, 3, 7)),
    "Unflatten": (lambda nn: nn.Unflatten(1, (2, 3)), (4, 6)),
    "LSTM": (lambda nn: nn.LSTM(3, 4, 2, bidirectional=True), (5, 2, 3)),
    "GRU": (lambda nn: nn.GRU(3, 4, 2, batch_first=True), (2, 5, 3)),
    "LSTM unbatched": (lambda nn: nn.LSTM(3, 4), (5, 3)),
    "LSTMCell": (lambda nn: nn.LSTMCell(3, 4), (2, 3)),
    "GRUCell": (lambda nn: nn.GRUCell(3, 4), (2, 3)),
    **{name: (lambda nn, name=name: getattr(nn, name)(), (3, 4)) for name in (
        "LeakyReLU", "ELU", "GELU", "SiLU", "Mish", "SELU", "ReLU6", "Softplus", "LogSigmoid",
        "Hardtanh", "Tanh", "Sigmoid", "ReLU", "Identity")},
}  # fmt: skip


def flat(out: Any) -> list[Any]:
    """All Tensors of a module's output."""
    if isinstance(out, (tuple, list)):
        return [t for part in out for t in flat(part)]
    return [] if out is None else [out]


def trained(lib: Any, build: Any, shape: tuple[int, ...]) -> list[Any]:
    """Two forwards in training, their gradients, the buffers, then one in evaluation."""
    module, found = filled(lib, build), []
    for seed in (0, 1):
        x = lib.tensor(np.random.default_rng(seed).normal(size=shape) * 3, requires_grad=True)
        outs = flat(module(x))
        sum((o * o * o).sum() for o in outs).backward()
        found += [*map(numbers, outs), numbers(x.grad)]
    found += [numbers(p.grad) for p in module.parameters()]
    found += [numbers(b) for b in module.buffers()]
    return [*found, *map(numbers, flat(module.eval()(x)))]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_computes_what_pytorchs_computes(name: str) -> None:
    build, shape = MODULES[name]
    assert list(filled(quizgrad, build).state_dict()) == list(filled(torch, build).state_dict())
    for mine, theirs in zip(*(trained(lib, build, shape) for lib in (quizgrad, torch)), strict=True):
        np.testing.assert_allclose(mine, theirs, **TOLERANCE)


@pytest.mark.parametrize("options", [
    {}, {"attn_mask": True}, {"key_padding_mask": True}, {"average_attn_weights": False},
    {"need_weights": False},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("batch_first", [False, True])
def test_multihead_attention(options: dict[str, Any], batch_first: bool) -> None:
    found = []
    for lib in (quizgrad, torch):
        module = filled(lib, lambda nn: nn.MultiheadAttention(6, 2, batch_first=batch_first))
        rng = np.random.default_rng(0)
        q, k, v = (lib.tensor(rng.normal(size=s), requires_grad=True)
                   for s in ((3, 3, 6), (3, 3, 6), (3, 3, 6)))  # fmt: skip
        given = dict(options)
        if "attn_mask" in given:
            given["attn_mask"] = lib.tensor(np.triu(np.ones((3, 3), bool), 1))
        if "key_padding_mask" in given:
            given["key_padding_mask"] = lib.tensor(np.array([[0, 0, 1], [0, 0, 0], [0, 1, 1]], bool))
        outs = flat(module(q, k, v, **given))
        (outs[0] ** 3).sum().backward()
        found.append([*map(numbers, outs), *(numbers(t.grad) for t in (q, k, v)),
                      *(numbers(p.grad) for p in module.parameters())])  # fmt: skip
    for mine, theirs in zip(*found, strict=True):  # the key's bias has the gradient 0, rounded
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-10)


SCHEDULES = {
    "StepLR": lambda s, o: s.StepLR(o, 3, 0.5),
    "MultiStepLR": lambda s, o: s.MultiStepLR(o, [2, 5, 5]),
    "ExponentialLR": lambda s, o: s.ExponentialLR(o, 0.9),
    "LinearLR": lambda s, o: s.LinearLR(o, 0.25, total_iters=4),
    "CosineAnnealingLR": lambda s, o: s.CosineAnnealingLR(o, 8, eta_min=0.01),
    "OneCycleLR": lambda s, o: s.OneCycleLR(o, 0.5, 12),
    "LambdaLR": lambda s, o: s.LambdaLR(o, lambda t: 1 / (1 + t)),
    "SequentialLR": lambda s, o: s.SequentialLR(
        o, [s.LinearLR(o, 0.1, total_iters=3), s.CosineAnnealingLR(o, 7)], [3]),
}


@pytest.mark.filterwarnings("ignore:.*scheduler.*:UserWarning", "ignore:.*epoch.*:UserWarning")
@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_gives_pytorchs_rates(name: str) -> None:
    found = []
    for lib in (quizgrad, torch):
        weight = lib.ones(1, requires_grad=True)
        optimizer = lib.optim.SGD([weight], lr=0.2)
        schedule = SCHEDULES[name](lib.optim.lr_scheduler, optimizer)
        rates = [optimizer.param_groups[0]["lr"]]
        for _ in range(10):
            optimizer.step()
            schedule.step()
            rates.append(optimizer.param_groups[0]["lr"])
        found.append(rates)
    assert found[0] == pytest.approx(found[1], rel=1e-9)


def test_a_loader_gives_the_batches_that_pytorchs_gives_in_order() -> None:
    x, y = np.arange(14.0).reshape(7, 2), np.arange(7)
    found = []
    for lib in (quizgrad, torch):
        data = __import__(f"{lib.__name__}.utils.data", fromlist=["data"])
        given = data.TensorDataset(lib.tensor(x), lib.tensor(y))
        found.append([[part.tolist() for part in batch] for batch in data.DataLoader(given, 3)])
    assert found[0] == found[1]


def test_a_shuffled_loader_repeats_with_the_seed_and_shows_every_sample_once() -> None:
    data = quizgrad.utils.data
    given = data.TensorDataset(quizgrad.arange(10))
    orders = []
    for _ in range(2):
        quizgrad.manual_seed(3)
        loader = data.DataLoader(given, 4, shuffle=True)
        orders.append([i for (batch,) in loader for i in batch.tolist()])
    assert orders[0] == orders[1] != sorted(orders[0])
    assert sorted(orders[0]) == list(range(10))
    parts = data.random_split(given, [0.7, 0.3])
    assert sorted(int(s[0].item()) for part in parts for s in part) == list(range(10))
    assert [len(part) for part in parts] == [7, 3]


def test_derivatives_of_functions() -> None:
    """vjp, jvp, jacobian, hessian and hvp of one function in both libraries."""
    found = []
    for lib in (quizgrad, torch):
        functional = lib.autograd.functional
        x = lib.tensor([0.3, -1.2, 2.0], dtype=lib.float64)
        v = lib.tensor([1.0, -2.0, 0.5], dtype=lib.float64)

        def scalar(x: Any) -> Any:
            return (x.exp() * x.flip(0) ** 2).sum()

        def vector(x: Any, lib: Any = lib) -> Any:
            return lib.stack([x[0] * x[1], x[2].sin(), x.sum()])

        found.append([
            *map(numbers, functional.vjp(vector, x, v)),
            *map(numbers, functional.jvp(vector, x, v)),
            numbers(functional.jacobian(vector, x)),
            numbers(functional.hessian(scalar, x)),
            *map(numbers, functional.hvp(scalar, x, v)),
            *map(numbers, functional.vhp(scalar, x, v)),
        ])  # fmt: skip
    for mine, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(mine, theirs, **TOLERANCE)
