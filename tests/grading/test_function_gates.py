"""The ready-made gates of function exercises: each lets right code pass and catches its mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from quizkit.model import Outcome, Verdict, VerdictKind
from quizkit.report.message import message

Grade = Callable[..., Verdict]

GRADER = """
import numpy as np

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

def affine(x, w, bias, k):
    out = x * w * float(k) if bias is None else x * w * float(k) + bias
    return out, out * 2.0

SUBJECT = FunctionSubject("affine", affine, names=("x", "w", "bias", "k"), outputs=("one", "two"))

def case(shape, bias=True, name=""):
    def make(dice):
        rng = dice.of(f"{shape} {name}")
        x, w, b = rng.normal(size=(3, *shape))
        return [x, w, b if bias else None, np.array(3)]
    return make

CASES = {"with bias": case((3, 4)), "without": case((2, 5), bias=False)}

test_import = gates.imports()
test_shapes = function_gates.shapes(SUBJECT, CASES)
test_dtype = function_gates.dtype(SUBJECT, CASES)
test_finite = function_gates.finite(SUBJECT, CASES)
test_forward = function_gates.forward(SUBJECT, CASES)
test_gradient = function_gates.gradients(SUBJECT, CASES, of=["x", "w", "bias"])
test_edge_one = function_gates.edge(SUBJECT, {"one": case((1, 1))}, ("one entry", "单个元素"))
test_inputs_unmodified = function_gates.inputs_unmodified(SUBJECT, case((3, 4)))
test_second_call = function_gates.second_call(SUBJECT, case((3, 4)), case((3, 4), name="other"))
test_other_layout = function_gates.other_layout(SUBJECT, {"by columns": case((3, 5))})
"""

RIGHT = """
import numpy as np

def affine(x, w, bias, k):
    out = k * x * w
    if bias is not None:
        out = out + bias
    return out, 2 * out

def affine_backward(grad_one, grad_two, x, w, bias, k):
    g = grad_one + 2 * grad_two
    return k * g * w, k * g * x, None if bias is None else g.copy(), None
"""
RIGHT_TORCH = """
def affine(x, w, bias, k):
    out = k * x * w
    if bias is not None:
        out = out + bias
    return out, 2 * out
"""

# name: what is replaced in the right one, by what, the check that fails, its code
WRONG = {
    "one_result": ("return out, 2 * out", "return out", "shapes", "wrong_outputs"),
    "nothing": ("return out, 2 * out", "return None", "shapes", "wrong_outputs"),
    "no_array": ("return out, 2 * out", "return out, 'two'", "shapes", "wrong_type"),
    "shape": ("return out, 2 * out", "return out, 2 * out.T", "shapes", "wrong_shape"),
    "dtype": (
        "return out, 2 * out", "return out, (2 * out).astype(np.float32)", "dtype", "wrong_dtype",
    ),
    "infinite": ("return out, 2 * out", "return out, out / (0 * out)", "finite", "not_finite"),
    "second_value": ("return out, 2 * out", "return out, 3 * out", "forward", "wrong_value"),
    "gradient_of_w": ("k * g * x, None", "k * g, None", "gradient_w", "wrong_value"),
    "missing_w": ("k * g * x, None", "None, None", "gradient_w", "missing_gradient"),
    "missing_bias": ("g.copy(), None", "None, None", "gradient_bias", "missing_gradient"),
    "upstream_ignored": ("g = grad_one + 2", "g = 2", "gradient_x", "wrong_value"),
    "one_entry": ("out = k * x * w", "out = k * x * (w if w.size > 1 else 1)", "edge_one",
                  "wrong_value"),
    "writes_input": ("out = k * x * w", "x *= k; out = x * w", "inputs_unmodified",
                     "input_modified"),
    "writes_upstream": ("g = grad_one + 2 * grad_two", "grad_one += 2 * grad_two; g = grad_one",
                        "inputs_unmodified", "input_modified"),
    "keeps_x": ("g = grad_one", "x = affine.__dict__.setdefault(x.shape, x); g = grad_one",
                "second_call", "wrong_value"),
    "layout": ("out = k * x * w", "out = k * x.ravel('K').reshape(x.shape) * w", "other_layout",
               "wrong_value"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An exercise of one function with two results and an argument that may be missing."""
    made = tmp_path_factory.mktemp("exercise") / "affine"
    made.mkdir()
    about = {
        "id": "affine",
        "frameworks": ["numpy", "torch"],
        "entries": ["affine", "affine_backward:numpy"],
        "groups": ["values", "gradients", "edge"],
    }
    (made / "exercise.yaml").write_text(yaml.safe_dump(about), encoding="utf-8")
    (made / "test_affine.py").write_text(GRADER, encoding="utf-8")
    yield made


def failed(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(c.id, c.code) for c in verdict.checks if c.outcome is Outcome.FAILED]


def test_right_code_passes_every_gate(grade: Grade, folder: Path) -> None:
    verdict = grade(folder, "numpy", RIGHT)
    assert verdict.verdict is VerdictKind.ACCEPTED, failed(verdict)
    assert [check.id for check in verdict.checks] == [
        "import", "shapes", "dtype", "finite", "forward", "gradient_x", "gradient_w",
        "gradient_bias", "edge_one", "inputs_unmodified", "second_call", "other_layout",
    ]  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_fails_its_gate_first_and_is_told_in_both_languages(
    grade: Grade, folder: Path, name: str
) -> None:
    old, new, check, code = WRONG[name]
    assert RIGHT.count(old) == 1
    verdict = grade(folder, "numpy", RIGHT.replace(old, new))
    first = failed(verdict)[0]
    assert first == (check, code), failed(verdict)
    told = next(c for c in verdict.checks if c.id == check)
    assert "{" not in message(told.code, told.measured, "en") + message(
        told.code, told.measured, "zh"
    )


def test_pytorch_gives_the_same_checks(grade: Grade, folder: Path) -> None:
    pytest.importorskip("torch", exc_type=ImportError)
    assert failed(grade(folder, "torch", RIGHT_TORCH)) == []
    cut = RIGHT_TORCH.replace("k * x * w", "k * x * w.detach()")
    assert failed(grade(folder, "torch", cut))[0] == ("gradient_w", "missing_gradient")
    cut = RIGHT_TORCH.replace("return out, 2 * out", "return out, 2 * out.detach()")
    assert failed(grade(folder, "torch", cut))[0] == ("gradient_x", "no_graph")


@pytest.mark.parametrize("result", ["None", "(x, x)", "[x]", "3", "True", "'x'", "{}"])
def test_a_result_that_is_no_array_is_the_learners_mistake(
    grade: Grade, twice: Path, result: str
) -> None:
    source = (
        f"def twice(x):\n    return {result}\n\n\ndef twice_backward(g, x):\n    return 2 * g\n"
    )
    verdict = grade(twice, "numpy", source)
    assert verdict.verdict is VerdictKind.REJECTED
    assert failed(verdict)[0] == ("forward", "wrong_type")
