"""A new exercise: a folder that proves itself as it is, from a template or from another one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from quizkit.bank.source import EXERCISE
from quizkit.errors import FileProblem, UsageError
from quizkit.model import Exercise

TEMPLATE = Path(__file__).parent / "template"
SLUG = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")


def new_exercise(name: str, bank: Path, other: Exercise | None = None) -> Path:
    """Write the folder `bank/name`: a draft, from the template or from a copy of `other`.

    Raises UsageError for a name that cannot be an id, FileProblem where something is in the way.
    """
    if not SLUG.fullmatch(name):
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789") or "my-exercise"
        raise UsageError("bad_slug", name=name, slug=slug)
    folder = bank / name
    if folder.exists():
        raise FileProblem("folder_exists", file=str(folder))
    try:
        if other is None:
            _from_template(name, folder)
        else:
            _from_other(name, folder, other)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise FileProblem("unwritable", file=str(folder), why=error.strerror) from error
    return folder


def _from_template(name: str, folder: Path) -> None:
    words = {
        "NAME": name,
        "MODULE": name.replace("-", "_"),
        "CLASS": "".join(part.capitalize() for part in name.split("-")),
    }
    for file in sorted(TEMPLATE.rglob("*.txt")):
        target = folder / file.relative_to(TEMPLATE).with_suffix("")
        target = target.with_name(target.name.replace("MODULE", words["MODULE"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        target.write_text(text, encoding="utf-8")


def _from_other(name: str, folder: Path, other: Exercise) -> None:
    source = Path(other.folder)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*"))
    grader = folder / other.grader
    text = grader.read_text(encoding="utf-8").replace(f"`{source.name}`", f"`{name}`")
    grader.unlink()
    (folder / f"test_{name.replace('-', '_')}.py").write_text(text, encoding="utf-8")
    about = folder / EXERCISE
    about.write_text(_renamed(about.read_text(encoding="utf-8"), name), encoding="utf-8")


def _renamed(text: str, name: str) -> str:
    """The YAML of another exercise as that of a draft; what it is related to may not be here."""
    text = re.sub(r"(?m)^id:.*$", f"id: {name}\ndraft: true", text, count=1)
    text = re.sub(r"(?m)^revision:.*$", "revision: 1", text, count=1)
    text = re.sub(r"(?m)^draft: (?!true$).*\n", "", text)
    return re.sub(r"(?m)^related:.*\n(?:[ -].*\n)*", "", text)
