"""A harness: glue of the exercise's that runs beside the learner's source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from quizkit.sandbox.host import Child, Failure, Limits, Sandbox

LIMITS = Limits(seconds=60.0)
Load = Callable[[str], Child]

LEARNER = """
class Counter:
    def __init__(self, start):
        self.total = start

    def add(self, x):
        self.total = self.total + x
        return self.total


def same(x):
    return x + 0
"""
HARNESS = """
from functools import partial


def totals(learner, start, steps):
    counter = learner.invoke(learner.entry("Counter"), start)
    add = learner.method_of(counter, "add")
    return [learner.checked(learner.invoke(add, step), "total") for step in steps]


def cubed(learner, x):
    return learner.entry("same")(x) ** 3


def cubed_backward(learner, grad_out, x):
    return 3 * grad_out * x**2


class Started:
    def __init__(self, learner, start):
        self.inner = learner.entry("Counter")(start)
        self.params = {}

    def forward(self, x):
        return self.inner.add(x)
"""


@pytest.fixture
def load(sandbox: Sandbox) -> Iterator[Load]:
    """`load(source)`: a child that has loaded a source and the harness."""
    made: list[Child] = []

    def make(source: str) -> Child:
        made.append(sandbox.child(LIMITS))
        made[-1].ask("load", source=source, filename="mine.py", harness=HARNESS)
        return made[-1]

    yield make
    for child in made:
        child.close()


def failure(child: Child, verb: str, **fields: object) -> Failure:
    with pytest.raises(Failure) as caught:
        child.ask(verb, **fields)
    return caught.value


STEPS = [np.ones(2), np.array([2.0, -1.0])]


def test_it_drives_a_class_of_the_learners(load: Load) -> None:
    answer = load(LEARNER).ask("call", entry="totals", args=[np.zeros(2), STEPS])
    np.testing.assert_array_equal(answer["output"], [[1.0, 1.0], [3.0, 0.0]])


def test_its_functions_are_differentiated(load: Load) -> None:
    x = np.array([1.0, 2.0])
    told = load(LEARNER).ask("call_vjp", entry="cubed", args=[x], cotangent=np.ones(2))
    np.testing.assert_allclose(told["inputs"][0], 3 * x**2)


def test_its_classes_are_built(sandbox: Sandbox, load: Load) -> None:
    child = load(LEARNER)
    child.ask("build", slot=0, entry="Started", config=[1.0])
    if sandbox.framework == "numpy":
        got = child.ask("forward", slot=0, inputs=[np.ones(2)])["output"]
        np.testing.assert_array_equal(got, [2.0, 2.0])


def test_the_learners_own_functions_can_be_called_as_before(load: Load) -> None:
    child = load(LEARNER)
    assert child.ask("call", entry="same", args=[np.ones(2)])["output"].tolist() == [1.0, 1.0]
    assert failure(child, "call", entry="partial", args=[]).code == "missing_entry"


def test_it_does_not_stand_in_for_an_entry_of_the_learners(load: Load) -> None:
    assert failure(load(LEARNER), "has", names=["totals"]).code == "missing_entry"


@pytest.mark.parametrize(
    ("old", "new", "kind", "code", "says"),
    [
        ("def add", "def plus", "rejected", "missing_method", "add"),
        ("def add(self, x)", "def add(self)", "rejected", "raised", "add"),
        ("return self.total", "return None", "rejected", "wrong_type", "NoneType"),
        ("return self.total", "return 1 / 0", "error", "raised", "division by zero"),
        ("class Counter", "class Other", "invalid", "missing_entry", "Counter"),
        ("self.total + x", "self.sum + x", "error", "raised", "'sum'"),
    ],
)
def test_what_fails_in_it_because_of_the_learners_object_is_the_learners(
    load: Load, old: str, new: str, kind: str, code: str, says: str
) -> None:
    child = load(LEARNER.replace(old, new))
    told = failure(child, "call", entry="totals", args=[np.zeros(2), STEPS])
    assert (told.kind, told.code) == (kind, code)
    assert says in str(told.facts)


def test_a_traceback_through_it_shows_the_learners_own_lines_only(load: Load) -> None:
    child = load(LEARNER.replace("return self.total", "return 1 / 0"))
    told = failure(child, "call", entry="totals", args=[np.zeros(2), STEPS])
    assert told.facts["frames"] == [{"line": 8, "in": "add", "text": "return 1 / 0"}]


ATTACKS = {
    "names of its own": "def totals(*_):\n    return [1, 2]\n\n\ndef cubed(*_):\n    return 7\n",
    "the module is gone": "import sys\n\nsys.modules.clear()\n",
    "no exec": "import builtins\n\nbuiltins.exec = builtins.compile = lambda *_, **__: None\n",
    "getattr lies": "import builtins\n\nbuiltins.getattr = lambda *_: None\n",
    "the class ends it": "class Counter:\n    def __init__(self, start):\n        raise SystemExit\n",
    "it leaves": "class Counter:\n    def __init__(self, start):\n        import os\n\n"
    "        os._exit(0)\n",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_learner_who_disturbs_it_gains_nothing(sandbox: Sandbox, name: str) -> None:
    """Either the harness does its work, or the learner's process failed: never our fault."""
    with sandbox.child(LIMITS) as child:
        try:
            source = LEARNER + ATTACKS[name]
            child.ask("load", source=source, filename="mine.py", harness=HARNESS)
            found = child.ask("call", entry="totals", args=[np.zeros(2), STEPS])["output"]
        except Failure as told:
            assert told.kind in {"error", "rejected", "invalid", "exited", "protocol", "crashed"}
        else:
            np.testing.assert_array_equal(found, [[1.0, 1.0], [3.0, 0.0]])
