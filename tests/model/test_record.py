"""Records made by `quizkit.model.record` behave as frozen dataclasses of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from quizkit.model.record import dataclass


def declared(decorate: Any) -> tuple[type, type]:
    """A record and one derived from it, by one of the two decorators."""

    @decorate(frozen=True, slots=True)
    class Base:
        name: str
        size: int = 3
        notes: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @decorate(frozen=True, slots=True, kw_only=True)
    class Derived(Base):
        code: str
        more: tuple[int, ...] = ()

    return Base, Derived


OURS, THEIRS = declared(dataclass), declared(dataclasses.dataclass)
CALLS = [
    (0, ("a",), {}),
    (0, ("a", 4, {"b": 1}), {}),
    (0, (), {"size": 5, "name": "a"}),
    (1, ("a",), {"code": "c"}),
    (1, ("a",), {"code": "c", "more": (1,), "notes": {"b": 2}}),
    (0, (), {}),
    (0, ("a",), {"colour": 1}),
    (1, ("a",), {}),
    (1, ("a", 1, {}, "c"), {}),
]


def said(what: Any) -> Any:
    """What a call gives, or what it complains of."""
    try:
        return what()
    except (TypeError, AttributeError) as error:
        return type(error), str(error)


def change(record: Any) -> None:
    record.name = "b"


@pytest.mark.parametrize(("which", "values", "named"), CALLS)
def test_it_is_made_printed_and_taken_apart_alike(which: int, values: Any, named: Any) -> None:
    ours, theirs = (said(lambda c=c: c[which](*values, **named)) for c in (OURS, THEIRS))
    assert repr(ours) == repr(theirs)
    if isinstance(ours, OURS[0]):
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        assert repr(dataclasses.replace(ours, size=9)) == repr(dataclasses.replace(theirs, size=9))


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_equal_records_are_equal_and_another_class_is_not(classes: tuple[type, type]) -> None:
    base, derived = classes
    one = base("a", 1, ())
    assert one == base("a", 1, ()) and one != base("a", 2, ()) and one != ("a", 1, ())
    assert hash(one) == hash(base("a", 1, ())) == hash(("a", 1, ()))
    assert one != derived("a", 1, (), code="c")
    assert base("a").notes is not base("a").notes


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_nothing_changes_a_record(classes: tuple[type, type]) -> None:
    record = classes[0]("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="'name'"):
        change(record)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'name'"):
        del record.name
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        record.colour = 1


def test_it_is_copied_and_pickled_whole() -> None:
    from quizkit.model import Text

    text = Text("one", "一")
    for twin in (copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert twin == text and twin is not text


def test_importing_the_model_compiles_no_method_but_those_of_its_default_values() -> None:
    """That is what it is for: some thirty classes are defined, three have an object."""
    code = (
        "import builtins, dataclasses, enum, typing\n"
        "made = []\n"
        "real = builtins.exec\n"
        "builtins.exec = lambda *a, **k: (isinstance(a[0], str) and made.append(a[0])) or real(*a, **k)\n"
        "import quizkit.model.questions\n"
        "assert len(made) <= 3, made\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
