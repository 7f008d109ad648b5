"""A session as data: which question is asked now, and what follows each thing the learner does.

    session = begin(ids, seed)                  nothing is read or written here
    session.current                             the Turn to present; None when all is done
    session = session.answered(correct)         or .skipped(), .undone(), .stopped()
    Session.load(session.dump())                resumable from the store

A question answered wrong returns once, after the others. Each turn has its own variant, so that a
numeric question returns with other numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from quizkit.model.record import dataclass

Result = Literal["right", "wrong", "skipped"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question to ask; `variant` seeds its numbers and the order of its choices."""

    question: str
    variant: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A turn that is over. `review` is the row that the store gave its answer; 0 for none."""

    turn: Turn
    result: Result
    review: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """What is done and what is to come, in order. `seed` is where the variants come from."""

    seed: int
    done: tuple[Done, ...]
    queue: tuple[Turn, ...]
    over: bool = False

    @property
    def current(self) -> Turn | None:
        """The turn to present now; None when nothing is left or the learner stopped."""
        return self.queue[0] if self.queue and not self.over else None

    @property
    def number(self) -> int:
        """The current turn's number, from 1."""
        return len(self.done) + 1

    @property
    def total(self) -> int:
        """How many turns there are, those that came back included."""
        return len(self.done) + len(self.queue)

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(done.result == "right" for done in self.done)

    @property
    def asked(self) -> int:
        """How many were answered, right or wrong."""
        return sum(done.result != "skipped" for done in self.done)

    def answered(self, correct: bool, review: int = 0) -> Session:
        """The session after an answer; "don't know" is a wrong one."""
        after = self._after("right" if correct else "wrong", review)
        turn = self._turn()
        if correct or turn.again:
            return after
        return replace(after, queue=(*after.queue, _return(turn)))

    def skipped(self) -> Session:
        """The session after the current turn was passed over; it does not return."""
        return self._after("skipped", 0)

    def undone(self) -> Session:
        """The session before the last turn, which is asked again; itself if there was none.

        `last.review` names the row that the store is to hide.
        """
        if not self.done:
            return self
        last = self.done[-1]
        queue = self.queue
        if last.result == "wrong" and queue[-1:] == (_return(last.turn),):
            queue = queue[:-1]  # the return that this answer added
        return replace(self, done=self.done[:-1], queue=(last.turn, *queue), over=False)

    @property
    def last(self) -> Done | None:
        """The turn that `undone` would take back."""
        return self.done[-1] if self.done else None

    def stopped(self) -> Session:
        """The session after the learner quit; what is left may be taken up with `resumed`."""
        return replace(self, over=True)

    def resumed(self) -> Session:
        """The session going on where it was."""
        return replace(self, over=False)

    def _turn(self) -> Turn:
        if self.current is None:
            raise ValueError("the session is over")
        return self.current

    def _after(self, result: Result, review: int) -> Session:
        done = Done(self._turn(), result, review)
        return replace(self, done=(*self.done, done), queue=self.queue[1:])

    def dump(self) -> dict[str, Any]:
        """The session as JSON values."""
        return {
            "seed": self.seed,
            "done": [[*_row(done.turn), done.result, done.review] for done in self.done],
            "queue": [_row(turn) for turn in self.queue],
            "over": self.over,
        }

    @classmethod
    def load(cls, state: Mapping[str, Any], known: Sequence[str] | None = None) -> Session:
        """The session that `dump` gave, without questions that are no longer `known`."""
        done = (Done(Turn(*row[:3]), row[3], row[4]) for row in state["done"])
        queue = (Turn(*row) for row in state["queue"])
        kept = tuple(turn for turn in queue if known is None or turn.question in known)
        return cls(state["seed"], tuple(done), kept, state["over"])


def begin(questions: Sequence[str], seed: int) -> Session:
    """A session over `questions`, each once, in their order."""
    unique = dict.fromkeys(questions)
    return Session(seed, (), tuple(Turn(name, seed) for name in unique))


def _return(turn: Turn) -> Turn:
    return Turn(turn.question, turn.variant + 1, again=True)


def _row(turn: Turn) -> list[Any]:
    return [turn.question, turn.variant, turn.again]
