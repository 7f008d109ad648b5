"""Answers as people type them: full-width characters, punctuation, numbers in many forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.quiz.normalise import fold, folded_words, number

settings.register_profile("quizkit", derandomize=True, deadline=None, max_examples=200)
steady = settings(settings.get_profile("quizkit"))

PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126))


def full_width(text: str) -> str:
    """ASCII as a Chinese input method types it."""
    return "".join(chr(ord(char) + 0xFEE0) if 33 <= ord(char) <= 126 else char for char in text)


@steady
@given(PRINTABLE)
def test_full_width_characters_are_those_of_the_keyboard(text: str) -> None:
    assert fold(full_width(text)) == fold(text)


@steady
@given(st.text())
def test_folding_leaves_no_control_characters_and_no_outer_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert all(char in "\n\t" or char.isprintable() for char in folded)


@steady
@given(st.text())
def test_folded_words_are_lower_case_on_one_line(text: str) -> None:
    assert not {"\n", "\t", "  "} & set(folded_words(text))
    assert "  " not in folded_words(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Ａ，Ｃ", "A,C"), ("３：ｘ＝１", "3:x=1"), ("“a”。", '"a".'), ("a、c", "a,c"), ("　3　", "3"),
     ("−1", "-1"), ("a\x1b[2Jb", "a[2Jb"), ("\u202eabc", "abc")],
)  # fmt: skip
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@steady
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_python_prints_it_is_that_number(value: float) -> None:
    assert number(repr(value)) == value
    assert number(full_width(repr(value))) == value


@steady
@given(st.integers(-(10**15), 10**15))
def test_thousands_may_be_marked(value: int) -> None:
    assert number(f"{value:,}") == number(f"{value:_}") == number(str(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("3.", 3), (".5", 0.5), ("-.5", -0.5), ("+2", 2), ("1e-3", 1e-3), ("1E3", 1000),
     ("1/8", 0.125), (" 1 / 8 ", 0.125), ("5%", 0.05), ("５％", 0.05), ("2^10", 1024),
     ("2**10", 1024), ("3 MB", 3), ("= 7", 7), ("1,024 bytes", 1024), ("１．５", 1.5), ("７。", 7),
     ("3×10^5", 3e5), ("3*10**5", 3e5), ("2*3", 6), ("1/2/2", 0.25), ("4 * 1024 / 8", 512),
     ("-2^2", -4), ("2^-1", 0.5)],
)  # fmt: skip
def test_forms_of_a_number(text: str, value: float) -> None:
    found = number(text)
    assert found is not None
    assert math.isclose(found, value, rel_tol=1e-15)


@pytest.mark.parametrize(
    "text", ["", "-", "x", "three", ".", "1/0", "0^-1", "1/", "10^9^9^9", "9^9999", "None", "，"]
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@steady
@given(st.text(st.sampled_from("0123456789.,_-+*/^%e ()x×")))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    found = number(text)
    assert found is None or isinstance(found, float)
