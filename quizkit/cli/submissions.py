"""Which file, exercise and framework a command line means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from quizkit.bank import Bank
from quizkit.cli import common
from quizkit.errors import FileProblem, UnknownId, UsageError
from quizkit.model import Exercise, Framework, Submission
from quizkit.progress import Started, Store

SIZE_LIMIT = 1 << 20
HEADER = re.compile(rb"#\s*quizkit:\s*(\S+)(?:\s+(\S+))?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of a command say."""

    exercise: str | None = None
    framework: Framework | None = None


def read(path: Path) -> bytes:
    """The bytes of a file to grade; FileProblem with the reason where it cannot be one."""
    name = str(path)
    if path.is_dir():
        raise FileProblem("is_folder", file=name)
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise FileProblem("too_large", file=name, size=size, limit=SIZE_LIMIT)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileProblem("no_file", file=name) from None
    except OSError as error:
        raise FileProblem("unreadable", file=name, why=error.strerror) from error


def header(source: bytes) -> tuple[str, str]:
    """(exercise, framework) of the first line `# quizkit: mlp torch`; empty where not said."""
    first = source.split(b"\n", 1)[0]
    found = HEADER.match(first)
    if not found:
        return "", ""
    return tuple(part.decode("ascii", "replace") for part in found.groups(b""))  # type: ignore[return-value]


def from_name(found: Bank, path: Path) -> tuple[str, str]:
    """What the file's name says: `mlp_torch.py` is (mlp, torch)."""
    stem, _, tail = path.stem.rpartition("_")
    framework = tail if tail in ("numpy", "torch") and stem else ""
    name = stem if framework else path.stem
    for candidate in (name, path.parent.name):
        try:
            return common.exercise(found, candidate).id, framework
        except (UnknownId, UsageError):
            continue
    return "", framework


def submission(found: Bank, path: Path, wanted: Wanted) -> tuple[Submission, Exercise]:
    """The submission in `path`, read once, and its exercise."""
    source = read(path)
    inside, inside_framework = header(source)
    named, named_framework = from_name(found, path)
    chosen = wanted.exercise or inside or named
    if not chosen:
        raise UsageError("which_exercise", file=str(path))
    exercise = common.exercise(found, chosen)
    if wanted.exercise and inside and common.exercise(found, inside).id != exercise.id:
        outside = wanted.exercise
        raise UsageError("exercise_conflict", file=str(path), inside=inside, outside=outside)
    told = common.framework(inside_framework)
    if wanted.framework and told and wanted.framework is not told:
        raise UsageError("exercise_conflict", file=str(path), inside=told, outside=wanted.framework)
    by_name = common.framework(named_framework)
    default = common.default_framework(exercise.frameworks)
    framework = wanted.framework or told or by_name or default
    common.check_framework(exercise, framework)
    return Submission.of(exercise.id, framework, str(path), source), exercise


def files(found: Bank, store: Store, targets: list[str], every: bool, wanted: Wanted) -> list[Path]:
    """The files that a command line of files and exercises means."""
    if every:
        return [Path(start.file) for start in _latest(store)]
    if not targets:
        return [last_edited(store)]
    return [_file(found, store, target, wanted) for target in targets]


def _latest(store: Store) -> list[Started]:
    seen: dict[str, Started] = {}
    for start in store.starts():
        if Path(start.file).is_file():
            seen.setdefault(start.file, start)
    if not seen:
        raise UsageError("nothing_started")
    return list(seen.values())


def last_edited(store: Store) -> Path:
    """Of the files that `start` wrote, the one edited last."""
    paths = [Path(start.file) for start in _latest(store)]
    return max(paths, key=lambda path: path.stat().st_mtime)


def _file(found: Bank, store: Store, target: str, wanted: Wanted) -> Path:
    path = Path(target)
    if path.suffix == ".py" or path.exists():
        return path
    exercise = common.exercise(found, target)
    for start in store.starts():
        fits = wanted.framework in (None, start.framework)
        if start.exercise == exercise.id and fits and Path(start.file).is_file():
            return Path(start.file)
    slug = exercise.id.rpartition(":")[2]
    for name in (f"{slug}.py", f"{slug}_torch.py", f"{slug}_numpy.py"):
        if Path(name).is_file():
            return Path(name)
    raise FileProblem("no_file", file=f"{slug}.py")
