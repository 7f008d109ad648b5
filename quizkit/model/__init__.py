"""What flows between the parts of quizkit: frozen dataclasses and enums, standard library only.

Bank (Topic, Question of five kinds, Exercise)  ->  Submission  ->  Verdict (CheckResult, Diagnosis)
    ->  Attempt, Review (stored)  ->  Progress (derived)
"""

from typing import TYPE_CHECKING

from quizkit.model.common import (
    LANGS,
    Difficulty,
    Framework,
    Kind,
    Lang,
    RunsOn,
    Text,
    Topic,
)
from quizkit.model.context import Ahead, Change, Graded, Past
from quizkit.model.exercises import (
    EquivalentMutant,
    Exercise,
    Limits,
    Misconception,
    WrongSolution,
)
from quizkit.model.flow import (
    KNOWN_MISTAKE,
    UNDIAGNOSED,
    Answered,
    Attempt,
    CheckResult,
    Diagnosis,
    FailingCall,
    Last,
    Outcome,
    Request,
    Review,
    Submission,
    Verdict,
    VerdictKind,
)

if TYPE_CHECKING:
    from quizkit.model.questions import (
        QUESTION_TYPES,
        AnyQuestion,
        Choice,
        ChoiceQuestion,
        Criterion,
        Example,
        FindBugQuestion,
        NumericQuestion,
        OpenQuestion,
        Parameter,
        PredictQuestion,
        Question,
        Tolerance,
        WrongAnswer,
    )
else:

    def __getattr__(name: str) -> object:
        """The kinds of question are made when first asked for: many commands need none of them."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from quizkit.model import questions

        return getattr(questions, name)


__all__ = [
    "KNOWN_MISTAKE",
    "LANGS",
    "QUESTION_TYPES",
    "UNDIAGNOSED",
    "Ahead",
    "Answered",
    "AnyQuestion",
    "Attempt",
    "Change",
    "CheckResult",
    "Choice",
    "ChoiceQuestion",
    "Criterion",
    "Diagnosis",
    "Difficulty",
    "EquivalentMutant",
    "Example",
    "Exercise",
    "FailingCall",
    "FindBugQuestion",
    "Framework",
    "Graded",
    "Kind",
    "Lang",
    "Last",
    "Limits",
    "Misconception",
    "NumericQuestion",
    "OpenQuestion",
    "Outcome",
    "Parameter",
    "Past",
    "PredictQuestion",
    "Question",
    "Request",
    "Review",
    "RunsOn",
    "Submission",
    "Text",
    "Tolerance",
    "Topic",
    "Verdict",
    "VerdictKind",
    "WrongAnswer",
    "WrongSolution",
]
