"""What a failed check compared is named in the reader's language."""

from __future__ import annotations

import re

import pytest

from quizkit.report.message import message
from quizkit.report.naming import named

NAMES = {
    "gradient of fc1.weight": "fc1.weight 的梯度",
    "gradient of the input": "输入的梯度",
    "gradient of x, case 'square, dim 0'": "x 的梯度（情形 'square, dim 0'）",
    "max_pool2d, case 'even'": "max_pool2d（情形 'even'）",
    "grad_x of linear_backward, case 'a'": "linear_backward 的 grad_x（情形 'a'）",
    "change of parameter 0 after step 2": "第 2 步后第 0 个参数的变化量",
    "gradient of input 1 of 'x * x'": "'x * x' 中第 1 个输入的梯度",
    "output[3]": "第 3 个输出（从 0 数起）",
    "output": "输出",
    "grad_out": "grad_out",
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_is_said_in_chinese_and_stays_in_english(what: str) -> None:
    assert named(what, "zh") == NAMES[what]
    assert named(what, "en") == what


def test_a_message_in_chinese_has_no_english_sentence_in_it() -> None:
    facts = {"what": "gradient of fc1.weight", "got": [2, 3], "expected": [3, 2]}
    said = message("wrong_shape", facts, "zh")
    assert not re.search(r"\bof\b", said)
    assert "fc1.weight 的梯度" in said


def test_braces_in_a_name_are_kept() -> None:
    assert named("gradient of {x}, case '{0}'", "zh") == "{x} 的梯度（情形 '{0}'）"
