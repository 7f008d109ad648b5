"""The recorded graph as data; checkpointing, inference mode and anomaly detection."""

from __future__ import annotations

from typing import Any

import pytest
import quizgrad as torch
from quizgrad import nn
from quizgrad.utils.checkpoint import checkpoint


def branching(x: Any, w: Any) -> Any:
    """A model whose Python code looks at the data."""
    y = x * w
    while float(y.detach().abs().sum()) < 10:
        y = y * 2
    return y.tanh().sum() if float(y.detach().sum()) > 0 else y.exp().sum()


def test_two_forwards_of_a_model_that_branches_give_two_graphs() -> None:
    w = torch.ones(2, requires_grad=True)
    small = torch.graph(branching(torch.tensor([1.0, 1.0]), w), {"w": w})
    large = torch.graph(branching(torch.tensor([-9.0, -9.0]), w), {"w": w})
    assert small.operations() == ["MulBackward0"] * 4 + ["TanhBackward0", "SumBackward0"]
    assert large.operations() == ["MulBackward0", "ExpBackward0", "SumBackward0"]


def test_a_graph_names_its_leaves_and_draws_itself() -> None:
    w, b = torch.ones(2, 3, requires_grad=True), torch.zeros(2, requires_grad=True)
    found = torch.graph(nn.functional.linear(torch.ones(1, 3), w, b), {"w": w})
    assert [node.name for node in found.nodes] == ["w", "leaf", "LinearBackward0"]
    assert found.text().splitlines()[2] == "  2  LinearBackward0(0, 1)  [1, 2]"
    assert "n0 --> n2" in found.mermaid() and found.mermaid().startswith("graph TD")
    assert "n1 -> n2;" in found.dot() and found.dot().endswith("}")


def test_a_deep_graph_needs_no_recursion() -> None:
    x = torch.ones(1, requires_grad=True)
    y = x
    for _ in range(5_000):
        y = y + 1
    assert len(torch.graph(y).nodes) == 5_001


def test_a_value_without_a_graph_is_refused() -> None:
    with pytest.raises(RuntimeError, match="has no graph"):
        torch.graph(torch.ones(1))


def gradients_of(net: Any, x: Any, use: bool) -> list[Any]:
    """Gradients of the input and the parameters, with or without checkpointing."""
    torch.manual_seed(0)
    net.zero_grad()
    x = x.detach().requires_grad_()
    out = checkpoint(net, x) if use else net(x)
    (out * out).sum().backward()
    return [x.grad.tolist(), *(p.grad.tolist() for p in net.parameters())]


def test_checkpointing_changes_no_gradient_and_repeats_the_dropout() -> None:
    net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Dropout(0.5), nn.Linear(8, 2))
    x = torch.randn(4, 3)
    assert gradients_of(net, x, True) == gradients_of(net, x, False)


def test_checkpointing_reaches_parameters_where_no_argument_needs_a_gradient() -> None:
    net = nn.Linear(3, 2)
    checkpoint(net, torch.ones(1, 3)).sum().backward()
    assert net.weight.grad.tolist() == [[1, 1, 1], [1, 1, 1]]


def test_inference_mode_records_nothing() -> None:
    w = torch.ones(1, requires_grad=True)
    with torch.inference_mode():
        assert not (w * 2).requires_grad
    with torch.inference_mode(False):
        assert (w * 2).requires_grad


def test_anomaly_detection_names_the_operation_that_made_the_nan() -> None:
    x = torch.zeros(1, requires_grad=True)
    y = x.sqrt() * 0
    expected = pytest.raises(RuntimeError, match="'SqrtBackward0' returned nan values")
    with expected, torch.autograd.detect_anomaly():
        y.sum().backward()
    y = x.sqrt() * 0
    y.sum().backward()
    assert x.grad is not None and x.grad.isnan().all()
