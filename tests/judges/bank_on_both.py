"""The bank's PyTorch files graded on PyTorch and on quizgrad in its place, side by side.

    python tests/judges/bank_on_both.py [EXERCISE]...

Every solution, other solution, known-wrong one and starter must get the same verdict from both, and
fail at the same check; what quizgrad lacks is `unsupported` and listed with its name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from quizkit import paths
from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Outcome, Submission, Verdict

SEED = 7
PATTERNS = ("starter_torch.py", "solution_torch.py", "also/*_torch.py", "wrong/*_torch.py")
REFUSED = {
    "rope/also/complex_torch.py": "complex numbers",
    "kv_cache_step/also/one_by_one_torch.py": "complex numbers",
}
"""Files that need what quizgrad does not have, and what that is."""


@dataclass(frozen=True)
class Pair:
    """One file and how it ended on PyTorch and on quizgrad: the verdict and the first failure."""

    name: str
    torch: tuple[str, str]
    quizgrad: tuple[str, str]
    lacks: str

    @property
    def same(self) -> bool:
        """Whether both agree."""
        return self.torch == self.quizgrad


def exercises() -> dict[str, Exercise]:
    """The exercises that can be solved in PyTorch."""
    bank = load([paths.content()])
    return {n: e for n, e in sorted(bank.exercises.items()) if Framework.TORCH in e.frameworks}


def files(exercise: Exercise) -> list[Path]:
    """Every PyTorch file of an exercise that a learner could have written."""
    folder = Path(exercise.folder)
    return [file for pattern in PATTERNS for file in sorted(folder.glob(pattern))]


def ended(verdict: Verdict) -> tuple[str, str]:
    """The verdict's word and the first failed check."""
    failed = [check.id for check in verdict.checks if check.outcome is Outcome.FAILED]
    return str(verdict.verdict), failed[0] if failed else ""


def compare(exercise: Exercise, graders: Sequence[Grader]) -> Iterator[Pair]:
    """Each file of an exercise, graded by both."""
    for file in files(exercise):
        given = Submission.of(exercise.id, Framework.TORCH, file.name, file.read_bytes())
        one, two = (grader.grade(given, exercise, [SEED])[-1] for grader in graders)
        assert two.standin and not one.standin
        name = file.relative_to(Path(exercise.folder).parent).as_posix()
        yield Pair(name, ended(one), ended(two), str(two.facts.get("name", "")))


def both(stack: ExitStack) -> list[Grader]:
    """A grader on PyTorch and one on quizgrad, ended with `stack`."""
    return [stack.enter_context(Grader(backend=name)) for name in ("torch", "quizgrad")]


def main(only: Sequence[str]) -> int:
    """Print the table; 1 if a file differs that is not listed as refused."""
    pairs: list[Pair] = []
    with ExitStack() as stack:
        graders = both(stack)
        for name, exercise in exercises().items():
            if only and name not in only:
                continue
            found = list(compare(exercise, graders))
            pairs += found
            print(f"{name:<24}{sum(pair.same for pair in found):>4} of {len(found)}", flush=True)
            for pair in found:
                if not pair.same:
                    print(f"    {pair.name}: {pair.torch} on PyTorch, {pair.quizgrad} {pair.lacks}")
    print(f"{'all':<24}{sum(pair.same for pair in pairs):>4} of {len(pairs)} the same")
    return int(any(not pair.same and pair.name not in REFUSED for pair in pairs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
