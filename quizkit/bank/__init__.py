"""The bank: questions and exercises read strictly from YAML, checked whole, kept parsed.

bank = load()                       the bundled bank; ContentError holds every fault
bank.index, bank.question(id)       what there is, and one question
bank.outline, bank.offered          the little that every start needs of questions and exercises
variants.draw(question, seed)       the numbers of a numeric question's variant
survey(path)                        for authors: what is valid, and the faults of the rest
"""

from quizkit.bank.catalog import Bank, ExerciseEntry, IndexEntry
from quizkit.bank.load import Other, load, survey

__all__ = ["Bank", "ExerciseEntry", "IndexEntry", "Other", "load", "survey"]
