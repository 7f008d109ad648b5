"""Where a bank's files are: one scan of its folder, cheap enough for every start.

    <bank>/topics.yaml   <bank>/questions/*.yaml   <bank>/<slug>/exercise.yaml (and its files)

A single `.yaml` file is a bank of questions as well. What a scan finds is also the fingerprint by
which a cached bank is known to be fresh: path, size and time of each YAML file, and the names of
the files beside an `exercise.yaml`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from quizkit.model.record import dataclass

TOPICS = "topics.yaml"
QUESTIONS = "questions"
EXERCISE = "exercise.yaml"
NOT_EXERCISES = frozenset({QUESTIONS, "data"})
INSIDE_EXERCISE = ("wrong", "also")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A YAML file of a bank: its path below the bank, its size, when it was last written."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one bank. `beside` are the paths of all files in exercise folders."""

    root: Path
    stamps: tuple[Stamp, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def single(self) -> bool:
        """Whether the bank is one file of questions."""
        return [stamp.path for stamp in self.stamps] == [""]

    def file(self, path: str) -> Path:
        """The file at `path` below the bank."""
        return self.root / path if path else self.root

    def questions(self) -> list[str]:
        """The paths of the files of questions."""
        if self.single:
            return [""]
        return [stamp.path for stamp in self.stamps if stamp.path.startswith(f"{QUESTIONS}/")]

    def has_topics(self) -> bool:
        """Whether the bank brings topics of its own."""
        return any(stamp.path == TOPICS for stamp in self.stamps)

    def exercises(self) -> dict[str, list[str]]:
        """The files below each folder that is, or looks like, an exercise."""
        found: dict[str, list[str]] = {}
        for path in self.beside:
            folder, _, name = path.partition("/")
            found.setdefault(folder, []).append(name)
        return {folder: names for folder, names in found.items() if _is_exercise(names)}


def scan(root: Path) -> Source:
    """What is at `root` now; a source without files where nothing is."""
    if root.suffix == ".yaml" and root.is_file():
        stat = root.stat()
        return Source(root, (Stamp("", stat.st_size, stat.st_mtime_ns),))
    stamps: list[Stamp] = []
    beside: list[str] = []
    for entry in _entries(root):
        if entry.is_dir():
            if entry.name == QUESTIONS:
                stamps += [
                    _stamp(file, f"{QUESTIONS}/") for file in _entries(entry) if _is_yaml(file)
                ]
            elif entry.name not in NOT_EXERCISES and entry.name[0] != "_":
                _scan_exercise(entry, stamps, beside)
        elif entry.name == TOPICS:
            stamps.append(_stamp(entry, ""))
    return Source(root, tuple(stamps), tuple(beside))


def _scan_exercise(folder: os.DirEntry[str], stamps: list[Stamp], beside: list[str]) -> None:
    for entry in _entries(folder):
        if entry.name == EXERCISE:
            stamps.append(_stamp(entry, f"{folder.name}/"))
        if entry.is_file():
            beside.append(f"{folder.name}/{entry.name}")
        elif entry.name in INSIDE_EXERCISE:
            below = (file for file in _entries(entry) if file.is_file())
            beside.extend(f"{folder.name}/{entry.name}/{file.name}" for file in below)


def _entries(folder: Path | os.DirEntry[str]) -> Iterator[os.DirEntry[str]]:
    """What is in `folder`, sorted by name, without hidden files."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    yield from (entry for entry in entries if entry.name[0] != ".")


def _stamp(entry: os.DirEntry[str], prefix: str) -> Stamp:
    stat = entry.stat()
    return Stamp(prefix + entry.name, stat.st_size, stat.st_mtime_ns)


def _is_yaml(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith((".yaml", ".yml")) and entry.is_file()


def _is_exercise(names: list[str]) -> bool:
    known = (EXERCISE, "exercise.yml", "prompt.", "starter_", "solution_", "wrong/")
    return any(name.startswith(known) for name in names)
