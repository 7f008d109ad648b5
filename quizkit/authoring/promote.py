"""A mutant becomes a known-wrong solution: a file in `wrong/` and an entry in `exercise.yaml`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quizkit.authoring import plan, task
from quizkit.authoring.faults import inline
from quizkit.authoring.mutants import Mutant
from quizkit.authoring.plan import MUTANT_SEEDS
from quizkit.authoring.task import Found, Kind, Task
from quizkit.bank.source import EXERCISE
from quizkit.errors import FileProblem, UsageError
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework


@dataclass(frozen=True, slots=True)
class Promoted:
    """What was written: the file, and the check that is named to reject it."""

    file: Path
    check: str
    seen: bool
    """Whether that check rejects it already."""


def promote(exercises: Sequence[Exercise], wanted: str, check: str = "") -> Promoted:
    """Write the mutant whose id begins with `wanted` as a wrong solution.

    `check` is to reject it; without, the one that does, or the last of the grader if none does.
    Raises UsageError where no mutant, or more than one, is called so.
    """
    exercise, framework, mutant = _find(exercises, wanted)
    found = _graded(exercise, framework, mutant)
    known = [name for name, _ in found.checks]
    if check and known and check not in known:
        raise UsageError("no_such_check", name=check, known=", ".join(known))
    named = check or (known[-1] if found.accepted and known else found.ended)
    name = f"{mutant.operator}_{mutant.id}"
    file = Path(exercise.folder) / "wrong" / f"{name}_{framework}.py"
    if file.exists():
        raise FileProblem("file_exists", file=str(file))
    about = Path(exercise.folder) / EXERCISE
    text = about.read_text(encoding="utf-8")
    slug = name.replace("_", "-")
    text = appended(text, "misconceptions", _misconception(slug, mutant))
    text = appended(text, "wrong", _entry(name, slug, mutant, framework, named))
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(mutant.source, encoding="utf-8")
        about.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileProblem("unwritable", file=str(file), why=error.strerror) from error
    return Promoted(file, named, not found.accepted and found.ended == named)


def _find(exercises: Sequence[Exercise], wanted: str) -> tuple[Exercise, Framework, Mutant]:
    every = [
        (exercise, framework, mutant)
        for exercise in exercises
        for framework in exercise.frameworks
        for mutant in plan.mutants_of(exercise, framework)
        if mutant.id.startswith(wanted) and wanted
    ]
    if len(every) != 1:
        raise UsageError("no_such_mutant" if not every else "several_mutants", name=wanted)
    return every[0]


def _graded(exercise: Exercise, framework: Framework, mutant: Mutant) -> Found:
    file = f"solution_{framework}.py"
    source = mutant.source.encode()
    asked = Task(exercise, framework, Kind.MUTANT, file, source, MUTANT_SEEDS, mutant=mutant)
    with Grader() as grader:
        return task.run(asked, grader)


def _misconception(slug: str, mutant: Mutant) -> list[str]:
    right, wrong = inline(mutant.line), inline(mutant.becomes)
    return [
        f"id: {slug}",
        f"title: {_text(f'`{wrong}` where `{right}` belongs', f'把 `{right}` 写成了 `{wrong}`')}",
        f"hint: {_text(f'Look at `{wrong}` again.', f'再看看 `{wrong}` 这一行。')}",
    ]


def _entry(name: str, slug: str, mutant: Mutant, framework: Framework, check: str) -> list[str]:
    right, wrong = inline(mutant.line), inline(mutant.becomes)
    return [
        f"name: {name}",
        f"misconception: {slug}",
        f"mistake: {_text(f'Has `{wrong}` for `{right}`.', f'把 `{right}` 写成了 `{wrong}`。')}",
        f"check: {{{framework}: {check}}}",
    ]


def _text(en: str, zh: str) -> str:
    quoted = (json.dumps(part, ensure_ascii=False) for part in (en, zh))
    return "{{en: {}, zh: {}}}".format(*quoted)


def appended(text: str, key: str, lines: Sequence[str]) -> str:
    """YAML with an item added to the block list under the top-level `key`, all else as it was.

    Raises FileProblem where the list is not written as a block.
    """
    rows = text.splitlines()
    begin = next((i for i, row in enumerate(rows) if row.rstrip() == f"{key}:"), None)
    if begin is None:
        raise FileProblem("no_block", file=EXERCISE, key=key)
    end = begin + 1
    while end < len(rows) and (not rows[end].strip() or re.match(r"[ #-]", rows[end])):
        end += 1
    while not rows[end - 1].strip() or rows[end - 1].startswith("#"):
        end -= 1
    first = next((row for row in rows[begin + 1 : end] if row.lstrip().startswith("- ")), "- ")
    pad = first[: len(first) - len(first.lstrip())]
    item = [f"{pad}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]
    return "\n".join([*rows[:end], *item, *rows[end:]]) + "\n"
