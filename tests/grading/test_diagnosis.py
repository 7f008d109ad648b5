"""Mistakes are named, and never falsely: every wrong solution, rewritten, by its own name.

A run takes one wrong solution per exercise and framework, others as QUIZKIT_SAMPLE is changed;
QUIZKIT_SAMPLE=all takes every one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from quizkit import paths
from quizkit.bank import Bank, load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Outcome, Submission, Verdict, VerdictKind

from .rewriting import rewritten

SAMPLE = os.environ.get("QUIZKIT_SAMPLE", "0")
SEED = 4711
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")

Judge = Callable[[Exercise, str, str], Verdict]


def bank() -> Bank:
    """The bundled bank."""
    return load([paths.content()])


def cases() -> Iterator[Any]:
    """(exercise, framework, wrong solution), sampled."""
    for item in bank().exercises.values():
        for framework in item.frameworks:
            wrong = sorted(w.name for w in item.wrong if framework in w.check)
            if not wrong:
                continue
            start = crc32(f"{item.id} {framework}".encode())
            if SAMPLE != "all":
                wrong = [wrong[(start + int(SAMPLE)) % len(wrong)]]
            for name in wrong:
                marks = [needs_torch] if framework is Framework.TORCH else []
                yield pytest.param(item, str(framework), name, marks=marks,
                                   id=f"{item.id}-{framework}-{name}")  # fmt: skip


@pytest.fixture
def judge(grader: Grader) -> Judge:
    """`judge(exercise, framework, source)`: the verdict with its diagnosis."""

    def run(item: Exercise, framework: str, source: str) -> Verdict:
        given = Submission.of(item.id, Framework(framework), f"{item.id}.py", source.encode())
        return grader.grade(given, item, [SEED], explain=True)[-1]

    return run


def named(verdict: Verdict) -> set[str]:
    """The known mistakes that a verdict names."""
    return {each.misconception for each in verdict.diagnosis if each.misconception}


@pytest.mark.parametrize(("item", "framework", "name"), list(cases()))
def test_a_rewritten_wrong_solution_is_named_by_its_own_mistake_and_no_other(
    judge: Judge, item: Exercise, framework: str, name: str
) -> None:
    wrong = next(each for each in item.wrong if each.name == name)
    file = Path(item.folder) / "wrong" / f"{name}_{framework}.py"
    verdict = judge(item, framework, rewritten(file.read_text(encoding="utf-8")))
    failed = [check for check in verdict.checks if check.outcome is Outcome.FAILED]
    assert failed, verdict
    assert named(verdict) <= {wrong.misconception}
    died = failed[0].verdict not in (VerdictKind.REJECTED, VerdictKind.ERROR)
    assert named(verdict) or died or AMBIGUOUS.get((item.id, name)), "it has no name"


AMBIGUOUS: dict[tuple[str, str], str] = {
    ("debug_accuracy", "steps_counted"): "always right answers have the share B / T in both",
    ("debug_accuracy", "cut_off_at_one"): "always right answers have the share B / T in both",
    ("debug_cnn_flatten", "padding_removed"): "both give fc the same wrong size",
    ("debug_cnn_flatten", "size_without_padding"): "both give fc the same wrong size",
}
"""Wrong solutions that another mistake's answers equal, with the reason."""


@pytest.fixture(scope="module")
def mlp() -> Exercise:
    """The exercise most of these mistakes are made in."""
    found = bank().find("mlp")
    assert isinstance(found, Exercise)
    return found


def solution(item: Exercise, framework: str = "numpy") -> str:
    """The source of the reference solution."""
    return (Path(item.folder) / f"solution_{framework}.py").read_text(encoding="utf-8")


def changed(item: Exercise, *pairs: tuple[str, str]) -> str:
    """The reference solution with some lines changed."""
    source = solution(item)
    for before, after in pairs:
        assert before in source
        source = source.replace(before, after)
    return source


def test_a_correct_solution_has_no_diagnosis(judge: Judge, mlp: Exercise) -> None:
    verdict = judge(mlp, "numpy", rewritten(solution(mlp)))
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert verdict.diagnosis == ()


def test_an_error_that_is_noise_is_neither_named_nor_explained(judge: Judge, mlp: Exercise) -> None:
    noise = "grad_z.sum(axis=0) + np.random.default_rng(0).normal(size=grad_z.shape[1])"
    verdict = judge(mlp, "numpy", changed(mlp, ("grad_z.sum(axis=0)", noise)))
    assert verdict.verdict is VerdictKind.REJECTED
    assert verdict.diagnosis == ()


def test_a_factor_that_is_no_known_mistake_is_explained_by_structure(
    judge: Judge, mlp: Exercise
) -> None:
    verdict = judge(mlp, "numpy", changed(mlp, ("grad_z.T @ x", "2 * grad_z.T @ x")))
    (found,) = [each for each in verdict.diagnosis if "gradient_fc1_weight" in each.checks]
    assert (found.code, found.params["n"], found.misconception) == ("factor_times", 2, None)


def test_a_known_mistake_in_one_place_only_is_named(judge: Judge, mlp: Exercise) -> None:
    verdict = judge(mlp, "numpy", changed(mlp, ("grad_out.sum(axis=0)", "grad_out.mean(axis=0)")))
    assert named(verdict) == {"bias-gradient-mean"}
    assert all(c.misconception for c in verdict.checks if c.id == "gradient_fc2_bias")


def test_two_mistakes_at_once_are_both_named(judge: Judge, mlp: Exercise) -> None:
    source = changed(
        mlp, ("grad_h * (z > 0)", "grad_h"), ("grad_out.sum(axis=0)", "grad_out.mean(axis=0)")
    )
    assert named(judge(mlp, "numpy", source)) == {"relu-mask", "bias-gradient-mean"}


def test_a_crash_is_not_taken_for_a_known_mistake(judge: Judge, mlp: Exercise) -> None:
    verdict = judge(mlp, "numpy", changed(mlp, ("grad_z.sum(axis=0)", "grad_z.sum(axis=5)")))
    assert verdict.verdict is VerdictKind.ERROR
    assert verdict.diagnosis == ()


def test_a_loop_without_end_is_not_taken_for_a_known_mistake(grader: Grader, mlp: Exercise) -> None:
    from dataclasses import replace

    source = changed(mlp, ("p = self.params\n        z =", "while True: pass\n        z ="))
    given = Submission.of("mlp", Framework.NUMPY, "mlp.py", source.encode())
    limits = replace(mlp.limits, seconds=1.0)
    verdict = grader.grade(given, mlp, [SEED], limits, explain=True)[-1]
    assert verdict.verdict is VerdictKind.TIMED_OUT
    assert verdict.diagnosis == ()


def test_without_being_asked_nothing_is_diagnosed(grader: Grader, mlp: Exercise) -> None:
    source = changed(mlp, ("grad_z.sum(axis=0)", "grad_z.mean(axis=0)"))
    given = Submission.of("mlp", Framework.NUMPY, "mlp.py", source.encode())
    assert grader.grade(given, mlp, [SEED])[-1].diagnosis == ()


def test_a_named_mistake_carries_the_words_of_the_exercise(judge: Judge, mlp: Exercise) -> None:
    verdict = judge(mlp, "numpy", changed(mlp, (".sum(axis=0)", ".mean(axis=0)")))
    found = verdict.diagnosis[0]
    title = next(m.title for m in mlp.misconceptions if m.id == "bias-gradient-mean")
    assert (found.misconception, found.title) == ("bias-gradient-mean", title)
    assert {"gradient_fc1_bias", "gradient_fc2_bias"} <= set(found.checks)
    assert "bias" in found.mistake.en and found.mistake.zh
