"""The exceptions quizkit raises for people to read. Imports nothing of ours.

    QuizkitError
    +-- UsageError            exit 2   the command cannot be understood
    |   +-- UnknownId                  no such question, exercise or topic
    |   +-- FileProblem                a file that is missing, unreadable or of the wrong kind
    +-- ContentError          exit 3   a bank or an exercise that does not validate
    +-- EnvironmentFault      exit 4   the grader or what it runs on is broken or missing
    +-- StoreError                     progress cannot be read or written (a warning, not an exit)

Every error carries a code and parameters; the catalogue of `quizkit.report.texts` words it in the
reader's language. `str(error)` is the English sentence, for logs and tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class QuizkitError(Exception):
    """Base of all of them. `code` names a catalogue entry, `params` fill its placeholders."""

    exit_code = 4

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params: Mapping[str, object] = params
        shown = ", ".join(f"{key}={value!r}" for key, value in params.items())
        super().__init__(f"{code}: {shown}" if shown else code)


class UsageError(QuizkitError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class UnknownId(UsageError):
    """No question, exercise or topic of that name; `near` holds names that are close.

    `bank` is the name of a bank that stands before it and is not open.
    """

    def __init__(self, name: str, near: Sequence[str] = (), bank: str = "") -> None:
        code = "unknown_bank" if bank else "unknown_id_near" if near else "unknown_id"
        super().__init__(code, name=name, near=", ".join(near), bank=bank)


class FileProblem(UsageError):
    """A file named by the user is missing, unreadable or not what it should be."""


class ContentError(QuizkitError):
    """A bank that does not validate; `faults` lists every fault found, already worded."""

    exit_code = 3

    def __init__(self, faults: Sequence[object], code: str = "bank_invalid") -> None:
        self.faults = tuple(faults)
        super().__init__(code, count=len(self.faults))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults) or self.code


class EnvironmentFault(QuizkitError):
    """Grading cannot go on for a reason that is not the learner's."""


class StoreError(QuizkitError):
    """The record of progress cannot be opened, read or written."""
