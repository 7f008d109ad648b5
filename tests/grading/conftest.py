"""A grader's process that the tests of a module share, and exercises as it wants them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.grading.client import Grader
from quizkit.model import Difficulty, Exercise, Framework, Limits, Submission, Text, Verdict

NOTHING = Text("", "")
Grade = Callable[..., Verdict]


def exercise_of(folder: Path, about: Mapping[str, Any]) -> Exercise:
    """What the grader reads of an exercise; its texts stay empty."""
    return Exercise(
        id=about["id"],
        revision=about.get("revision", 1),
        title=NOTHING,
        topic=about.get("topic", ""),
        difficulty=Difficulty.MID,
        asked=0,
        minutes=0,
        frameworks=tuple(Framework(name) for name in about["frameworks"]),
        entries=tuple(about["entries"]),
        groups=tuple(about["groups"]),
        hints=(),
        explanation=NOTHING,
        follow_ups=(),
        sources=(),
        misconceptions=(),
        wrong=(),
        limits=Limits(**about.get("limits", {})),
        weights=about.get("weights", {}),
        folder=str(folder),
    )


def submitted(exercise: str, framework: str, source: str | bytes, file: str = "") -> Submission:
    """A submission of this source."""
    plain = source.encode() if isinstance(source, str) else source
    digest = "sha256:" + hashlib.sha256(plain).hexdigest()
    return Submission(exercise, Framework(framework), file or f"{exercise}.py", plain, digest)


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """One grader's process for a module; its temporary files go with the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("grader")))
        with Grader() as running:
            running.start()
            yield running


@pytest.fixture
def grade(grader: Grader) -> Grade:
    """`grade(folder, framework, source, seeds=...)`: the last verdict of a submission."""

    def run(
        folder: Path,
        framework: str,
        source: str | bytes,
        seeds: Sequence[int] = (7,),
        limits: Limits | None = None,
    ) -> Verdict:
        about = yaml.safe_load((folder / "exercise.yaml").read_text(encoding="utf-8"))
        exercise = exercise_of(folder, about)
        given = submitted(exercise.id, framework, source)
        return grader.grade(given, exercise, list(seeds), limits)[-1]

    return run


TWICE = """
import numpy as np

from quizkit.grading import gates
from quizkit.grading.checks import check, expect_close
from quizkit.grading.subject import FunctionSubject, cotangent_for

SUBJECT = FunctionSubject("twice", lambda x: x * 2.0)
test_import = gates.imports()


@check("values", needs=["import"], title=("forward: output", "前向：输出"))
def test_forward(learner, dice):
    x = dice.of("x").normal(size=(3, 4))
    expect_close(learner.call("twice", [x]), SUBJECT.forward([x]), "output")


@check("gradients", needs=["forward"], title=("gradient: input", "梯度：输入"))
def test_gradient(learner, dice):
    x = dice.of("x").normal(size=(3, 4))
    up = cotangent_for(dice, "x", x)
    got, = learner.call_vjp("twice", [x], up)
    expect_close(got, SUBJECT.vjp([x], up)[0], "gradient of the input")


@check("edge", needs=["gradient"], title=("one number", "单个数"))
def test_edge(learner, dice):
    expect_close(learner.call("twice", [np.ones(1)]), np.full(1, 2.0), "output")
"""


@pytest.fixture(scope="module")
def make_exercise(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`make_exercise(grader_source)`: the folder of a small exercise, `twice(x)`."""

    def make(source: str) -> Path:
        folder = tmp_path_factory.mktemp("exercise") / "twice"
        folder.mkdir()
        about = {
            "id": "twice",
            "frameworks": ["numpy", "torch"],
            "entries": ["twice", "twice_backward:numpy"],
            "groups": ["values", "gradients", "edge"],
            "limits": {"seconds": 20, "memory_mb": 256, "output_kb": 8},
        }
        (folder / "exercise.yaml").write_text(yaml.safe_dump(about), encoding="utf-8")
        (folder / "test_twice.py").write_text(source, encoding="utf-8")
        return folder

    return make


@pytest.fixture(scope="module")
def twice(make_exercise: Callable[[str], Path]) -> Path:
    """The folder of a working small exercise."""
    return make_exercise(TWICE)


@pytest.fixture
def exercise(twice: Path) -> Exercise:
    """The small exercise."""
    about = yaml.safe_load((twice / "exercise.yaml").read_text(encoding="utf-8"))
    return exercise_of(twice, about)


@pytest.fixture
def submit() -> Callable[..., Submission]:
    """`submit(source, framework)`: a submission to the small exercise."""

    def make(source: str, framework: str = "numpy") -> Submission:
        return submitted("twice", framework, source)

    return make
