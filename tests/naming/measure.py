"""How often a mistake is named, on cases that the replay has not seen.

    python tests/naming/measure.py [--exercise X] [--seed N] [--json]

Every file of `cases/<exercise>/<name>__<framework>.py` is a whole submission with the one mistake
that exercise.yaml describes under that name, written from the sentence alone. The diagnosis should
give that mistake, and must not give another; correct programs must be given none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from quizkit import paths
from quizkit.bank import Bank, load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Submission, Verdict, VerdictKind

CASES = Path(__file__).parent / "cases"
SEED = 20260
OUTCOMES = ("named", "unnamed", "false", "accepted")


@dataclass(frozen=True, slots=True)
class Case:
    """A submission, and the mistake it makes: a misconception's id, "" where it is correct."""

    exercise: str
    framework: str
    name: str
    file: Path
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was said of a case; `outcome` is one of OUTCOMES, `told` the ids in their order."""

    exercise: str
    framework: str
    name: str
    outcome: str
    mistake: str
    told: tuple[str, ...]
    verdict: str
    check: str


def bank() -> Bank:
    """The bundled bank."""
    return load([paths.content()])


def exercise_of(content: Bank, name: str) -> Exercise:
    """The exercise of this id."""
    found = content.find(name)
    assert isinstance(found, Exercise), name
    return found


def runs_here(framework: str) -> bool:
    """Whether the framework is installed."""
    return framework != "torch" or find_spec("torch") is not None


def cases(content: Bank) -> Iterator[Case]:
    """The submissions with a mistake whose framework is installed, by exercise and name."""
    for file in sorted(CASES.glob("*/*.py")):
        name, _, framework = file.stem.rpartition("__")
        item = exercise_of(content, file.parent.name)
        wrong = {each.name: each for each in item.wrong}[name]
        assert framework in wrong.check, f"{file} is no mistake of this framework"
        if runs_here(framework):
            yield Case(item.id, framework, name, file, wrong.misconception)


def correct(content: Bank) -> Iterator[Case]:
    """Every correct program of the bank whose framework is installed."""
    for item in content.exercises.values():
        folder = Path(item.folder)
        for file in sorted([*folder.glob("solution_*.py"), *folder.glob("also/*.py")]):
            name, _, framework = file.stem.rpartition("_")
            if runs_here(framework):
                yield Case(item.id, framework, name, file)


def judged(case: Case, verdict: Verdict) -> Finding:
    """Compare the diagnosis with the mistake that was made.

    A second name beside the right one accuses the learner of what was not done: that is false too.
    """
    told = tuple(each.misconception for each in verdict.diagnosis if each.misconception)
    if set(told) - {case.mistake}:
        outcome = "false"
    elif verdict.verdict is VerdictKind.ACCEPTED:
        outcome = "accepted"
    else:
        outcome = "named" if told else "unnamed"
    failed = next((check.id for check in verdict.checks if str(check.outcome) == "failed"), "")
    return Finding(case.exercise, case.framework, case.name, outcome, case.mistake, told,
                   str(verdict.verdict), failed)  # fmt: skip


def measure(
    content: Bank, some: Iterable[Case], grader: Grader, seed: int = SEED
) -> Iterator[Finding]:
    """Grade the cases one after another with one seed."""
    for case in some:
        given = Submission.of(
            case.exercise, Framework(case.framework), case.file.name, case.file.read_bytes()
        )
        item = exercise_of(content, case.exercise)
        yield judged(case, grader.grade(given, item, [seed], explain=True)[-1])


def table(found: Sequence[Finding]) -> list[str]:
    """One line per exercise, then all together with the shares."""
    lines = [f"{'exercise':<26}{'cases':>7}" + "".join(f"{name:>10}" for name in OUTCOMES)]
    for exercise in dict.fromkeys(each.exercise for each in found):
        lines.append(_row(exercise, [each for each in found if each.exercise == exercise]))
    lines.append(_row("all", found))
    return lines


def _row(title: str, found: Sequence[Finding]) -> str:
    counts = Counter(each.outcome for each in found)
    return f"{title:<26}{len(found):>7}" + "".join(f"{counts[name]:>10}" for name in OUTCOMES)


def share(found: Sequence[Finding], outcome: str) -> float:
    """The part of the cases with this outcome."""
    return sum(each.outcome == outcome for each in found) / max(len(found), 1)


def report(found: Sequence[Finding], right: Sequence[Finding]) -> list[str]:
    """The table, what was not named, and whether correct programs were accused."""
    lines = [*table(found), ""]
    lines.append(f"named: {share(found, 'named'):.1%}, falsely: {share(found, 'false'):.1%}")
    accused = [each for each in right if each.told or each.outcome != "accepted"]
    lines.append(f"correct programs: {len(right)}, accused or rejected: {len(accused)}")
    for each in [*(one for one in found if one.outcome != "named"), *accused]:
        where = f"{each.exercise}/{each.name} ({each.framework})"
        told = ", ".join(each.told) or "nothing"
        lines.append(f"  {each.outcome}: {where}")
        lines.append(f"    {each.verdict} {each.check}: {told}, not {each.mistake or 'correct'}")
    return lines


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if a mistake was named falsely, a case accepted or code accused."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--exercise", help="the cases of this exercise alone")
    parser.add_argument("--json", action="store_true", help="every finding as JSON")
    parser.add_argument(
        "--seed", type=int, default=SEED, help=f"of the checks; {SEED} if not given"
    )
    asked = parser.parse_args(arguments)
    content = bank()

    def wanted(some: Iterator[Case]) -> list[Case]:
        return [case for case in some if asked.exercise in (None, case.exercise)]

    with Grader() as grader:
        found = list(measure(content, wanted(cases(content)), grader, asked.seed))
        right = list(measure(content, wanted(correct(content)), grader, asked.seed))
    if asked.json:
        print(json.dumps({"cases": [asdict(each) for each in found],
                          "correct": [asdict(each) for each in right]}, indent=1))  # fmt: skip
    else:
        print("\n".join(report(found, right)))
    sound = all(each.outcome in ("named", "unnamed") for each in found)
    return 0 if sound and all(each.outcome == "accepted" for each in right) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
