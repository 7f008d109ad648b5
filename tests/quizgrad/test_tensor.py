"""Tensors: creation, dtypes, memory, indexing, in-place changes, conversions, repr."""

import numpy as np
import pytest
import quizgrad


def test_creation_dtypes():
    assert quizgrad.tensor([1.0]).dtype == quizgrad.float32
    assert quizgrad.tensor([1]).dtype == quizgrad.int64
    assert quizgrad.tensor([True]).dtype == quizgrad.bool
    assert quizgrad.tensor(np.ones(1)).dtype == quizgrad.float64
    assert quizgrad.tensor(2.5).dtype == quizgrad.float32
    assert quizgrad.arange(3).dtype == quizgrad.int64
    assert quizgrad.arange(0, 1, 0.5).tolist() == [0, 0.5]
    for made in (quizgrad.zeros(2, 3), quizgrad.ones((2, 3)), quizgrad.randn(2, 3),
                 quizgrad.rand([2, 3]), quizgrad.full((2, 3), 1.5), quizgrad.Tensor([[1] * 3] * 2)):
        assert made.dtype == quizgrad.float32 and made.shape == (2, 3)


def test_default_dtype():
    quizgrad.set_default_dtype(quizgrad.float64)
    assert quizgrad.tensor([1.0]).dtype == quizgrad.float64
    assert quizgrad.nn.Linear(1, 1).weight.dtype == quizgrad.float64
    with pytest.raises(TypeError, match="only floating-point types"):
        quizgrad.set_default_dtype(quizgrad.int64)


def test_tensor_copies_from_numpy_shares():
    array = np.ones(2)
    copied, shared = quizgrad.tensor(array), quizgrad.from_numpy(array)
    array[0] = 5
    assert (copied.tolist(), shared.tolist()) == ([1, 1], [5, 1])


def test_seed_decides_the_numbers():
    quizgrad.manual_seed(3)
    first = quizgrad.randn(4).tolist()
    quizgrad.manual_seed(3)
    assert quizgrad.randn(4).tolist() == first
    own = quizgrad.Generator().manual_seed(3)
    assert quizgrad.randn(4, generator=own).tolist() == first
    assert sorted(quizgrad.randperm(5).tolist()) == list(range(5))
    assert set(quizgrad.randint(0, 3, (100,)).tolist()) == {0, 1, 2}


def test_views_share_memory_as_numpy_does():
    x = quizgrad.zeros(2, 3)
    x[0][1] = 1
    x.T[2, 1] = 2
    x.view(6)[0] = 3
    x.data[1, 0] = 4
    assert x.tolist() == [[3, 1, 0], [4, 0, 2]]


def test_zero_dim_tensors_change_in_place_and_share():
    x = quizgrad.tensor(1.0)
    y = x.detach()
    x += 1
    assert (x.item(), y.item()) == (2, 2)
    w = quizgrad.nn.Parameter(quizgrad.tensor(3.0))
    (w * w).backward()
    quizgrad.optim.SGD([w], lr=0.5).step()
    assert w.item() == 0


def test_setitem_forms():
    x = quizgrad.zeros(3, 3)
    x[0] = 1
    x[:, 1] = quizgrad.tensor([5.0, 6.0, 7.0])
    x[x > 6] = -1
    x[quizgrad.tensor([2]), quizgrad.tensor([0])] += 2
    assert x.tolist() == [[1, 5, 1], [0, 6, 0], [2, -1, 0]]


def test_indexing_forms():
    x = quizgrad.arange(12).reshape(3, 4)
    assert x[1, 2].item() == 6 and x[-1, ::2].tolist() == [8, 10]
    assert x[[0, 2]][:, quizgrad.tensor([1, 1])].tolist() == [[1, 1], [9, 9]]
    assert x[x % 5 == 0].tolist() == [0, 5, 10] if hasattr(x, "__mod__") else True
    assert x[None, ..., 0].shape == (1, 3) and x[quizgrad.tensor(1)].tolist() == [4, 5, 6, 7]
    with pytest.raises(IndexError, match="out of bounds for dimension 0 with size 3"):
        x[3]


def test_in_place_results_must_fit():
    with pytest.raises(RuntimeError, match="can't be cast to the desired output type Long"):
        quizgrad.tensor([1]).add_(0.5)
    with pytest.raises(RuntimeError, match="doesn't match the broadcast shape"):
        quizgrad.zeros(2).add_(quizgrad.zeros(3, 2))
    with pytest.raises(RuntimeError, match=r"clone\(\) the tensor"):
        quizgrad.zeros(1).expand(3).add_(1)


def test_numpy_on_either_side():
    x, a = quizgrad.ones(2, requires_grad=True), np.array([2.0, 3.0], np.float32)
    for made in (x * a, a * x):
        assert isinstance(made, quizgrad.Tensor) and made.requires_grad
    assert np.asarray(x.detach()).tolist() == [1, 1]


def test_foreign_operands_are_refused():
    with pytest.raises(TypeError, match="unsupported operand"):
        quizgrad.ones(2) + "text"


def test_repr():
    x = quizgrad.tensor([1.0, 2.5], requires_grad=True)
    assert repr(x) == "tensor([1. , 2.5], requires_grad=True)"
    assert repr(x * 2).endswith("grad_fn=<MulBackward0>)")
    assert "float64" in repr(x.double().detach())


def test_nothing_warns_at_infinities():
    """NumPy's floating-point warnings are PyTorch's silence."""
    x = quizgrad.tensor([0.0, -1.0, 1000.0], requires_grad=True)
    for made in (x.log(), x.exp(), 1 / x, x**-1.0, x.sqrt(), x.sigmoid(), x.softmax(0)):
        made.sum().backward()
    assert not quizgrad.zeros(0).mean().isfinite()


def test_stable_at_large_logits():
    x = quizgrad.tensor([[1e4, -1e4], [0.0, 1e4]], requires_grad=True)
    loss = quizgrad.nn.functional.cross_entropy(x, quizgrad.tensor([0, 1]))
    loss.backward()
    assert loss.item() == 0 and x.grad.isfinite().all()


def test_float32_stays_float32():
    """No operation of a network widens float32."""
    x = quizgrad.randn(2, 1, 4, 4, requires_grad=True)
    net = quizgrad.nn.Sequential(
        quizgrad.nn.Conv2d(1, 2, 3, padding=1), quizgrad.nn.ReLU(), quizgrad.nn.MaxPool2d(2),
        quizgrad.nn.AvgPool2d(2), quizgrad.nn.Flatten(), quizgrad.nn.Linear(2, 3))
    logits = net(x)
    loss = quizgrad.nn.functional.cross_entropy(logits, quizgrad.tensor([0, 1]),
                                                label_smoothing=0.1) + logits.std() / 3
    loss.backward()
    used = [x, logits, loss, *net.parameters()]
    assert {t.dtype for t in used} | {t.grad.dtype for t in [x, *net.parameters()]} == {
        quizgrad.float32}
