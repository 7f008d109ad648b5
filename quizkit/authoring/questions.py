"""Proving questions: each block of code runs and does what the record says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Self

from quizkit.authoring.proof import Proof, State
from quizkit.bank import variants
from quizkit.model import (
    AnyQuestion,
    ChoiceQuestion,
    FindBugQuestion,
    NumericQuestion,
    OpenQuestion,
    PredictQuestion,
    RunsOn,
)
from quizkit.quiz import mark, numeric

SEEDS = 20
BOOT = "import sys; sys.path[:0] = sys.argv[2:]; from quizkit.authoring.runner import main; main()"


@dataclass
class Runners:
    """One runner process per framework, started when first needed."""

    known: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.known.values():
            assert process.stdin is not None and process.stdout is not None
            process.stdin.close()
            process.wait()
            process.stdout.close()

    def run(self, runs_on: RunsOn, code: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The result of one block."""
        from quizkit.grading.process import environment, import_path

        if runs_on not in self.known:
            self.known[runs_on] = subprocess.Popen(
                [sys.executable, "-P", "-c", BOOT, str(runs_on), *import_path()],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", env=environment(),
            )  # fmt: skip
        process = self.known[runs_on]
        assert process.stdin is not None and process.stdout is not None
        job = {"runs_on": str(runs_on), "code": code, "variables": variables}
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        result: dict[str, Any] = json.loads(process.stdout.readline())
        return result


def missing(runs_on: RunsOn) -> bool:
    """Whether this machine lacks what a question's code needs."""
    return runs_on is RunsOn.TORCH and find_spec("torch") is None


def prove(question: AnyQuestion, runners: Runners) -> Iterator[Proof]:
    """Every statement of one question."""
    if missing(question.runs_on):
        yield Proof(question.id, State.NOT_HERE, got="PyTorch")
        return
    if question.example is not None:
        told = runners.run(question.runs_on, question.example.code, {})
        yield _output(question, "example", told, question.example.prints)
    if isinstance(question, PredictQuestion):
        told = runners.run(question.runs_on, question.code, {})
        yield _output(question, "prints", told, question.prints, question.raises)
    elif isinstance(question, NumericQuestion):
        yield _numbers(question, runners)
    elif isinstance(question, FindBugQuestion):
        yield from _bug(question, runners)
    elif isinstance(question, (OpenQuestion, ChoiceQuestion)) and question.code:
        told = runners.run(question.runs_on, question.code, {})
        yield _output(question, "code", told, told["prints"])
    if isinstance(question, OpenQuestion):
        yield _rubric(question)


def _output(
    question: AnyQuestion, field: str, told: dict[str, Any], prints: str, raises: str = ""
) -> Proof:
    right = told["prints"].strip() == prints.strip() and told["raises"] == raises
    got = "\n".join(
        part for part in (told["prints"].strip(), told["raises"], told["message"]) if part
    )
    wanted = "\n".join(part for part in (prints.strip(), raises) if part)
    subject = f"{question.id}.{field}"
    if right:
        return Proof(subject, State.PROVED)
    return Proof(subject, State.FAILED, wanted, got, field if not told["raises"] else "")


def _numbers(question: NumericQuestion, runners: Runners) -> Proof:
    for seed in range(SEEDS):
        drawn = dict(variants.draw(question, seed))
        right = float(variants.expected(question, drawn))
        for text in (question.prompt, question.explanation, *question.working):
            variants.render(text.en, drawn)
            variants.render(text.zh, drawn)
        if question.verify:
            told = runners.run(question.runs_on, question.verify, drawn)
            measured = told["measured"]
            if measured is None or not numeric.close(question, measured, right):
                got = f"{measured} {told['raises']} {told['message']}".strip()
                return Proof(f"{question.id}.verify", State.FAILED, f"{right} for {drawn}", got)
    return Proof(f"{question.id}.answer", State.PROVED)


def _bug(question: FindBugQuestion, runners: Runners) -> Iterator[Proof]:
    told = runners.run(question.runs_on, question.code, {})
    same = told["prints"].strip() == question.symptom_prints.strip()
    same = same and told["raises"] == question.symptom_raises
    same = same and question.symptom_message in told["message"]
    got = f"{told['prints']}{told['raises']}: {told['message']}"
    wanted = f"{question.symptom_prints}{question.symptom_raises}: {question.symptom_message}"
    state = State.PROVED if same else State.FAILED
    yield Proof(f"{question.id}.symptom", state, wanted, got)
    for number, fix in enumerate(question.fixes, 1):
        lines = question.code.splitlines()
        lines[question.line - 1 : question.line] = fix.rstrip("\n").splitlines()
        told = runners.run(question.runs_on, "\n".join(lines), {})
        yield _output(question, f"fix {number}", told, question.prints)


def _rubric(question: OpenQuestion) -> Proof:
    for lang, text in (("en", question.answer.en), ("zh", question.answer.zh)):
        unticked = [point.key for point in mark(question, text).points if not point.hit]
        if unticked:
            return Proof(
                f"{question.id}.points", State.FAILED, f"{lang}: every point", str(unticked)
            )
    for lang, text in (("en", question.prompt.en), ("zh", question.prompt.zh)):
        ticked = [point.key for point in mark(question, text).points if point.hit]
        if ticked:
            wanted = f"{lang}: the prompt ticks nothing"
            return Proof(f"{question.id}.points", State.FAILED, wanted, str(ticked))
    return Proof(f"{question.id}.points", State.PROVED)
