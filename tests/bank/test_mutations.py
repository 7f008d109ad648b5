"""Whatever an author's slip makes of a valid bank: faults or a bank that can be read, no crash."""

from __future__ import annotations

import copy
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bank_support import VALID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizkit import paths
from quizkit.bank import load, survey, thaw, variants
from quizkit.bank.yaml import Document
from quizkit.errors import UnknownId
from quizkit.model import Parameter

FILES = ("questions/losses.yaml", "relu/exercise.yaml", "topics.yaml")
SLIPS: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**299, float("inf"), 1e-300, "", " ", "x", "numpy", "a" * 600),
    *("{", "{n", "}}", "{n:}", "{n!r}", "{x.y}", "{n:d}", "{n:99.99f}", "{[1]}", "{range(2)}"),
    *("(", "[a-", "**", "1/0", "n**n**n", "log(0)", "max([])", "[range(2)]", "lambda: 1", "1if 2"),
    *([], [None], ["a", "a"], [[[]]], {}, {"en": "a"}, {"en": "", "zh": "b"}, {"a": {"b": [1]}}),
)
Path_ = tuple[str | int, ...]


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of everything inside `value`."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the valid bank, and its text with a value replaced, repeated, taken or added."""
    name = draw(st.sampled_from(FILES))
    value: Any = Document(name, (VALID / name).read_text("utf-8")).value
    *above, last = draw(st.sampled_from(list(places(value))))
    inside: Any = value
    for key in above:
        inside = inside[key]
    deed = draw(st.sampled_from(["replace", "replace", "take", "repeat", "add"]))
    if deed == "take":
        del inside[last]
    elif deed == "repeat" and isinstance(inside, list) and isinstance(last, int):
        inside.append(copy.deepcopy(inside[last]))
    elif deed == "add" and isinstance(inside, dict):
        inside[draw(st.sampled_from(["x", "titel", "folder", "topic", "1", "<<"]))] = 1
    else:
        inside[last] = copy.deepcopy(draw(st.sampled_from(SLIPS)))
    return name, json.dumps(value, ensure_ascii=False)  # JSON is YAML


@settings(
    derandomize=True,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(slip=slipped())
def test_a_slip_is_a_fault_or_harmless(slip: tuple[str, str], bank_folder: Path) -> None:
    name, text = slip
    shutil.copytree(VALID, bank_folder, dirs_exist_ok=True)
    (bank_folder / name).write_text(text, "utf-8")
    bank, faults = survey(bank_folder)
    assert all("\n" not in fault.text("en") + fault.text("zh") for fault in faults)
    assert [bank.question(id).id for id in bank.index] == list(bank.index)
    assert [exercise.id for exercise in bank.exercises.values()] == list(bank.exercises)


def test_a_parameter_keeps_the_type_of_its_values_in_the_cache() -> None:
    written = Parameter(low=0, high=3, step=1.0)
    kept = thaw.thaw(Parameter, json.loads(json.dumps(thaw.freeze(written))))
    assert repr(variants.values(kept)) == repr(variants.values(written))


@pytest.mark.parametrize("name", ["", " ", "_"])
def test_no_name_is_near_to_nothing(bank_folder: Path, name: str) -> None:
    with pytest.raises(UnknownId) as caught:
        load([bank_folder]).find(name)
    assert caught.value.params["near"] == ""


def test_an_exercise_of_a_relative_bank_has_an_absolute_folder(
    bank_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bank_folder.parent)
    for _ in ("parsed", "cached"):
        folder = Path(load([Path(bank_folder.name)]).exercise("relu").folder)
        assert folder.is_absolute() and (folder / "prompt.en.md").is_file()


def test_a_record_lost_from_the_cache_is_parsed(bank_folder: Path) -> None:
    load([bank_folder])
    with closing(sqlite3.connect(next(paths.cache().glob("*.sqlite3")))) as db:
        db.execute("DELETE FROM record WHERE kind = 'question'")
        db.commit()
    bank = load([bank_folder])
    assert [bank.question(id).id for id in bank.index] == list(bank.index)
