"""How well key points are recognised, on answers as people type them.

    python tests/answers/measure.py [seen|unseen] [--question X] [--show] [--json]

Every file of `seen/` and `unseen/` is a list of answers: the question, the language, the style, the
text, and the points that it truly makes. The patterns were written with sight of the seen half alone;
the unseen half was written by someone who had seen the questions and their points, not the patterns.
Precision: the share of ticks that are right. Recall: the share of points made that were ticked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from quizkit import paths, quiz
from quizkit.bank import Bank, load
from quizkit.model import OpenQuestion

ANSWERS = Path(__file__).parent
HALVES = ("seen", "unseen")
LANGUAGES = ("en", "zh", "mixed")
STYLES = (
    "good", "partial", "wrong", "off-topic", "negated", "copied", "other-wording", "mixed",
)  # fmt: skip
PRECISION, RECALL = 0.9, 0.7  # what is promised of answers that nobody tuned a pattern on


@dataclass(frozen=True, slots=True)
class Answer:
    """A typed answer and the keys of the points that it makes."""

    half: str
    question: str
    lang: str
    style: str
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was ticked of an answer."""

    answer: Answer
    ticked: tuple[str, ...]

    @property
    def right(self) -> int:
        """How many ticks are of points that the answer makes."""
        return len(set(self.ticked) & set(self.answer.points))

    @property
    def false(self) -> list[str]:
        """Points ticked that the answer does not make."""
        return [key for key in self.ticked if key not in self.answer.points]

    @property
    def missed(self) -> list[str]:
        """Points made that were not ticked."""
        return [key for key in self.answer.points if key not in self.ticked]


@dataclass(frozen=True, slots=True)
class Counts:
    """Some answers together."""

    answers: int
    made: int
    ticked: int
    right: int

    @classmethod
    def of(cls, found: Iterable[Finding]) -> Counts:
        """The sums over some findings."""
        some = list(found)
        return cls(
            len(some),
            sum(len(each.answer.points) for each in some),
            sum(len(each.ticked) for each in some),
            sum(each.right for each in some),
        )

    @property
    def precision(self) -> float:
        """Right ticks among the ticks; 1 where there is none."""
        return self.right / self.ticked if self.ticked else 1.0

    @property
    def recall(self) -> float:
        """Right ticks among the points made; 1 where there is none."""
        return self.right / self.made if self.made else 1.0

    @property
    def good_enough(self) -> bool:
        """Whether both shares reach what is promised."""
        return self.precision >= PRECISION and self.recall >= RECALL


def answers(half: str) -> Iterator[Answer]:
    """The answers of a half, file by file. Raises KeyError for an entry that lacks a key."""
    for file in sorted((ANSWERS / half).glob("*.yaml")):
        for told in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield Answer(half, told["question"], told["lang"], told["style"],
                         str(told["text"]), tuple(told["points"]))  # fmt: skip


def open_question(bank: Bank, name: str) -> OpenQuestion:
    """The open question of this id."""
    question = bank.question(name)
    assert isinstance(question, OpenQuestion), name
    return question


def judged(bank: Bank, answer: Answer) -> Finding:
    """Tick the points of an answer, as a session does."""
    marking = quiz.mark(open_question(bank, answer.question), answer.text)
    return Finding(answer, tuple(point.key for point in marking.points if point.hit))


def groups(found: Sequence[Finding]) -> dict[str, dict[str, Counts]]:
    """The answers all together, by language and by style."""

    def of(kind: str, names: Sequence[str]) -> dict[str, Counts]:
        return {
            name: Counts.of(each for each in found if getattr(each.answer, kind) == name)
            for name in names
        }

    return {"": {"all": Counts.of(found)}, "language": of("lang", LANGUAGES),
            "style": of("style", STYLES)}  # fmt: skip


def report(half: str, found: Sequence[Finding]) -> list[str]:
    """One line for each group; negated answers are one of the styles."""
    lines = [f"{half:<22}{'answers':>8}{'made':>6}{'ticked':>8}{'right':>7}{'wrong':>7}"
             f"{'precision':>11}{'recall':>8}"]  # fmt: skip
    for kind, rows in groups(found).items():
        lines += [_row(f"{kind} {name}".strip(), some) for name, some in rows.items()]
    return lines


def _row(title: str, some: Counts) -> str:
    precision = f"{some.precision:.3f}" if some.ticked else "-"
    recall = f"{some.recall:.3f}" if some.made else "-"
    return (
        f"  {title:<20}{some.answers:>8}{some.made:>6}{some.ticked:>8}{some.right:>7}"
        f"{some.ticked - some.right:>7}{precision:>11}{recall:>8}"
    )


def shown(found: Iterable[Finding]) -> Iterator[str]:
    """Every answer with a wrong tick or a missed point."""
    for each in found:
        if each.false or each.missed:
            answer = each.answer
            yield f"\n{answer.question} ({answer.half}, {answer.lang}, {answer.style})"
            yield f"  ticked wrongly: {', '.join(each.false) or '-'}"
            yield f"  missed: {', '.join(each.missed) or '-'}"
            yield f"  {answer.text}"


def as_json(found: Sequence[Finding]) -> dict[str, Any]:
    """The groups with their shares, and every finding."""
    told = {
        kind or "all": {
            name: asdict(some) | {"precision": some.precision, "recall": some.recall}
            for name, some in rows.items()
        }
        for kind, rows in groups(found).items()
    }
    told["all"] = told["all"]["all"]
    return told | {"answers": [asdict(each) for each in found]}


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if a half does not reach what is promised."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("half", nargs="?", choices=HALVES, help="both if not given")
    parser.add_argument("--question", help="the answers to this question alone")
    parser.add_argument("--show", action="store_true", help="the answers judged wrongly, too")
    parser.add_argument("--json", action="store_true", help="every finding as JSON")
    asked = parser.parse_args(arguments)
    bank = load([paths.content()])
    found = {
        half: [judged(bank, each) for each in answers(half)
               if asked.question in (None, each.question)]
        for half in ([asked.half] if asked.half else HALVES)
    }  # fmt: skip
    if asked.json:
        print(json.dumps({half: as_json(some) for half, some in found.items()},
                         indent=1, ensure_ascii=False))  # fmt: skip
    else:
        print("\n\n".join("\n".join(report(half, some)) for half, some in found.items()))
        if asked.show:
            print("\n".join(line for some in found.values() for line in shown(some)))
    return 0 if all(Counts.of(some).good_enough for some in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
