"""What comes out where one thing is done otherwise is told, through the grader, by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quizkit import paths
from quizkit.bank import load
from quizkit.grading.checks import Case, CheckFailure, Variant, expect_close, varied
from quizkit.grading.client import Grader
from quizkit.grading.variants import arguments, cases
from quizkit.model import Diagnosis, Exercise, Framework, Submission

Told = Callable[..., list[Diagnosis]]
BANK = load([paths.content()])


@pytest.fixture
def told(grader: Grader) -> Told:
    """`told(exercise, (before, after), ...)`: what is said of the solution with changed lines.

    The exercise's known-wrong solutions are left out, so that only structure speaks.
    """

    def run(name: str, *pairs: tuple[str, str]) -> list[Diagnosis]:
        item = BANK.find(name)
        assert isinstance(item, Exercise)
        source = (Path(item.folder) / "solution_numpy.py").read_text(encoding="utf-8")
        for before, after in pairs:
            assert before in source
            source = source.replace(before, after)
        given = Submission.of(item.id, Framework.NUMPY, f"{item.id}.py", source.encode())
        verdict = grader.grade(given, replace(item, wrong=()), [3], explain=True)[-1]
        assert verdict.verdict == "rejected", verdict
        return list(verdict.diagnosis)

    return run


def codes(found: list[Diagnosis]) -> Iterator[tuple[str, object]]:
    """(code, the name it gives) of each diagnosis."""
    for each in found:
        yield each.code, each.params.get("name") or each.params.get("one")


def test_a_parameter_that_is_left_out(told: Told) -> None:
    found = told("mlp", (' + p["fc1.bias"]', ""))
    assert ("without_parameter", "fc1.bias") in codes(found)


def test_two_arguments_that_change_places(told: Told) -> None:
    found = told("layernorm", ("return weight * x_hat + bias", "return bias * x_hat + weight"))
    assert ("swapped_arguments", "weight") in codes(found)


def test_an_argument_that_is_left_out(told: Told) -> None:
    found = told("layernorm", ("return weight * x_hat + bias", "return weight * x_hat"))
    assert {code for code, _ in codes(found)} <= {"offset_along", "without_argument"}
    assert found


def test_a_gradient_that_belongs_to_another_argument(told: Told) -> None:
    found = told("layernorm", ("(grad_out * x_hat).sum(axis=rows), grad_out.sum(axis=rows)",
                               "grad_out.sum(axis=rows), (grad_out * x_hat).sum(axis=rows)"))  # fmt: skip
    assert {("other_gradient", "bias"), ("other_gradient", "weight")} <= set(codes(found))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("model.params[name] = model.params[name] - lr * g", "no_update"),
        ("model.params[name] = model.params[name] - lr * g", "uphill"),
        ("model.params[name] = model.params[name] - lr * g", "never_updated"),
        ("model.params[name] = model.params[name] - lr * g", "step_divided"),
    ],
)
def test_an_update_that_is_another(told: Told, line: str, code: str) -> None:
    other = {
        "no_update": "model.params[name] = model.params[name]",
        "uphill": "model.params[name] = model.params[name] + lr * g",
        "never_updated": 'model.params[name] = model.params[name] - lr * g * (name != "fc1.bias")',
        "step_divided": "model.params[name] = model.params[name] - lr * g / len(y)",
    }[code]
    assert code in [each for each, _ in codes(told("mlp", (line, other)))]


A, B = np.arange(4.0).reshape(2, 2), np.ones((2, 2))


def test_every_change_of_a_case_is_one_change() -> None:
    case = Case((), (A,), {"w": A, "b": B, "c": np.ones(2)})
    found = {(code, params.get("name") or params.get("one")) for (code, params), _ in cases(case)}
    assert found == {
        ("without_parameter", "w"), ("without_parameter", "b"), ("without_parameter", "c"),
        ("transposed_parameter", "w"), ("transposed_parameter", "b"), ("swapped_parameters", "w"),
        ("without_argument", "input 1"), ("transposed_argument", "input 1"),
    }  # fmt: skip
    assert all(changed.state.keys() == case.state.keys() for _, changed in cases(case))


def test_every_change_of_arguments_is_one_change() -> None:
    mask = np.array([True, False])
    found = {(code, params.get("name") or params.get("one")): args
             for (code, params), args in arguments(["q", "k", "mask"], [A, B, mask, True])}  # fmt: skip
    assert set(found) == {
        ("swapped_arguments", "q"), ("without_argument", "q"), ("without_argument", "k"),
        ("transposed_argument", "q"), ("transposed_argument", "k"),
        ("inverted_argument", "mask"), ("inverted_argument", "input 4"),
    }  # fmt: skip
    assert found[("swapped_arguments", "q")][0] is B
    np.testing.assert_array_equal(found[("inverted_argument", "mask")][2], ~mask)
    assert found[("inverted_argument", "input 4")][3] is False


def test_variants_are_computed_for_a_failure_and_not_for_a_success() -> None:
    asked: list[str] = []

    def variants() -> list[Variant]:
        asked.append("asked")
        return []

    with varied(variants):
        expect_close(A, A, "output")
    assert asked == []
    with pytest.raises(CheckFailure) as caught, varied(variants):
        expect_close(A, B, "output")
    assert asked == [] and caught.value.evidence is not None
    assert caught.value.evidence.variants is variants
