"""Every exercise: what must be accepted is, what must be rejected is, and by the right check.

Exercises are found by glob: a new folder is tested without a word here.
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
SEEDS = (7, 4242)
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


def others() -> Iterator[Any]:
    """Correct solutions in other styles."""
    for folder, framework in sides():
        for file in sorted(folder.glob(f"also/*_{framework}.py")):
            yield case(folder, framework, file.stem)


def known_wrong() -> Iterator[Any]:
    """(folder, framework, file, check that must fail first)."""
    for folder in FOLDERS:
        for wrong in about(folder)["wrong"]:
            for framework, check in wrong["check"].items():
                yield case(folder, framework, f"{wrong['name']}_{framework}", check)


def scaled() -> Iterator[Any]:
    """Correct solutions whose gradients are multiplied by a factor."""
    for folder, framework in sides():
        for factor in FACTORS:
            yield case(folder, framework, factor)


def first_failed(verdict: Verdict) -> CheckResult:
    """The check that decided the verdict."""
    return next(check for check in verdict.checks if check.outcome is Outcome.FAILED)


def told(verdict: Verdict) -> str:
    """A verdict in one line, for a failing assertion."""
    failed = [(c.id, c.code, c.measured) for c in verdict.checks if c.outcome is Outcome.FAILED]
    return f"{verdict.verdict} seed {verdict.seed} {verdict.code} {dict(verdict.facts)} {failed}"


def solution(folder: Path, framework: str) -> str:
    """The source of the reference solution."""
    return (folder / f"solution_{framework}.py").read_text(encoding="utf-8")


def assert_accepted(verdict: Verdict) -> None:
    """Accepted means that every check passed."""
    assert verdict.verdict is VerdictKind.ACCEPTED, told(verdict)
    assert verdict.checks
    assert all(check.outcome is Outcome.PASSED for check in verdict.checks)
    assert verdict.score == 1.0


def test_there_are_exercises() -> None:
    assert FOLDERS, "no exercises/*/exercise.yaml was found"


@pytest.mark.parametrize(("folder", "framework"), [case(*side) for side in sides()])
def test_the_solution_is_accepted(grade: Grade, folder: Path, framework: str) -> None:
    assert_accepted(grade(folder, framework, solution(folder, framework), seeds=SEEDS))


@pytest.mark.parametrize(("folder", "framework", "name"), list(others()))
def test_another_correct_style_is_accepted(
    grade: Grade, folder: Path, framework: str, name: str
) -> None:
    source = (folder / "also" / f"{name}.py").read_text(encoding="utf-8")
    assert_accepted(grade(folder, framework, source))


@pytest.mark.parametrize(("folder", "framework"), [case(*side) for side in sides()])
def test_the_starter_is_not_accepted_and_says_what_is_missing(
    grade: Grade, folder: Path, framework: str
) -> None:
    source = (folder / f"starter_{framework}.py").read_text(encoding="utf-8")
    verdict = grade(folder, framework, source)
    assert verdict.verdict is VerdictKind.ERROR, told(verdict)
    assert first_failed(verdict).code == "not_implemented"


@pytest.mark.parametrize(("folder", "framework", "name", "check"), list(known_wrong()))
def test_a_wrong_solution_is_rejected_by_the_check_it_names(
    grade: Grade, folder: Path, framework: str, name: str, check: str
) -> None:
    source = (folder / "wrong" / f"{name}.py").read_text(encoding="utf-8")
    verdict = grade(folder, framework, source)
    assert verdict.verdict is not VerdictKind.ACCEPTED, name
    assert first_failed(verdict).id == check, told(verdict)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_wrong_file_is_named_and_every_name_has_its_file(folder: Path) -> None:
    named = {f"{w['name']}_{f}" for w in about(folder)["wrong"] for f in w["check"]}
    assert named == {file.stem for file in folder.glob("wrong/*.py")}


@pytest.mark.parametrize(("folder", "framework", "factor"), list(scaled()))
def test_gradients_that_are_off_by_a_factor_are_rejected(
    grade: Grade, folder: Path, framework: str, factor: float
) -> None:
    entries = [entry.partition(":")[0] for entry in about(folder)["entries"]]
    source = solution(folder, framework) + WRAPPERS[framework].format(
        factor=factor, entries=[name for name in entries if name != "train_step"]
    )
    verdict = grade(folder, framework, source)
    failed = first_failed(verdict)
    assert failed.id.startswith("gradient"), told(verdict)
    assert failed.code == "wrong_value", told(verdict)
    assert failed.measured.get("factor", factor) == pytest.approx(factor)


NUMPY_WRAPPER = """


def _scaled_method(original):
    def backward(self, *args):
        grad_input, grads = original(self, *args)
        grad_input = None if grad_input is None else {factor} * grad_input
        return grad_input, {{name: {factor} * value for name, value in grads.items()}}

    return backward


def _scaled_function(original):
    return lambda *args: {factor} * original(*args)


for _name in {entries}:
    _entry = globals()[_name]
    if isinstance(_entry, type):
        _entry.backward = _scaled_method(_entry.backward)
    elif _name.endswith("_backward"):
        globals()[_name] = _scaled_function(_entry)
"""

TORCH_WRAPPER = """


def _scaled(original):
    def forward(*args):
        output = original(*args)
        if output.requires_grad:
            output.register_hook(lambda grad: {factor} * grad)
        return output

    return forward


for _name in {entries}:
    if _name.endswith("_backward"):
        continue
    _entry = globals()[_name]
    if isinstance(_entry, type):
        _entry.forward = _scaled(_entry.forward)
    else:
        globals()[_name] = _scaled(_entry)
"""
WRAPPERS = {"numpy": NUMPY_WRAPPER, "torch": TORCH_WRAPPER}
