"""The catalogue of sentences: complete in both languages and for the code that uses it."""

from __future__ import annotations

import ast
import pkgutil
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import quizkit.texts
from quizkit.errors import QuizkitError

ROOT = Path(__file__).resolve().parents[1]
AREAS = sorted(module.name for module in pkgutil.iter_modules(quizkit.texts.__path__))
SOURCES = sorted((ROOT / "quizkit").rglob("*.py")) + sorted(
    file for file in (ROOT / "exercises").glob("*/test_*.py")
)


def texts(area: str) -> dict[str, tuple[str, str]]:
    """The sentences of an area."""
    found: dict[str, tuple[str, str]] = import_module(f"quizkit.texts.{area}").TEXTS
    return found


def placeholders(template: str) -> set[str]:
    """The names that a template wants."""
    found = string.Formatter().parse(template)
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in found if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same(area: str) -> None:
    for name, (en, zh) in texts(area).items():
        assert en.strip() and zh.strip(), name
        assert placeholders(en) == placeholders(zh), name
        assert not any("\u4e00" <= char <= "\u9fff" for char in en.replace("中文", "")), name


def test_areas_were_found() -> None:
    assert {"checks", "errors", "verdicts", "quiz", "cli", "screens"} <= set(AREAS)


def error_classes() -> set[str]:
    """The names of QuizkitError and all that derive from it."""
    import quizkit.errors as errors

    found = {
        name: item
        for name, item in vars(errors).items()
        if isinstance(item, type) and issubclass(item, QuizkitError)
    }
    return set(found) - {"UnknownId", "ContentError"}


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def strings(node: ast.expr | None, scope: ast.AST) -> list[str]:
    """The strings that an expression may be: itself, either branch, or what a name was set to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return strings(node.body, scope) + strings(node.orelse, scope)
    if isinstance(node, ast.Name):
        values = [
            statement.value
            for statement in ast.walk(scope)
            if isinstance(statement, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == node.id for t in statement.targets)
        ]
        return [
            s for value in values if not isinstance(value, ast.Name) for s in strings(value, scope)
        ]
    return []


Use = tuple[str, str, set[str] | None]
"""(where, code, keywords given; None where they cannot be known)."""


TREES = [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in SOURCES]


def uses(names: set[str], position: int) -> Iterator[Use]:
    """Every call of `names` whose argument at `position` is a string that can be read off."""
    for file, tree in TREES:
        scopes = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Module))]
        seen: set[int] = set()
        for scope in sorted(scopes, key=lambda n: isinstance(n, ast.Module)):
            for node in ast.walk(scope):
                if not isinstance(node, ast.Call) or called(node) not in names or id(node) in seen:
                    continue
                seen.add(id(node))
                given: set[str] | None = {k.arg for k in node.keywords if k.arg}
                if any(k.arg is None for k in node.keywords):
                    given = None
                argument = node.args[position] if len(node.args) > position else None
                for code in strings(argument, scope):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", code, given


def missing(area: str, found: Iterator[Use]) -> list[str]:
    """What is used and not in the catalogue, or used without a placeholder's value."""
    known = texts(area)
    faults = []
    for where, code, given in found:
        if code not in known:
            faults.append(f"{where}: `{code}` is not in quizkit/texts/{area}.py")
        elif given is not None and placeholders(known[code][0]) - given:
            faults.append(f"{where}: `{code}` wants {placeholders(known[code][0]) - given}")
    return faults


def test_every_code_of_a_check_has_its_sentence() -> None:
    assert list(uses({"CheckFailure"}, 0)), "no CheckFailure was found"
    assert missing("checks", uses({"CheckFailure"}, 0)) == []


def test_every_code_of_a_failure_has_its_sentence() -> None:
    assert list(uses({"Failure"}, 1)), "no Failure was found"
    assert missing("checks", uses({"Failure"}, 1)) == []


def test_every_code_of_an_error_has_its_sentence() -> None:
    assert len(error_classes()) >= 5
    assert missing("errors", uses(error_classes(), 0)) == []
    assert {"unknown_id", "unknown_id_near", "bank_invalid"} <= set(texts("errors"))


def test_every_sentence_that_is_said_is_in_the_catalogue() -> None:
    faults = []
    for where, key, given in uses({"say", "text"}, 0):
        area, dot, name = key.partition(".")
        if not dot:
            continue
        if area not in AREAS or name not in texts(area):
            faults.append(f"{where}: `{key}` is in no catalogue")
        elif given is not None and placeholders(texts(area)[name][0]) - given:
            faults.append(f"{where}: `{key}` wants {placeholders(texts(area)[name][0]) - given}")
    assert faults == []


def test_every_outcome_has_its_words() -> None:
    from quizkit.model import Difficulty, Kind, VerdictKind

    assert {*VerdictKind} | {f"next_{kind}" for kind in VerdictKind} <= set(texts("verdicts"))
    assert {f"kind_{kind}" for kind in Kind} | set(Difficulty) <= set(texts("quiz"))
