"""A mock interview as data: what is asked, what was answered, and what it amounts to.

`compose` plans one for some minutes, a level and a seed; the same bank gives the same interview.
`Mock` is where it stands, as JSON between any two steps; `figures` is its report. Prints nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from quizkit.model import Difficulty, Kind
from quizkit.quiz.pick import MINUTES

FOLLOW_UP = 1.0  # minutes
# How likely a question of each difficulty is, at each level.
MIX: Mapping[Difficulty, Mapping[Difficulty, float]] = {
    Difficulty.JUNIOR: {Difficulty.JUNIOR: 6, Difficulty.MID: 3, Difficulty.SENIOR: 0.2},
    Difficulty.MID: {Difficulty.JUNIOR: 2, Difficulty.MID: 6, Difficulty.SENIOR: 2},
    Difficulty.SENIOR: {Difficulty.JUNIOR: 0.3, Difficulty.MID: 4, Difficulty.SENIOR: 6},
}
ORDER = (Kind.CHOICE, Kind.PREDICT, Kind.OPEN, Kind.NUMERIC, Kind.FIND_BUG)
CODING, DEBUGGING = 0.45, 0.2  # shares of the time
SHORTEST_CODING, SHORTEST_DEBUGGING = 30, 20  # minutes of an interview that has one
DEBUG = ("debug_", "debug-")  # how the ids of debugging exercises begin
SLOW = 1.5  # times what a question should take


class QuestionEntry(Protocol):
    """What is needed of a question."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def topic(self) -> str: ...
    @property
    def difficulty(self) -> Difficulty: ...


class ExerciseEntry(Protocol):
    """What is needed of an exercise."""

    @property
    def id(self) -> str: ...
    @property
    def difficulty(self) -> Difficulty: ...
    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the interview, and what became of it."""

    question: str
    topic: str
    variant: int
    minutes: float
    follow_up: bool
    answer: str | None = None
    seconds: float = 0.0
    score: float = 0.0
    correct: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """An exercise of the interview; `verdict` is empty until it is graded."""

    exercise: str
    topic: str
    minutes: int
    file: str = ""
    seconds: float | None = None
    verdict: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Mock:
    """An interview: how it was composed, and where it stands. `spent` is seconds on the clock."""

    seed: int
    minutes: int
    level: str
    framework: str
    questions: tuple[Asked, ...]
    coding: tuple[Coding, ...]
    spent: float = 0.0
    over: bool = False

    @property
    def left(self) -> float:
        """Seconds on the clock; negative when it has run out."""
        return self.minutes * 60 - self.spent

    @property
    def reserved(self) -> float:
        """Seconds that belong to the exercises not handed in yet."""
        return 60.0 * sum(item.minutes for item in self.coding if item.seconds is None)

    @property
    def next_question(self) -> int | None:
        """The place of the next question; None when all are done or their time is over."""
        if self.over or (self.left <= self.reserved and self.questions):
            return None
        return next((n for n, item in enumerate(self.questions) if item.answer is None), None)

    @property
    def next_coding(self) -> int | None:
        """The place of the next exercise to hand in."""
        if self.over or self.left <= 0:
            return None
        return next((n for n, item in enumerate(self.coding) if item.seconds is None), None)

    def answered(self, place: int, item: Asked, spent: float) -> Mock:
        """The interview after a question, with the clock at `spent`."""
        changed = (*self.questions[:place], item, *self.questions[place + 1 :])
        return replace(self, questions=changed, spent=spent)

    def handed_in(self, place: int, item: Coding, spent: float) -> Mock:
        """The interview after an exercise, or with its verdict."""
        changed = (*self.coding[:place], item, *self.coding[place + 1 :])
        return replace(self, coding=changed, spent=spent)

    def dump(self) -> dict[str, Any]:
        """The interview as JSON values."""
        return asdict(self)

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Mock:
        """The interview that `dump` gave."""
        rest = {key: value for key, value in state.items() if key in cls.__dataclass_fields__}
        rest["questions"] = tuple(Asked(**row) for row in state["questions"])
        rest["coding"] = tuple(Coding(**row) for row in state["coding"])
        return cls(**rest)


@dataclass
class Bag:
    """Questions to draw from, each once."""

    entries: list[QuestionEntry]
    level: Difficulty
    dice: random.Random
    topics: dict[str, int] = field(default_factory=dict)

    def draw(self, kind: Kind) -> QuestionEntry | None:
        """One of this kind: by difficulty as the level wants, topics asked least first."""
        mine = [entry for entry in self.entries if entry.kind is kind]
        if not mine:
            return None
        least = min(self.topics.get(entry.topic, 0) for entry in mine)
        mine = [entry for entry in mine if self.topics.get(entry.topic, 0) == least]
        weights = [MIX[self.level][entry.difficulty] for entry in mine]
        entry = self.dice.choices(mine, weights)[0]
        self.entries.remove(entry)
        self.topics[entry.topic] = least + 1
        return entry


def compose(
    questions: Iterable[QuestionEntry],
    exercises: Iterable[ExerciseEntry],
    minutes: int,
    level: Difficulty,
    seed: int,
    framework: str,
    topic_of: Callable[[str], str] = lambda name: "",
) -> Mock:
    """An interview; `exercises` are those of the framework, `topic_of` gives the topic of one."""
    dice = random.Random(f"{seed} {minutes} {level}")
    known = sorted(exercises, key=lambda item: item.id)
    debugging = [item for item in known if item.id.startswith(DEBUG)]
    coding = [item for item in known if not item.id.startswith(DEBUG)]
    chosen: list[Coding] = []
    for pool, share, shortest in ((debugging, DEBUGGING, SHORTEST_DEBUGGING),
                                  (coding, CODING, SHORTEST_CODING)):  # fmt: skip
        item = pick_exercise(pool, level, minutes * share, dice) if minutes >= shortest else None
        if item is not None:
            allowed = min(item.minutes, round(minutes * share))
            chosen.append(Coding(item.id, topic_of(item.id), max(allowed, 1)))
    bag = Bag(sorted(questions, key=lambda entry: entry.id), level, dice)
    room = minutes - sum(item.minutes for item in chosen)
    asked = tuple(draw_questions(bag, room, dice))
    return Mock(seed, minutes, str(level), framework, asked, tuple(chosen))


def pick_exercise(
    pool: Sequence[ExerciseEntry], level: Difficulty, room: float, dice: random.Random
) -> ExerciseEntry | None:
    """One that fits the time, at the level where there is one, else near it."""
    if not pool:
        return None
    fitting = [item for item in pool if item.minutes <= room * 1.5]
    fitting = fitting or [min(pool, key=lambda item: item.minutes)]
    weights = [MIX[level][item.difficulty] for item in fitting]
    return dice.choices(fitting, weights)[0]


def draw_questions(bag: Bag, room: float, dice: random.Random) -> Iterable[Asked]:
    """Questions of all kinds in turn, every other one with a follow-up, until the time is full."""
    kinds = [ORDER[(n + dice.randrange(len(ORDER))) % len(ORDER)] for n in range(200)]
    number = 0
    for kind in kinds:
        follow_up = number % 2 == 0
        takes = MINUTES[kind] + FOLLOW_UP * follow_up
        if takes > room:
            if room < min(MINUTES.values()):
                return
            continue
        entry = bag.draw(kind)
        if entry is None:
            continue
        yield Asked(entry.id, entry.topic, dice.randrange(2**31), takes, follow_up)
        room, number = room - takes, number + 1


def figures(mock: Mock) -> dict[str, Any]:
    """The report: score by topic, what was slow, missed, not reached, and what to study next."""
    reached = [item for item in mock.questions if item.answer is not None]
    topics: dict[str, list[float]] = {}
    for item in reached:
        topics.setdefault(item.topic, []).append(item.score)
    for task in mock.coding:
        if task.seconds is not None:
            topics.setdefault(task.topic, []).append(task.score)
    by_topic = {topic: round(sum(s) / len(s), 3) for topic, s in topics.items()}
    scores = [score for all_scores in topics.values() for score in all_scores]
    return {
        "seed": mock.seed, "minutes": mock.minutes, "level": mock.level,
        "framework": mock.framework, "spent": round(mock.spent),
        "score": round(sum(scores) / len(scores), 3) if scores else 0.0, "topics": by_topic,
        "right": sum(item.correct for item in reached), "asked": len(reached),
        "planned": len(mock.questions),
        "missed": [item.question for item in reached if not item.correct],
        "slow": [item.question for item in reached if item.seconds > 60 * SLOW * item.minutes],
        "not_reached": [item.question for item in mock.questions if item.answer is None],
        "coding": [asdict(item) for item in mock.coding],
        "study": sorted((t for t, score in by_topic.items() if score < 0.7),
                        key=lambda topic: by_topic[topic]),
    }  # fmt: skip
