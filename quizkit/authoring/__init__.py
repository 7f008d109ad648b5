"""For authors: everything in a bank proved by executing it.

`check(path, options)` yields one `Proof` per thing proved; `runner` executes code of questions.
"""

from quizkit.authoring.check import Options, check
from quizkit.authoring.proof import Proof, State

__all__ = ["Options", "Proof", "State", "check"]
