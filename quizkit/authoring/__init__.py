"""For authors: everything in a bank proved by executing it.

`check(path, options)` yields one `Proof` per thing proved. For questions `runner` executes code;
for exercises `plan` says what is graded, `pool` grades it on every core, `judge` says what that
proves, and `results` keeps it by `digest`. `mutants` makes the mistakes that a grader must see.
"""

from quizkit.authoring.check import Options, Progress, check, everywhere
from quizkit.authoring.plan import FULL, Scope
from quizkit.authoring.proof import Proof, State

__all__ = ["FULL", "Options", "Progress", "Proof", "Scope", "State", "check", "everywhere"]
