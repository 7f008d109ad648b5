"""What a run of `grade` is to do: submissions with their exercises, seeds and limits."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizkit.bank import Bank
from quizkit.cli import submissions
from quizkit.cli.banks import tell_whose_code
from quizkit.errors import EnvironmentFault, FileProblem, UsageError
from quizkit.grading.client import fresh_seed
from quizkit.model import Exercise, Limits, Submission
from quizkit.progress import Store
from quizkit.sandbox.layers import NEEDED

BACKENDS = ("auto", "torch", "quizgrad")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about how to grade."""

    wanted: submissions.Wanted
    seed: int | None = None
    timeout: float = 0.0
    memory: str = ""
    output: str = ""
    recorded: bool = True
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to grade: with each seed in turn, until one is not accepted."""

    submission: Submission
    item: Exercise
    seeds: tuple[int, ...]
    limits: Limits


def jobs(bank: Bank, store: Store, paths: Sequence[Path], options: Options) -> Iterator[Job]:
    """A job for each file, read once; all files are read before the first job is handed out.

    One seed serves several files; a single one repeats its last failing seed first.
    """
    found = [submissions.submission(bank, path, options.wanted) for path in paths]
    shared = options.seed
    if shared is None and len(found) > 1:
        shared = fresh_seed()
    for submission, item in found:
        tell_whose_code(bank, item)
        seeds = (shared,) if shared is not None else seeds_of(store, submission)
        limits = limits_of(item, options)
        yield Job(submission, item, seeds, limits)


def seeds_of(store: Store, submission: Submission) -> tuple[int, ...]:
    """The seed that failed the last time, if there is one, then a fresh one."""
    file = str(Path(submission.file).absolute())
    failed = store.last_failed_seed(submission.exercise, submission.framework, file)
    return (fresh_seed(),) if failed is None else (failed, fresh_seed())


def limits_of(item: Exercise, options: Options) -> Limits:
    """The exercise's limits with those of the command line over them."""
    own = item.limits
    return Limits(
        options.timeout if options.timeout > 0 else own.seconds,
        kilobytes(options.memory, least=1024) >> 10 if options.memory else own.memory_mb,
        kilobytes(options.output) if options.output else own.output_kb,
    )


def kilobytes(value: str, least: int = 1) -> int:
    """`64K`, `512M`, `2G` in KB; UsageError for anything else, and for less than `least`."""
    found = re.fullmatch(r"(\d{1,9})\s*([KMG])(?:i?B)?", value.strip(), re.IGNORECASE)
    amount = int(found[1]) << {"K": 0, "M": 10, "G": 20}[found[2].upper()] if found else 0
    if amount < least:
        raise UsageError("bad_memory", value=value)
    return amount


def layers_for(untrusted: bool) -> Sequence[str]:
    """The isolation layers that must hold; EnvironmentFault where they cannot be had at all."""
    if untrusted and sys.platform != "linux":
        raise EnvironmentFault("untrusted_platform", system=platform.system())
    return NEEDED if untrusted else ()


def checked_backend(backend: str) -> str:
    """What is to run torch files: torch, quizgrad or auto; UsageError for anything else."""
    if backend not in BACKENDS:
        raise UsageError("bad_setting", name="--backend", value=backend, known=", ".join(BACKENDS))
    return backend


def checked_python(python: str) -> str:
    """An interpreter that can be run, or none; FileProblem otherwise."""
    if python and shutil.which(python) is None:
        raise FileProblem("no_python", file=python)
    return python
