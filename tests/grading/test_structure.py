"""What errors look like: each explanation finds its own error, and none explains noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quizkit.grading.diagnosis.structure import explain
from quizkit.grading.diagnosis.structure.common import Context, Finding
from quizkit.grading.diagnosis.structure.losses import explain_losses

Array = np.ndarray[Any, Any]
RNG = np.random.default_rng(3)
W = RNG.normal(size=(5, 4))
SQUARE = RNG.normal(size=(4, 4))
CUBE = RNG.normal(size=(4, 6, 5))
X = RNG.normal(size=(7, 4))
IDS = np.array([[3, 3, 1, 0], [5, 2, 3, 6]])
CALL = Context({"input": X}, {"grad_out": RNG.normal(size=(7, 3)), "fc.weight": W})
TOKENS = Context({"input": IDS})
ROWS = RNG.normal(size=(11, 4))
TIED = np.array([[1.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 6.0], [7.0, 8.0, 9.0, 10.0]])


def at(array: Array, index: Any, value: Any) -> Array:
    """A copy with some entries replaced."""
    changed = array.copy()
    changed[index] = value
    return changed


def grown(array: Array, index: Any) -> Array:
    """A copy with some entries changed in no particular way."""
    return at(array, index, array[index] + RNG.normal(size=array[index].shape))


CASES: dict[str, tuple[Array, Array, Context, str, dict[str, Any]]] = {
    "twice": (2 * W, W, CALL, "factor_times", {"n": 2}),
    "once per row": (7 * W, W, CALL, "factor_times_batch", {"n": 7}),
    "a mean over the rows": (W / 7, W, CALL, "factor_divided_batch", {"n": 7}),
    "a mean over an axis that is not the batch": (W / 5, W, CALL, "factor_divided_size", {"n": 5}),
    "a third": (W / 11, W, CALL, "factor_divided", {"n": 11}),
    "the root of a size": (W * 7**0.5, W, CALL, "factor_root", {"n": 7}),
    "over the root of a size": (W / 5**0.5, W, CALL, "factor_over_root", {"n": 5}),
    "n - 1 for n": (W * 7 / 6, W, CALL, "factor_bessel", {"n": 7, "less": 6}),
    "some factor": (1.234 * W, W, CALL, "factor", {"factor": "1.234"}),
    "the other sign": (-W, W, CALL, "factor_negative", {}),
    "nothing": (0 * W, W, CALL, "factor_zero", {}),
    "a single number, times a size": (np.array([8.4]), np.array([1.2]), CALL, "factor_times_batch", {"n": 7}),
    "some signs": (np.abs(W), W, CALL, "signs", {"off": int((W < 0).sum()), "total": 20}),
    "a factor per row": (W * np.array([[1.5], [2.5], [0.3], [1], [4.1]]), W, CALL, "factor_per_slice", {"axis": 0}),
    "the transpose": (SQUARE.T, SQUARE, CALL, "transposed", {}),
    "the transpose in its own shape": (W.T, W, CALL, "transposed", {}),
    "two axes swapped": (CUBE.swapaxes(0, 2), CUBE, CALL, "axes_swapped", {"order": [2, 1, 0]}),
    "another shape": (W.reshape(2, 10), W, CALL, "reshaped", {}),
    "an axis dropped": (W[:1].squeeze(), W[:1], CALL, "reshaped", {}),
    "transposed, then made to fit": (W.T.reshape(5, 4), W, CALL, "transposed_reshaped", {}),
    "backwards": (W[::-1], W, CALL, "reversed", {"axis": 0}),
    "turned by 180 degrees": (CUBE[:, ::-1, ::-1], CUBE, CALL, "reversed_several", {"axes": [1, 2]}),
    "one place late": (np.roll(W, 1, 0), W, CALL, "shifted", {"axis": 0, "by": 1}),
    "one place early, zeros behind": (at(np.roll(W, -1, 0), -1, 0.0), W, CALL, "shifted", {"axis": 0, "by": -1}),
    "rows in another order": (W[[2, 0, 1, 4, 3]], W, CALL, "reordered_along", {"axis": 0}),
    "entries in another order": (RNG.permutation(W.ravel()).reshape(5, 4), W, CALL, "reordered", {}),
    "the mean everywhere": (np.broadcast_to(W.mean(0), W.shape), W, CALL, "repeated_mean", {"axis": 0}),
    "the sum everywhere": (np.broadcast_to(W.sum(1, keepdims=True), W.shape), W, CALL, "repeated_sum", {"axis": 1}),
    "the first everywhere": (np.broadcast_to(W[:1], W.shape), W, CALL, "repeated_first", {"axis": 0}),
    "the last everywhere": (np.broadcast_to(W[:, -1:], W.shape), W, CALL, "repeated_last", {"axis": 1}),
    "the input is missing": (X**2 - X, X**2, CALL, "term_missing", {"name": "input"}),
    "a weight is added": (W**2 + W, W**2, CALL, "term_added", {"name": "fc.weight"}),
    "some of a weight is added": (W**2 + 0.01 * W, W**2, CALL, "term_multiple", {"name": "fc.weight"}),
    "a constant": (W + 0.7, W, CALL, "offset", {}),
    "a bias": (W + RNG.normal(size=4), W, CALL, "offset_along", {"axis": 0, "size": 5}),
    "a row of repeated ids": (grown(ROWS, 3), ROWS, TOKENS, "only_repeated_ids", {}),
    "ties": (grown(TIED * 1.1, ([0, 0, 1, 1], [0, 1, 2, 3])), TIED * 1.1, Context({"input": TIED}), "only_ties", {"name": "input"}),
    "zeros": (grown(TIED, (2, [0, 1])), TIED, Context({"x": at(TIED, (2, [0, 1]), 0.0)}), "only_zero_inputs", {"name": "x"}),
    "the last step": (grown(CUBE, np.s_[:, -1]), CUBE, CALL, "only_last", {"axis": 1}),
    "the first step": (grown(CUBE, np.s_[:, 0]), CUBE, CALL, "only_first", {"axis": 1}),
    "all but the last step": (grown(CUBE, np.s_[:, :-1]), CUBE, CALL, "all_but_last", {"axis": 1}),
    "all but the first step": (grown(CUBE, np.s_[:, 1:]), CUBE, CALL, "all_but_first", {"axis": 1}),
    "the border": (at(CUBE, np.s_[..., [0, -1], :], 9.0), CUBE, CALL, "only_border", {}),
    "zeros in some places": (at(W, ([0, 1, 3], [2, 1, 2]), 0.0), W, CALL, "zero_where_off", {"off": 3, "total": 20}),
    "float32": (W.astype(np.float32).astype(np.float64), W, CALL, "float32", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_error_is_explained_by_what_it_is(name: str) -> None:
    got, want, context, code, params = CASES[name]
    found = explain(np.ascontiguousarray(got), want, context)
    assert found is not None
    assert (found.code, {**found.params, **params}) == (code, dict(found.params))


@pytest.mark.parametrize("name", CASES)
def test_a_little_left_over_is_no_explanation(name: str) -> None:
    """With one entry more that is off, somewhere else, the explanation does not hold any more."""
    got, want, context, code, _ = CASES[name]
    spoilt = np.array(got, dtype=float)
    inside = tuple(2 % side for side in spoilt.shape)
    spoilt[inside] += 0.001 * (1 + abs(spoilt[inside]))
    found = explain(spoilt, want, context)
    whole = spoilt.size > 1 and code not in (
        "shifted",
        "all_but_last",
        "all_but_first",
        "only_repeated_ids",
    )
    assert found is None or found.code != code or not whole


@pytest.mark.parametrize(
    "shape", [(1,), (3,), (7,), (4, 4), (5, 4), (7, 1), (2, 3, 4), (2, 3, 5, 6)]
)
@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_noise_is_not_explained(shape: tuple[int, ...], scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    want = rng.normal(size=shape)
    got = want + scale * rng.normal(size=shape)
    context = Context({"input": rng.normal(size=(7, 4))}, {"grad_out": rng.normal(size=shape)})
    assert explain(got, want, context) is None


@pytest.mark.parametrize("seed", range(20))
def test_one_wrong_entry_somewhere_is_not_explained(seed: int) -> None:
    rng = np.random.default_rng(seed)
    want = rng.normal(size=(6, 5))
    place = (int(rng.integers(1, 5)), int(rng.integers(1, 4)))
    assert explain(grown(want, (*place, None)), want, Context()) is None


def test_a_single_number_is_not_explained_by_the_factor_that_would_tell_the_right_one() -> None:
    assert explain(np.array([1.7]), np.array([1.1]), CALL) is None


def test_two_is_not_said_to_be_the_batch_of_two() -> None:
    found = explain(2 * W, W, Context({"input": RNG.normal(size=(2, 3))}))
    assert found == Finding("factor_times", {"n": 2})


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_not_explained(bad: float) -> None:
    assert explain(at(W, (0, 0), bad), W, CALL) is None


def test_the_right_answer_needs_no_explanation() -> None:
    for array in (W, SQUARE, CUBE, ROWS):
        assert explain(array.copy(), array, CALL) is None


LOSSES = np.exp(-0.1 * np.arange(12.0)) + 0.01 * np.random.default_rng(5).normal(size=12)
BATCH = Context({"input 1": np.zeros((64, 3)), "input 2": np.zeros(64)})
RUNS: dict[str, tuple[Array, str | None]] = {
    "a sum over the batch": (at(LOSSES, 0, 64 * LOSSES[0]) * 1.0, "first_loss_times_batch"),
    "divided twice": (LOSSES / 64, "first_loss_divided_batch"),
    "three outputs": (3 * LOSSES, "first_loss_times"),
    "half": (LOSSES / 2, "first_loss_divided"),
    "the sign": (-LOSSES, "first_loss_negative"),
    "after the update": (np.append(LOSSES[1:], 0.3), "losses_early"),
    "of the step before": (np.insert(LOSSES[:-1], 0, 1.7), "losses_late"),
    "noise": (LOSSES + 0.001 * np.random.default_rng(6).normal(size=12), None),
    "not finite": (LOSSES * np.nan, None),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_of_losses_is_explained_by_what_it_is(name: str) -> None:
    got, code = RUNS[name]
    found = explain_losses(got, LOSSES, BATCH)
    assert (found.code if found else None) == code


def test_every_code_of_an_explanation_is_in_a_case() -> None:
    import re
    from pathlib import Path

    import quizkit.grading.diagnosis.structure as structure
    from quizkit.texts.diagnosis import TEXTS

    folder = Path(structure.__file__).parent
    written = {code for file in folder.glob("*.py")
               for code in re.findall(r'Finding\(\s*f?"(\w+)"', file.read_text(encoding="utf-8"))}  # fmt: skip
    tried = {case[3] for case in CASES.values()} | {code for _, code in RUNS.values()}
    assert written, "no explanation was found"
    assert written <= tried
    assert {code for code in tried if code} <= set(TEXTS)
