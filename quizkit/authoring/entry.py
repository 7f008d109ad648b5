"""New entries in a bank's files of questions: `template` words one, `Place.append` writes them.

What is there is never changed: entries go to the end of the topic's file, and only where that file,
read again, holds what it held and the new entries.
"""

from __future__ import annotations

import os
import re
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quizkit import texts
from quizkit.bank import Bank, load, survey
from quizkit.bank.source import QUESTIONS, TOPICS
from quizkit.bank.yaml import Document, read
from quizkit.errors import ContentError, FileProblem, UsageError
from quizkit.model import Kind, Lang

TEMPLATES = Path(__file__).parent / "question"
SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
INDENT = "  "


def template(name: str, kind: Kind, lang: Lang) -> str:
    """The entry of a new question with comments in `lang`."""
    text = (TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8").replace("@ID@", name)
    return re.sub(r"#@(\w+)", lambda found: f"# {texts.say(f'drafts.{found[1]}', lang)}", text)


@dataclass(frozen=True)
class Place:
    """A bank that entries are written into: a folder, or one file of questions."""

    path: Path
    bank: Bank

    @classmethod
    def of(cls, path: Path) -> Place:
        """The bank at `path`; it may have faults, or be empty."""
        if not path.exists():
            raise FileProblem("no_file", file=str(path))
        return cls(path, survey(path)[0])

    def topic(self, name: str) -> str:
        """The id of the bank's topic called `name`; UnknownId for others."""
        own = not self.path.is_file() and (self.path / TOPICS).is_file()
        return (self.bank if own else load()).match_topic(name)

    def free(self, name: str) -> str:
        """`name`, if a new question can have it; UsageError with one that it can have."""
        if not SLUG.fullmatch(name):
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-question"
            raise UsageError("bad_slug", name=name, slug=slug)
        if name in self.taken():
            raise UsageError("id_taken", name=name, path=self.path)
        return name

    def taken(self) -> set[str]:
        """The ids of the bank, those of entries with faults too."""
        found = {*self.bank.index, *self.bank.drafts, *self.bank.exercises}
        for file in self._files():
            found |= set(re.findall(r"(?m)^\s*- id: *([\w-]+)", file.read_text("utf-8", "replace")))
        return found

    def append(self, topic: str, entries: Sequence[str]) -> Path:
        """Add entries (indented as in the templates) to the topic's file and give its path.

        Raises UsageError where the file is not a list of entries line by line, FileProblem where it
        cannot be written, ContentError where it cannot be read.
        """
        file = self._file(topic)
        if not file.exists():
            whole = f"topic: {topic}\nquestions:\n" + "\n".join(entries)
            before = 0
        else:
            document = read(file, str(file))
            if not isinstance(document, Document):
                raise ContentError([document])
            if not document.readable:
                raise ContentError(document.faults)
            before = _count(document.value)
            held = document.text.rstrip("\n")
            whole = held + "\n\n" + "\n".join(_indented(entry, held) for entry in entries)
        if _count(Document(str(file), whole).value) != before + len(entries):
            raise UsageError("cannot_append", file=str(file))
        _write(file, whole)
        return file

    def _files(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        return sorted((self.path / QUESTIONS).glob("*.yaml"))

    def _file(self, topic: str) -> Path:
        """The file of a topic, or where a new one goes."""
        for file in self._files():
            found = read(file, str(file))
            value = found.value if isinstance(found, Document) else None
            if isinstance(value, dict) and value.get("topic") == topic:
                return file
        if self.path.is_file():
            raise UsageError("other_topic", file=str(self.path), topic=topic)
        return self.path / QUESTIONS / f"{topic}.yaml"


def _count(value: object) -> int:
    """How many entries a file of questions holds; -1 for a file that is none."""
    entries = value.get("questions") if isinstance(value, dict) else None
    return len(entries) if isinstance(entries, list) else 0 if isinstance(value, dict) else -1


def _indented(entry: str, text: str) -> str:
    """The entry, as far to the right as those that are there."""
    found = re.search(r"(?m)^questions: *\n(?:\s*(?:#.*)?\n)*( *)- ", text)
    return textwrap.indent(textwrap.dedent(entry), found[1] if found else INDENT)


def _write(file: Path, text: str) -> None:
    """Replace the file as a whole, or leave it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        if file.exists():
            os.chmod(name, file.stat().st_mode & 0o777)
        else:
            os.chmod(name, 0o666 & ~_mask())
        os.replace(name, file)
    except OSError as error:
        raise FileProblem("unwritable", file=str(file), why=error.strerror) from error


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
