"""`quizkit grade --debug`: the failing call as a program beside the learner's file."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from quizkit.cli import common
from quizkit.errors import FileProblem
from quizkit.grading.client import Grader
from quizkit.model import FailingCall, Verdict, VerdictKind
from quizkit.report.script import script


def write_failing(grader: Grader, verdict: Verdict) -> None:
    """Write the program for what was graded last, and say on standard error how to run it."""
    call = grader.failing
    if call is None:
        accepted = verdict.verdict is VerdictKind.ACCEPTED
        common.err(common.say("debug.accepted" if accepted else "debug.nothing"))
        return
    file = written(call, verdict)
    python = shlex.quote(grader.python or "python")
    shown = shlex.quote(os.path.relpath(file))
    common.err(common.say("debug.written", check=call.check, python=python, script=shown))


def written(call: FailingCall, verdict: Verdict) -> Path:
    """The program's path; nothing that stands there already is written over.

    Beside the learner's file, else in the current folder; FileProblem where neither can be written.
    """
    file = Path(verdict.file).absolute()
    why: OSError | None = None
    for folder in (file.parent, Path.cwd()):
        try:
            return _written_in(folder, file, call, verdict)
        except OSError as error:
            why = why or error
    raise FileProblem("unwritable", file=str(file.parent), why=why.strerror if why else "")


def _written_in(folder: Path, file: Path, call: FailingCall, verdict: Verdict) -> Path:
    archive = bytes.fromhex(call.archive)
    for path in _names(folder, file.stem, verdict.seed):
        arrays = path.with_suffix(".npz")
        about = {"exercise": verdict.exercise, "seed": verdict.seed, "script": path.name,
                 "data": arrays.name, "standin": verdict.standin}  # fmt: skip
        text = script(call, verdict.framework, str(file), about, common.lang()).encode()
        if _is(path, text) and _is(arrays, archive):
            return path
        if not path.exists() and not arrays.exists():
            for target, content in ((arrays, archive), (path, text)):
                with target.open("xb") as stream:
                    stream.write(content)
            return path
    raise AssertionError("names without end")


def _names(folder: Path, stem: str, seed: int) -> Iterator[Path]:
    """`mlp_debug_7.py`, then `mlp_debug_7_2.py` and on."""
    yield folder / f"{stem}_debug_{seed}.py"
    number = 2
    while True:
        yield folder / f"{stem}_debug_{seed}_{number}.py"
        number += 1


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
