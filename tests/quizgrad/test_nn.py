"""Modules: registration, state, modes, training to a solution."""

import pytest
import quizgrad
from quizgrad import nn, optim
from quizgrad.nn import functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 8)
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 1)])
        self.scale = nn.Parameter(quizgrad.ones(1))
        self.register_buffer("offset", quizgrad.zeros(1))

    def forward(self, x):
        return self.layers[1](self.layers[0](self.first(x).tanh()).tanh()) * self.scale


def test_names_follow_the_attributes():
    net = Net()
    assert [n for n, _ in net.named_parameters()] == [
        "scale", "first.weight", "first.bias", "layers.0.weight", "layers.0.bias",
        "layers.1.weight", "layers.1.bias"]
    assert "offset" in net.state_dict() and net.first.weight.is_leaf
    assert [n for n, _ in net.named_modules()] == ["", "first", "layers", "layers.0", "layers.1"]


def test_state_round_trip_and_its_errors():
    one, two = Net(), Net()
    two.load_state_dict(one.state_dict())
    x = quizgrad.randn(3, 2)
    assert one(x).tolist() == two(x).tolist()
    state = one.state_dict()
    state["first.weight"] = quizgrad.ones(3, 3)
    del state["scale"]
    state["extra"] = quizgrad.ones(1)
    with pytest.raises(RuntimeError, match=r"(?s)Missing.*scale.*Unexpected.*extra.*size mismatch"):
        two.load_state_dict(state)


def test_shared_modules_are_trained_once():
    layer = nn.Linear(2, 2)
    net = nn.Sequential(layer, nn.ReLU(), layer)
    assert len(list(net.parameters())) == 2
    assert set(net.state_dict()) == {"0.weight", "0.bias", "2.weight", "2.bias"}


def test_replacing_and_deleting_attributes():
    net = Net()
    net.first = nn.Linear(2, 8, bias=False)
    net.scale = None
    assert net.scale is None and "first.bias" not in net.state_dict()
    del net.first
    with pytest.raises(AttributeError, match="'Net' object has no attribute 'first'"):
        _ = net.first
    with pytest.raises(TypeError, match="cannot assign 'int' object to parameter"):
        net.layers[0].weight = 3


def test_modes_and_dropout():
    net = nn.Sequential(nn.Dropout(0.5), nn.Identity())
    x = quizgrad.ones(1000)
    kept = net.train()(x)
    assert set(kept.tolist()) == {0.0, 2.0} and 350 < (kept > 0).sum().item() < 650
    assert net.eval()(x).tolist() == x.tolist()
    assert F.dropout(x, 1.0).sum().item() == 0


def test_zero_grad_and_freezing():
    net = Net()
    net(quizgrad.ones(1, 2)).sum().backward()
    net.zero_grad(set_to_none=False)
    assert all(not p.grad.any() for p in net.parameters())
    net.zero_grad()
    assert all(p.grad is None for p in net.parameters())
    net.requires_grad_(False)
    assert not net(quizgrad.ones(1, 2)).requires_grad


def test_forward_hooks_and_missing_forward():
    net = nn.Linear(1, 1)
    handle = net.register_forward_hook(lambda module, args, out: out * 0)
    assert net(quizgrad.ones(1)).item() == 0
    handle.remove()
    with pytest.raises(NotImplementedError, match=r"Module \[Module\] is missing"):
        nn.Module()(1)


def test_initial_weights_lie_in_pytorchs_range():
    layer = nn.Linear(16, 200)
    assert layer.weight.abs().max().item() <= 0.25 < layer.weight.abs().max().item() + 0.01
    conv = nn.Conv2d(4, 50, 2)
    assert conv.weight.abs().max().item() <= 0.25
    assert abs(nn.Embedding(100, 100).weight.std().item() - 1) < 0.05
    w = nn.init.xavier_uniform_(quizgrad.empty(10, 20))
    assert w.abs().max().item() <= (6 / 30) ** 0.5
    assert abs(nn.init.kaiming_normal_(quizgrad.empty(200, 50), nonlinearity="relu").std().item()
               - 0.2) < 0.02


@pytest.mark.parametrize("make", [
    lambda p: optim.SGD(p, lr=0.1, momentum=0.9), lambda p: optim.Adam(p, lr=0.03)],
    ids=["sgd", "adam"])
def test_learns_xor(make):
    net = Net()
    x = quizgrad.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = quizgrad.tensor([[0.0], [1.0], [1.0], [0.0]])
    opt = make(net.parameters())
    for _ in range(300):
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
    assert loss.item() < 1e-2


def test_closure_is_run_with_recording_on():
    w = quizgrad.ones(1, requires_grad=True)
    opt = optim.SGD([w], lr=0.5)

    def closure():
        opt.zero_grad()
        loss = (w * w).sum()
        loss.backward()
        return loss

    with quizgrad.no_grad():
        assert opt.step(closure).item() == 1
    assert w.item() == 0


def test_ties_in_pooling_go_to_the_first():
    x = quizgrad.ones(1, 1, 4, 4, requires_grad=True)
    F.max_pool2d(x, 2).sum().backward()
    assert x.grad[0, 0].tolist() == [[1, 0, 1, 0], [0] * 4, [1, 0, 1, 0], [0] * 4]


def test_duplicates_and_padding_in_embedding():
    w = quizgrad.ones(4, 2, requires_grad=True)
    F.embedding(quizgrad.tensor([[1, 1, 3], [1, 0, 3]]), w, padding_idx=3).sum().backward()
    assert w.grad.tolist() == [[1, 1], [3, 3], [0, 0], [0, 0]]


def test_all_ignored_targets_give_nan():
    loss = F.cross_entropy(quizgrad.ones(2, 3), quizgrad.tensor([-100, -100]))
    assert loss.isnan().item()


def test_rnn_equals_its_cell_step_by_step():
    rnn, cell = nn.RNN(3, 4).double(), nn.RNNCell(3, 4).double()
    cell.load_state_dict({k.removesuffix("_l0"): v for k, v in rnn.state_dict().items()})
    x = quizgrad.randn(5, 2, 3, dtype=quizgrad.float64)
    out, last = rnn(x)
    h = quizgrad.zeros(2, 4, dtype=quizgrad.float64)
    for t in range(5):
        h = cell(x[t], h)
        assert quizgrad.allclose(h, out[t])
    assert quizgrad.allclose(h, last[0])
