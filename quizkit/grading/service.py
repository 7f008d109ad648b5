"""The grader's process: `python -P -m quizkit.grading.service`, one JSON request and reply a line.

It holds the checks, the reference and the expected values; it starts the learner's side before it
imports pytest and NumPy, so that both imports run side by side. Ends with its standard input.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from quizkit.sandbox.confine import guard_process
from quizkit.sandbox.host import LayersMissing, Sandbox

Sandboxes = dict[tuple[object, ...], Sandbox]

# What the first optimizer or function transform would import, slowly and with files of its own;
# only a submission that names one of these pays for it, before its process is confined.
DYNAMO = "torch._dynamo"
USES_DYNAMO = (b"optim", b"torch.func", b"functional_call", b"vmap")


def preload_for(framework: str, source: bytes) -> tuple[str, ...]:
    """Modules to import before the learner's process is confined."""
    needed = framework == "torch" and any(word in source for word in USES_DYNAMO)
    return (DYNAMO,) if needed else ()


def sandbox_for(
    known: Sandboxes, framework: str, request: dict[str, Any], preload: tuple[str, ...] = ()
) -> Sandbox:
    """A started sandbox, kept warm for the next submission."""
    python, require = request["python"], tuple(request["require"])
    key = (framework, python, require, preload)
    if key not in known:
        known[key] = Sandbox(framework, python or None, require=require, preload=preload)
    known[key].start()
    return known[key]


def answer(request: dict[str, Any], known: Sandboxes) -> dict[str, Any]:
    """The verdicts of what `request` names, or the layers that were required and are missing."""
    try:
        return {"verdicts": verdicts_of(request, known)}
    except LayersMissing as error:
        return {"layers_missing": list(error.missing)}


def verdicts_of(request: dict[str, Any], known: Sandboxes) -> list[dict[str, Any]]:
    """Grade with each of the seeds until one is not accepted."""
    source = bytes.fromhex(request["source"])
    preload = preload_for(request["framework"], source)
    sandbox = sandbox_for(known, request["framework"], request, preload)
    from quizkit.grading.grade import grade
    from quizkit.grading.transfer import pack
    from quizkit.model import Exercise, Framework, Limits, Submission, Text, VerdictKind

    about = request["exercise"]
    nothing = Text("", "")
    exercise = Exercise(
        id=about["id"], revision=about["revision"], groups=tuple(about["groups"]),
        entries=tuple(about["entries"]), weights=about["weights"], folder=about["folder"],
        title=nothing, topic="", difficulty="mid", asked=0, minutes=0,  # type: ignore[arg-type]
        frameworks=(), hints=(), explanation=nothing, follow_ups=(), sources=(),
        misconceptions=(), wrong=(),
    )  # fmt: skip
    framework = Framework(request["framework"])
    submission = Submission.of(exercise.id, framework, request["file"], source)
    limits = Limits(**request["limits"])
    verdicts = []
    for seed in request["seeds"]:
        verdicts.append(grade(submission, exercise, seed, sandbox, limits))
        if verdicts[-1].verdict is not VerdictKind.ACCEPTED:
            break
    return [pack(verdict) for verdict in verdicts]


def main() -> None:
    """Serve until standard input ends."""
    guard_process()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    known: Sandboxes = {}
    try:
        for line in sys.stdin:
            request = json.loads(line)
            if "warm" in request:
                sandbox_for(known, request["warm"], request)
                import quizkit.grading.gates  # while the learner's side starts
                import quizkit.grading.grade  # noqa: F401

                continue
            replies.write(json.dumps(answer(request, known)) + "\n")
            replies.flush()
    finally:
        for sandbox in known.values():
            sandbox.close()


if __name__ == "__main__":
    main()
