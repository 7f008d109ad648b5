"""Gates that ask how a model behaves, whatever its values are: for code that is to be repaired.

    test_nonlinear = nonlinear(MODEL, BATCHED, OTHER)
    test_causal = causal(MODEL, BATCHED, OTHER, axis=1)

Each names one property that must hold for any weights, so its failure says which part is broken
before the values are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from quizkit.grading.checks import TOLERANCE, Array, Case, CheckFailure, Dice, check
from quizkit.grading.gates import CaseMaker, Gate, Training
from quizkit.grading.learner import Learner
from quizkit.grading.subject import Model


def same(one: Array, other: Array) -> bool:
    """Whether two outputs agree within the tolerance, scaled by the larger of them."""
    scale = float(max(np.abs(one).max(initial=0.0), np.abs(other).max(initial=0.0))) or 1.0
    return bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE * scale)


def with_input(case: Case, value: Array) -> Case:
    """The same model with another input."""
    return Case(case.config, (value,), case.state)


def output(model: Model, learner: Learner, case: Case) -> Array:
    """The learner's output of a model built for `case`."""
    return learner.forward(learner.model(model.entry, case), case.inputs)


def nonlinear(
    model: Model, make: CaseMaker, other: CaseMaker, needs: Sequence[str] = ("finite",)
) -> Gate:
    """f(a) + f(b) differs from f(a + b) + f(0): an activation is at work."""

    @check("values", needs=needs, title=("not linear in the input", "对输入不是线性的"))
    def gate(learner: Learner, dice: Dice) -> None:
        case = make(dice)
        a, b = case.inputs[0], other(dice).inputs[0]
        got = [output(model, learner, with_input(case, x)) for x in (a, b, a + b, np.zeros_like(a))]
        if same(got[0] + got[1], got[2] + got[3]):
            raise CheckFailure("linear_output")

    return gate


def parameters_used(model: Model, make: CaseMaker, needs: Sequence[str] = ("finite",)) -> Gate:
    """The output changes with every parameter."""

    @check("values", needs=needs, title=("every parameter is used", "每个参数都用到"))
    def gate(learner: Learner, dice: Dice) -> None:
        case = make(dice)
        before = output(model, learner, case)
        for name, value in case.state.items():
            moved = dict(case.state) | {
                name: value + dice.of(f"move {name}").normal(0, 1, value.shape)
            }
            if same(output(model, learner, Case(case.config, case.inputs, moved)), before):
                raise CheckFailure("parameter_unused", name=name)

    return gate


def sees_present(
    model: Model, make: CaseMaker, other: CaseMaker, axis: int, needs: Sequence[str] = ("finite",)
) -> Gate:
    """The output at every position along `axis` depends on the input at that position."""

    @check("values", needs=needs, title=("each step sees its own input", "每一步都看到当前输入"))
    def gate(learner: Learner, dice: Dice) -> None:
        case, changed = make(dice), other(dice).inputs[0]
        x = case.inputs[0]
        before = output(model, learner, case)
        for at in range(x.shape[axis]):
            mixed = x.copy()
            put(mixed, changed, axis, at, at + 1)
            after = output(model, learner, with_input(case, mixed))
            if same(*(part.take(at, axis) for part in (before, after))):
                raise CheckFailure("input_not_seen", at=at)

    return gate


def causal(
    model: Model, make: CaseMaker, other: CaseMaker, axis: int, needs: Sequence[str] = ("finite",)
) -> Gate:
    """What comes later along `axis` changes no earlier output."""

    @check("values", needs=needs, title=("the future stays unseen", "看不到未来"))
    def gate(learner: Learner, dice: Dice) -> None:
        case, changed = make(dice), other(dice).inputs[0]
        x = case.inputs[0]
        before = output(model, learner, case)
        for start in range(x.shape[axis] - 1, 0, -1):
            mixed = x.copy()
            put(mixed, changed, axis, start, x.shape[axis])
            after = output(model, learner, with_input(case, mixed))
            for at in range(start):
                if not same(*(part.take(at, axis) for part in (before, after))):
                    raise CheckFailure("future_seen", changed=start, at=at)

    return gate


def put(target: Array, source: Array, axis: int, start: int, stop: int) -> None:
    """Copy `source` into `target` between two positions along `axis`."""
    np.moveaxis(target, axis, 0)[start:stop] = np.moveaxis(source, axis, 0)[start:stop]


def signed_logits(model: Model, make: CaseMaker, needs: Sequence[str] = ("finite",)) -> Gate:
    """Every logit can be negative; `make` gives a case in which each of the right ones is."""

    @check("values", needs=needs, title=("logits of either sign", "logits 可正可负"))
    def gate(learner: Learner, dice: Dice) -> None:
        got = output(model, learner, make(dice))
        never = (got.reshape(-1, got.shape[-1]) >= 0).all(axis=0)
        if never.any():
            raise CheckFailure("never_negative", off=int(never.sum()), total=got.shape[-1])

    return gate


def one_update(model: Model, plan: Callable[[Dice], Training], needs: Sequence[str]) -> Gate:
    """The loss of a training step does not depend on its learning rate: no weight changes
    before the loss is complete."""

    @check("training", needs=needs, title=("one update per training step", "每个训练步只更新一次"))
    def gate(learner: Learner, dice: Dice) -> None:
        chosen = plan(dice)
        losses = [
            learner.train(learner.model(model.entry, chosen.case), chosen.batches[:1], lr)[0]
            for lr in (0.0, chosen.lr)
        ]
        if not same(np.array(losses[:1]), np.array(losses[1:])):
            raise CheckFailure("updated_within")

    return gate


def fresh_steps(model: Model, plan: Callable[[Dice], Training], needs: Sequence[str]) -> Gate:
    """A training step with lr = 0 leaves no trace: the next step is as if it had not been."""

    @check(
        "training", needs=needs, title=("each training step starts afresh", "每个训练步重新开始")
    )
    def gate(learner: Learner, dice: Dice) -> None:
        chosen = plan(dice)
        after = []
        for earlier in ([], chosen.batches[1:2]):
            slot = learner.model(model.entry, chosen.case)
            if earlier:
                learner.train(slot, earlier, 0.0)
            learner.train(slot, chosen.batches[:1], chosen.lr)
            after.append(learner.state(slot))
        for name, alone in after[0].items():
            if not same(alone, after[1][name]):
                raise CheckFailure("step_remembers", name=name)

    return gate
