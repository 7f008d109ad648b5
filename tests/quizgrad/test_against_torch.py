"""The same programs on quizgrad and on the real PyTorch: values, gradients, errors."""

import copy
import re

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="compares quizgrad with the real PyTorch")

import quizgrad  # noqa: E402  # after the skip
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from quizgrad_cases import CASES  # noqa: E402

TOLERANCE = {"rtol": 1e-10, "atol": 1e-10}
QUIET = settings(deadline=None, derandomize=True, max_examples=60)


def numbers(t):
    return None if t is None else t.detach().numpy()


def outputs(made):
    return list(made) if isinstance(made, (tuple, list)) else [made]


def observed(lib, program, arrays):
    """All outputs of a program, and the gradients of its inputs under fixed upstream ones."""
    inputs = [lib.tensor(a, requires_grad=True) for a in arrays]
    outs = outputs(program(lib, *inputs))
    source = np.random.default_rng(5)
    up = [lib.tensor(source.normal(size=tuple(o.shape))) for o in outs]
    grads = lib.autograd.grad(outs, inputs, up, allow_unused=True)
    return [numbers(v) for v in (*outs, *grads)]


def compare(program, arrays):
    """The two libraries agree on values, shapes, dtypes, gradients and missing gradients."""
    mine, theirs = (observed(lib, program, arrays) for lib in (quizgrad, torch))
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        if a is None or b is None:  # PyTorch may say None where quizgrad says zeros
            assert not np.any(a if b is None else b)
            continue
        assert a.shape == b.shape and a.dtype == b.dtype
        np.testing.assert_allclose(a, b, **TOLERANCE)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case):
    compare(case.program, case.arrays())
    # (PyTorch warns about the copy that "same" with an even kernel makes.)


test_case = pytest.mark.filterwarnings("ignore:Using padding='same'")(test_case)


@QUIET
@given(st.data())
def test_broadcast_chains(data):
    """Random chains of operations on shapes that broadcast give the same values and gradients."""
    shapes = st.sampled_from([(), (1,), (3,), (2, 3), (2, 1), (4, 1, 3), (4, 2, 3)])
    arrays = [np.random.default_rng(i).normal(size=data.draw(shapes)) for i in range(3)]
    steps = data.draw(st.lists(st.tuples(
        st.sampled_from(["add", "sub", "mul", "maximum", "minimum", "div", "where"]),
        st.integers(0, 2)), min_size=1, max_size=5))

    def program(t, *x):
        out = x[0]
        for op, i in steps:
            if op == "div":
                out = out / (x[i] * x[i] + 1)
            elif op == "where":
                out = t.where(out > x[i], out, x[i])
            else:
                out = getattr(t, op)(out, x[i])
        return out

    compare(program, arrays)


@QUIET
@given(st.data())
def test_views(data):
    """Random chains of shape operations and reductions agree."""
    steps = data.draw(st.lists(st.sampled_from(
        ["T", "flatten", "row", "step", "pad", "sum", "mean", "max", "cumulate", "softmax",
         "unsqueeze", "amax", "flip"]), min_size=1, max_size=6))

    def program(t, x):
        for step in steps:
            if step == "T":
                x = x.permute(*range(x.ndim - 1, -1, -1))
            elif step == "flatten":
                x = x.flatten()
            elif step == "row" and x.ndim > 1:
                x = x[-1]
            elif step == "step" and x.ndim:
                x = x[..., 0:2]
            elif step == "pad" and x.ndim:
                x = t.nn.functional.pad(x, (1, 0), value=0.25)
            elif step in ("sum", "mean", "amax") and x.ndim:
                x = getattr(x, step)(-1, keepdim=True)
            elif step == "max" and x.ndim > 1:
                x = x.max(0)[0]
            elif step == "cumulate":
                x = t.stack([x, x * 2])
            elif step == "softmax" and x.ndim:
                x = x.softmax(0)
            elif step == "unsqueeze":
                x = x.unsqueeze(-1)
            elif step == "flip" and x.ndim:
                x = t.flip(x, [0])
        return x * x

    compare(program, [np.random.default_rng(3).normal(size=(3, 2, 4))])


@QUIET
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(0, 3),
       st.integers(1, 2), st.sampled_from([1, 2]), st.integers(5, 8), st.integers(5, 8))
def test_conv_geometry(kh, kw, stride, padding, dilation, groups, height, width):
    """Convolutions of any geometry agree, values and all gradients."""
    source = np.random.default_rng(1)
    x = source.normal(size=(2, 2 * groups, height, width))
    w, b = source.normal(size=(2 * groups, 2, kh, kw)), source.normal(size=2 * groups)
    compare(lambda t, x, w, b: t.nn.functional.conv2d(
        x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups), [x, w, b])


@QUIET
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(0, 1),
       st.booleans(), st.booleans(), st.integers(3, 8), st.integers(3, 8), st.booleans())
def test_pool_geometry(kh, kw, stride, padding, ceil, counted, height, width, ties):
    """Pooling of any geometry agrees, with and without ties."""
    padding = min(padding, kh // 2, kw // 2)
    x = np.random.default_rng(2).normal(size=(1, 2, height, width))
    x = np.round(x) if ties else x
    options = {"stride": stride, "padding": padding, "ceil_mode": ceil}
    compare(lambda t, x: t.nn.functional.max_pool2d(x, (kh, kw), **options), [x])
    compare(lambda t, x: t.nn.functional.avg_pool2d(
        x, (kh, kw), count_include_pad=counted, **options), [x])


@pytest.mark.parametrize("name", ["max", "min", "amax", "amin", "relu", "abs", "maximum",
                                  "clamp", "norm", "std", "max dim", "max_pool", "sqrt", "pow"])
def test_kinks_and_ties(name):
    """Where no derivative exists, the choice is PyTorch's."""
    programs = {
        "max": lambda t, x: x.max(), "min": lambda t, x: x.min(),
        "amax": lambda t, x: x.amax(1), "amin": lambda t, x: x.amin((0, 1)),
        "relu": lambda t, x: t.relu(x), "abs": lambda t, x: x.abs(),
        "maximum": lambda t, x: t.maximum(x, t.zeros(2, 4, dtype=t.float64)),
        "clamp": lambda t, x: x.clamp(0, 1), "norm": lambda t, x: (x * 0).norm(),
        "std": lambda t, x: (x * 0).std(1), "max dim": lambda t, x: x.max(1)[0],
        "max_pool": lambda t, x: t.nn.functional.max_pool2d(x[None], 2),
        "sqrt": lambda t, x: t.sqrt(x.abs()), "pow": lambda t, x: x.abs() ** x,
    }
    ties = np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, -1.0, 1.0]])
    mine, theirs = (observed(lib, programs[name], [ties]) for lib in (quizgrad, torch))
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_array_equal(a, b)


def test_deep_chain_and_accumulation():
    """.grad adds up over uses and over backward passes."""
    def run(t):
        x = t.tensor([1.0, 2.0], dtype=t.float64, requires_grad=True)
        for _ in range(3):
            y = x
            for _ in range(50):
                y = y * 1.01 + x * 0.01
            (y * y).sum().backward()
        return numbers(x.grad)

    np.testing.assert_allclose(run(quizgrad), run(torch), rtol=1e-12)


# -- promotion ------------------------------------------------------------------------------

DTYPES = ["bool", "uint8", "int8", "int32", "int64", "float16", "float32", "float64"]


@pytest.mark.parametrize("one", DTYPES)
@pytest.mark.parametrize("two", [*DTYPES, 2, 2.5, True])
def test_promotion(one, two):
    """Two tensors, 0-d tensors and Python numbers promote alike."""
    def run(t):
        found = []
        for shape in ((2,), ()):
            a = t.ones(2, dtype=getattr(t, one))
            b = t.ones(shape, dtype=getattr(t, two)) if isinstance(two, str) else two
            for op in (lambda a, b: a + b, lambda a, b: b * a, lambda a, b: a / b,
                       lambda a, b: a > b):
                out = op(a, b)
                found.append((str(out.dtype).partition(".")[2], out.tolist()))
        return found

    assert run(quizgrad) == run(torch)


# -- errors ---------------------------------------------------------------------------------

def leaf(t, *shape):
    return t.ones(*shape, requires_grad=True)


def twice(t):
    y = (leaf(t, 2) ** 2).sum()
    y.backward()
    y.backward()


def changed_output(t):
    x = leaf(t, 2)
    y = x.exp()
    y += 1
    y.sum().backward()


def changed_input(t):
    x = leaf(t, 2) * 1
    y = x * x
    x += 1
    y.sum().backward()


def changed_view(t):
    x = t.ones(2, 2)
    y = leaf(t, 2, 2) * x
    x[0].add_(1)
    y.sum().backward()


def test_own_divisor():
    """An in-place operation keeps the value it overwrites if its gradient needs it."""
    def run(t):
        b = t.tensor([3.0, 4.0], requires_grad=True)
        y = b * b
        y.div_(b)
        y.mul_(b)
        y.sum().backward()
        return b.grad.tolist()

    assert run(quizgrad) == run(torch)


def in_place_leaf(t):
    leaf(t, 2).add_(1)


def write_leaf(t):
    leaf(t, 2)[0] = 1


def integer_grad(t):
    t.tensor([1, 2]).requires_grad_()


def change_of_one_of_several(t):
    x = leaf(t, 4) * 1
    x.chunk(2)[0].mul_(2)


def change_of_unrecorded_view(t):
    x = leaf(t, 4) * 1
    with t.no_grad():
        view = t.ones(4)[:2]
    view.mul_(x[:2])


def change_of_leaf_view(t):
    leaf(t, 4)[:2].mul_(2)


def overlapping(t):
    x = t.ones(3, 3)
    x.add_(x[0])


ERRORS = {
    "in-place chunk": (change_of_one_of_several, 17),
    "in-place unrecorded view": (change_of_unrecorded_view, 60),
    "in-place view of a leaf": (change_of_leaf_view, 60), "overlap": (overlapping, 60),
    "grown in place": (lambda t: t.ones(1).add_(t.ones(2)), 40),
    "inner sizes": (lambda t: t.ones(2, 3).matmul(t.ones(4)), 45),
    "dot": (lambda t: t.ones(2).matmul(t.ones(3)), 45),
    "batches": (lambda t: t.ones(2, 3, 4).matmul(t.ones(2, 5, 4)), 60),
    "linear bias": (lambda t: t.nn.functional.linear(t.ones(2, 3), t.ones(4, 3), t.ones(5)), 20),
    "conv1d channels": (lambda t: t.nn.functional.conv1d(t.ones(1, 3, 4), t.ones(2, 2, 3)), 12),
    "conv groups": (lambda t: t.nn.functional.conv2d(
        t.ones(1, 4, 4, 4), t.ones(2, 2, 3, 3), groups=4), 12),
    "target rank": (lambda t: t.nn.functional.cross_entropy(
        t.ones(2, 3, 4), t.zeros(2).long()), 20),
    "probabilities": (lambda t: t.nn.functional.cross_entropy(t.ones(2, 3), t.ones(2)), 25),
    "gather floats": (lambda t: t.ones(3).gather(0, t.ones(1)), 30),
    "gather rank": (lambda t: t.ones(3, 2).gather(0, t.tensor([0])), 40),
    "gather range": (lambda t: t.ones(3).gather(0, t.tensor([3])), 20),
    "select floats": (lambda t: t.ones(3).index_select(0, t.ones(1)), 30),
    "second grad": (lambda t: [t.autograd.grad(y, x) for x in [leaf(t, 2)]
                               for y in [(x * x).sum()] * 2], 40),
    "two outputs": (lambda t: t.autograd.grad((leaf(t, 2) * 2), leaf(t, 2)), 40),
    "twice": (twice, 40), "changed output": (changed_output, 60),
    "changed input": (changed_input, 60), "changed view": (changed_view, 60),
    "in-place leaf": (in_place_leaf, 60),
    "write leaf": (write_leaf, 60), "integers": (integer_grad, 40),
    "no graph": (lambda t: t.ones(1).backward(), 40),
    "not scalar": (lambda t: (leaf(t, 2) * 2).backward(), 40),
    "unused": (lambda t: t.autograd.grad(leaf(t, 1).sum(), leaf(t, 1)), 40),
    "no grad input": (lambda t: t.autograd.grad(leaf(t, 1).sum(), t.ones(1)), 40),
    "upstream shape": (lambda t: (leaf(t, 2) * 2).backward(t.ones(3)), 17),
    "numpy": (lambda t: leaf(t, 2).numpy(), 40),
    "item": (lambda t: t.ones(2).item(), 8), "bool": (lambda t: bool(t.ones(2)), 40),
    "len": (lambda t: len(t.tensor(1)), 15), "iter": (lambda t: list(t.tensor(1)), 15),
    "broadcast": (lambda t: t.ones(2, 3) + t.ones(2, 4), 60),
    "matmul": (lambda t: t.ones(2, 3) @ t.ones(2, 3), 45),
    "matmul 0-d": (lambda t: t.matmul(t.tensor(1.0), t.ones(2)), 30),
    "reshape": (lambda t: t.ones(6).reshape(4, 2), 40), "view": (lambda t: t.ones(6).view(4), 35),
    "view of transposed": (lambda t: t.ones(2, 3).T.view(6), 40),
    "dim": (lambda t: t.ones(2).sum(1), 40), "dim low": (lambda t: t.ones(2, 2).softmax(-3), 40),
    "cat": (lambda t: t.cat([t.ones(2, 2), t.ones(3, 3)], 0), 40),
    "stack": (lambda t: t.stack([t.ones(2), t.ones(3)]), 30),
    "mean of integers": (lambda t: t.tensor([1, 2]).mean(), 30),
    "index": (lambda t: t.ones(3)[5], 20), "too many": (lambda t: t.ones(3)[0, 0], 20),
    "float index": (lambda t: t.ones(3)[t.ones(1)], 20),
    "expand": (lambda t: t.ones(3).expand(4), 40),
    "setting requires_grad": (lambda t: setattr(leaf(t, 1) * 2, "requires_grad", False), 40),
    "linear": (lambda t: t.nn.functional.linear(t.ones(2, 3), t.ones(4, 5)), 45),
    "conv channels": (lambda t: t.nn.functional.conv2d(t.ones(1, 3, 4, 4), t.ones(2, 2, 3, 3)), 12),
    "conv small": (lambda t: t.nn.functional.conv2d(t.ones(1, 1, 2, 2), t.ones(1, 1, 3, 3)), 10),
    "conv rank": (lambda t: t.nn.functional.conv2d(t.ones(2, 2), t.ones(1, 1, 1, 1)), 30),
    "pool padding": (lambda t: t.nn.functional.max_pool2d(t.ones(1, 4, 4), 2, padding=2), 30),
    "embedding": (lambda t: t.nn.functional.embedding(t.tensor([5]), t.ones(3, 2)), 20),
    "embedding floats": (lambda t: t.nn.functional.embedding(t.ones(1), t.ones(3, 2)), 30),
    "target range": (lambda t: t.nn.functional.cross_entropy(t.ones(1, 2), t.tensor([5])), 20),
    "target batch": (lambda t: t.nn.functional.cross_entropy(t.ones(2, 2), t.tensor([1])), 40),
    "target type": (lambda t: t.nn.functional.nll_loss(t.ones(2, 2), t.ones(2)), 20),
    "no parameters": (lambda t: t.optim.SGD([], lr=0.1), 30),
    "negative lr": (lambda t: t.optim.Adam([leaf(t, 1)], lr=-1), 20),
    "non-leaf parameter": (lambda t: t.optim.SGD([leaf(t, 1) * 2], lr=1), 20),
    "before init": (lambda t: type("Net", (t.nn.Module,), {
        "__init__": lambda self: setattr(self, "a", t.nn.Linear(1, 1))})(), 20),
    "attribute": (lambda t: t.nn.Linear(1, 1).wieght, 20),
    "state": (lambda t: t.nn.Linear(1, 1).load_state_dict({"x": t.ones(1)}), 40),
    "rnn width": (lambda t: t.nn.RNN(2, 3)(t.ones(1, 1, 4)), 30),
    "hook": (lambda t: t.ones(1).register_hook(print), 30),
}


@pytest.mark.parametrize("name", ERRORS)
def test_error(name):
    """PyTorch's exception class and first words; the rest is worded for a learner."""
    program, length = ERRORS[name]
    messages = []
    for lib in (torch, quizgrad):
        with pytest.raises(Exception) as caught:
            program(lib)
        messages.append((caught.type, str(caught.value)))
    (kind, theirs), (mine_kind, mine) = messages
    assert issubclass(mine_kind, kind)
    assert first_words(mine, length) == first_words(theirs, length), f"{theirs}\n---\n{mine}"


def first_words(text, length):
    return re.sub(r"torch\.\w+Tensor|\[torch.*", "", text)[:length]


# -- modules and optimisers -----------------------------------------------------------------

MODULES = {
    "linear": (lambda nn: nn.Linear(3, 4), (5, 3)),
    "mlp": (lambda nn: nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 4, bias=False),
                                     nn.ReLU(), nn.Linear(4, 3), nn.Sigmoid()), (7, 6)),
    "cnn": (lambda nn: nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                                     nn.Conv2d(4, 4, (2, 3), stride=(1, 2), padding="valid",
                                               groups=2), nn.AvgPool2d(2, 1, 1), nn.Flatten(),
                                     nn.Linear(24, 3), nn.LogSoftmax(1)), (3, 2, 6, 8)),
    "rnn": (lambda nn: nn.RNN(3, 4), (5, 2, 3)),
    "rnn deep": (lambda nn: nn.RNN(3, 4, 3, batch_first=True, bidirectional=True), (2, 5, 3)),
    "rnn relu": (lambda nn: nn.RNN(3, 4, 2, nonlinearity="relu", bias=False), (5, 3)),
    "cell": (lambda nn: nn.RNNCell(3, 4), (2, 3)),
    "list": (lambda nn: nn.ModuleList([nn.Linear(2, 2), nn.Softmax(-1)])[0], (2, 2)),
}


def twins(make):
    """One module in each library, in float64, with the same weights."""
    theirs = make(torch.nn).double()
    mine = make(quizgrad.nn).double()
    assert [(n, tuple(p.shape)) for n, p in theirs.named_parameters()] == [
        (n, p.shape) for n, p in mine.named_parameters()]
    mine.load_state_dict({k: quizgrad.tensor(v.numpy()) for k, v in theirs.state_dict().items()})
    return mine, theirs


@pytest.mark.parametrize("name", MODULES)
def test_module(name):
    """Forward, gradients of input and parameters, and the names of the state agree."""
    make, shape = MODULES[name]
    mine, theirs = twins(make)
    assert list(mine.state_dict()) == list(theirs.state_dict())
    x = np.random.default_rng(0).normal(size=shape)
    found = []
    for lib, module in ((quizgrad, mine), (torch, theirs)):
        given_ = lib.tensor(x, requires_grad=True)
        outs = outputs(module(given_))
        sum((o * o * o).sum() for o in outs).backward()
        found.append([*map(numbers, outs), numbers(given_.grad),
                      *(numbers(p.grad) for p in module.parameters())])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, **TOLERANCE)


def test_embedding_module():
    """The padding row starts at zero in both; duplicates add up."""
    mine, theirs = twins(lambda nn: nn.Embedding(6, 3, padding_idx=-1))
    assert mine.padding_idx == theirs.padding_idx
    assert not quizgrad.nn.Embedding(6, 3, padding_idx=2).weight[2].any()
    for lib, module in ((quizgrad, mine), (torch, theirs)):
        (module(lib.tensor([[1, 5, 1], [0, 5, 2]])) ** 2).sum().backward()
    np.testing.assert_allclose(numbers(mine.weight.grad), numbers(theirs.weight.grad), **TOLERANCE)


@pytest.mark.parametrize("options", [{}, {"ignore_index": 1}, {"label_smoothing": 0.3},
                                     {"reduction": "sum"}], ids=str)
def test_loss_modules(options):
    """CrossEntropyLoss and MSELoss as modules."""
    compare(lambda t, a: t.nn.CrossEntropyLoss(**options)(a, t.tensor([0, 1, 2, 1])),
            [np.random.default_rng(0).normal(size=(4, 3))])
    compare(lambda t, a, b: t.nn.MSELoss()(a, b), [np.ones((2, 2)), np.zeros((2, 2))])


OPTIMISERS = {
    "sgd": ("SGD", {"lr": 0.1}), "momentum": ("SGD", {"lr": 0.1, "momentum": 0.9}),
    "dampened": ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3}),
    "nesterov": ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05}),
    "maximize": ("SGD", {"lr": 0.01, "maximize": True, "weight_decay": 0.1}),
    "adam": ("Adam", {"lr": 0.05}), "betas": ("Adam", {"betas": (0.5, 0.7), "eps": 1e-4}),
    "decay": ("Adam", {"lr": 0.05, "weight_decay": 0.1}),
    "amsgrad": ("Adam", {"lr": 0.05, "amsgrad": True, "maximize": True}),
    "adamw": ("AdamW", {"lr": 0.05, "weight_decay": 0.3}),
    "adamw amsgrad": ("AdamW", {"amsgrad": True, "betas": (0.5, 0.7)}),
    "rmsprop": ("RMSprop", {"lr": 0.02, "weight_decay": 0.1}),
    "rmsprop centered": ("RMSprop", {"momentum": 0.8, "centered": True, "alpha": 0.9}),
    "adagrad": ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "initial_accumulator_value": 0.5}),
}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_optimiser(name):
    """Parameters agree after ten steps, one parameter never used, one group of its own."""
    kind, options = OPTIMISERS[name]
    mine, theirs = twins(lambda nn: nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)))
    x = np.random.default_rng(0).normal(size=(6, 3))
    for lib, net in ((quizgrad, mine), (torch, theirs)):
        unused = lib.ones(2, requires_grad=True)
        groups = [{"params": net[0].parameters()},
                  {"params": [*net[2].parameters(), unused], "lr": 0.02}]
        opt = getattr(lib.optim, kind)(groups, **options)
        for i in range(10):
            opt.zero_grad()
            ((net(lib.tensor(x)) - i) ** 2).mean().backward()
            opt.step()
            opt.load_state_dict(copy.deepcopy(opt.state_dict()))
        assert unused.tolist() == [1, 1]
    for a, b in zip(mine.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(numbers(a), numbers(b), **TOLERANCE)


def test_clipping():
    """clip_grad_norm_ returns the old norm and scales as PyTorch does."""
    found = []
    for lib in (quizgrad, torch):
        w = lib.tensor([3.0, 4.0], dtype=lib.float64, requires_grad=True)
        (w * w).sum().backward()
        norm = lib.nn.utils.clip_grad_norm_([w], 1.0)
        found.append([float(norm), *w.grad.tolist()])
    assert found[0] == pytest.approx(found[1], rel=1e-12)
