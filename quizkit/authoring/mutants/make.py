"""`mutants(source)`: every operator tried at every place."""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.authoring.mutants.operators import OPERATORS
from quizkit.authoring.mutants.text import header, spliced
from quizkit.authoring.mutants.tree import Site, replaced, sites

CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed source. `line` became `becomes`, both normalised; `nth` counts such changes.

    These three say which mutant it is, and stay as they are while other lines change.
    """

    operator: str
    line: str
    becomes: str
    nth: int
    lineno: int
    source: str

    @property
    def id(self) -> str:
        """Six characters to name it by."""
        said = f"{self.line}\0{self.becomes}\0{self.nth}"
        return hashlib.sha256(said.encode()).hexdigest()[:6]

    def diff(self, original: str, name: str = "solution.py") -> str:
        """The change as a unified diff of `original`."""
        before, after = original.splitlines(), self.source.splitlines()
        shown = difflib.unified_diff(
            before, after, name, f"{name} ({self.operator})", lineterm="", n=CONTEXT
        )
        return "\n".join(shown)


def mutants(source: str) -> list[Mutant]:
    """Every mutant of `source`, in the order of its lines; SyntaxError if it is no Python."""
    found: list[Mutant] = []
    seen: set[tuple[int, str]] = set()
    count: Counter[tuple[str, str]] = Counter()
    for site in sites(ast.parse(source)):
        for operator, becomes in _changes(site):
            line, place = header(site.statement), (id(site.statement), becomes)
            if becomes == line or place in seen:
                continue
            seen.add(place)
            count[line, becomes] += 1
            text = spliced(source, site.statement, becomes)
            if _compiles(text):
                nth, lineno = count[line, becomes], site.statement.lineno
                found.append(Mutant(operator, line, becomes, nth, lineno, text))
    return sorted(found, key=lambda mutant: mutant.lineno)


def _changes(site: Site) -> Iterator[tuple[str, str]]:
    """(operator, the statement as it becomes)."""
    for name, operator in OPERATORS.items():
        for new in operator(site):
            with replaced(site, new) as statement:
                becomes = header(statement)
            yield name, becomes


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
