"""What flows between the parts of quizkit: frozen dataclasses and enums, standard library only.

Bank (Topic, Question of five kinds, Exercise)  ->  Submission  ->  Verdict (CheckResult, Diagnosis)
    ->  Attempt, Review (stored)  ->  Progress (derived)
"""

from quizkit.model.common import (
    LANGS,
    Difficulty,
    Framework,
    Kind,
    Lang,
    RunsOn,
    Text,
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
    Attempt,
    CheckResult,
    Diagnosis,
    Outcome,
    Review,
    Submission,
    Verdict,
    VerdictKind,
)
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
    Topic,
    WrongAnswer,
)

__all__ = [
    "KNOWN_MISTAKE",
    "LANGS",
    "QUESTION_TYPES",
    "Ahead",
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
    "FindBugQuestion",
    "Framework",
    "Graded",
    "Kind",
    "Lang",
    "Limits",
    "Misconception",
    "NumericQuestion",
    "OpenQuestion",
    "Outcome",
    "Parameter",
    "Past",
    "PredictQuestion",
    "Question",
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
