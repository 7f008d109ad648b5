"""Every operation's gradient against numbers, to first and second order; none may be missing."""

import pytest
import quizgrad
from quizgrad.autograd import gradcheck, gradgradcheck
from quizgrad.function import Function
from quizgrad_cases import CASES


def leaves(case):
    return [quizgrad.tensor(a, requires_grad=True) for a in case.arrays()]


@pytest.mark.parametrize("case", [c for c in CASES if c.first], ids=lambda c: c.name)
def test_first_derivative(case):
    assert gradcheck(lambda *x: case.program(quizgrad, *x), leaves(case))


@pytest.mark.parametrize("case", [c for c in CASES if c.second], ids=lambda c: c.name)
def test_second_derivative(case):
    assert gradgradcheck(lambda *x: case.program(quizgrad, *x), leaves(case),
                         atol=1e-8, rtol=1e-7)


def operations(kind=Function):
    """All operations of the package: every subclass of Function, however deep."""
    for sub in kind.__subclasses__():
        yield sub
        yield from operations(sub)


def recorded(tensors):
    """The types of all nodes behind the tensors."""
    seen, stack = set(), [t.grad_fn for t in tensors if t.grad_fn is not None]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack += [p for p in node.parents if isinstance(p, Function)]
    return {type(node) for node in seen}


def test_every_operation_has_a_case():
    """A new Function without a case above fails here, by its name."""
    used = set()
    for case in CASES:
        inputs = leaves(case)
        outs = case.program(quizgrad, *inputs)
        outs = outs if isinstance(outs, tuple) else (outs,)
        used |= recorded(outs)
        if case.second:
            used |= recorded(g for g in quizgrad.autograd.grad(
                [(o * o).sum() for o in outs], inputs, create_graph=True, allow_unused=True)
                if g is not None)
    bases = {op for op in operations() if op.forward is Function.forward}
    known = {op for op in operations() if op.__module__.startswith("quizgrad.")}
    assert len(known) > 50
    assert {op.__name__ for op in known - bases - used} == set()
