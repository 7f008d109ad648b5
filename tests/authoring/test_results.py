"""What was proved is kept line by line: a torn line, a lost file or a full disk costs only time."""

from __future__ import annotations

from pathlib import Path

from quizkit.authoring import results
from quizkit.authoring.results import Results


def test_what_is_added_is_there_for_the_next_run_at_once() -> None:
    Results().add("a", {"ended": "accepted", "text": "中文"})
    assert Results().get("a") == {"ended": "accepted", "text": "中文"}
    assert Results().get("b") is None


def test_a_line_that_a_killed_run_left_unfinished_is_passed_over() -> None:
    first = Results()
    first.add("a", {"ended": "accepted"})
    first.add("b", {"ended": "forward"})
    text = first.file.read_text("utf-8")
    first.file.write_text(text[:-9] + '\n[1]\n"x"\n', "utf-8")
    again = Results()
    assert again.get("a") == {"ended": "accepted"} and again.get("b") is None


def test_a_folder_that_cannot_be_written_keeps_results_for_this_run(own_home: Path) -> None:
    own_home.write_text("a file where the folder should be", "utf-8")
    found = Results()
    found.add("a", {"ended": "accepted"})
    assert found.get("a") == {"ended": "accepted"} and Results().get("a") is None


def test_a_file_of_old_lines_is_written_anew_with_the_newest(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(results, "LIMIT", 10)
    first = Results()
    for number in range(30):
        first.add(f"key {number}", {"ended": str(number)})
    again = Results()
    assert again.get("key 29") == {"ended": "29"} and again.get("key 3") is None
    assert len(first.file.read_text("utf-8").splitlines()) == 5
