"""Programs for graders of an engine: what they compute, and that random ones reach every value."""

from __future__ import annotations

import numpy as np
import pytest
import quizgrad

from quizkit.grading.checks import Dice
from quizkit.grading.programs import Program, at_random, step, term_sizes
from quizkit.grading.subject import plain

SHAPES = [(3, 3), (3,), (3, 1), (), (2, 3, 3)]


def test_values_are_found_by_their_places() -> None:
    program = Program([(2, 3), (3,)], [step("mul", 0, 1), step("sum", 2, options=[0, False])])
    a, b = program.inputs(Dice(1), "x")
    np.testing.assert_allclose(plain(program.right([a, b])[1]), (a * b).sum(0))


def test_a_step_that_is_not_recorded_has_no_gradient() -> None:
    program = Program([(3,)], [step("mul", 0, 0, recorded=False), step("mul", 0, 1)])
    (a,) = program.inputs(Dice(1), "x")
    leaves, out = program.right([a])
    (gradient,) = quizgrad.autograd.grad(out.sum(), leaves)
    np.testing.assert_allclose(plain(gradient), a * a)


@pytest.mark.parametrize("seed", range(20))
def test_every_input_of_a_random_program_matters_and_its_terms_bound_its_gradient(
    seed: int,
) -> None:
    dice = Dice(seed)
    program = at_random(dice.of("program"), SHAPES)
    arrays = program.inputs(dice, "inputs")
    leaves, out = program.right(arrays)
    found = quizgrad.autograd.grad(out, leaves)
    sizes = term_sizes(program, arrays, np.ones(()))
    assert len(found) == len(sizes) == len(SHAPES)
    for gradient, size in zip(found, sizes, strict=True):
        assert size > 0
        assert np.abs(plain(gradient)).max() <= size * (1 + 1e-12)


def test_terms_that_cancel_keep_their_size() -> None:
    program = Program([(2,)], [step("sub", 0, 0), step("sum", 1)])
    assert term_sizes(program, [np.ones(2)], np.ones(())) == [2.0]
