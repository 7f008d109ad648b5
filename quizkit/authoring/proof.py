"""What came of checking one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quizkit.bank.faults import Fault


class State(StrEnum):
    """proved; not proved here (something is missing on this machine); failed."""

    PROVED = "proved"
    NOT_HERE = "not_proved_here"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Proof:
    """`subject` was checked: for a failure `expected` and `got` say how it differs, or `fault`."""

    subject: str
    state: State
    expected: str = ""
    got: str = ""
    field: str = ""
    """The key of a question whose recorded output differs: what `--update` rewrites."""
    fault: Fault | None = None
    diff: str = ""
    """Of a mutant that survived."""
