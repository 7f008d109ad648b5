"""A session of questions at the terminal: ask, judge, explain, keep, go on."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from quizkit import quiz
from quizkit.bank import Bank
from quizkit.cli import answers, common, typed
from quizkit.cli.record import Keeper, review_of
from quizkit.cli.screen import print_text, show_related
from quizkit.cli.why import why_not
from quizkit.model import AnyQuestion, FindBugQuestion, OpenQuestion, Review
from quizkit.quiz import Marking
from quizkit.quiz.keys import AFTER, BEFORE, Key, Pressed, label, taken
from quizkit.quiz.session import Session, Turn
from quizkit.report.layout import cells, wrap

GAP = "   "
MOST_VARIANTS = 20  # tried for numbers other than the last ones


@dataclass
class Shown:
    """What is on the screen: a question as it was drawn and, once judged, its answer."""

    question: AnyQuestion
    turn: Turn
    variant: int
    variables: answers.Variables
    order: tuple[str, ...]
    began: float
    past: list[Review]
    text: str = ""
    marking: Marking | None = None
    review: Review | None = None
    asked: int = 0
    """How many of its follow-ups were asked."""


class Sitting:
    """One session at the terminal. `facts` are kept with its state."""

    def __init__(
        self, bank: Bank, session: Session, keeper: Keeper, facts: dict[str, Any] | None = None
    ) -> None:
        self.bank, self.session, self.keeper = bank, session, keeper
        self.facts = facts or {}

    def run(self) -> Session:
        """Ask until nothing is left or the learner stops; the session as it then stands."""
        typed.take_readline()
        self._save(self.session)
        while (turn := self.session.current) is not None:
            shown = self.present(turn)
            if self.answered(shown):
                self.after(shown)
        return self.session

    def present(self, turn: Turn) -> Shown:
        """Print a question with its keys."""
        question = self.bank.question(turn.question)
        past = self.keeper.past(question.id)
        variant = fresh_variant(question, turn.variant, past)
        variables, order = answers.draw(question, variant), quiz.shuffle(question, variant)
        topic = self.bank.topics[question.topic].title.of(common.lang())
        numbers = {"number": self.session.number, "total": self.session.total}
        head = answers.heading(question, topic, "header", **numbers)
        again = f"   {common.say('session.again')}" if turn.again else ""
        common.out("\n" + "\n".join(wrap(head + again, common.width())) + "\n")
        answers.show_question(question, variables, order)
        hidden = {Key.UNDO, Key.WRONG} | (
            set() if isinstance(question, OpenQuestion) else {Key.EDIT}
        )
        common.out(key_line([key for key in BEFORE if key not in hidden], question))
        return Shown(question, turn, variant, variables, order, time.monotonic(), past)

    def answered(self, shown: Shown) -> bool:
        """Take an answer and judge it; False for a key that leads to another question."""
        while True:
            given = typed.answer(shown.question, BEFORE, taken(shown.question))
            if isinstance(given, Pressed) and given.key is Key.EDIT:
                given = typed.written(shown.question.prompt.of(common.lang())) or given
            if isinstance(given, str):
                self.judge(shown, given)
                return True
            match given.key:
                case Key.UNKNOWN:
                    self.judge(shown, "")
                    return True
                case Key.SKIP:
                    self._move(self.session.skipped())
                    return False
                case Key.UNDO if self.session.last is None:
                    common.out(common.say("session.nothing_to_undo"))
                case Key.UNDO:
                    self.undo()
                    return False
                case Key.QUIT:
                    self._move(self.session.stopped())
                    return False
                case _:
                    self._aside(given, shown, BEFORE)

    def judge(self, shown: Shown, text: str) -> None:
        """Judge and keep an answer at once; then show it, and let the learner correct the ticks."""
        seconds = time.monotonic() - shown.began
        marking = quiz.mark(shown.question, text, shown.variables, shown.order)
        shown.text, shown.marking = text, marking
        shown.review = review_of(
            shown.question, text, marking, shown.variant, seconds, shown.past, datetime.now(UTC)
        )
        self._answer(shown, marking)
        common.out()
        answers.show_marking(shown.question, text, marking, shown.variables, shown.order)
        if text:
            said = confirmed(shown.question, marking)
            if said is not None:
                self.amend(shown, said, confirmed=True)

    def amend(
        self, shown: Shown, marking: Marking, confirmed: bool = False, easy: bool = False
    ) -> None:
        """Keep the answer again as the learner sees it; the log has both."""
        old = shown.review
        last = self.session.last
        assert old is not None and last is not None
        points = tuple(point.key for point in marking.points if point.hit)
        if marking.fix and marking.correct:
            points = ("fix",)
        at = datetime.fromisoformat(old.at)
        new = review_of(shown.question, shown.text, marking, shown.variant, old.seconds,
                        shown.past, at, easy)  # fmt: skip
        said = points if confirmed else old.confirmed
        shown.review = replace(new, found=old.found, confirmed=said)
        shown.marking = marking
        self.session = self.session.undone()
        self._answer(shown, marking, undo=last.review)

    def undo(self) -> None:
        """Take the last answer back; its question is asked again."""
        last = self.session.last
        self._move(self.session.undone(), last.review if last else 0)
        common.out(common.say("session.undone"))

    def after(self, shown: Shown) -> None:
        """What may be done with an answer before the next question."""
        show_related(shown.question.related)
        self._tell_due(shown)
        hidden = {Key.EASY} if shown.marking is None or not shown.marking.correct else set()
        hidden |= set() if shown.question.follow_ups else {Key.FOLLOW}
        keys = [key for key in AFTER if key not in hidden]
        print_keys(f"[Enter] {key_line(keys, shown.question, shown)}")
        while True:
            given = typed.key_or_line(AFTER)
            key = given.key if isinstance(given, Pressed) else Key.HELP
            match key:
                case Key.NEXT:
                    return
                case Key.QUIT:
                    self._move(self.session.stopped())
                    return
                case Key.UNDO:
                    self.undo()
                    return
                case Key.EASY if shown.marking is not None and shown.marking.correct:
                    self.amend(shown, shown.marking, easy=True)
                    self._tell_due(shown)
                case _:
                    self._aside(given if isinstance(given, Pressed) else Pressed(key), shown, AFTER)

    def _aside(self, given: Pressed, shown: Shown, allowed: tuple[Key, ...]) -> None:
        """A key that leads nowhere: the list of keys, why, a follow-up, a remark."""
        match given.key:
            case Key.FOLLOW:
                self._follow(shown)
            case Key.WHY:
                told = why_not(
                    shown.question, given.rest or shown.text, shown.variables, shown.order
                )
                print_text("\n".join(told))
            case Key.WRONG:
                text = given.rest or input(f"{common.say('session.say_why')} ").strip()
                self.keeper.note("wrong", shown.question, shown.variant, text)
                common.out(common.say("session.noted"))
            case _:
                show_keys(allowed, shown.question)

    def _follow(self, shown: Shown) -> None:
        follow_ups = shown.question.follow_ups
        if not follow_ups:
            common.out(common.say("session.no_follow_up"))
            return
        asked = follow_ups[shown.asked % len(follow_ups)].of(common.lang())
        shown.asked += 1
        print_text(common.say("session.asks", text=asked))
        common.out(common.say("session.say_aloud"))
        said = typed.more(input(typed.PROMPT) or " ", typed.MOST_LINES)
        if said:
            self.keeper.note("follow_up", shown.question, shown.variant, f"{asked}\n{said}")
            common.out(common.say("session.kept"))

    def _answer(self, shown: Shown, marking: Marking, undo: int = 0) -> None:
        """The session after an answer, with the row that the store gives it."""
        before = self.session

        def told(row: int) -> dict[str, Any]:
            return self._state(before.answered(marking.correct, row))

        done = before.answered(marking.correct).current is None
        row = self.keeper.keep(told, done, shown.review, undo)
        self.session = before.answered(marking.correct, row)

    def _move(self, session: Session, undo: int = 0) -> None:
        self.session = session
        self._save(session, undo)

    def _save(self, session: Session, undo: int = 0) -> None:
        self.keeper.keep(self._state(session), session.current is None, undo=undo)

    def _state(self, session: Session) -> dict[str, Any]:
        return session.dump() | self.facts

    def _tell_due(self, shown: Shown) -> None:
        if shown.review is None:
            return
        day = datetime.fromisoformat(shown.review.due).astimezone().date().isoformat()
        returns = any(turn.question == shown.question.id for turn in self.session.queue)
        common.out()
        common.out(common.say("session.comes_back" if returns else "quiz.due_on", day=day))


def fresh_variant(question: AnyQuestion, variant: int, past: list[Review]) -> int:
    """A variant whose numbers are not those of the last answer, if the question has others."""
    if not past:
        return variant
    last = answers.draw(question, past[-1].variant)
    tried = range(variant, variant + MOST_VARIANTS)
    return next((v for v in tried if answers.draw(question, v) != last), variant)


def confirmed(question: AnyQuestion, marking: Marking) -> Marking | None:
    """The learner's word where a machine cannot judge: key points, an unknown fix."""
    if isinstance(question, OpenQuestion):
        keys = said_points(marking)
        said = quiz.open_answer.confirm(question, keys)
        if keys != {point.key for point in marking.points if point.hit}:
            common.out(common.say("quiz.points", score=said.score))
        return said
    if isinstance(question, FindBugQuestion) and marking.fix == "unknown":
        line = quiz.normalise.fold(input(f"{common.say('quiz.confirm_fix')} [y/N] ")).lower()
        return quiz.find_bug.confirm(marking, line in ("y", "yes", "是", "对", "相同", "一样"))
    return None


def said_points(marking: Marking) -> set[str]:
    """The points that the learner says are there: by number, 0 for none, Enter for those found."""
    while True:
        words = quiz.normalise.fold(input(f"{common.say('quiz.confirm_points')} "))
        if not words:
            return {point.key for point in marking.points if point.hit}
        numbers = {int(digits) for digits in re.findall(r"[0-9]+", words)}
        if numbers and max(numbers) <= len(marking.points):
            return {p.key for n, p in enumerate(marking.points, 1) if n in numbers}


def key_line(keys: Sequence[Key], question: AnyQuestion, shown: Shown | None = None) -> str:
    """The keys in one line."""
    parts = []
    for key in keys:
        text = common.say(f"session.key_{key}")
        if key is Key.WHY and shown is not None and shown.text and "\n" not in shown.text:
            mine = shown.text if len(shown.text) <= 12 else f"{shown.text[:9]}..."
            wrong = shown.marking is not None and not shown.marking.correct
            if wrong and not isinstance(question, OpenQuestion):
                text = common.say("session.why_not", answer=mine)
        free = taken(question) if shown is None else ()
        parts.append(text if key is Key.NEXT else f"{label(key, free)} {text}")
    return GAP.join(parts)


def print_keys(line: str) -> None:
    """A line of keys, broken between two of them where the terminal is narrow."""
    shown = ""
    for part in line.split(GAP):
        if shown and cells(shown) + len(GAP) + cells(part) > common.width():
            common.out(shown)
            shown = part
        else:
            shown = f"{shown}{GAP}{part}" if shown else part
    common.out(shown)


def show_keys(keys: tuple[Key, ...], question: AnyQuestion) -> None:
    """What every key does, with all its words."""
    common.out(common.say("session.keys_hint"))
    free = taken(question) if keys == BEFORE else frozenset()
    for key in keys:
        words = [word or "Enter" for word in quiz.keys.WORDS[key] if word not in free]
        print_text(f"- {' / '.join(words)}: {common.say(f'session.about_{key}')}")
