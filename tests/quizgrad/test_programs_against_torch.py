"""Random programs, step by step on quizgrad and on PyTorch: values, graph, gradients, errors.

What a program may do is in `programs.py`: arithmetic on shapes that broadcast or do not, views,
every kind of index, in-place changes of tensors and of views, blocks without recording, hooks,
backward with and without keeping the graph, second derivatives. Nothing is left out of the
comparison but what is listed there with its reason.
"""

import warnings

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="compares quizgrad with the real PyTorch")

import programs  # noqa: E402  # after the skip
import quizgrad  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

NAMES = sorted(programs.OPERATIONS)
CHANGING = [n for n in NAMES if n.endswith("_")] + ["setitem", "additem", "under_no_grad"]
VIEWS = ["getitem", "transpose", "permute", "reshape", "unsqueeze", "squeeze", "expand", "narrow",
         "chunk", "unbind", "flatten", "t", "detach"]  # fmt: skip
MECHANICS = ["backward", "grad", "upstream", "hook", "unhook", "retain_grad", "forget", "off",
             "enabled_inside", "under_no_grad", "leaf"]  # fmt: skip
ARITHMETIC = ["add", "mul", "matmul", "exp", "relu", "sum", "scale", "softmax", "max", "where"]


def steps(names: list[str], longest: int) -> st.SearchStrategy[list[programs.Step]]:
    """Programs of the named operations."""
    step = st.tuples(st.sampled_from(names), st.integers(0, 9), st.integers(0, 19), st.integers(0, 11))
    return st.lists(step, min_size=1, max_size=longest)


def bounded(examples: int) -> settings:
    """The same examples in every run, and no limit on time that a slow machine could miss."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


@pytest.fixture(autouse=True)
def _doubles():
    """Python numbers become float64 in both libraries; NumPy's and PyTorch's warnings are off."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    quizgrad.set_default_dtype(quizgrad.float64)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
    torch.set_default_dtype(before)


def compare(program: list[programs.Step]) -> None:
    """Both libraries are seen to do the same."""
    mine, theirs = (programs.observe(lib, program) for lib in (quizgrad, torch))
    assert not (different := programs.difference(mine, theirs)), different


@bounded(250)
@given(steps(NAMES, 8))
def test_any_program(program):
    """Programs of all operations."""
    compare(program)


@bounded(250)
@given(steps([*VIEWS, *CHANGING, "backward", "scale"], 8))
def test_views_and_in_place_changes(program):
    """A change of a view reaches its base and all other views, in values and in gradients."""
    compare([("scale", 0, 2, 0), ("scale", 2, 2, 1), *program, ("backward", 0, 0, 1)])


@bounded(250)
@given(steps([*MECHANICS, *ARITHMETIC, "mul_", "getitem"], 10))
def test_the_mechanics_of_autograd(program):
    """Hooks, kept and freed graphs, blocks without recording, leaves and `.grad`."""
    compare(program)


@bounded(150)
@given(st.sampled_from(sorted(set(NAMES) - set(MECHANICS))), st.integers(0, 19), st.integers(0, 11),
       st.sampled_from(["add_", "setitem"]), st.integers(0, 2))  # fmt: skip
def test_a_change_of_what_backward_needs_is_noticed_alike(name, b, c, change, target):
    """An operation, then a change of its operand or of its result, then backward."""
    compare([("scale", 0, 1, 1), ("scale", 2, 1, 2), (name, 0, b, c), (change, target, 1, 1),
             ("backward", 0, 0, 3)])  # fmt: skip


def test_a_difference_is_seen():
    """The comparison notices a wrong value, a wrong error, a missing step."""
    right = programs.observe(torch, [("mul", 0, 1, 0), ("reshape", 0, 5, 1)])
    assert not programs.difference(right, right)
    for wrong in (right[1:], [right[0], ("reshape", ValueError, "no"), *right[2:]],
                  [*right[:-2], ("value", True, np.ones(3)), right[-1]]):
        assert programs.difference(wrong, right)
