"""Mutants of a solution: its source with one small mistake each, made on Python's syntax tree.

    for mutant in mutants(source):
        print(mutant.id, mutant.operator, mutant.diff(source))

`operators` holds the kinds of mistakes, `tree` the places where they can be made, `text` the source
around them. A grader must reject every mutant, or its author says why it computes the same.
"""

from quizkit.authoring.mutants.make import Mutant, mutants
from quizkit.authoring.mutants.operators import OPERATORS

__all__ = ["OPERATORS", "Mutant", "mutants"]
