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
