"""Strict YAML: the 1.2 core schema, bounded, with a line for every key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bank_support import VALID

from quizkit.bank.yaml import MAX_DEPTH, Document, plain


def value(text: str) -> object:
    document = Document("file.yaml", text)
    assert document.faults == []
    return document.value


def codes(text: str) -> list[str]:
    return [fault.code for fault in Document("file.yaml", text).faults]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1e-6", 1e-6),
        ("1.5E3", 1500.0),
        (".5", 0.5),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("12:30:45", "12:30:45"),
        ("2024-01-01", "2024-01-01"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0o10", 8),
        ("0xff", 255),
        ("-3", -3),
        ("+3", 3),
        ("True", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("=", "="),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        (".", "."),
        ("1e", "1e"),
    ],
)
def test_a_word_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    found = plain(written)
    assert found == meant and type(found) is type(meant)


def test_quotes_and_blocks_are_text() -> None:
    assert value("a: '1'\nb: \"no\"\nc: |\n  1\n") == {"a": "1", "b": "no", "c": "1\n"}


def test_a_merge_key_is_an_ordinary_key() -> None:
    assert value("<<: {a: 1}") == {"<<": {"a": 1}}


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_has_no_value(text: str) -> None:
    assert value(text) is None


def test_all_duplicate_keys_are_found_and_the_rest_stays_readable() -> None:
    document = Document("file.yaml", "a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [(fault.line, fault.key) for fault in document.faults] == [(2, "a"), (3, "c")]
    assert document.readable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x", "anchor"),
        ("a: !!python/object/apply:os.system [ls]", "tag"),
        ("a: !!str 1", "tag"),
        ("? [a]\n: 1", "key_type"),
        ("true: 1", "key_type"),
        ("a: [", "yaml_syntax"),
        ("a: 1\n---\nb: 2", "second_document"),
        ('a: "\\e[2J"', "hidden_character"),
        ("a: \u202eabc", "hidden_character"),
        ("a: \x00", "yaml_syntax"),
        ("[" * 100_000, "too_deep"),
        ("- " * 1_000, "too_deep"),
    ],
)
def test_what_is_refused_is_one_fault(text: str, code: str) -> None:
    document = Document("file.yaml", text)
    assert [fault.code for fault in document.faults] == [code]
    assert document.value is None and not document.readable


def test_an_alias_bomb_stops_at_its_first_anchor() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abc", "bcd", strict=True)
    )
    document = Document("file.yaml", bomb)
    assert [(fault.code, fault.line) for fault in document.faults] == [("anchor", 1)]


def test_nesting_is_bounded_where_it_says() -> None:
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["too_deep"]


def test_a_syntax_error_names_its_line() -> None:
    [fault] = Document("file.yaml", "a: 1\nb: c: d\n").faults
    assert (fault.file, fault.line) == ("file.yaml", 2)


def test_every_key_and_item_has_its_line() -> None:
    document = Document("file.yaml", "a:\n  b: 1\n  c:\n    - x\n    - y: 2\n      z: 3\n")
    paths = [("a",), ("a", "b"), ("a", "c", 0), ("a", "c", 1, "z")]
    assert [document.line(path) for path in paths] == [1, 2, 4, 6]


def test_what_is_not_there_has_the_line_of_what_is_around_it() -> None:
    document = Document("file.yaml", "a: 1\nb:\n  c: 1\n")
    assert document.line(("b", "missing", 3)) == 2
    assert document.line(("other",)) == 1


@pytest.mark.parametrize("file", sorted(VALID.rglob("*.yaml")), ids=lambda file: file.stem)
def test_without_libyaml_a_bank_reads_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure loader is stricter in places: it wants `{en: "Why?"}` in quotes."""
    text = file.read_text("utf-8")
    fast = Document("file.yaml", text)
    monkeypatch.setattr("quizkit.bank.yaml._LOADER", yaml.SafeLoader)
    slow = Document("file.yaml", text)
    assert (fast.value, fast.faults, fast.lines) == (slow.value, slow.faults, slow.lines)
