"""The verdict's JSON Schema ships, and real verdicts of every kind fit it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import quizkit.report.as_json as as_json
from quizkit.model import CheckResult, Framework, Graded, Outcome, Text, Verdict, VerdictKind

FILE = Path(as_json.__file__).with_name("verdict.schema.json")
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
CHECKS = (
    CheckResult("import", "values", Text("the file loads", "文件可以加载"), Outcome.PASSED),
    CheckResult(
        "gradient_fc_bias", "gradients", Text("gradient: fc.bias", "梯度：fc.bias"), Outcome.FAILED,
        "wrong_value", {"what": "b", "off": 1, "total": 2, "first": [0], "largest": 0.5},
    ),
    CheckResult("training", "training", Text("t", "训练"), Outcome.NOT_CHECKED, "needs",
                {"needs": "gradient"}),
)  # fmt: skip


def verdict(kind: VerdictKind) -> Verdict:
    """A verdict of the given kind."""
    digest = "sha256:" + "0" * 64
    layers = ("rlimits",)
    return Verdict("mlp", Framework.NUMPY, "mlp.py", digest, kind, 7, 0.4, "3.11.7", layers, CHECKS)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", list(VerdictKind))
def test_a_verdict_of_every_kind_fits_the_schema(kind: VerdictKind, lang: str) -> None:
    told = as_json.results_object([Graded((verdict(kind),))], lang)
    jsonschema.validate(told, SCHEMA)
    assert json.loads(json.dumps(told)) == told


def test_several_verdicts_share_one_seed_and_fit_the_schema() -> None:
    told = as_json.results_object([Graded((verdict(VerdictKind.ACCEPTED),))] * 2, "en")
    jsonschema.validate(told, SCHEMA)
    assert told["seed"] == 7 and len(told["results"]) == 2


def test_the_schema_refuses_a_verdict_without_its_checks() -> None:
    told = as_json.results_object([Graded((verdict(VerdictKind.ACCEPTED),))], "en")
    del told["checks"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)
