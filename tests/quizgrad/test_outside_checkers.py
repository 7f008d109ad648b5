"""Checkers that are not ours on our rules: PyTorch's gradcheck and gradgradcheck, complex steps.

Each program is wrapped as a custom Function of PyTorch, whose forward, backward and backward of
backward are quizgrad's. PyTorch's defaults would let a gradient times 1.0005 pass: the settings
here do not, which the last tests prove.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import quizgrad  # noqa: E402  # after the skip
from quizgrad_cases import CASES  # noqa: E402

TIGHT = {"eps": 6e-6, "atol": 1e-9, "rtol": 1e-7}


def ours(t):
    """A tensor of PyTorch as a leaf of quizgrad."""
    return quizgrad.tensor(t.detach().numpy(), requires_grad=True)


def theirs(tensors):
    """Tensors of quizgrad as PyTorch's."""
    return tuple(torch.tensor(np.array(t.detach().numpy())) for t in tensors)


def gradients(outs, leaves, upstream, **options):
    """quizgrad's gradients, zeros where there is none."""
    pairs = [(o, u) for o, u in zip(outs, upstream, strict=True) if o.requires_grad]
    if not pairs:
        return tuple(quizgrad.zeros_like(leaf) for leaf in leaves)
    return quizgrad.autograd.grad([o for o, _ in pairs], leaves, [u for _, u in pairs],
                                  materialize_grads=True, **options)


def wrapped(program):
    """`program` of quizgrad's Tensors as a function of PyTorch's, differentiable twice."""

    def run(leaves):
        made = program(*leaves)
        made = made if isinstance(made, tuple) else (made,)
        return tuple(o for o in made if o.dtype.kind == "f")

    class First(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *inputs):
            ctx.save_for_backward(*inputs)
            return theirs(run([ours(t) for t in inputs]))

        @staticmethod
        def backward(ctx, *upstream):
            inputs = ctx.saved_tensors
            return Second.apply(len(inputs), *inputs, *upstream)

    class Second(torch.autograd.Function):
        @staticmethod
        def forward(ctx, count, *given):
            ctx.count = count
            ctx.save_for_backward(*given)
            leaves = [ours(t) for t in given]
            return theirs(gradients(run(leaves[:count]), leaves[:count], leaves[count:]))

        @staticmethod
        def backward(ctx, *upstream):
            leaves = [ours(t) for t in ctx.saved_tensors]
            inputs, above = leaves[:ctx.count], leaves[ctx.count:]
            firsts = gradients(run(inputs), inputs, above, create_graph=True)
            found = gradients(firsts, leaves, [quizgrad.tensor(u.numpy()) for u in upstream])
            return (None, *theirs(found))

    return First.apply


def inputs_of(case):
    return [torch.tensor(a, requires_grad=True) for a in case.arrays()]


@pytest.mark.parametrize("case", [c for c in CASES if c.first], ids=lambda c: c.name)
def test_pytorchs_gradcheck_accepts(case):
    program = wrapped(lambda *x: case.program(quizgrad, *x))
    assert torch.autograd.gradcheck(program, inputs_of(case), **TIGHT)


@pytest.mark.parametrize("case", [c for c in CASES if c.second], ids=lambda c: c.name)
def test_pytorchs_gradgradcheck_accepts(case):
    program = wrapped(lambda *x: case.program(quizgrad, *x))
    assert torch.autograd.gradgradcheck(program, inputs_of(case), **TIGHT)


# -- the checker checked -----------------------------------------------------------------------

def normalised(x, ddof=0, inside=True):
    """LayerNorm without weights, or one of its two slips."""
    centred = x - x.mean(-1, keepdim=True)
    var = x.var(-1, correction=ddof, keepdim=True)
    return centred / ((var + 1e-5).sqrt() if inside else var.sqrt() + 1e-5)


def mixed(right, wrong):
    """The forward of one program with the gradient of another."""

    class Mixed(quizgrad.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return right(x)

        @staticmethod
        def backward(ctx, g):
            x = ctx.saved_tensors[0].detach().requires_grad_()
            with quizgrad.enable_grad():
                return quizgrad.autograd.grad(wrong(x), x, g)[0]

    return wrapped(Mixed.apply)


SLIPS = {
    "a gradient times 1.0005": (lambda x: x.tanh(), lambda x: x.tanh() * 1.0005),
    "LayerNorm with eps outside the root": (normalised, lambda x: normalised(x, inside=False)),
    "LayerNorm with ddof 1": (normalised, lambda x: normalised(x, ddof=1)),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_settings_catch(slip):
    right, wrong = SLIPS[slip]
    x = torch.randn(3, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x.requires_grad_()
    assert torch.autograd.gradcheck(mixed(right, right), x, **TIGHT)
    assert not torch.autograd.gradcheck(mixed(right, wrong), x, raise_exception=False, **TIGHT)


# -- complex steps -----------------------------------------------------------------------------

ANALYTIC = {
    "product and sum": lambda x: x * x + x * 3,
    "quotient": lambda x: 1 / (x * x + 2),
    "power": lambda x: x**3,
    "exp": lambda x: x.exp(),
    "log": lambda x: (x * x + 1).log(),
    "sqrt": lambda x: (x * x + 1).sqrt(),
    "sin and cos": lambda x: x.sin() * x.cos(),
    "tanh": lambda x: x.tanh(),
    "matmul": lambda x: (x @ x.T) @ x,
    "mean, variance by hand": lambda x: ((x - x.mean(1, keepdim=True)) ** 2).mean(1),
    "indexing and reshape": lambda x: x[1:, [0, 2, 2]].reshape(-1) * x.permute(1, 0).flatten()[:3],
    "einsum": lambda x: quizgrad.einsum("ij,kj->ik", x, x),
    "convolution": lambda x: quizgrad.nn.functional.conv2d(
        x.reshape(1, 1, 2, 3), x[:, :2].reshape(1, 1, 2, 2), padding=1),
    "average pooling": lambda x: quizgrad.nn.functional.avg_pool2d(
        (x * x).reshape(1, 1, 2, 3), (2, 1)),
}


@pytest.mark.parametrize("name", ANALYTIC)
def test_complex_step(name):
    """Im f(x + i h) / h is the derivative without any subtraction: equal to 1e-14."""
    program, step = ANALYTIC[name], 1e-30
    at = np.random.default_rng(0).normal(size=(2, 3))
    x = quizgrad.tensor(at, requires_grad=True)
    out = program(x)
    upstream = np.random.default_rng(1).normal(size=tuple(out.shape))
    (found,) = quizgrad.autograd.grad(out, x, quizgrad.tensor(upstream))
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        moved = at.astype(complex)
        moved[place] += 1j * step
        slope[place] = (complex_value(program, moved).imag / step * upstream).sum()
    np.testing.assert_allclose(found.numpy(), slope, rtol=1e-14, atol=1e-14 * np.abs(slope).max())


def complex_value(program, array):
    """The forward of `program` on complex numbers, which only a wrapped array can bring in."""
    from quizgrad.function import wrap

    return np.asarray(program(wrap(array)).array)
