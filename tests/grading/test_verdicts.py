"""What each way a submission can end is called, on a small exercise of the tests' own."""

from __future__ import annotations

import json
import os
import re
import signal
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizkit.errors import EnvironmentFault
from quizkit.grading.client import Grader
from quizkit.model import (
    CheckResult,
    Exercise,
    Graded,
    Limits,
    Outcome,
    Submission,
    Verdict,
    VerdictKind,
)
from quizkit.report.message import message
from quizkit.report.terminal import render

Grade = Callable[..., Verdict]
SHORT = Limits(seconds=1.0, memory_mb=256, output_kb=8)
HEAD = "import numpy as np\n\n\n"
BACKWARD = "\n\ndef twice_backward(grad_out, x):\n    return 2 * grad_out\n"
RIGHT = f"{HEAD}def twice(x):\n    return 2 * x\n{BACKWARD}"


def with_body(*lines: str) -> str:
    """A submission whose `twice` has this body; its first line is line 5 of the file."""
    body = "".join(f"    {line}\n" for line in lines)
    return f"{HEAD}def twice(x):\n{body}{BACKWARD}"


def first_failed(verdict: Verdict) -> CheckResult:
    """The check that decided the verdict."""
    return next(check for check in verdict.checks if check.outcome is Outcome.FAILED)


def outcomes(verdict: Verdict) -> dict[str, str]:
    """Outcome by check."""
    return {check.id: str(check.outcome) for check in verdict.checks}


def test_a_right_one_is_accepted(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", RIGHT)
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert outcomes(verdict) == dict.fromkeys(["import", "forward", "gradient", "edge"], "passed")
    assert verdict.digest.startswith("sha256:")
    assert verdict.python and "rlimits" in verdict.isolation


def test_a_wrong_value_is_rejected_and_what_needs_it_is_not_checked(
    grade: Grade, twice: Path
) -> None:
    verdict = grade(twice, "numpy", with_body("return 3 * x"))
    assert verdict.verdict is VerdictKind.REJECTED
    failed = first_failed(verdict)
    assert (failed.id, failed.code, failed.measured["factor"]) == ("forward", "wrong_value", 1.5)
    expected = {"import": "passed", "forward": "failed"}
    assert outcomes(verdict) == expected | {"gradient": "not_checked", "edge": "not_checked"}
    assert verdict.score == 0.25


INVALID = {
    "syntax": (b"def twice(x:\n    return x\n", "syntax"),
    "indentation": (b"def twice(x):\nreturn x\n", "syntax"),
    "empty": (b"", "empty_file"),
    "blank": (b" \n\t\n", "empty_file"),
    "latin-1": ("def twice(x): return x  # é".encode("latin-1"), "not_utf8"),
    "utf-16": ("def twice(x): return x".encode("utf-16"), "nul_byte"),
    "nul": (b"def twice(x):\n    return x\0\n", "nul_byte"),
    "missing": (b"def once(x):\n    return x\n", "missing_entry"),
    "half missing": (b"def twice(x):\n    return x\n", "missing_entry"),
    "not callable": (b"twice = 3\n", "entry_not_callable"),
    "deep": (b"x = " + b"(" * 5000 + b")" * 5000, "syntax"),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_is_no_submission_is_invalid_and_nothing_is_checked(
    grade: Grade, twice: Path, name: str
) -> None:
    source, code = INVALID[name]
    verdict = grade(twice, "numpy", source)
    assert (verdict.verdict, verdict.code) == (VerdictKind.INVALID, code)
    assert set(outcomes(verdict).values()) == {"not_checked"}
    assert len(verdict.checks) == 4
    assert verdict.score == 0.0


def test_a_syntax_error_names_its_line(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", "x = 1\ny = = 2\n")
    assert verdict.facts["line"] == 2
    assert "line 2" in message(verdict.code, verdict.facts, "en")


def test_a_byte_order_mark_and_dos_line_ends_do_not_matter(grade: Grade, twice: Path) -> None:
    source = b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()
    assert grade(twice, "numpy", source).verdict is VerdictKind.ACCEPTED


def test_an_exception_shows_the_own_line_and_no_line_of_others(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("return np.zeros(3) @ np.zeros(4)"))
    assert verdict.verdict is VerdictKind.ERROR
    failed = first_failed(verdict)
    assert failed.measured["type"] == "ValueError"
    shown = failed.measured["frames"]
    assert [(f["line"], f["in"]) for f in shown] == [(5, "twice")]
    assert shown[0]["text"] == "return np.zeros(3) @ np.zeros(4)"


def test_an_exception_while_loading_is_an_error(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", f"{RIGHT}\n1 / 0\n")
    assert verdict.verdict is VerdictKind.ERROR
    assert first_failed(verdict).measured["type"] == "ZeroDivisionError"


def test_an_exception_that_cannot_be_shown_is_an_error_all_the_same(
    grade: Grade, twice: Path
) -> None:
    lines = [
        "class Odd(Exception):",
        "    def __str__(self):",
        "        raise ValueError",
        "raise Odd",
    ]
    verdict = grade(twice, "numpy", with_body(*lines))
    assert verdict.verdict is VerdictKind.ERROR
    assert first_failed(verdict).measured["type"] == "Odd"


def test_endless_recursion_is_an_error(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("return twice(x)"))
    assert verdict.verdict is VerdictKind.ERROR
    assert first_failed(verdict).measured["type"] == "RecursionError"


@pytest.mark.parametrize(
    "name", ["quizgrad", "quizkit", "quizkit.grading.checks", "pytest", "yaml"]
)
def test_the_learner_can_import_neither_reference_nor_grader(
    grade: Grade, twice: Path, name: str
) -> None:
    verdict = grade(twice, "numpy", f"import {name}\n{RIGHT}")
    assert verdict.verdict is VerdictKind.ERROR
    assert first_failed(verdict).measured["type"] == "ModuleNotFoundError"


@pytest.mark.parametrize(
    "line",
    ["import sys; sys.exit(0)", "import sys; sys.exit('done')", "import os; os._exit(0)",
     "import os; os._exit(3)", "raise SystemExit"],
)  # fmt: skip
def test_ending_the_process_is_exited(grade: Grade, twice: Path, line: str) -> None:
    assert grade(twice, "numpy", with_body(line)).verdict is VerdictKind.EXITED


def test_ending_the_process_while_loading_is_exited(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", f"{RIGHT}\nimport os\nos._exit(0)\n")
    assert verdict.verdict is VerdictKind.EXITED


@pytest.mark.parametrize("where", ["call", "load"])
def test_an_endless_loop_is_timed_out(grade: Grade, twice: Path, where: str) -> None:
    loop = (
        with_body("while True:", "    pass") if where == "call" else f"{RIGHT}\nwhile True: pass\n"
    )
    verdict = grade(twice, "numpy", loop, limits=SHORT)
    assert verdict.verdict is VerdictKind.TIMED_OUT
    assert "1.0 s" in message(verdict.code, verdict.facts, "en")


def test_sleeping_does_not_escape_the_limit(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("import time", "time.sleep(1000)"), limits=SHORT)
    assert verdict.verdict is VerdictKind.TIMED_OUT


def test_catching_everything_does_not_escape_the_limit(grade: Grade, twice: Path) -> None:
    lines = ["while True:", "    try:", "        while True: pass", "    except BaseException:",
             "        pass"]  # fmt: skip
    verdict = grade(twice, "numpy", with_body(*lines), limits=SHORT)
    assert verdict.verdict is VerdictKind.TIMED_OUT


@pytest.mark.parametrize(
    "line", ["return np.ones(1 << 30)", "return bytearray(1 << 33)", "return [0] * (1 << 30)"]
)
def test_a_big_array_is_out_of_memory(grade: Grade, twice: Path, line: str) -> None:
    verdict = grade(twice, "numpy", with_body(line))
    assert verdict.verdict is VerdictKind.OUT_OF_MEMORY


def test_a_segmentation_fault_is_crashed_and_names_the_signal(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("import ctypes", "ctypes.string_at(8)"))
    assert verdict.verdict is VerdictKind.CRASHED
    assert "SIGSEGV" in message(verdict.code, verdict.facts, "en")


def test_after_each_of_these_the_next_submission_is_graded_as_ever(
    grade: Grade, twice: Path
) -> None:
    for line in ("import os; os._exit(1)", "import ctypes; ctypes.string_at(8)", "return 1 / 0"):
        assert grade(twice, "numpy", with_body(line)).verdict is not VerdictKind.ACCEPTED
        assert grade(twice, "numpy", RIGHT).verdict is VerdictKind.ACCEPTED


def test_a_class_that_only_looks_like_an_array_is_rejected(grade: Grade, twice: Path) -> None:
    lines = ["class Any(np.ndarray):", "    pass", "return (2 * x).view(Any)"]
    verdict = grade(twice, "numpy", with_body(*lines))
    assert (verdict.verdict, first_failed(verdict).code) == (VerdictKind.REJECTED, "wrong_type")


def test_prints_are_shown(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("print('shape', x.shape)", "return 2 * x"))
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert "shape (3, 4)" in verdict.output.splitlines()


def test_prints_to_standard_error_and_descriptor_one_are_shown_and_harmless(
    grade: Grade, twice: Path
) -> None:
    lines = ["import os, sys", "os.write(1, b'raw\\n')", "print('\\x1b[2Jred', file=sys.stderr)",
             "return 2 * x"]  # fmt: skip
    verdict = grade(twice, "numpy", with_body(*lines))
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert "raw" in verdict.output and "red" in verdict.output
    assert "\x1b" not in verdict.output


def test_of_many_prints_the_last_twenty_lines_are_kept(grade: Grade, twice: Path) -> None:
    lines = ["if x.ndim == 2:", "    for i in range(500): print('line', i)", "return 2 * x"]
    verdict = grade(twice, "numpy", with_body(*lines), limits=Limits(20.0, 256, 64))
    assert len(verdict.output.splitlines()) == 20
    assert verdict.output.splitlines()[-1] == "line 499"


def test_endless_printing_is_capped_and_does_not_fill_memory(grade: Grade, twice: Path) -> None:
    lines = ["for i in range(2000): print('x' * 5000)", "return 2 * x"]
    verdict = grade(twice, "numpy", with_body(*lines), limits=Limits(60.0, 256, 8))
    assert verdict.verdict is VerdictKind.ACCEPTED
    assert 0 < len(verdict.output) <= 9 * 1024


def test_the_same_seed_gives_the_same_verdict_and_another_other_inputs(
    grade: Grade, twice: Path
) -> None:
    def measured(seed: int) -> list[Any]:
        verdict = grade(twice, "numpy", with_body("return 2 * x + 1e-3"), seeds=[seed])
        return [(c.id, c.outcome, c.code, dict(c.measured)) for c in verdict.checks]

    assert measured(11) == measured(11)
    assert measured(11) != measured(12)


def test_seeds_are_run_up_to_the_first_that_is_not_accepted(
    grader: Grader, exercise: Exercise, submit: Callable[[str], Submission]
) -> None:
    kinds = [v.verdict for v in grader.grade(submit(RIGHT), exercise, [1, 2, 3])]
    assert kinds == [VerdictKind.ACCEPTED] * 3
    wrong = grader.grade(submit(with_body("return x")), exercise, [5, 6])
    assert [v.seed for v in wrong] == [5]


@pytest.fixture
def bare_python(tmp_path: Path) -> str:
    """An interpreter that has neither NumPy nor PyTorch."""
    venv.create(tmp_path / "bare", symlinks=True, with_pip=False)
    return str(tmp_path / "bare" / "bin" / "python")


def test_a_missing_framework_is_unsupported(
    bare_python: str, exercise: Exercise, submit: Callable[..., Submission]
) -> None:
    with Grader(bare_python) as grader:
        (verdict,) = grader.grade(submit(RIGHT, "torch"), exercise, [1])
    assert (verdict.verdict, verdict.code) == (VerdictKind.UNSUPPORTED, "unsupported")
    assert verdict.checks == ()
    assert "PyTorch" in message(verdict.code, verdict.facts, "en")


def test_an_interpreter_that_is_none_is_a_fault_of_the_environment(
    exercise: Exercise, submit: Callable[..., Submission]
) -> None:
    with Grader("/no/such/python") as grader:
        try:
            (verdict,) = grader.grade(submit(RIGHT), exercise, [1])
        except EnvironmentFault:
            return
    assert verdict.verdict is VerdictKind.GRADER_FAULT
    assert "/no/such/python" in str(verdict.facts["why"])


BROKEN = {
    "raises": (
        "@check('values', title=('a', 'a'))\ndef test_a(learner): raise KeyError('mine')",
        "KeyError",
    ),
    "unmarked": ("def test_a(learner): pass", "not marked"),
    "unknown need": (
        "@check('values', needs=['nothing'], title=('a', 'a'))\ndef test_a(learner): pass",
        "nothing",
    ),
    "unknown group": ("@check('odd', title=('a', 'a'))\ndef test_a(learner): pass", "odd"),
    "syntax": ("def test_a(:", "SyntaxError"),
    "import": ("import no_such_module", "no_such_module"),
    "no checks": ("x = 1", "no check"),
    "unknown fixture": (
        "@check('values', title=('a', 'a'))\ndef test_a(learner, other): pass",
        "other",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_grader_is_its_own_fault_and_leaves_a_bundle(
    grade: Grade, make_exercise: Callable[[str], Path], name: str
) -> None:
    source, hint = BROKEN[name]
    folder = make_exercise(f"from quizkit.grading.checks import check\n\n\n{source}\n")
    verdict = grade(folder, "numpy", RIGHT)
    assert verdict.verdict is VerdictKind.GRADER_FAULT
    bundle = Path(verdict.facts["bundle"])
    assert hint in (bundle / "traceback.txt").read_text(encoding="utf-8")
    assert (bundle / "submission.py").read_text(encoding="utf-8") == RIGHT
    assert verdict.digest in (bundle / "about.json").read_text(encoding="utf-8")
    assert str(bundle) in message(verdict.code, verdict.facts, "en")


def test_a_grader_killed_before_its_first_check_is_a_fault_and_the_next_one_works(
    exercise: Exercise, submit: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Grader() as grader:
        write = grader._write

        def write_and_kill(request: dict[str, Any]) -> None:
            write(request)
            assert grader._process is not None
            os.kill(grader._process.pid, signal.SIGKILL)

        monkeypatch.setattr(grader, "_write", write_and_kill)
        with pytest.raises(EnvironmentFault, match="grader_ended"):
            grader.grade(submit(with_body("while True: pass")), exercise, [1])
        monkeypatch.undo()
        (verdict,) = grader.grade(submit(RIGHT), exercise, [1])
    assert verdict.verdict is VerdictKind.ACCEPTED


def test_no_expected_value_is_in_a_verdict(grade: Grade, twice: Path) -> None:
    verdict = grade(twice, "numpy", with_body("return 2 * x + 1"))
    allowed = {"what", "off", "total", "first", "largest", "shape", "factor", "needs", "got",
               "expected", "map", "map_kind"}  # fmt: skip
    for check in verdict.checks:
        assert set(check.measured) <= allowed


HARNESSED = """
from quizkit.grading import gates
from quizkit.grading.checks import check, expect_close

test_import = gates.imports()


@check("values", needs=["import"], title=("thrice", "三次"))
def test_thrice(learner, dice):
    x = dice.of("x").normal(size=3)
    expect_close(learner.call("thrice", [x, 3]), x * 8.0, "output")
"""
GLUE = """
def thrice(learner, x, times):
    for _ in range(times):
        x = learner.invoke(learner.entry("twice"), x)
    return learner.checked(x, "what `twice` returned")
"""


@pytest.fixture(scope="module")
def harnessed(make_exercise: Callable[[str], Path]) -> Path:
    """An exercise whose grader asks for a function of its harness."""
    folder = make_exercise(HARNESSED)
    (folder / "harness_numpy.py").write_text(GLUE, encoding="utf-8")
    return folder


def test_a_harness_drives_the_learners_code(grade: Grade, harnessed: Path) -> None:
    assert grade(harnessed, "numpy", RIGHT).verdict is VerdictKind.ACCEPTED
    wrong = grade(harnessed, "numpy", with_body("return 3 * x"))
    assert (wrong.verdict, wrong.code) == (VerdictKind.REJECTED, "wrong_value")


def test_what_a_harness_gets_from_a_learner_is_the_learners(grade: Grade, harnessed: Path) -> None:
    nothing = grade(harnessed, "numpy", with_body("return None"))
    assert nothing.verdict in (VerdictKind.REJECTED, VerdictKind.ERROR)
    raised = grade(harnessed, "numpy", with_body("return x.twice()"))
    assert raised.verdict is VerdictKind.ERROR
    assert raised.facts["frames"]
    assert all("twice" in frame["in"] for frame in raised.facts["frames"])


def test_a_harness_that_is_no_program_is_a_fault_of_the_grader(
    grade: Grade, make_exercise: Callable[[str], Path]
) -> None:
    folder = make_exercise(HARNESSED)
    (folder / "harness_numpy.py").write_text("def thrice(:", encoding="utf-8")
    verdict = grade(folder, "numpy", RIGHT)
    assert verdict.verdict is VerdictKind.GRADER_FAULT
    assert "SyntaxError" in verdict.facts["why"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_limit_that_is_hit_is_shown_with_the_figure_reached(
    grade: Grade, twice: Path, lang: Any
) -> None:
    def shown(*lines: str, limits: Limits) -> str:
        verdict = grade(twice, "numpy", with_body(*lines), limits=limits)
        return "\n".join(render(Graded((verdict,)), lang))

    late = shown("while True: pass", limits=Limits(0.5, 256, 8))
    used = re.search(r"(\d+\.\d) (?:s;|秒后)", late)
    assert used and float(used[1]) >= 0.5 and "0.5 " in late.replace(used[0], "")
    refused = shown("return np.ones(10**10)", limits=Limits(20, 256, 8))
    assert "74.5 GiB" in refused and "256 MB" in refused
    full = shown("a = []", "while True: a.append(np.ones(10**6))", limits=Limits(60, 256, 8))
    reached = [int(found) for found in re.findall(r"(\d+) MB", full)]
    assert any(200 <= megabytes <= 256 for megabytes in reached[:1]) and 256 in reached
    long = shown("print('x' * 20000)", "return x", limits=Limits(20, 256, 8))
    assert re.search(r"\b(19|39|58|78) KB", long) and "8 KB" in long


def test_a_bundle_holds_what_the_learner_was_asked(
    grade: Grade, make_exercise: Callable[[str], Path]
) -> None:
    folder = make_exercise(
        "import numpy as np\nfrom quizkit.grading.checks import check\n\n\n"
        "@check('values', title=('a', 'a'))\n"
        "def test_a(learner):\n"
        "    learner.call('twice', [np.array([1.0, 2.0])])\n"
        "    raise KeyError('mine')\n"
    )
    bundle = Path(grade(folder, "numpy", RIGHT).facts["bundle"])
    asked = json.loads((bundle / "requests.json").read_text(encoding="utf-8"))["values"]
    (call,) = [request for request in asked if request["verb"] == "call"]
    number = str(call["fields"]["args"][0]["array"])
    with np.load(bundle / "requests.npz") as arrays:
        assert arrays[number].tolist() == [1.0, 2.0]
