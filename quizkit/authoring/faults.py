"""What is wrong with an exercise, with its place in `exercise.yaml`, worded in either language."""

from __future__ import annotations

from pathlib import Path

from quizkit import texts
from quizkit.bank.faults import Fault, shortened
from quizkit.bank.source import EXERCISE
from quizkit.bank.yaml import Document, KeyPath, read
from quizkit.model import LANGS, Exercise, Lang, Text


class Where:
    """The `exercise.yaml` of an exercise: which line a key stands on."""

    def __init__(self, exercise: Exercise) -> None:
        folder = Path(exercise.folder)
        self.folder = folder.name
        self.file = f"{folder.name}/{EXERCISE}"
        found = read(folder / EXERCISE, self.file)
        self.document = found if isinstance(found, Document) else None

    def fault(self, code: str, path: KeyPath = (), /, **params: object) -> Fault:
        """The fault `code` at a key; `params` fill its texts."""
        expected, got, fix = (
            Text(*(_part(code, part, lang, params) for lang in LANGS))
            for part in ("expected", "got", "fix")
        )
        line = self.document.line(path) if self.document and path else None
        return Fault(self.file, line, _name(path), expected, got, fix, code)

    def fault_in(self, file: str, line: int | None, code: str, /, **params: object) -> Fault:
        """The fault `code` of another file of the exercise."""
        return self.fault(code, **params).at(f"{self.folder}/{file}", line, "")


def _part(code: str, part: str, lang: Lang, params: dict[str, object]) -> str:
    filled = {k: v.of(lang) if isinstance(v, Text) else v for k, v in params.items()}
    return texts.say(f"proof.{code}.{part}", lang, **filled)


def _name(path: KeyPath) -> str:
    said = ""
    for part in path:
        said += f"[{part}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def worded(key: str, **params: object) -> Text:
    """A sentence about a proof in both languages."""
    return Text(*(texts.say(f"proof.{key}", lang, **params) for lang in LANGS))


def inline(code: str) -> str:
    """Code on one line, shortened."""
    return shortened(code)
