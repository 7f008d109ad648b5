"""Links in both directions: who says `related: [b]` in `a` has said it for `b` too."""

from __future__ import annotations

from dataclasses import replace

from quizkit.model import Exercise, Question


def both_ways(questions: dict[str, Question], exercises: dict[str, Exercise]) -> None:
    """Complete `related` in place: an author's own links first, then those of the others.

    Nothing leads to a draft, which learners do not see.
    """
    items: dict[str, Question | Exercise] = {**questions, **exercises}
    links = {name: item.related for name, item in items.items()}
    back: dict[str, list[str]] = {}
    for name, related in links.items():
        for other in related:
            if not items[name].draft and name not in links.get(other, ()):
                back.setdefault(other, []).append(name)
    for name, more in back.items():
        if name in questions:
            question = questions[name]
            questions[name] = replace(question, related=(*question.related, *more))
        elif name in exercises:
            exercise = exercises[name]
            exercises[name] = replace(exercise, related=(*exercise.related, *more))
