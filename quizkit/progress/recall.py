"""How likely a question is still known: FSRS's forgetting curve, from the last answer alone.

FSRS schedules a question for the day on which it expects to be right nine times in ten, so the days
between an answer and its due date are the stability it believes in, to the day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from quizkit.model import Answered

DECAY = -0.1542  # the last of FSRS-6's default parameters, negative
FACTOR = 0.9 ** (1 / DECAY) - 1
DAY = timedelta(days=1)


def recall(review: Answered, at: datetime) -> float:
    """The expected share of right answers to the question at a moment, from 0 to 1."""
    answered = datetime.fromisoformat(review.at)
    days = (at - answered).days
    if days <= 0:
        return 1.0
    stability = max((datetime.fromisoformat(review.due) - answered) / DAY, 1.0)
    return float((1 + FACTOR * days / stability) ** DECAY)
