"""The grader's process (`process.launch` starts it): JSON requests and replies, one a line.

To a request it replies with each finished check, each verdict, and `end`; so that what was finished
is known even if this process is killed in the middle.

It holds the checks, the reference and the expected values; it starts the learner's side before it
imports pytest and NumPy, so that both imports run side by side. Ends with its standard input.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from quizkit.sandbox.confine import guard_process
from quizkit.sandbox.host import LayersMissing, Sandbox

COMMAND_SECONDS = 0.4
"""What a command that grades takes at least, beside the grading: two interpreters, imports."""
Sandboxes = dict[tuple[object, ...], Sandbox]
Tell = Callable[[dict[str, Any]], None]

# What the first optimizer or function transform would import, slowly and with files of its own;
# only a submission that names one of these pays for it, before its process is confined.
DYNAMO = "torch._dynamo"
USES_DYNAMO = (b"optim", b"torch.func", b"functional_call", b"vmap", b"checkpoint", b"compiler")


def preload_for(framework: str, source: bytes) -> tuple[str, ...]:
    """Modules to import before the learner's process is confined."""
    needed = framework == "torch" and any(word in source for word in USES_DYNAMO)
    return (DYNAMO,) if needed else ()


def sandbox_for(
    known: Sandboxes, framework: str, request: dict[str, Any], preload: tuple[str, ...] = ()
) -> Sandbox:
    """A started sandbox, kept warm for the next submission."""
    python, backend = request["python"], request["backend"]
    key = (framework, python, backend, preload)
    if key not in known:
        known[key] = Sandbox(framework, python or None, preload=preload, backend=backend)
    known[key].require = tuple(request["require"])
    known[key].start()
    return known[key]


def answer(request: dict[str, Any], known: Sandboxes, tell: Tell) -> None:
    """Grade what `request` names, or tell which layers were required and are missing."""
    try:
        grade_seeds(request, known, tell)
    except LayersMissing as error:
        tell({"layers_missing": list(error.missing)})
    else:
        tell({"end": True})


def grade_seeds(request: dict[str, Any], known: Sandboxes, tell: Tell) -> None:
    """Grade with each of the seeds until one is not accepted."""
    source = bytes.fromhex(request["source"])
    preload = preload_for(request["framework"], source)
    sandbox = sandbox_for(known, request["framework"], request, preload)
    from quizkit.grading.grade import Bench, grade
    from quizkit.grading.transfer import pack
    from quizkit.model import (
        Exercise,
        Framework,
        Limits,
        Submission,
        Text,
        VerdictKind,
        WrongSolution,
    )

    about = request["exercise"]
    nothing = Text("", "")
    exercise = Exercise(
        id=about["id"], revision=about["revision"], groups=tuple(about["groups"]),
        entries=tuple(about["entries"]), weights=about["weights"], folder=about["folder"],
        title=nothing, topic="", difficulty="mid", asked=0, minutes=0,  # type: ignore[arg-type]
        frameworks=(), hints=(), explanation=nothing, follow_ups=(), sources=(),
        misconceptions=(), wrong=tuple(WrongSolution(**w, mistake=nothing) for w in about["wrong"]),
    )  # fmt: skip
    framework = Framework(request["framework"])
    submission = Submission.of(exercise.id, framework, request["file"], source)
    limits = Limits(**request["limits"])
    bench = Bench(submission, exercise, sandbox, limits, request["beside"])
    for seed in request["seeds"]:
        explain = request["explain"]
        verdict, run = grade(bench, seed, explain, lambda check: tell({"check": asdict(check)}))
        tell({"verdict": pack(verdict)})
        if verdict.verdict is not VerdictKind.ACCEPTED:
            failing = bench.failing(run) if request["debug"] else None
            tell({"failing": asdict(failing)} if failing else {})
            break


def main(framework: str = "", file: str = "") -> None:
    """Serve until standard input ends; with a framework, its learner's side is started first."""
    guard_process()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    known: Sandboxes = {}

    def tell(reply: dict[str, Any]) -> None:
        replies.write(json.dumps(reply) + "\n")
        replies.flush()

    try:
        if framework:
            preload = preload_for(framework, content(file))
            where = {"python": "", "require": [], "backend": "auto"}
            sandbox_for(known, framework, where, preload)
        import_graders()
        beside = COMMAND_SECONDS  # the first request is that of a command that was started for it
        for line in sys.stdin:
            request = json.loads(line)
            if "warm" in request:
                sandbox_for(known, request["warm"], request)
            else:
                answer(request | {"beside": beside}, known, tell)
                beside = 0.0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        for sandbox in known.values():
            sandbox.close()
        sys.stderr.flush()
        os._exit(0)  # taking NumPy and pytest down in good order would keep the caller waiting


def content(file: str) -> bytes:
    """What stands in `file`, if that can be read: only to guess what it will need."""
    try:
        with open(file, "rb") as stream:
            return stream.read(1 << 20)
    except OSError:
        return b""


def import_graders() -> None:
    """What graders import, while the learner's side starts and the request is on its way.

    Nothing of it is ever garbage, so the collector need not look.
    """
    gc.disable()
    import quizgrad.nn.functional  # noqa: F401

    import quizkit.grading.gates
    import quizkit.grading.grade  # noqa: F401

    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    main()
