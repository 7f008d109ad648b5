"""A bank of 5,000 questions and 100,000 reviews opens as fast as a small one.

Ratios against a Typer + rich hello-world, printed with their target; a run fails only far above.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizkit.model import Kind, Review
from quizkit.progress import FILE, Store
from quizkit.progress.carry import TABLES
from quizkit.progress.store import _row  # the rows as they are stored, written in bulk

from .test_startup import HELLO

Ratio = Callable[[Sequence[str], Sequence[str]], float]
QUESTIONS, REVIEWS = 5_000, 100_000
FILE_OF = 1_000
TARGET = 1.3
ENTRY = """  - id: big-{n}
    revision: 1
    kind: choice
    difficulty: mid
    asked: 3
    select: one
    title: {{en: Question {n}, zh: 题目 {n}}}
    prompt: {{en: Which?, zh: 哪个？}}
    choices:
      - {{key: right, text: {{en: This, zh: 这个}}, correct: true, why: {{en: So., zh: 所以。}}}}
      - {{key: wrong, text: {{en: That, zh: 那个}}, correct: false, why: {{en: No., zh: 不是。}}}}
    explanation: {{en: So., zh: 所以。}}
    follow_ups:
      - {{en: And then?, zh: 然后呢？}}
    sources: [Python docs]
"""


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second bank of QUESTIONS in the settings, and REVIEWS in the store."""
    home, bank = tmp_path / "home", tmp_path / "big" / "questions"
    monkeypatch.setenv("QUIZKIT_HOME", str(home))
    bank.mkdir(parents=True)
    for part in range(0, QUESTIONS, FILE_OF):
        text = "".join(ENTRY.format(n=n) for n in range(part, part + FILE_OF))
        (bank / f"many-{part}.yaml").write_text(f"topic: cnn\nquestions:\n{text}", "utf-8")
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.json").write_text(f'{{"banks": "{bank.parent}"}}')
    dice = random.Random(1)
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def stamp(minutes: int) -> str:
        return (start + timedelta(minutes=minutes)).isoformat(timespec="microseconds")

    columns = TABLES["reviews"]
    rows = []
    for n in range(REVIEWS):
        name = f"big:big-{n % QUESTIONS}"
        review = Review(stamp(n), name, 1, Kind.CHOICE, "A", True, 1.0, 3, n, 20.0,
                        stamp(n + dice.randrange(10**6)))  # fmt: skip
        row = _row(review)
        rows.append([row[column] for column in columns])
    with Store.open(file=home / "data" / FILE) as store:
        marks = ", ".join("?" * len(columns))
        with store.db as db:
            db.executemany(f"INSERT INTO reviews ({', '.join(columns)}) VALUES ({marks})", rows)
        store.add_review(review)  # as the program leaves the file after an answer


@pytest.mark.parametrize(
    "command", [[], ["ask", "--json", "-n", "1"], ["list", "--topic", "losses"]]
)
def test_much_opens_as_fast_as_little(ratio: Ratio, large: None, command: list[str]) -> None:
    found = ratio(["-m", "quizkit", *command], ["-c", HELLO])
    name = " ".join(["quizkit", *command])
    print(f"{name}, {QUESTIONS} questions, {REVIEWS} reviews: {found:.2f} times, target {TARGET}")
    assert found < 3 * TARGET
