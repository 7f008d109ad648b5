"""A full disk, a process killed in the middle of a write, a file that cannot be written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quizkit.errors import StoreError
from quizkit.model import Kind, Review
from quizkit.progress import FILE, Store, now
from quizkit.progress import store as store_module

ENV = os.environ | {"PYTHONPATH": str(Path(store_module.__file__).parents[2])}


def review(question: str = "a-question", answer: str = "a") -> Review:
    return Review(now(), question, 1, Kind.OPEN, answer, True, 1.0, 3, 0, 2.0, now())


FILLER = """
import resource, signal, sys
from pathlib import Path
from quizkit.errors import StoreError
from quizkit.model import Kind, Review
from quizkit.progress import Store, now
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = Path(sys.argv[1])
with Store.open(file=file) as store:
    size = file.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 30_000, size + 30_000))
    for number in range(100):
        try:
            row = Review(now(), "q", number, Kind.OPEN, "x" * 3000, True, 1.0, 3, 0, 1.0, "")
            store.add_review(row)
        except StoreError as error:
            print(number, error)
            break
    print(len(store.reviews()))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs a limit on the size of files")
def test_a_full_disk_is_an_error_and_what_was_written_stays(tmp_path: Path) -> None:
    file = tmp_path / FILE
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(file)], capture_output=True, text=True, env=ENV
    )
    assert done.returncode == 0, done.stderr
    told, kept = done.stdout.strip().splitlines()
    number = int(told.split()[0])
    assert "store_unwritable" in told and number > 0
    assert int(kept) == number
    with Store.open(file=file) as store:
        assert [each.revision for each in store.reviews()] == list(range(number))
        store.add_review(review())


HALF_WRITTEN = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA cache_size = 1")
db.execute("PRAGMA cache_spill = 1")
db.execute("BEGIN IMMEDIATE")
for number in range(200):
    db.execute("INSERT INTO hints (at, exercise, number) VALUES (?, ?, 1)", ("x" * 2000, "mlp"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("readonly", [True, False])
def test_what_a_killed_process_left_half_written_is_rolled_back(
    tmp_path: Path, readonly: bool
) -> None:
    file = tmp_path / FILE
    with Store.open(file=file) as store:
        store.add_review(review())
    subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(file)], env=ENV)
    assert Path(f"{file}-journal").stat().st_size > 0, "the process left a journal"
    with Store.open(readonly=readonly, file=file) as store:
        assert store.hints_shown("mlp") == 0
        assert len(store.reviews()) == 1
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    for readonly in (True, False):
        code = "store_unreadable" if readonly else "store_unwritable"
        with pytest.raises(StoreError, match=code):
            Store.open(readonly=readonly, file=tmp_path / FILE)


def test_the_error_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(b"short")
    with pytest.raises(StoreError, match="not a database") as caught:
        Store.open(file=file)
    assert caught.value.params["file"] == str(file)
    assert file.read_bytes() == b"short"


def test_a_session_and_its_answer_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    with Store.open(file=tmp_path / FILE) as store:
        row = store.save_session("s", {"queue": ["b"]}, False, review("a"))
        store.undo_review(row)
        assert store.reviews() == []
        with closing(sqlite3.connect(tmp_path / FILE)) as db:
            db.execute("DROP TABLE sessions")
        with pytest.raises(StoreError):
            store.save_session("s", {"queue": []}, False, review("b"))
        assert store.reviews() == []


def test_looking_at_the_store_imports_nothing_heavy() -> None:
    heavy = "{'fsrs', 'numpy', 'rich', 'yaml', 'msgspec', 'typer', 'asyncio', 'quizkit.bank'}"
    code = f"import sys, quizkit.progress; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENV)
    assert done.stdout.strip() == "[]", done.stderr
