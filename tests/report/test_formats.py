"""Reports for other programs: whole and well formed whatever a submission holds, and no leak."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from quizkit.model import (
    LANGS,
    CheckResult,
    Diagnosis,
    Framework,
    Graded,
    Outcome,
    Past,
    Text,
    Verdict,
    VerdictKind,
)
from quizkit.report.as_csv import COLUMNS
from quizkit.texts import verdicts

FORMATS = ["json", "junit", "gradescope", "csv", "markdown"]
HOSTILE = (
    "]]> </system-out> <script>alert(1)</script> &amp; |x| ```\n=cmd|' /C calc'!A0 \x00\x1b[31m"
)
HOSTILE += "\ud800 \ufffe 中文 \U0001f600 \u202e"
FRAMES = [{"line": 3, "in": "for|ward", "text": "x = '<b>' | y"}]
FACTS: dict[str, Any] = {
    "what": "gradient of `fc.bias`", "off": 1, "total": 3, "first": [0], "largest": 0.5,
    "type": "ValueError", "message": HOSTILE, "frames": FRAMES,
    "want": 0.123454321, "right": [9.87654321], "source": "assert_close(got, secret)",
}  # fmt: skip


def check(name: str, outcome: str, code: str | None = None, **more: Any) -> CheckResult:
    title = Text(f"gradient: {name}", f"梯度：{name}")
    return CheckResult(
        name, "gradients", title, Outcome(outcome), code, FACTS if code else {}, **more
    )


def graded(kind: str = "rejected", **more: Any) -> Graded:
    """One submission with a check of every outcome in it; hostile where a learner has a say."""
    verdict = VerdictKind(kind)
    checks = (
        check("import", "passed"),
        check("fc_weight", "failed", "wrong_value", weight=2.0, verdict=VerdictKind.REJECTED),
        check("fc_bias", "failed", "raised", verdict=VerdictKind.ERROR),
        CheckResult("training", "training", Text("t", "训练"), Outcome.NOT_CHECKED, "needs",
                    {"needs": "gradient"}),
    )  # fmt: skip
    given: dict[str, Any] = {
        "exercise": "mlp", "framework": Framework.NUMPY, "file": f"=cmd|{HOSTILE}.py",
        "digest": "sha256:00", "verdict": verdict, "seed": 7, "duration_s": 1.25,
        "python": "3.11.7", "isolation": ("rlimits",), "checks": checks, "output": HOSTILE,
        "code": "wrong_value", "facts": FACTS,
        "diagnosis": (Diagnosis("known_mistake", ("fc_weight",), {}, "mean", Text("a | mean", "平均"),
                                Text("Averages.", "取了平均。")),),
    }  # fmt: skip
    return Graded((Verdict(**given | more),), Past(attempt=3))


def nothing_checked(kind: str, code: str) -> Graded:
    checks = tuple(check(name, "not_checked") for name in ("import", "forward"))
    facts = {"line": 1, "message": "no", "bundle": "/tmp/quizkit-fault-secret", "why": "Boom: x"}
    return graded(kind, checks=checks, code=code, facts=facts, output="")


def report(name: str, found: list[Graded], lang: Any = "en") -> str:
    made: str = import_module(f"quizkit.report.as_{name}").report(found, lang)
    return made


def junit(found: list[Graded], lang: Any = "en") -> Tree.Element:
    return Tree.fromstring(report("junit", found, lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", FORMATS[1:])  # JSON carries a grader's facts as they are
def test_no_format_gives_away_what_would_be_right(name: str, lang: Any) -> None:
    told = report(name, [graded(), graded("error")], lang)
    for secret in ("54321", "assert_close", "/tmp/"):
        assert secret not in told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", VerdictKind)
def test_every_kind_of_verdict_is_reported_in_words(
    name: str, kind: VerdictKind, lang: Any
) -> None:
    told = report(name, [graded(kind)], lang)
    word = verdicts.TEXTS[kind][LANGS.index(lang)]
    assert str(kind) in told or word in told


# JUnit


ALLOWED = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"},
                  {"properties", "testcase", "system-out"}),
    "properties": (set(), {"property"}), "property": ({"name", "value"}, set()),
    "testcase": ({"name", "time", "classname"}, {"skipped", "error", "failure"}),
    "failure": ({"message", "type"}, set()), "error": ({"message", "type"}, set()),
    "skipped": ({"message"}, set()), "system-out": (set(), set()),
}  # fmt: skip
"""Element: attributes and children; a part of the schema that Jenkins publishes (junit-10.xsd)."""


@pytest.mark.parametrize("kind", VerdictKind)
def test_junit_has_the_elements_and_attributes_that_servers_know(kind: VerdictKind) -> None:
    root = junit([graded(kind), graded()])
    assert root.tag == "testsuites" and len(root) == 2
    for element in root.iter():
        attributes, children = ALLOWED[element.tag]
        assert set(element.keys()) <= attributes and {each.tag for each in element} <= children
        assert re.fullmatch(r"\d+(\.\d+)?", element.get("time", "0"))
    for suite in root:
        assert {"name", "tests", "failures", "errors"} <= set(suite.keys())


def test_junit_counts_what_it_lists() -> None:
    root = junit([graded(), graded("error")])
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases) == 4
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(key, "")) == sum(c.find(tag) is not None for c in cases) == 1
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("8", "2", "2")


@pytest.mark.parametrize(
    ("kind", "code"), [("invalid", "syntax"), ("unsupported", "unsupported"),
                       ("grader_fault", "grader_fault")],
)  # fmt: skip
def test_junit_is_never_green_for_what_was_not_checked(kind: str, code: str) -> None:
    (suite,) = junit([nothing_checked(kind, code)])
    (error,) = suite.findall("testcase/error")
    assert error.get("type") == kind and error.text
    assert suite.get("errors") == "1"


def test_junit_keeps_what_a_learner_prints_in_its_place() -> None:
    (suite,) = junit([graded()])
    printed = suite.findtext("system-out") or ""
    assert "<script>" in printed and "\ufffd" in printed and "中文" in printed


# Gradescope


def test_gradescope_has_points_by_weight_and_says_who_sees_what() -> None:
    told = json.loads(report("gradescope", [graded()]))
    tests = [test for test in told["tests"] if test["visibility"] == "visible"]
    assert [test["status"] for test in tests] == ["passed", "failed", "failed", "failed"]
    assert [(t["score"], t["max_score"]) for t in tests] == [(1, 1), (0, 2), (0, 1), (0, 1)]
    assert told["score"] == sum(t["score"] for t in told["tests"]) == 1
    assert (told["visibility"], told["stdout_visibility"]) == ("visible", "hidden")
    assert {told[f"{part}_format"] for part in ("output", "test_output", "test_name")} == {"text"}
    assert "1 of 3 entries" in tests[1]["output"] and "Averages." in tests[1]["output"]
    assert tests[0]["output"] == "" and "Not checked" in tests[3]["output"]
    assert {test["visibility"] for test in told["tests"]} <= {"visible", "hidden"}
    assert len({test["number"] for test in told["tests"]}) == len(told["tests"])


def test_gradescope_tells_a_fault_of_the_grader_to_the_staff_alone() -> None:
    told = json.loads(report("gradescope", [nothing_checked("grader_fault", "grader_fault")]))
    hidden = [test["output"] for test in told["tests"] if test["visibility"] == "hidden"]
    seen = json.dumps([told["output"], *[t for t in told["tests"] if t["visibility"] == "visible"]])
    assert "/tmp/quizkit-fault-secret" in hidden[0] and "/tmp/" not in seen
    assert "not your mistake" in told["output"]


def test_gradescope_puts_several_submissions_into_one_file() -> None:
    told = json.loads(report("gradescope", [graded(), graded("error")]))
    assert len(told["tests"]) == 10 and told["score"] == 2
    assert all(test["name"].startswith("mlp (numpy): ") for test in told["tests"])


# CSV


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff"), "a spreadsheet knows UTF-8 by its mark"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_submission() -> None:
    found = rows(report("csv", [graded(), graded("error"), nothing_checked("invalid", "syntax")]))
    assert list(found[0]) == list(COLUMNS)
    assert [row["verdict"] for row in found] == ["rejected", "error", "invalid"]
    first = found[0]
    assert (first["passed"], first["failed"], first["not_checked"]) == ("1", "2", "1")
    assert (first["first_failed"], first["attempt"], first["score"]) == ("fc_weight", "3", "0.2")
    assert "1 of 3 entries" in first["message"]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", " =", "\r\n@", "＝", "＋", "－", "＠"]
)
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    for row in rows(report("csv", [graded(file=f"{start}HYPERLINK(1)")])):
        assert row["file"].startswith("'")
        assert not any(value[:1] in ("=", "+", "-", "@") for value in row.values())


def test_a_row_of_the_csv_is_one_line() -> None:
    assert report("csv", [graded()]).count("\n") == 2


# Markdown


def cells(line: str) -> list[str]:
    """The cells of a table's row: split at bars that no backslash precedes."""
    return re.split(r"(?<!\\)\|", line)[1:-1]


@pytest.mark.parametrize("lang", LANGS)
def test_markdown_tables_keep_their_columns_and_their_rows(lang: Any) -> None:
    lines = report("markdown", [graded()], lang).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 2 + 4
    assert {len(cells(line)) for line in table} == {3}


def test_markdown_of_several_begins_with_a_table_of_all() -> None:
    lines = report("markdown", [graded(), graded("accepted")]).splitlines()
    assert [len(cells(line)) for line in lines[:4]] == [4, 4, 4, 4]
    assert sum(line.startswith("## ") for line in lines) == 2


def test_markdown_shows_hostile_text_and_is_not_changed_by_it() -> None:
    text = report("markdown", [graded()])
    outside, _, inside = text.partition("````text\n")
    assert "<script>" not in outside and "&lt;script&gt;" in outside
    assert "```\n" in inside and inside.rstrip().endswith("\n````")
    assert "\x1b" not in text and "\x00" not in text
