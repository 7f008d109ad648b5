"""The part of a full proof that CI has time for: what was changed, and a little of the rest.

Every file of every exercise is graded anyway; a sample chooses how many seeds and which mutants.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from quizkit.authoring.plan import Scope, mutants_of
from quizkit.model import Exercise

GRADINGS = 120
"""Mutants that are graded in all: about twenty seconds on two cores."""
FOR_CHANGED = 0.8
CHANGED_SEEDS, OTHER_SEEDS = 10, 2


def scopes(exercises: Mapping[str, Exercise], since: str = "HEAD~1") -> Mapping[str, Scope]:
    """Ten seeds and, as far as the budget goes, every mutant of what changed since a commit; of
    the rest two seeds and a few mutants, others after every commit."""
    folders = {name: Path(exercise.folder) for name, exercise in exercises.items()}
    changed = {name for name, folder in folders.items() if _changed(folder, since)}
    salt = git(next(iter(folders.values())), "rev-parse", "HEAD") if folders else ""
    counts = {name: _mutants(exercise) for name, exercise in exercises.items()}
    of_changed = [count for name in changed for count in counts[name]]
    of_rest = [count for name in counts.keys() - changed for count in counts[name]]
    most = _share(of_changed, int(GRADINGS * (FOR_CHANGED if of_rest else 1)))
    few = _share(of_rest, GRADINGS - sum(min(count, most) for count in of_changed))
    whole, part = Scope(CHANGED_SEEDS, most, salt=salt), Scope(OTHER_SEEDS, few, salt=salt)
    return {name: whole if name in changed else part for name in exercises}


def _mutants(exercise: Exercise) -> list[int]:
    """How many mutants there are of each solution."""
    return [len(mutants_of(exercise, framework)) for framework in exercise.frameworks]


def _share(counts: list[int], budget: int) -> int:
    """The largest number of mutants, the same for each of the solutions, that fits the budget."""
    most, spent = 0, 0
    while most < max(counts, default=0):
        spent += sum(count > most for count in counts)
        if spent > budget:
            break
        most += 1
    return most


def _changed(folder: Path, since: str) -> bool:
    """Whether anything in the folder differs from the commit `since`, or is not committed."""
    differs = git(folder, "diff", "--name-only", since, "--", ".")
    return bool(differs or git(folder, "status", "--porcelain", "--", "."))


def git(folder: Path, *arguments: str) -> str:
    """What git prints; empty where there is no git, no repository or no such commit."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
