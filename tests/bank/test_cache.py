"""The cache: fresh or ignored, never in the way, and light to open."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quizkit.bank import cache, load
from quizkit.bank.cache import SHIPPED, write
from quizkit.bank.shelf import CachedShelf
from quizkit.errors import ContentError

HEAVY = ("yaml", "msgspec", "numpy", "torch", "pytest", "rich", "typer", "random", "difflib")


def cached(folder: Path) -> bool:
    """Whether loading the bank now comes out of a cache."""
    return isinstance(load([folder]).parts[0].shelf, CachedShelf)


def cache_file(home: Path) -> Path:
    [file] = (home / "cache").glob("bank-*.sqlite3")
    return file


def test_the_second_load_comes_from_the_cache(bank_folder: Path) -> None:
    assert [cached(bank_folder) for _ in range(3)] == [False, True, True]


def test_uncached_loads_touch_no_cache(bank_folder: Path, own_home: Path) -> None:
    load([bank_folder], cached=False)
    assert not own_home.exists()


def rewrite(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("A choice", "A choixe"), "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file changed, its size the same": lambda b: rewrite(b / "questions" / "losses.yaml"),
    "a file touched": lambda b: os.utime(b / "topics.yaml", (1, 1)),
    "a file added": lambda b: (b / "questions" / "more.yaml").write_text("topic: cnn"),
    "an exercise's file gone": lambda b: (b / "relu" / "prompt.zh.md").unlink(),
    "a wrong solution added": lambda b: (b / "relu" / "wrong" / "new_numpy.py").touch(),
    "the bank moved": lambda b: b,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_bank_is_parsed_anew(bank_folder: Path, change: str) -> None:
    load([bank_folder])
    if change == "the bank moved":
        bank_folder = bank_folder.rename(bank_folder.with_name("moved"))
    CHANGES[change](bank_folder)
    try:
        assert not cached(bank_folder)
    except ContentError:
        return
    assert cached(bank_folder)


@pytest.mark.parametrize("name", ["FORMAT", "__version__"])
def test_a_cache_of_another_version_is_not_used(
    bank_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import quizkit

    load([bank_folder])
    monkeypatch.setattr(cache if name == "FORMAT" else quizkit, name, "other")
    assert not cached(bank_folder)


def test_other_topics_in_the_own_bank_make_the_banks_of_others_be_read_anew(
    bank_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    text = (bank_folder / "questions" / "losses.yaml").read_text("utf-8")
    other.write_text(text.replace("related: [relu, a-number]", "related: []"), "utf-8")
    assert not load([bank_folder, other]).broken
    topics = bank_folder / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("id: losses", "id: errors"), "utf-8")
    questions = bank_folder / "questions" / "losses.yaml"
    questions.write_text(text.replace("topic: losses", "topic: errors"), "utf-8")
    assert "other" in load([bank_folder, other]).broken


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_damaged_cache_is_replaced_without_a_word(
    bank_folder: Path, own_home: Path, content: bytes
) -> None:
    load([bank_folder])
    cache_file(own_home).write_bytes(content)
    assert not cached(bank_folder)
    assert cached(bank_folder)


def test_damage_found_late_is_answered_by_parsing(bank_folder: Path, own_home: Path) -> None:
    load([bank_folder])
    with closing(sqlite3.connect(cache_file(own_home))) as db:
        db.execute("UPDATE record SET record = '{\"kind\": \"choice\"}' WHERE kind = 'question'")
        db.execute("UPDATE record SET record = '[' WHERE kind IN ('topic', 'exercise')")
        db.commit()
    bank = load([bank_folder])
    assert isinstance(bank.parts[0].shelf, CachedShelf)
    assert bank.question("a-number").title.en == "A number"
    assert load([bank_folder]).exercise("relu").minutes == 10
    assert "cnn" in load([bank_folder]).topics


def test_a_truncated_cache_still_gives_every_question(bank_folder: Path, own_home: Path) -> None:
    load([bank_folder])
    file = cache_file(own_home)
    whole = file.read_bytes()
    for kept in range(512, len(whole), 4096):
        file.write_bytes(whole[:kept])
        bank = load([bank_folder])
        assert [bank.question(id).id for id in bank.index] == list(bank.index)


def test_where_nothing_can_be_written_the_bank_is_parsed_each_time(
    bank_folder: Path, own_home: Path
) -> None:
    own_home.mkdir()
    (own_home / "cache").write_text("a file where the folder should be")
    assert [cached(bank_folder) for _ in range(2)] == [False, False]


def test_a_failed_write_leaves_nothing_behind(
    bank_folder: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    load([bank_folder])
    assert list((own_home / "cache").iterdir()) == []


def test_a_shipped_cache_is_used_whatever_the_times(bank_folder: Path, own_home: Path) -> None:
    write(load([bank_folder], cached=False), bank_folder / SHIPPED)
    for file in bank_folder.rglob("*.yaml"):
        os.utime(file, (1, 1))
    moved = bank_folder.rename(bank_folder.with_name("elsewhere"))
    before = (moved / SHIPPED).read_bytes()
    assert cached(moved) and not own_home.exists()
    assert (moved / SHIPPED).read_bytes() == before
    bank = load([moved])
    assert Path(bank.exercise("relu").folder) == moved / "relu"


def test_a_shipped_cache_of_other_files_is_not_used(bank_folder: Path) -> None:
    write(load([bank_folder], cached=False), bank_folder / SHIPPED)
    file = bank_folder / "topics.yaml"
    file.write_text(file.read_text("utf-8") + "# longer\n", "utf-8")
    assert not cached(bank_folder)


def test_the_same_bank_gives_the_same_shipped_bytes(bank_folder: Path, tmp_path: Path) -> None:
    write(load([bank_folder], cached=False), tmp_path / "one")
    os.utime(bank_folder / "topics.yaml", (1, 1))
    write(load([bank_folder]), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_command_writes_a_shipped_cache_without_a_warning(
    bank_folder: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-W", "error", "-m", "quizkit.bank.cache"]
    out = bank_folder / SHIPPED
    subprocess.run([*command, str(out), str(bank_folder)], check=True)
    assert cached(bank_folder)
    usage = subprocess.run(command, capture_output=True, text=True)
    assert usage.returncode == 2 and "OUT" in usage.stderr


def many(folder: Path, count: int) -> Path:
    """A bank of `count` short questions."""
    text = {"en": "Which?", "zh": "哪个？"}
    keys = [("left", True), ("right", False)]
    choices = [
        {"key": key, "text": {"en": key, "zh": key}, "correct": right, "why": text}
        for key, right in keys
    ]
    common = {"revision": 1, "kind": "choice", "difficulty": "mid", "asked": 1, "select": "one"}
    texts = {name: text for name in ("title", "prompt", "explanation")}
    for file in range(10):
        questions = [
            {"id": f"q-{file}-{n}", **common, **texts, "sources": ["docs"], "choices": choices}
            for n in range(count // 10)
        ]
        document = {"topic": "cnn", "questions": questions}
        place = folder / "questions" / f"many-{file}.yaml"
        place.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder


REPORT = """
import json, sys, time
from pathlib import Path
import json, sqlite3
before = set(sys.modules)
from quizkit.bank import load
start = time.perf_counter()
bank = load([Path(sys.argv[1])])
count = len(bank.index)
question = bank.question("q-7-77")
spent = time.perf_counter() - start
print(json.dumps({"count": count, "id": question.id, "spent": spent,
                  "modules": sorted(set(sys.modules) - before)}))
"""


def test_5000_questions_open_from_the_cache_without_parsers(bank_folder: Path) -> None:
    folder = many(bank_folder, 5_000)

    def run() -> dict[str, object]:
        command = [sys.executable, "-c", REPORT, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, object] = json.loads(done.stdout)
        return found

    cold, hot = run(), run()
    assert cold["count"] == hot["count"] == 5_005
    assert cold["id"] == hot["id"] == "q-7-77"
    modules = hot["modules"]
    assert isinstance(modules, list)
    assert not {name.partition(".")[0] for name in modules} & set(HEAVY)
    assert not [name for name in modules if name in ("quizkit.bank.parse", "quizkit.bank.yaml")]
    assert isinstance(hot["spent"], float) and isinstance(cold["spent"], float)
    assert hot["spent"] * 10 < cold["spent"]
