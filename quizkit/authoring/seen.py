"""What `--quick` remembers: digests of what was proved, with the versions it was proved with."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from quizkit import __version__, paths
from quizkit.authoring.exercises import Job
from quizkit.model import AnyQuestion

LIMIT = 20_000


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join([*parts, _versions()]).encode()).hexdigest()


def _versions() -> str:
    found = [__version__]
    for name in ("numpy", "torch"):
        try:
            found.append(version(name))
        except PackageNotFoundError:
            found.append("-")
    return " ".join(found)


def question_key(question: AnyQuestion) -> str:
    """The digest of a question's whole record."""
    return _digest("question", repr(question))


def job_key(job: Job) -> str:
    """The digest of a file to grade and of everything that grades it."""
    folder = Path(job.exercise.folder)
    grader = (folder / job.exercise.grader).read_text(encoding="utf-8")
    source = (folder / job.file).read_text(encoding="utf-8", errors="replace")
    return _digest("job", repr(job.exercise), str(job.framework), job.ends, grader, source)


class Memory:
    """The digests in the user's cache folder. Losing it costs only time."""

    def __init__(self, quick: bool) -> None:
        self.quick = quick
        self.file = paths.cache() / "proved.json"
        self.keys: dict[str, int] = {}
        try:
            self.keys = dict.fromkeys(json.loads(self.file.read_text(encoding="utf-8")), 1)
        except (OSError, ValueError, TypeError):
            self.keys = {}

    def proved(self, key: str) -> bool:
        """Whether `--quick` may skip this."""
        return self.quick and key in self.keys

    def add(self, key: str) -> None:
        """Remember a proof."""
        self.keys[key] = 1

    def save(self) -> None:
        """Write the newest digests; a cache that cannot be written is done without."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.file.with_suffix(f".{os.getpid()}")
            temporary.write_text(json.dumps(list(self.keys)[-LIMIT:]), encoding="utf-8")
            os.replace(temporary, self.file)
        except OSError:
            return
