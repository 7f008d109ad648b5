"""When a file counts as saved: told by a clock of the test's own, without waiting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizkit.cli.keys import Keys, fold
from quizkit.cli.watched import STILL, UNFINISHED, Watched, is_program


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A watched file, an editor and a clock."""

    def __init__(self, folder: Path) -> None:
        self.path, self.clock, self.saves = folder / "mlp.py", Clock(), 0
        self.write("x = 1\n")
        self.watched = Watched(self.path, self.clock)
        self.watched.handled()

    def write(self, text: str) -> None:
        """Write in place, with a time of its own for each save."""
        self.path.write_text(text)
        self.saves += 1
        os.utime(self.path, ns=(0, self.saves))

    def replace(self, text: str) -> None:
        """Write beside and rename, as vim, emacs and VS Code do."""
        beside = self.path.with_suffix(".new")
        beside.write_text(text)
        beside.rename(self.path)

    def after(self, seconds: float) -> bool:
        """Whether a change counts after a look now and one so much later."""
        self.watched.changed()
        self.clock.now += seconds
        return self.watched.changed()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_left_alone_has_not_changed(desk: Desk) -> None:
    assert not desk.after(100.0)


@pytest.mark.parametrize("save", ["write", "replace"])
def test_a_save_counts_once_it_holds_still(desk: Desk, save: str) -> None:
    getattr(desk, save)("x = 2\n")
    assert not desk.after(STILL / 2)
    assert desk.after(STILL)
    desk.watched.handled()
    assert not desk.after(100.0)


def test_a_save_without_a_change_of_text_counts_as_well(desk: Desk) -> None:
    desk.write("x = 1\n")
    assert desk.after(STILL)


def test_a_file_that_is_still_being_written_waits(desk: Desk) -> None:
    for number in range(20):
        desk.write("x = 1\n" * number)
        assert not desk.after(STILL / 2)
    assert desk.after(STILL)


@pytest.mark.parametrize("half", ["", "\n", "def f(", "x = '''"])
def test_what_is_no_program_yet_gets_more_time_and_then_counts(desk: Desk, half: str) -> None:
    desk.write(half)
    assert not desk.after(UNFINISHED * 0.9)
    assert desk.after(UNFINISHED)


def test_a_file_that_is_gone_is_waited_for(desk: Desk) -> None:
    desk.path.unlink()
    assert not desk.after(UNFINISHED / 2) and not desk.watched.missing()
    assert not desk.after(UNFINISHED) and desk.watched.missing()
    desk.write("x = 3\n")
    assert desk.after(STILL) and not desk.watched.missing()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [(b"x = 1", True), (b"", False), (b" \n", False), (b"x = (", False), (b"\xff\xfe", False),
     (b"x = 1\0", False), (b"'\\d'\n", True), (b"(" * 5000, False)],
)  # fmt: skip
def test_a_program_is_what_compiles(tmp_path: Path, source: bytes, wanted: bool) -> None:
    (tmp_path / "a.py").write_bytes(source)
    assert is_program(tmp_path / "a.py") is wanted
    assert not is_program(tmp_path / "nothing.py") and not is_program(tmp_path)


@pytest.mark.parametrize(
    ("typed", "key"), [("ｎ", "n"), ("Ｑ", "q"), (" N ", "n"), ("\n", ""), ("？", "?")]
)
def test_keys_of_an_input_method_are_folded(typed: str, key: str) -> None:
    assert fold(typed) == key


def keys_of(parts: list[bytes], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of a pipe into which `parts` are written one after the other."""
    reader, writer = os.pipe()
    found: list[str] = []
    with os.fdopen(reader) as stdin, Keys_on(stdin, monkeypatch) as keys:
        for part in parts:
            os.write(writer, part)
            found += keys.read(1.0)
        os.close(writer)
        found += keys.read(1.0)
        assert not keys.open and keys.read(0.0) == []
    return found


def Keys_on(stdin: object, monkeypatch: pytest.MonkeyPatch) -> Keys:
    monkeypatch.setattr("sys.stdin", stdin)
    return Keys()


def test_without_a_terminal_keys_are_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys_of([b"n\nhi", b"nt\n\n", b"q"], monkeypatch) == ["n", "hint", "", "q"]


def test_characters_that_arrive_in_pieces_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "提示\n".encode()
    assert keys_of([typed[:2], typed[2:]], monkeypatch) == ["提示"]


def test_bytes_that_are_no_text_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys_of([b"\xff\xfe\n", b"q\n"], monkeypatch)[-1] == "q"
