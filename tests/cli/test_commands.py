"""What the commands do: grading, starting, asking, listing, and what they promise to scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from quizkit.bank import load
from quizkit.cli import common, start

Quizkit = Callable[..., Any]
HEAVY = ("numpy", "pytest", "torch", "yaml", "msgspec", "hypothesis")
has_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed here")


def imported(stderr: str) -> set[str]:
    """The top-level modules that `-X importtime` lists."""
    names = re.findall(r"^import time:.*\|\s*([\w.]+)\s*$", stderr, re.MULTILINE)
    return {name.partition(".")[0] for name in names}


@pytest.fixture
def solution(root: Path) -> str:
    """The reference solution of `embedding` in NumPy."""
    return (root / "exercises/embedding/solution_numpy.py").read_text(encoding="utf-8")


@pytest.fixture
def wrong(root: Path) -> str:
    """A known-wrong one."""
    return (root / "exercises/embedding/wrong/mean_over_length_numpy.py").read_text(
        encoding="utf-8"
    )


def write(source: str, name: str = "embedding.py") -> Path:
    """A file in the working folder that says what it is."""
    path = Path(name)
    path.write_text(f"# quizkit: embedding numpy\n{source}", encoding="utf-8")
    return path


def test_version_imports_nothing_heavy(quizkit: Quizkit) -> None:
    ran = quizkit("--version", flags=("-X", "importtime"))
    assert ran.code == 0 and re.fullmatch(r"quizkit \d+\.\d+\S*\n", ran.stdout)
    assert imported(ran.stderr) & {*HEAVY, "typer", "rich", "click", "sqlite3"} == set()


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), (), ("show", "embedding")])
def test_listing_imports_nothing_heavy(quizkit: Quizkit, arguments: tuple[str, ...]) -> None:
    quizkit("list")
    ran = quizkit(*arguments, flags=("-X", "importtime"))
    assert ran.code == 0
    assert imported(ran.stderr) & set(HEAVY) == set()


def test_the_list_as_json_is_that_of_the_contract(quizkit: Quizkit, root: Path) -> None:
    told = quizkit("list", "--json").json
    assert set(told) == {"schema", "exercises", "questions"}
    assert told["schema"] == "quizkit.list/1"
    folders = {file.parent.name for file in (root / "exercises").glob("*/exercise.yaml")}
    assert {row["id"] for row in told["exercises"]} == folders
    for row in told["exercises"]:
        assert {"id", "title", "topic", "difficulty", "frameworks", "status"} <= set(row)
        assert set(row["status"]) == set(row["frameworks"]) <= {"numpy", "torch"}
        assert set(row["status"].values()) == {"new"}
    for row in told["questions"]:
        assert {"id", "kind", "topic", "difficulty", "status"} <= set(row)
        assert row["kind"] in {"choice", "numeric", "predict", "find_bug", "open"}
        assert row["difficulty"] in {"junior", "mid", "senior"}
        assert row["status"] == "new"
    names = [row["id"] for row in told["exercises"] + told["questions"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("option", "value", "key", "wanted"),
    [("--kind", "predict", "kind", "predict"), ("--kind", "find-bug", "kind", "find_bug"),
     ("--difficulty", "senior", "difficulty", "senior"),
     ("--topic", "autograd", "topic", "autograd"),
     ("-t", "优化器", "topic", "optimizers"), ("-l", "junior", "difficulty", "junior")],
)  # fmt: skip
def test_the_list_is_filtered(
    quizkit: Quizkit, option: str, value: str, key: str, wanted: str
) -> None:
    rows = quizkit("list", "--json", option, value).json["questions"]
    assert rows and {row[key] for row in rows} == {wanted}


@pytest.mark.parametrize(
    "arguments",
    [(), ("list",), ("show", "embedding"), ("show", "detach-constant"), ("config",), ("progress",),
     ("doctor",), ("hint", "embedding"), ("solve", "embedding"), ("solve", "detach-constant"),
     ("start", "embedding"), ("ask", "detach-constant"), ("ask", "--seed", "1", "-n", "3"),
     ("ask", "detach-constant", "--answer", "3")],
    ids=lambda arguments: " ".join(arguments) or "home",
)  # fmt: skip
def test_every_listing_has_json(quizkit: Quizkit, arguments: tuple[str, ...]) -> None:
    ran = quizkit(*arguments, "--json")
    assert ran.code == 0, ran
    assert isinstance(ran.json, dict)


def test_the_demo_shows_a_right_and_a_wrong_answer_and_ends_well(quizkit: Quizkit) -> None:
    ran = quizkit("demo")
    assert ran.code == 0, ran
    assert "ACCEPTED" in ran.stdout and "rejected" in ran.stdout
    assert "gradient: embedding.weight" in ran.stdout


def test_the_solution_printed_raw_is_accepted_whatever_the_file_is_called(
    quizkit: Quizkit,
) -> None:
    raw = quizkit("solve", "embedding", "--framework", "numpy", "--raw")
    assert raw.stdout.splitlines()[0] == "# quizkit: embedding numpy"
    Path("mine.py").write_text(raw.stdout, encoding="utf-8")
    ran = quizkit("grade", "mine.py", "--json")
    assert ran.code == 0
    assert ran.json["verdict"] == "accepted" and ran.json["score"] == 1.0
    assert (ran.json["exercise"], ran.json["framework"]) == ("embedding", "numpy")
    assert ran.stderr == ""


@has_torch
def test_the_torch_solution_printed_raw_is_accepted(quizkit: Quizkit) -> None:
    raw = quizkit("solve", "embedding", "-f", "pytorch", "--raw")
    Path("mine.py").write_text(raw.stdout, encoding="utf-8")
    ran = quizkit("grade", "mine.py", "--json")
    assert (ran.code, ran.json["framework"]) == (0, "torch")


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed here")
def test_where_pytorch_itself_is_asked_for_and_missing_nothing_is_recorded(quizkit: Quizkit) -> None:
    raw = quizkit("solve", "embedding", "-f", "torch", "--raw")
    Path("mine.py").write_text(raw.stdout, encoding="utf-8")
    ran = quizkit("grade", "mine.py", "--backend", "torch")
    assert ran.code == 4
    assert "download.pytorch.org/whl/cpu" in ran.stdout
    rows = quizkit("list", "--json").json["exercises"]
    assert next(row for row in rows if row["id"] == "embedding")["status"]["torch"] == "new"


def test_a_wrong_one_is_exit_1_and_recorded(quizkit: Quizkit, wrong: str) -> None:
    write(wrong)
    ran = quizkit("grade", "embedding.py")
    assert ran.code == 1
    assert "entries are off" in ran.stdout
    assert "quizkit hint embedding" in ran.stdout
    rows = quizkit("list", "--json").json["exercises"]
    assert next(row for row in rows if row["id"] == "embedding")["status"]["numpy"] == "rejected"


def seeds_shown(text: str) -> list[int]:
    """The seeds at the head of a report."""
    found = re.search(r"seeds? (\d+(?:, \d+)*)", text)
    assert found, text
    return [int(part) for part in found[1].split(",")]


def test_the_last_failing_seed_is_run_first_and_then_a_fresh_one(
    quizkit: Quizkit, wrong: str, solution: str
) -> None:
    write(wrong)
    failed = quizkit("grade", "embedding.py", "--json").json["seed"]
    assert quizkit("grade", "embedding.py", "--json").json["seed"] == failed
    write(solution)
    first = quizkit("grade", "embedding.py")
    assert first.code == 0
    shown = seeds_shown(first.stdout)
    assert shown[0] == failed and len(shown) == 2
    assert len(seeds_shown(quizkit("grade", "embedding.py").stdout)) == 1


def test_a_given_seed_is_the_only_one(quizkit: Quizkit, wrong: str) -> None:
    write(wrong)
    quizkit("grade", "embedding.py")
    one, other = (quizkit("grade", "embedding.py", "-s", "7", "--json").json for _ in range(2))
    assert one["seed"] == other["seed"] == 7
    assert one["checks"] == other["checks"]


def test_several_files_share_a_seed_and_the_worst_code(
    quizkit: Quizkit, wrong: str, solution: str
) -> None:
    write(wrong, "one.py")
    write(solution, "two.py")
    ran = quizkit("grade", "one.py", "two.py", "--json")
    assert ran.code == 1
    assert [r["verdict"] for r in ran.json["results"]] == ["rejected", "accepted"]
    assert {r["seed"] for r in ran.json["results"]} == {ran.json["seed"]}


def test_options_of_grade(quizkit: Quizkit, wrong: str) -> None:
    write(wrong)
    ran = quizkit("grade", "embedding.py", "--exit-zero", "--no-record", "--output", "report.json",
                  "--json", "--memory", "1G", "--timeout", "60")  # fmt: skip
    assert (ran.code, ran.stdout) == (0, "")
    assert '"quizkit.verdict/1"' in Path("report.json").read_text(encoding="utf-8")
    rows = quizkit("list", "--json").json["exercises"]
    assert next(row for row in rows if row["id"] == "embedding")["status"]["numpy"] == "new"


def test_the_time_limit_can_be_set(quizkit: Quizkit, solution: str) -> None:
    write(solution + "\nwhile True:\n    pass\n")
    ran = quizkit("grade", "embedding.py", "--timeout", "1", "--json")
    assert (ran.code, ran.json["verdict"]) == (1, "timed_out")


def test_prints_of_the_learner_are_told_and_standard_output_stays_json(
    quizkit: Quizkit, solution: str
) -> None:
    write(solution + "\nprint('from the file')\n")
    ran = quizkit("grade", "embedding.py", "--json")
    assert ran.code == 0 and "from the file" in ran.json["output"]


def test_start_writes_a_file_that_grade_finds(quizkit: Quizkit) -> None:
    ran = quizkit("start", "embedding", "--framework", "numpy")
    assert ran.code == 0
    text = Path("embedding.py").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "# quizkit: embedding numpy"
    assert '"""' in text and "NotImplementedError" in text
    graded = quizkit("grade", "--json")
    assert (graded.code, graded.json["verdict"]) == (1, "error")
    assert graded.json["file"].endswith("embedding.py")
    assert quizkit("grade", "embedding", "--json").code == 1
    assert quizkit("grade", "--all", "--json").code == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_started_file_is_a_program(
    home: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(common.Speech, "lang", lang)
    for item in load().exercises.values():
        for framework in item.frameworks:
            path = Path(f"{item.id}_{framework}.py")
            start.write(path, item, framework, False)
            source = path.read_text(encoding="utf-8")
            assert ast.get_docstring(compile_tree(source))
            assert source.startswith(f"# quizkit: {item.id} {framework}\n")


def compile_tree(source: str) -> ast.Module:
    """The program, compiled as well; warnings about it are errors."""
    compile(source, "started.py", "exec")
    return ast.parse(source)


def test_start_keeps_an_existing_file(quizkit: Quizkit) -> None:
    Path("embedding.py").write_text("my work")
    ran = quizkit("start", "embedding", "-f", "numpy")
    assert (ran.code, ran.stdout) == (2, "")
    assert "--force" in ran.stderr
    assert Path("embedding.py").read_text() == "my work"


@pytest.mark.parametrize("option", ["--force", "--again"])
def test_start_sets_an_old_file_aside_with_its_date(quizkit: Quizkit, option: str) -> None:
    for number in range(3):
        Path("embedding.py").write_text(f"my work {number}")
        assert quizkit("start", "embedding", "-f", "numpy", option).code == 0
        assert "NotImplementedError" in Path("embedding.py").read_text(encoding="utf-8")
    kept = sorted(Path.cwd().glob(f"embedding.{date.today().year}*.py"))
    assert {path.read_text() for path in kept} == {f"my work {number}" for number in range(3)}


def test_the_other_framework_gets_a_file_of_its_own(quizkit: Quizkit) -> None:
    quizkit("start", "embedding", "-f", "numpy")
    assert quizkit("start", "embedding", "-f", "torch").code == 0
    assert (
        Path("embedding_torch.py")
        .read_text(encoding="utf-8")
        .startswith("# quizkit: embedding torch\n")
    )
    ran = quizkit("grade", "embedding_torch.py", "--json")
    assert ran.json["framework"] == "torch"


def test_blank_gives_signatures_only(quizkit: Quizkit) -> None:
    quizkit("start", "embedding", "-f", "numpy", "--blank")
    lines = Path("embedding.py").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("import")


@pytest.mark.parametrize(("answer", "code"), [("3", 0), ("３．０", 0), ("6", 1), ("", 1)])
def test_an_answer_is_judged_and_recorded(quizkit: Quizkit, answer: str, code: int) -> None:
    ran = quizkit("ask", "detach-constant", "--answer", answer)
    assert ran.code == code and ran.stdout
    statuses = {q["id"]: q["status"] for q in quizkit("list", "--json").json["questions"]}
    assert statuses["detach-constant"] == ("right" if code == 0 else "wrong")


def test_an_answer_can_come_from_standard_input(quizkit: Quizkit) -> None:
    assert quizkit("ask", "detach-constant", "--answer", "-", stdin="3\n").code == 0
    assert quizkit("ask", "detach-constant", "--answer", "-", stdin=b"\xff\xfe").code == 1


def test_an_answer_that_is_not_to_be_recorded_is_not(quizkit: Quizkit) -> None:
    quizkit("ask", "detach-constant", "--answer", "3", "--no-record")
    assert quizkit("progress", "--json").json["topics"][0]["seen"] == 0


def test_every_question_can_be_shown_answered_and_solved(quizkit: Quizkit) -> None:
    """One of each kind through the command line; the rest is the bank's tests."""
    seen = set()
    for row in quizkit("list", "--json").json["questions"]:
        if row["kind"] in seen:
            continue
        seen.add(row["kind"])
        shown = quizkit("show", row["id"], "--json").json
        answer = quizkit("solve", row["id"], "--json").json["answer"]
        assert shown["prompt"] and shown["form"] and answer
        assert "answer" not in shown and "explanation" not in shown
        keys = list(shown.get("choices", {}))
        given = "nothing at all"
        if keys:
            letters = re.findall(r"(?:^|; )([A-H])\. ", answer)
            given = " ".join(keys["ABCDEFGH".index(letter)] for letter in letters)
        elif row["kind"] != "open":
            given = answer.removeprefix("line ")
        ran = quizkit("ask", row["id"], "--answer", given)
        assert ran.code == (1 if row["kind"] == "open" else 0), (row["id"], given, ran)
    assert len(seen) == 5


def test_hints_come_one_by_one_and_are_remembered(quizkit: Quizkit) -> None:
    first, second = (quizkit("hint", "embedding").stdout for _ in range(2))
    assert "1" in first.splitlines()[0] and "2" in second.splitlines()[0] and first != second
    numbers = [h["number"] for h in quizkit("hint", "embedding", "--all", "--json").json["hints"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_reset_forgets(quizkit: Quizkit) -> None:
    quizkit("ask", "detach-constant", "--answer", "3")
    assert quizkit("reset", "detach-constant").code == 0
    statuses = {q["id"]: q["status"] for q in quizkit("list", "--json").json["questions"]}
    assert statuses["detach-constant"] == "new"


def test_progress_counts_what_was_done(quizkit: Quizkit, wrong: str) -> None:
    assert "quizkit" in quizkit("progress").stdout
    quizkit("ask", "detach-constant", "--answer", "3")
    write(wrong)
    quizkit("grade", "embedding.py")
    told = quizkit("progress", "--json").json
    assert sum(row["seen"] for row in told["topics"]) == 1
    (row,) = told["exercises"]
    assert (row["name"], row["status"], row["count"]) == ("embedding", "rejected", 1)
    assert "embedding" in quizkit("progress").stdout


def test_settings_are_kept_and_taken_back(quizkit: Quizkit) -> None:
    assert quizkit("config", "framework", "numpy").code == 0
    assert quizkit("config", "framework", "--json").json == {"framework": "numpy"}
    assert quizkit("start", "embedding", "--json").json["framework"] == "numpy"
    assert quizkit("config", "framework", "").code == 0
    assert quizkit("config", "--json").json["framework"] == ""


def test_the_doctor_names_the_places(quizkit: Quizkit, home: Path) -> None:
    assert quizkit("doctor", "--json").json["paths"]["data"] == str(home / "data")


@pytest.mark.parametrize(
    ("near", "name"),
    [("test", "grade"), ("submit", "grade"), ("check", "grade"), ("solution", "solve"),
     ("lsit", "list"), ("progess", "progress"), ("hnit", "hint")],
)  # fmt: skip
def test_near_names_of_commands_are_understood(quizkit: Quizkit, near: str, name: str) -> None:
    ran = quizkit(near)
    assert ran.code == 2 and f"quizkit {name}" in ran.stderr


def test_no_solution_is_shown_by_show_start_or_hint(quizkit: Quizkit) -> None:
    told = [quizkit("show", "embedding").stdout, quizkit("hint", "embedding").stdout]
    told.append(quizkit("start", "embedding", "-f", "numpy").stdout)
    told.append(Path("embedding.py").read_text(encoding="utf-8"))
    assert not any("np.add.at(grad_table" in text for text in told)
