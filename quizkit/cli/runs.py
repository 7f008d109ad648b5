"""`solve QUESTION --run`: runs the answer's code in the learner's cage and shows what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quizkit import settings
from quizkit.authoring.runner import PRELUDE
from quizkit.cli import answers, common
from quizkit.cli.screen import print_code
from quizkit.errors import EnvironmentFault, UsageError
from quizkit.model import (
    AnyQuestion,
    FindBugQuestion,
    NumericQuestion,
    PredictQuestion,
    RunsOn,
)
from quizkit.report.message import message
from quizkit.sandbox.failures import Failure, FrameworkMissing, SandboxFault
from quizkit.sandbox.host import Limits, Sandbox

LIMITS = Limits(seconds=60.0, memory_mb=1024, output_kb=64)
# The cage computes in float64, as exercises do; what questions show is PyTorch as it comes.
AS_IT_COMES = "torch.set_default_dtype(torch.float32)"


@dataclass(frozen=True, slots=True)
class Ran:
    """What some code printed, and the exception or other failure that ended it."""

    prints: str
    failure: Failure | None
    layers: tuple[str, ...]
    backend: str = ""
    """What it ran on, with its version."""


def show_run(question: AnyQuestion, as_json: bool) -> int:
    """Run the code that shows the answer; 0 if it ran, also where it raises as it should."""
    code = runnable(question)
    if not code:
        raise UsageError("nothing_to_run", name=question.id)
    if not as_json:
        print_code(code, numbered=True)
        common.out()
    ran = executed(code, question.runs_on)
    failure = ran.failure
    told = message(failure.code, failure.facts, common.lang()) if failure else ""
    if as_json:
        common.out_json({
            "schema": "quizkit.run/1", "id": question.id, "code": code, "prints": ran.prints,
            "raises": failure.facts.get("type", "") if failure else "",
            "failure": failure.kind if failure else None, "message": told,
            "isolation": list(ran.layers), "backend": ran.backend,
        })  # fmt: skip
    else:
        if ran.backend.startswith("quizgrad "):
            common.err(common.say("screens.standin", backend=ran.backend))
        common.out(common.say("quiz.prints"))
        for line in ran.prints.splitlines():
            common.out(f"  {line}")
        if told:
            common.out(f"  {told}")
    return 0 if failure is None or failure.kind == "error" else 1


def runnable(question: AnyQuestion) -> str:
    """The code that shows the answer to be right; empty where a question has none."""
    if question.example is not None:
        return question.example.code
    if isinstance(question, FindBugQuestion):
        lines = question.code.splitlines()
        lines[question.line - 1 : question.line] = question.fixes[0].rstrip("\n").splitlines()
        return "\n".join(lines)
    if isinstance(question, NumericQuestion) and question.verify:
        drawn: dict[str, Any] = dict(answers.draw(question, 0))
        given = "\n".join(f"{name} = {value!r}" for name, value in drawn.items())
        return f"{given}\n{question.verify.rstrip()}\nprint(measured)"
    return question.code if isinstance(question, PredictQuestion) else answers.code_of(question)


def executed(code: str, runs_on: RunsOn) -> Ran:
    """Run code of a question confined, after the names that it may take for granted.

    Raises EnvironmentFault where what it needs is missing or no process can be had.
    """
    framework = "torch" if runs_on is RunsOn.TORCH else "numpy"
    before = "; ".join(PRELUDE[str(runs_on)].splitlines())
    if runs_on is RunsOn.TORCH:
        before = before.replace("torch.manual_seed", f"{AS_IT_COMES}; torch.manual_seed")
    python = settings.read().get("python") or None
    try:
        with Sandbox(framework, python) as sandbox:
            return _run(sandbox, f"{before}\n{code}\n")
    except FrameworkMissing as error:
        raise EnvironmentFault("no_framework", framework=framework, why=str(error)) from error
    except SandboxFault as error:
        raise EnvironmentFault("grader_ended") from error


def _run(sandbox: Sandbox, source: str) -> Ran:
    failure = None
    with sandbox.child(LIMITS) as child:
        try:
            child.ask("load", source=source, filename="question.py")
        except Failure as error:
            failure = error
    if failure is not None and failure.kind == "unsupported":
        raise EnvironmentFault("needs_torch", name=failure.facts["name"])
    return Ran(child.output, failure, sandbox.layers, sandbox.backend)
