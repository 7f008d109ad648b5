"""How a diagnosis is told: one paragraph per cause, pictures that fit, both languages, JSON."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import quizkit.report.as_json as as_json
from quizkit.model import (
    KNOWN_MISTAKE,
    LANGS,
    CheckResult,
    Diagnosis,
    Framework,
    Graded,
    Outcome,
    Text,
    Verdict,
    VerdictKind,
)
from quizkit.report.diagnosis import paragraphs, sentence
from quizkit.report.layout import cells
from quizkit.report.picture import curves, picture
from quizkit.report.terminal import render
from quizkit.texts.diagnosis import TEXTS

SCHEMA = json.loads(
    Path(as_json.__file__).with_name("verdict.schema.json").read_text(encoding="utf-8")
)
SHOWN_ELSEWHERE = {"likely", "equal", "same_way", "same_cause", "map_entries",
                   "map_rows", "map_columns", "map_over", "map_blocks",
                   "curves", "hint"}  # fmt: skip
FACTS: dict[str, Any] = {
    "what": "gradient of fc1.bias", "off": 3, "total": 6, "first": [0], "largest": 0.857,
    "shape": [6], "map": ["##.#.."], "map_kind": "entries",
}  # fmt: skip
RUNS: dict[str, Any] = {
    "step": 2, "steps": 5, "largest": 0.1,
    "curves": {"mine": [23, 23, 20, 18, 16], "reference": [23, 12, 6, 3, 0]},
}  # fmt: skip
MISTAKE = Diagnosis(
    KNOWN_MISTAKE, ("gradient_fc1_bias", "gradient_fc2_bias"), {"solutions": ["bias_gradient_mean"]},
    "bias-gradient-mean", Text("mean where a sum belongs", "该求和的地方取了平均"),
    Text("Averages the bias gradients.", "bias 的梯度取了平均。"),
)  # fmt: skip
SEVENTH = Diagnosis("factor_divided_batch", ("gradient_fc1_bias",), {"n": 7})


def check(name: str, code: str = "wrong_value", facts: dict[str, Any] = FACTS) -> CheckResult:
    """A check that failed."""
    title = Text(f"gradient: {name}", f"梯度：{name}")
    return CheckResult(name, "gradients", title, Outcome.FAILED, code, facts)


def verdict(*checks: CheckResult, diagnosis: tuple[Diagnosis, ...] = ()) -> Verdict:
    """A rejected submission."""
    kind, digest = VerdictKind.REJECTED, "sha256:" + "0" * 64
    return Verdict("mlp", Framework.NUMPY, "mlp.py", digest, kind, 7, 0.4, "3.11.7", ("rlimits",),
                   checks, diagnosis=diagnosis)  # fmt: skip


BOTH = verdict(
    check("gradient_fc1_bias"), check("gradient_fc2_bias"), check("training", "losses_part", RUNS),
    diagnosis=(MISTAKE, SEVENTH),
)  # fmt: skip


def test_checks_with_one_cause_are_one_paragraph_and_others_have_their_own() -> None:
    first, second = paragraphs(BOTH, "en")
    text = "\n".join(first)
    assert first[0] == "gradient: gradient_fc1_bias" and second[0] == "gradient: training"
    assert "exactly 1/7" in text and "the batch has 7 rows" in text
    assert "fails in the same way: gradient: gradient_fc2_bias" in text
    assert "Most likely: mean where a sum belongs" in text and "bias-gradient-mean" in text
    assert text.count("3 of 6 entries") == 1


def test_an_error_with_a_structure_and_no_name_is_not_said_to_be_likely_anything() -> None:
    (only,) = paragraphs(verdict(check("gradient_fc1_bias"), diagnosis=(SEVENTH,)), "en")
    assert "exactly 1/7" in "\n".join(only)
    assert "likely" not in "\n".join(only)


def test_checks_that_fail_in_another_way_share_the_cause_not_the_way() -> None:
    found = verdict(check("gradient_fc1_bias"), check("gradient_fc2_bias", "losses_part", RUNS),
                    diagnosis=(MISTAKE,))  # fmt: skip
    (only,) = paragraphs(found, "en")
    assert "has the same cause: gradient: gradient_fc2_bias" in only


def test_a_diagnosis_that_failed_is_said_once_and_groups_nothing() -> None:
    told = Diagnosis("undiagnosed", ("gradient_fc1_bias",), {"bundle": "/tmp/there"})
    other = check("gradient_fc2_bias", "losses_part", RUNS)
    found = verdict(check("gradient_fc1_bias"), other, diagnosis=(told,))
    first, second = map("\n".join, paragraphs(found, "en"))
    assert "/tmp/there" in first and "/tmp/there" not in second


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_diagnosis_fits_the_terminal(lang: Any, width: int) -> None:
    wide = FACTS | {"map": ["#." * 24] * 3, "shape": [3, 48]}
    found = verdict(check("gradient_fc1_bias", facts=wide), check("gradient_fc2_bias"),
                    check("training", "losses_part", RUNS), diagnosis=(MISTAKE, SEVENTH))  # fmt: skip
    lines = render(Graded((found,)), lang, width=width)
    assert max(map(cells, lines)) <= max(width, 45)
    whole = "#." * 24
    assert any(whole in line for line in lines) == (width >= 60)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted(set(TEXTS) - SHOWN_ELSEWHERE))
def test_every_code_is_a_sentence_without_holes(code: str, lang: Any) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[code][0]) if name}
    params = {name.partition("[")[0]: 3 for name in names - {"title", "mistake"}}
    told = sentence(Diagnosis(code, ("a",), params, None, MISTAKE.title, MISTAKE.mistake), lang)
    assert told and "{" not in told


def test_a_map_is_drawn_as_it_is_with_its_legend() -> None:
    assert picture(FACTS, "en", 60) == ["##.#..", "(# = off)"]
    for kind in ("entries", "rows", "columns", "over", "blocks"):
        assert "# = off" in picture(FACTS | {"map_kind": kind}, "en", 60)[-1]
    assert picture(FACTS, "en", 5) == []
    assert picture({"what": "output"}, "en", 60) == []


def test_curves_are_drawn_in_plain_characters_each_line_beginning_with_the_axis() -> None:
    lines = curves(RUNS["curves"]["mine"], RUNS["curves"]["reference"])
    assert lines[0] == "|*x" and lines[-1] == "+-----"
    assert all(line[0] in "|+" for line in lines)
    assert sum(line.count("o") for line in lines) == 4
    assert "".join(lines).isascii()


def test_two_curves_that_are_the_same_are_not_drawn() -> None:
    same = {"mine": [5] * 20, "reference": [5] * 20}
    assert picture(RUNS | {"curves": same}, "en", 60) == []


@pytest.mark.parametrize("lang", LANGS)
def test_json_carries_the_diagnosis_as_data(lang: Any) -> None:
    told = json.loads(json.dumps(as_json.results_object([Graded((BOTH,))], lang)))
    jsonschema.validate(told, SCHEMA)
    mistake, structure = told["diagnosis"]
    assert (mistake["misconception"], structure["misconception"]) == ("bias-gradient-mean", None)
    assert structure["params"] == {"n": 7} and mistake["checks"] == list(MISTAKE.checks)
    assert (
        mistake["message"]
        == f"{MISTAKE.title.of(lang)}{': ' if lang == 'en' else '：'}{MISTAKE.mistake.of(lang)}"
    )


def test_the_schema_refuses_a_diagnosis_that_explains_no_check() -> None:
    told = as_json.results_object([Graded((BOTH,))], "en")
    told["diagnosis"][0]["checks"] = []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)
