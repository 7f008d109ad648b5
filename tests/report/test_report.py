"""A verdict as text and as JSON: fits a terminal, speaks both languages, gives nothing away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.model import LANGS, CheckResult, Framework, Graded, Outcome, Text, Verdict, VerdictKind
from quizkit.report.as_json import results_object, verdict_object
from quizkit.report.layout import cells, fill, wrap
from quizkit.report.message import message
from quizkit.report.terminal import render
from quizkit.texts import checks, verdicts

steady = settings(derandomize=True, deadline=None, max_examples=200)
LONG = "an_expression_without_a_single_space(" + "x[0]," * 30 + ")"
FRAMES = [
    {"line": 12, "in": "forward", "text": LONG},
    {"line": 40, "in": "相加", "text": "值" * 80},
]
FACTS: dict[str, Any] = {
    "what": "gradient of embedding.weight", "off": 12, "total": 44, "first": [1, 2], "largest": 0.5,
    "factor": 2.0, "shape": [11, 4], "got": "list", "expected": "numpy.ndarray",
    "name": "fc.weight",
    "found": ["embedding.weight", "fc.bias", "a.very.long.name.of.a.parameter.in.a.module"],
    "wanted": ["embedding.weight", "fc.weight", "fc.bias"], "step": 3, "steps": 40,
    "accuracy": 0.5, "reference": 0.75, "error": 0.5, "baseline": 0.25, "type": "ValueError",
    "message": "operands could not be broadcast together " + LONG, "frames": FRAMES, "line": 3,
    "offset": 17, "seconds": 10.0, "used_s": 10.04, "finished": 3, "used_mb": 511,
    "memory_mb": 512, "asked": "Unable to allocate 74.5 GiB", "signal": "SIGSEGV", "status": 3, "why": "FileNotFoundError: no",
    "needs": "forward", "bundle": "/tmp/quizkit-fault-abcdefgh", "code": "mine",
    "verb": "fly", "names": "(dx, dw)", "at": 2, "changed": 4,
}  # fmt: skip
CODES = {
    "rejected": "wrong_value", "invalid": "syntax", "error": "raised", "exited": "exited",
    "timed_out": "timed_out", "out_of_memory": "out_of_memory", "crashed": "crashed",
    "protocol": "protocol", "unsupported": "unsupported", "grader_fault": "grader_fault",
}  # fmt: skip
OUTPUT = "shape (3, 4)\n\n" + "x" * 300 + "\n" + "值" * 200 + "\n    indented"


def check(name: str, outcome: str, kind: VerdictKind, code: str | None = None) -> CheckResult:
    title = Text(f"gradient: {name}", f"梯度：{name}")
    ended = kind if outcome == "failed" else None
    facts = FACTS if outcome == "failed" else {"needs": "forward"} if code else {}
    return CheckResult(name, "gradients", title, Outcome(outcome), code, facts, verdict=ended)


def verdict(kind: VerdictKind, **more: Any) -> Verdict:
    """A verdict of this kind with everything that can be long in it."""
    code = CODES.get(kind)
    found = [check(name, "passed", kind) for name in ("import", "embedding.weight", "fc.weight")]
    if kind is VerdictKind.ACCEPTED:
        figures = {"accuracy": 0.9, "reference": 0.91}
        found.append(CheckResult("accuracy", "training", Text("accuracy", "准确率"), Outcome.PASSED,
                                 None, figures))  # fmt: skip
    elif kind in (VerdictKind.INVALID, VerdictKind.UNSUPPORTED, VerdictKind.GRADER_FAULT):
        found = [check(name, "not_checked", kind, "invalid") for name in ("import", "forward")]
    else:
        found += [check(f"parameter_{n}.weight", "failed", kind, code) for n in range(8)]
        found += [check(f"later_{n}", "not_checked", kind, "needs") for n in range(12)]
    given: dict[str, Any] = {
        "exercise": "embedding", "framework": Framework.NUMPY, "file": "embedding_numpy.py",
        "digest": "sha256:00", "verdict": kind, "seed": 123456, "duration_s": 12.34,
        "python": "3.11.7", "isolation": ("rlimits", "landlock", "seccomp", "closed_imports") * 3,
        "checks": tuple(found), "output": OUTPUT, "code": code, "facts": FACTS,
    }  # fmt: skip
    return Verdict(**given | more)


def graded(*found: Verdict) -> Graded:
    """A submission with these verdicts, one for each seed."""
    return Graded(found)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", VerdictKind)
@pytest.mark.parametrize("width", [80, 60, 100])
def test_no_line_is_wider_than_the_terminal(kind: VerdictKind, lang: Any, width: int) -> None:
    lines = render(graded(verdict(kind, seed=5), verdict(kind)), lang, width=width, verbose=True)
    wide = [line for line in lines if cells(line) > width]
    assert not wide
    assert not any("\n" in line for line in lines)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "file", ["/home/somebody/projects/interview/" + "practice/" * 6 + "embedding_numpy.py",
             "/home/某人/面试准备/深度学习/练习/" * 3 + "embedding.py", "x" * 200 + ".py"],
)  # fmt: skip
def test_a_long_path_fits_as_well(lang: Any, file: str) -> None:
    lines = render(graded(verdict(VerdictKind.REJECTED, file=file)), lang, width=80)
    assert max(map(cells, lines)) <= 80
    assert "123456" in "\n".join(lines)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", VerdictKind)
def test_every_kind_says_what_happened_and_what_to_do(kind: VerdictKind, lang: Any) -> None:
    lines = render(graded(verdict(kind)), lang, width=80)
    text = "\n".join(lines)
    assert verdicts.TEXTS[kind][LANGS.index(lang)] in text
    assert lines[-1].strip()


def test_a_cause_that_many_checks_share_is_said_once() -> None:
    text = "\n".join(render(graded(verdict(VerdictKind.REJECTED)), "en", width=200))
    assert text.count("12 of 44 entries") == 1


def test_lines_of_the_learner_are_shown() -> None:
    text = "\n".join(render(graded(verdict(VerdictKind.ERROR)), "en", width=80))
    assert "line 12, in forward" in text
    assert "| shape (3, 4)" in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted(checks.TEXTS))
def test_every_code_makes_a_sentence_without_holes(code: str, lang: Any) -> None:
    sentence = message(code, FACTS, lang)
    assert sentence and "{" not in sentence.replace("{'", "")
    assert sentence != message("unknown", {"code": code}, lang)


def test_a_code_of_a_foreign_grader_is_named_as_it_is() -> None:
    assert "my_own_code" in message("my_own_code", {}, "en")
    assert message(None, {}, "en") == ""
    assert "wrong_shape" in message("wrong_shape", {}, "en"), "facts are missing"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", VerdictKind)
def test_json_has_the_keys_of_the_contract_and_the_english_words(
    kind: VerdictKind, lang: Any
) -> None:
    told = json.loads(json.dumps(verdict_object(verdict(kind), lang)))
    keys = {"schema", "exercise", "framework", "file", "digest", "verdict", "seed", "duration_s",
            "python", "isolation", "score", "checks", "output", "message"}  # fmt: skip
    assert keys <= set(told)
    assert (told["schema"], told["verdict"]) == ("quizkit.verdict/1", str(kind))
    assert told["message"]
    for item in told["checks"]:
        assert {"id", "group", "title", "outcome", "code", "message", "measured",
                "misconception"} <= set(item)  # fmt: skip
        assert item["outcome"] in ("passed", "failed", "not_checked")
        assert bool(item["message"]) == (item["outcome"] != "passed")


def test_several_verdicts_are_a_list_under_one_seed() -> None:
    told = results_object(
        [graded(verdict(VerdictKind.ACCEPTED)), graded(verdict(VerdictKind.REJECTED))], "en"
    )
    assert (told["schema"], told["seed"], len(told["results"])) == ("quizkit.verdict/1", 123456, 2)
    assert results_object([graded(verdict(VerdictKind.ACCEPTED))], "en")["verdict"] == "accepted"


@pytest.mark.parametrize("lang", LANGS)
def test_text_shows_nothing_but_worded_facts(lang: Any) -> None:
    """A grader that adds right values to the facts by mistake does not get them printed."""
    facts = FACTS | {"want": 0.123454321, "right": [9.87654321]}
    failed = CheckResult("forward", "values", Text("a", "a"), Outcome.FAILED, "wrong_value", facts)
    lines = render(graded(verdict(VerdictKind.REJECTED, checks=(failed,))), lang, width=80)
    assert "54321" not in "\n".join(lines)


@steady
@given(st.text(st.sampled_from("ab ，。中文(ﾊ\u0301🙂"), max_size=200), st.integers(10, 40))
def test_wrapping_keeps_the_width_and_every_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cells_count_wide_characters_twice() -> None:
    assert (cells("abc"), cells("中文"), cells("ａ")) == (3, 4, 2)
    assert fill("中", 4) == "中  " and fill("long", 2) == "long"


def test_what_a_check_looked_at_is_named_in_the_readers_language() -> None:
    facts = {"what": "gradient of fc1.weight", "off": 1, "total": 4, "first": [0], "largest": 0.5}
    assert "gradient of fc1.weight" in message("wrong_value", facts, "en")
    assert "fc1.weight 的梯度" in message("wrong_value", facts, "zh")
    assert "gradient" not in message("wrong_value", {**facts, "what": "gradient of the input"}, "zh")
    assert "输出" in message("wrong_value", {**facts, "what": "output"}, "zh")
