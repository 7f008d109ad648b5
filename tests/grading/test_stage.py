"""Known-wrong solutions answer in one process, one after another, as if each had its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quizkit.grading.diagnosis.stage import Stage
from quizkit.sandbox.failures import Failure
from quizkit.sandbox.host import Child, Limits, Sandbox

ONE = b"def f():\n    return 1\n"
TWO = b"def f():\n    return 2\n"
SECONDS = 30.0


class Counted:
    """Hands out processes of a sandbox and counts them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.opened = 0

    def __call__(self, seconds: float) -> Child:
        self.opened += 1
        return self.sandbox.child(Limits(seconds))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox("numpy") as opened:
        yield opened


@pytest.fixture
def processes(sandbox: Sandbox) -> Counted:
    return Counted(sandbox)


@pytest.fixture
def stage(processes: Counted) -> Iterator[Stage]:
    with Stage(processes, "") as opened:
        yield opened


def answer(stage: Stage, source: bytes, seconds: float = SECONDS) -> object:
    """What `f` of a source returns."""
    stage.enter(source, seconds)
    return stage.ask("call", entry="f", args=[])["output"]


def test_one_process_serves_them_all(stage: Stage, processes: Counted) -> None:
    assert [answer(stage, source) for source in (ONE, TWO, ONE)] == [1, 2, 1]
    assert processes.opened == 1


def test_nothing_of_the_one_before_can_be_asked(stage: Stage) -> None:
    answer(stage, ONE)
    stage.enter(b"def g():\n    return 3\n", SECONDS)
    with pytest.raises(Failure, match="missing_entry"):
        stage.ask("call", entry="f", args=[])


def test_what_one_leaves_in_the_framework_is_gone_from_a_process_of_its_own(stage: Stage) -> None:
    seen = b"import numpy as np\ndef f():\n    return hasattr(np, 'left')\n"
    answer(stage, b"import numpy as np\nnp.left = 1\ndef f():\n    return 1\n")
    assert answer(stage, seen) is True
    assert not stage.alone(seen)
    stage.close()
    assert answer(stage, seen) is False
    assert stage.alone(seen)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (b"import os\ndef f():\n    os._exit(3)\n", "exited"),
        (b"def f():\n    while True:\n        pass\n", "timed_out"),
        (b"def f():\n    return 1 / 0\n", "error"),
        (b"1 / 0\n", "error"),
        (b"def f(:\n", "invalid"),
    ],
)
def test_one_that_fails_does_not_keep_the_next_from_answering(
    stage: Stage, source: bytes, kind: str
) -> None:
    with pytest.raises(Failure) as caught:
        answer(stage, source, 1.0)
    assert caught.value.kind == kind
    assert answer(stage, TWO) == 2


def test_closing_leaves_no_process_behind(processes: Counted) -> None:
    with Stage(processes, "") as opened:
        answer(opened, ONE)
        child = opened._child
    assert child is not None
    with pytest.raises(AssertionError, match="closed"):
        child.ask("call", entry="f", args=[])
