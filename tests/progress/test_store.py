"""The progress file: what is written stays, whatever happens to the process or the file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quizkit import paths
from quizkit.errors import StoreError
from quizkit.model import Attempt, Framework, Kind, Last, Review, VerdictKind
from quizkit.progress import FILE, Store, disk, now, schema
from quizkit.progress import store as store_module

VERSION_1 = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, framework TEXT NOT NULL,
    file TEXT NOT NULL, digest TEXT NOT NULL, verdict TEXT NOT NULL, seed INTEGER NOT NULL,
    score REAL NOT NULL, duration_s REAL NOT NULL, failed TEXT NOT NULL,
    revision INTEGER NOT NULL, told TEXT NOT NULL
);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, question TEXT NOT NULL, revision INTEGER NOT NULL,
    kind TEXT NOT NULL, answer TEXT NOT NULL, correct INTEGER NOT NULL, score REAL NOT NULL,
    rating INTEGER NOT NULL, variant INTEGER NOT NULL, seconds REAL NOT NULL, due TEXT NOT NULL
);
CREATE TABLE started (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, framework TEXT NOT NULL,
    file TEXT NOT NULL
);
CREATE INDEX attempts_of ON attempts (exercise, framework);
CREATE INDEX reviews_of ON reviews (question);
INSERT INTO attempts VALUES (1, '2026-01-02T03:04:05.000006+00:00', 'mlp', 'numpy', '/w/mlp.py',
    'sha256:00', 'rejected', 7, 0.5, 1.5, '["forward"]', 1, '{}');
INSERT INTO reviews VALUES (1, '2026-01-02T03:04:05.000006+00:00', 'a-question', 1, 'choice', 'a',
    1, 1.0, 3, 0, 2.0, '2026-01-05T03:04:05.000006+00:00');
INSERT INTO started VALUES (1, '2026-01-02T03:00:00.000000+00:00', 'mlp', 'numpy', '/w/mlp.py');
PRAGMA user_version = 1;
"""
"""A file as the first version wrote it; never to be edited."""


def attempt(
    exercise: str = "mlp", verdict: str = "rejected", seed: int = 7, file: str = "/w/mlp.py"
) -> Attempt:
    """A grading that ended now."""
    return Attempt(now(), exercise, Framework.NUMPY, file, "sha256:00", VerdictKind(verdict), seed,
                   0.5, 1.5, ("forward",), 1)  # fmt: skip


def review(question: str = "a-question", correct: bool = True) -> Review:
    """An answer given now."""
    return Review(now(), question, 1, Kind.CHOICE, "a", correct, 1.0, 3, 0, 2.0, now())


def last(review: Review) -> Last:
    return Last(review.at, review.due, review.correct)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with Store.open(file=file) as opened:
        yield opened


def test_what_is_added_is_read_back(store: Store, file: Path) -> None:
    first, second = attempt(), review()
    store.add_attempt(first, {"verdict": "rejected"})
    store.add_review(second)
    with Store.open(readonly=True, file=file) as other:
        assert other.attempts("mlp") == [first]
        assert other.attempts("mlp", "torch") == []
        assert other.reviews("a-question") == [second]
        assert other.latest() == {"a-question": last(second)}


def test_a_status_goes_from_new_to_accepted_and_stays(store: Store) -> None:
    found = [store.status("mlp", "numpy")]
    store.note_start("mlp", "numpy", "/w/mlp.py")
    found.append(store.status("mlp", "numpy"))
    for verdict in ("error", "accepted", "rejected"):
        store.add_attempt(attempt(verdict=verdict), {})
        found.append(store.status("mlp", "numpy"))
    assert found == ["new", "started", "rejected", "accepted", "accepted"]
    assert store.status("mlp", "torch") == "new"


def test_a_failed_seed_is_that_of_the_file_s_last_grading(store: Store) -> None:
    def failed() -> int | None:
        return store.last_failed_seed("mlp", "numpy", "/w/mlp.py")

    assert failed() is None
    store.add_attempt(attempt(seed=1), {})
    store.add_attempt(attempt(seed=2, file="/w/other.py"), {})
    assert failed() == 1
    store.add_attempt(attempt(seed=3, verdict="accepted"), {})
    assert failed() is None


def test_a_reset_hides_and_keeps(store: Store, file: Path) -> None:
    store.note_start("mlp", "numpy", "/w/mlp.py")
    store.note_hint("mlp", 2)
    store.add_attempt(attempt(), {})
    store.add_review(review())
    store.reset("mlp")
    store.reset("a-question")
    assert store.status("mlp", "numpy") == "new"
    assert (store.attempts("mlp"), store.reviews(), store.hints_shown("mlp")) == ([], [], 0)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
    store.add_attempt(attempt(verdict="accepted"), {})
    assert store.status("mlp", "numpy") == "accepted"


def test_hints_and_starts(store: Store) -> None:
    assert (store.hints_shown("mlp"), store.starts()) == (0, [])
    for number in (1, 2):
        store.note_hint("mlp", number)
        store.note_start("mlp", "numpy", f"/w/{number}.py")
    assert (store.hint_reached("mlp"), store.hints_shown("mlp")) == (2, 2)
    store.note_hint("mlp", 0)
    assert (store.hint_reached("mlp"), store.hints_shown("mlp")) == (2, 3)
    assert [start.file for start in store.starts()] == ["/w/2.py", "/w/1.py"]


def test_a_file_of_the_first_version_is_taken_along(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as db:
        db.executescript(VERSION_1)
    with Store.open(readonly=True, file=file) as store:
        assert store.status("mlp", "numpy") == "rejected"
    assert version(file) == 1, "reading does not change the file"
    with Store.open(file=file) as store:
        assert store.last_failed_seed("mlp", "numpy", "/w/mlp.py") == 7
        assert store.reviews()[0].correct
        store.note_hint("mlp", 1)
        store.reset("a-question")
        assert store.reviews() == []
    assert version(file) == schema.VERSION


def test_the_first_migration_is_what_it_was() -> None:
    def squeezed(script: str) -> str:
        return " ".join(script.split("INSERT")[0].split())

    assert squeezed(schema.MIGRATIONS[0]) == squeezed(VERSION_1)


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


@pytest.mark.parametrize("readonly", [False, True])
def test_a_file_of_a_newer_version_is_left_alone(file: Path, readonly: bool) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="store_newer"):
        Store.open(readonly=readonly, file=file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be read as one" * 20, b"\0" * 4096]
)
def test_a_corrupt_file_is_an_error_and_left_alone(
    file: Path, content: bytes, readonly: bool
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    code = "store_unreadable" if readonly else "store_unwritable"
    with pytest.raises(StoreError, match=code):
        Store.open(readonly=readonly, file=file).reviews()
    assert file.read_bytes() == content


def test_a_page_gone_bad_is_an_error_when_it_is_read(file: Path) -> None:
    with Store.open(file=file) as store:
        for number in range(200):
            store.note_start("mlp", "numpy", f"/w/{number}-{'x' * 200}.py")
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    file.write_bytes(content)
    with (
        Store.open(readonly=True, file=file) as store,
        pytest.raises(StoreError, match="store_unreadable"),
    ):
        store.starts()


def test_a_start_with_a_clock_keeps_its_minutes(file: Path) -> None:
    with Store.open(file=file) as store:
        store.note_start("mlp", "numpy", "/w/mlp.py")
        store.note_start("mlp", "numpy", "/w/mlp.py", 20)
        store.note_start("cnn", "numpy", "/w/cnn.py")
        assert [start.minutes for start in store.starts()] == [None, 20, None]
        last = store.last_start("mlp", "numpy")
        assert last is not None and (last.file, last.minutes) == ("/w/mlp.py", 20)
        assert store.last_start("mlp", "torch") is None
        store.reset("mlp")
        assert store.last_start("mlp", "numpy") is None


def test_an_empty_file_is_a_new_store(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    with Store.open(file=file) as store:
        store.add_review(review())
        assert len(store.reviews()) == 1


def test_reading_where_there_is_nothing_writes_nothing(file: Path) -> None:
    with Store.open(readonly=True, file=file) as store:
        assert store.reviews() == []
    assert not file.parent.exists()


def test_a_readonly_store_refuses_to_write(file: Path) -> None:
    Store.open(file=file).close()
    with Store.open(readonly=True, file=file) as store, pytest.raises(StoreError, match="readonly"):
        store.add_review(review())


def test_a_place_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="store_unwritable"):
        Store.open(file=tmp_path / "data" / FILE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes wherever it likes")
def test_a_folder_without_permission_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="store_unwritable"):
        Store.open(file=tmp_path / "data" / FILE)
    tmp_path.chmod(0o700)


def test_the_place_is_that_of_the_home(home: Path) -> None:
    with Store.open() as store:
        store.add_review(review())
    assert (paths.data() / FILE).is_file()
    assert paths.data() == home / "data"


def test_two_that_open_a_new_file_at_once_both_get_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process migrates between this one's look at the version and its own migration."""
    look = schema.version
    seen: list[int] = []

    def look_then_lose(db: sqlite3.Connection) -> int:
        found = look(db)
        seen.append(found)
        if len(seen) == 2 and not db.in_transaction:
            Store.open(file=file).close()
        return found

    monkeypatch.setattr(schema, "version", look_then_lose)
    with Store.open(file=file) as store:
        store.add_review(review())
        assert len(store.reviews()) == 1


def test_a_clock_set_back_does_not_bring_back_what_was_reset(store: Store) -> None:
    store.add_attempt(replace(attempt(), at="2099-01-01T00:00:00.000000+00:00"), {})
    store.reset("mlp")
    assert store.attempts("mlp") == []
    store.add_attempt(replace(attempt(), at="1999-01-01T00:00:00.000000+00:00"), {})
    assert len(store.attempts("mlp")) == 1


def test_an_answer_can_be_taken_back(store: Store) -> None:
    first = review()
    store.add_review(first)
    store.undo_review(store.add_review(review(correct=False)))
    assert store.latest() == {"a-question": last(first)}


def test_a_session_can_be_resumed_until_it_is_done(store: Store) -> None:
    assert store.unfinished_session() is None
    store.save_session("one", {"left": ["a", "b"]}, done=False, review=review())
    assert store.unfinished_session() == ("one", {"left": ["a", "b"]})
    assert len(store.reviews()) == 1
    store.save_session("one", {"left": []}, done=True)
    assert store.unfinished_session() is None


def test_a_fault_of_ours_is_no_attempt_of_the_learner_s(store: Store) -> None:
    store.add_attempt(attempt(verdict="grader_fault"), {})
    store.add_attempt(attempt(verdict="unsupported"), {})
    assert store.status("mlp", "numpy") == "new"
    assert store.last_failed_seed("mlp", "numpy", "/w/mlp.py") is None


def test_text_that_is_no_text_is_stored_all_the_same(store: Store) -> None:
    store.add_review(replace(review(), answer="\ud800 广播"))
    assert store.reviews()[0].answer.endswith("广播")


WRITER = """
import sys
from pathlib import Path
from quizkit.model import Kind, Review
from quizkit.progress import Store, now
name, count = sys.argv[2], int(sys.argv[3])
with Store.open(file=Path(sys.argv[1])) as store:
    for number in range(count):
        answer = "x" * 3000
        store.add_review(Review(now(), name, number, Kind.OPEN, answer, True, 1.0, 3, 0, 1.0, ""))
        print(number, flush=True)
"""


def writer(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that adds `count` reviews and says so after each."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(store_module.__file__).parents[2])},
    )


def test_a_killed_writer_loses_nothing_it_has_reported(file: Path) -> None:
    for killing in range(10):
        with writer(file, f"killed-{killing}", 1_000_000) as process:
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(killing + 1)]
            process.kill()
            rest = process.stdout.read().splitlines()
        reported = len(told) + sum(line.isdigit() for line in rest)
        with Store.open(file=file) as store:
            found = [r.revision for r in store.reviews(f"killed-{killing}")]
        assert found == list(range(len(found)))
        assert len(found) >= reported - 1, "the last line read may be cut short"
        assert len(found) >= killing + 1
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_processes_write_side_by_side(file: Path) -> None:
    processes = [writer(file, name, 40) for name in ("one", "two")]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with Store.open(readonly=True, file=file) as store:
        for name in ("one", "two"):
            assert [r.revision for r in store.reviews(name)] == list(range(40))


def test_a_locked_file_is_waited_for_and_then_an_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "BUSY_SECONDS", 0.05)
    with Store.open(file=file) as store, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            store.add_review(review())
        other.rollback()
        store.add_review(review())
        assert len(store.reviews()) == 1
