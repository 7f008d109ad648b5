"""The checker checked: small mistakes in a backward rule must be caught."""

import pytest
import quizgrad
from quizgrad.autograd import GradcheckError, gradcheck, gradgradcheck
from quizgrad.function import Function
from quizgrad.ops.arithmetic import Mul


def leaf(*shape):
    return quizgrad.randn(*shape, dtype=quizgrad.float64, requires_grad=True)


def scaled(factor):
    """tanh with a gradient times `factor`."""

    class Scaled(Function):
        __slots__ = ()
        keeps_output = True

        def forward(self, x):
            return quizgrad.tanh(quizgrad.tensor(x.array)).numpy()

        def backward(self, g, out):
            return (g * (1 - out * out) * factor,)

    return Scaled.apply


def test_accepts_the_right_rule():
    assert gradcheck(scaled(1), leaf(3, 4))


@pytest.mark.parametrize("factor", [1.0005, 0.9995, 1.000001, -1, 0, 2])
def test_catches_a_wrong_factor(factor):
    with pytest.raises(GradcheckError, match=r"numerical .* analytical"):
        gradcheck(scaled(factor), leaf(3, 4))
    assert not gradcheck(scaled(factor), leaf(3, 4), raise_exception=False)


def test_catches_a_single_wrong_element():
    class Almost(Mul):
        __slots__ = ()

        def backward(self, g, a, b):
            da, db = super().backward(g, a, b)
            da[0, 0] *= 1.0005
            return da, db

    with pytest.raises(GradcheckError, match=r"input 0,\nelement \[0, 0\] of \[2, 2\]"):
        gradcheck(Almost.apply, (leaf(2, 2), leaf(2, 2)))


def normalised(x, ddof, inside):
    """LayerNorm with its two classical mistakes: ddof 1, and eps outside the root."""
    mean = x.mean(-1, keepdim=True)
    var = x.var(-1, correction=ddof, keepdim=True)
    return (x - mean) / (quizgrad.sqrt(var + 1e-5) if inside else quizgrad.sqrt(var) + 1e-5)


@pytest.mark.parametrize(("ddof", "inside"), [(1, True), (0, False)])
def test_catches_a_layer_norm_that_differs_by_eps_or_ddof(ddof, inside):
    """Forward of one LayerNorm, backward of another: as a learner's slip would have it."""

    class Mixed(quizgrad.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return normalised(x, 0, True)

        @staticmethod
        def backward(ctx, g):
            x = ctx.saved_tensors[0].detach().requires_grad_()
            with quizgrad.enable_grad():
                return quizgrad.autograd.grad(normalised(x, ddof, inside), x, g)[0]

    x = leaf(3, 5)
    assert gradcheck(lambda x: normalised(x, 0, True), x)
    with pytest.raises(GradcheckError):
        gradcheck(Mixed.apply, x)


def test_second_order_catches_a_rule_that_hides_its_graph():
    class Flat(Function):
        __slots__ = ()

        def forward(self, x):
            self.save_for_backward(x)
            return x.array**3

        def backward(self, g, x):
            bare = x.array if isinstance(x, quizgrad.Tensor) else x
            return (g * (3 * bare**2),)

    assert gradcheck(Flat.apply, leaf(3))
    with pytest.raises(GradcheckError):
        gradgradcheck(Flat.apply, leaf(3))


def test_refuses_what_it_cannot_check():
    with pytest.raises(ValueError, match="expects at least one input tensor to require gradient"):
        gradcheck(quizgrad.exp, quizgrad.ones(2))
    with pytest.raises(ValueError, match="float64"):
        gradcheck(quizgrad.exp, quizgrad.ones(2, requires_grad=True))


def test_leaves_its_inputs_as_they_were():
    x = leaf(3)
    before = x.tolist()
    gradcheck(quizgrad.exp, x)
    assert x.tolist() == before and x.grad is None
