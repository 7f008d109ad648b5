"""Every exercise: its files agree, its solution is accepted, its starter is not, and a gradient off
by a factor is rejected by a check of gradients.

Exercises are found by glob: a new folder is tested without a word here. That every known-wrong
solution falls to the check it names, and every other correct style passes, `quizkit bank check`
proves; `.ci/run` runs both, so that nothing is graded twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.model import CheckResult, Outcome, Verdict, VerdictKind

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(file.parent for file in (ROOT / "exercises").glob("*/exercise.yaml"))
FACTORS = (2.0, -1.0, 0.0, 1.001)
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")

Grade = Callable[..., Verdict]


def about(folder: Path) -> dict[str, Any]:
    """The exercise.yaml of a folder."""
    found: dict[str, Any] = yaml.safe_load((folder / "exercise.yaml").read_text(encoding="utf-8"))
    return found


def case(folder: Path, framework: str, *rest: object) -> Any:
    """A parameter set; the torch ones are skipped where PyTorch is missing."""
    name = "-".join([folder.name, framework, *map(str, rest)])
    marks = [needs_torch] if framework == "torch" else []
    return pytest.param(folder, framework, *rest, id=name, marks=marks)


def sides() -> Iterator[tuple[Path, str]]:
    """Every exercise in every framework it has."""
    for folder in FOLDERS:
        for framework in about(folder)["frameworks"]:
            yield folder, framework


def scaled() -> Iterator[Any]:
    """Correct solutions whose gradients are multiplied by a factor.

    An exercise that declares no group `gradients` is judged by other things.
    """
    for folder, framework in sides():
        if "gradients" in about(folder)["groups"]:
            for factor in FACTORS:
                yield case(folder, framework, factor)


def first_failed(verdict: Verdict) -> CheckResult:
    """The check that decided the verdict."""
    failed = (check for check in verdict.checks if check.outcome is Outcome.FAILED)
    found = next(failed, None)
    assert found is not None, told(verdict)
    return found


def told(verdict: Verdict) -> str:
    """A verdict in one line, for a failing assertion."""
    failed = [(c.id, c.code, c.measured) for c in verdict.checks if c.outcome is Outcome.FAILED]
    return f"{verdict.verdict} seed {verdict.seed} {verdict.code} {dict(verdict.facts)} {failed}"


def source_of(folder: Path, name: str) -> str:
    """The source of a file of the exercise."""
    return (folder / name).read_text(encoding="utf-8")


def test_there_are_exercises() -> None:
    assert FOLDERS, "no exercises/*/exercise.yaml was found"


@pytest.mark.parametrize(("folder", "framework"), [case(*side) for side in sides()])
def test_the_solution_passes_every_check(grade: Grade, folder: Path, framework: str) -> None:
    verdict = grade(folder, framework, source_of(folder, f"solution_{framework}.py"))
    assert verdict.verdict is VerdictKind.ACCEPTED, told(verdict)
    assert verdict.checks
    assert all(check.outcome is Outcome.PASSED for check in verdict.checks)
    assert verdict.score == 1.0


@pytest.mark.parametrize(("folder", "framework"), [case(*side) for side in sides()])
def test_the_starter_loads_and_a_check_says_what_is_missing(
    grade: Grade, folder: Path, framework: str
) -> None:
    """A starter of a debugging exercise is broken code that runs; any other says what to write."""
    source = source_of(folder, f"starter_{framework}.py")
    code = first_failed(grade(folder, framework, source)).code
    assert (code == "not_implemented") == ("NotImplementedError" in source), code


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_wrong_file_is_named_and_every_name_has_its_file(folder: Path) -> None:
    named = {f"{w['name']}_{f}" for w in about(folder)["wrong"] for f in w["check"]}
    assert named == {file.stem for file in folder.glob("wrong/*.py")}


@pytest.mark.parametrize(("folder", "framework", "factor"), list(scaled()))
def test_gradients_that_are_off_by_a_factor_are_rejected(
    grade: Grade, folder: Path, framework: str, factor: float
) -> None:
    entries = [entry.partition(":")[0] for entry in about(folder)["entries"]]
    source = source_of(folder, f"solution_{framework}.py") + WRAPPERS[framework].format(
        factor=factor, entries=[name for name in entries if name != "train_step"]
    )
    verdict = grade(folder, framework, source)
    failed = first_failed(verdict)
    assert failed.group == "gradients", told(verdict)
    assert failed.code == "wrong_value", told(verdict)
    assert failed.measured.get("factor", factor) == pytest.approx(factor)


NUMPY_WRAPPER = """


def _scaled(found):
    if isinstance(found, dict):
        return {{name: _scaled(value) for name, value in found.items()}}
    if isinstance(found, (tuple, list)):
        return type(found)(_scaled(value) for value in found)
    return None if found is None else {factor} * found


def _backward(original):
    return lambda *args, **named: _scaled(original(*args, **named))


def _upstream(original):  # an engine's own backward leaves the gradients in its tensors
    def backward(self, grad=None):
        if grad is None and self.data.size != 1:
            return original(self)
        return original(self, {factor} * (np.ones_like(self.data) if grad is None else grad))

    return backward


for _name in {entries}:
    _entry = globals().get(_name)
    if _name == "Tensor":
        _entry.backward = _upstream(_entry.backward)
    elif isinstance(_entry, type) and hasattr(_entry, "backward"):
        _entry.backward = _backward(_entry.backward)
    elif _name.endswith("_backward"):
        globals()[_name] = _backward(_entry)
"""

TORCH_WRAPPER = """


def _hooked(found):
    if isinstance(found, (tuple, list)):
        return type(found)(_hooked(value) for value in found)
    if getattr(found, "requires_grad", False):
        found.register_hook(lambda grad: {factor} * grad)
    return found


def _forward(original):
    return lambda *args, **named: _hooked(original(*args, **named))


for _name in {entries}:
    _entry = globals().get(_name)
    if isinstance(_entry, type):
        _entry.forward = _forward(_entry.forward)
    elif _entry is not None and not _name.endswith("_backward"):
        globals()[_name] = _forward(_entry)
"""
WRAPPERS = {"numpy": NUMPY_WRAPPER, "torch": TORCH_WRAPPER}
