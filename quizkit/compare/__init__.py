"""Two Python files compared by meaning: which functions differ, and where.

Layout, comments, docstrings, annotations, the order of definitions, how a module was imported and
what local names are called make no difference. Nothing is run.

    found = compare(mine, theirs)       SyntaxError where one of them is no Python
    found.places                        how many places differ
"""

from quizkit.compare.match import Comparison, Part, Place, compare

__all__ = ["Comparison", "Part", "Place", "compare"]
