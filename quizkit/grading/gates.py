"""The gates most graders have, ready made; an exercise's grader lists those it wants, in order.

    test_signature = signature(MODEL, CONFIG)
    test_forward = forward(MODEL, CASES)
    test_gradient = gradients(MODEL, CASES)

Each call makes one pytest function (parametrised for gradients). CASES maps names to functions of
`Dice` that make a `Case` (for a function exercise: its arguments).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest

from quizkit.grading import variants
from quizkit.grading.checks import (
    TRAINING_TOLERANCE,
    Array,
    Case,
    CheckFailure,
    Dice,
    Evidence,
    Variant,
    check,
    expect_close,
    expect_dtype,
    expect_finite,
    expect_shape,
    varied,
)
from quizkit.grading.learner import Learner
from quizkit.grading.pace import beside
from quizkit.grading.picture import curves
from quizkit.grading.subject import Model, cotangent_for

CaseMaker = Callable[[Dice], Case]
Cases = Mapping[str, CaseMaker]
Gate = Callable[..., "dict[str, Any] | None"]


def imports() -> Gate:
    """The file loads and has every entry point."""

    @check("values", title=("the file loads", "文件可以加载"))
    def gate(learner: Learner) -> None:
        learner.ask("has", names=list(learner.entries))

    return gate


def signature(model: Model, configs: Sequence[Sequence[Any]]) -> Gate:
    """Every configuration builds, with the parameters' names and shapes as stated."""

    @check("values", needs=["import"], title=("parameters: names, shapes", "参数：名称与形状"))
    def gate(learner: Learner) -> None:
        for config in configs:
            wanted = {
                k: np.zeros(v.shape) for k, v in model.reference(*config).state_dict().items()
            }
            learner.model(model.entry, Case(tuple(config), (), wanted))

    return gate


def shapes(model: Model, cases: Cases) -> Gate:
    """The output has the right shape for every case."""

    @check("values", needs=["signature"], title=("output shape", "输出形状"))
    def gate(learner: Learner, dice: Dice) -> None:
        for make in cases.values():
            case = make(dice)
            want = model.forward(case).shape
            got = learner.forward(learner.model(model.entry, case), case.inputs)
            expect_shape(got, want, "output")

    return gate


def dtype(model: Model, cases: Cases) -> Gate:
    """float64 in, float64 out."""

    @check(
        "values", needs=["shapes"], title=("dtype: float64 stays float64", "dtype：保持 float64")
    )
    def gate(learner: Learner, dice: Dice) -> None:
        for make in cases.values():
            case = make(dice)
            got = learner.forward(learner.model(model.entry, case), case.inputs)
            expect_dtype(got, np.float64, "output")

    return gate


def finite(model: Model, cases: Cases) -> Gate:
    """No NaN and no infinity, for large values too."""

    @check("values", needs=["dtype"], title=("finite output", "输出均为有限值"))
    def gate(learner: Learner, dice: Dice) -> None:
        for make in cases.values():
            case = make(dice)
            got = learner.forward(learner.model(model.entry, case), case.inputs)
            expect_finite(got, "output")

    return gate


def forward(model: Model, cases: Cases) -> Gate:
    """The output's values, with copied weights."""

    @check("values", needs=["finite"], title=("forward: output values", "前向：输出值"))
    def gate(learner: Learner, dice: Dice) -> None:
        for make in cases.values():
            agree_forward(model, learner, make(dice))

    return gate


def agree_forward(model: Model, learner: Learner, case: Case) -> None:
    """One forward against the reference."""
    want = model.forward(case)
    got = learner.forward(learner.model(model.entry, case), case.inputs)
    with varied(lambda: variants.of_outputs(model, case)):
        expect_close(got, want, "output")


def gradients(model: Model, cases: Cases, names: Sequence[str], inputs: int = 1) -> Gate:
    """The gradient of every parameter in `names` and of the input, under a random cotangent."""
    every = [*names, *(["input"] if inputs else [])]

    @pytest.mark.parametrize("of", every)
    @check("gradients", needs=["forward"], title=("gradient: {of}", "梯度：{of}"))
    def gate(learner: Learner, dice: Dice, of: str) -> None:
        for name, make in cases.items():
            want, got = learner.once(name, partial(both_vjps, model, learner, dice, name, make))
            with varied(partial(other_gradients, model, dice, name, make)):
                expect_gradient(got, want, of)

    return gate


def both_vjps(
    model: Model, learner: Learner, dice: Dice, name: str, make: CaseMaker
) -> tuple[Any, Any]:
    """The reference's and the learner's gradients for one case."""
    case = make(dice)
    cotangent = cotangent_for(dice, name, model.forward(case))
    right, mine = (
        partial(model.vjp, case, cotangent),
        partial(model.ask_vjp, learner, case, cotangent),
    )
    return beside(learner, "case", right, mine)


def other_gradients(model: Model, dice: Dice, name: str, make: CaseMaker) -> Iterator[Variant]:
    """What `both_vjps` would give if one thing were done otherwise."""
    case = make(dice)
    cotangent = cotangent_for(dice, name, model.forward(case))
    return variants.of_gradients(model, case, cotangent)


def expect_gradient(got: Any, want: Any, of: str) -> None:
    """One named gradient of a pair (input gradients, parameter gradients)."""
    if of == "input":
        if len(got[0]) != len(want[0]):
            raise CheckFailure("missing_gradient", what="gradient of the input", name="input")
        for mine, right in zip(got[0], want[0], strict=True):
            expect_close(mine, right, "gradient of the input")
        return
    if of not in got[1]:
        raise CheckFailure("missing_gradient", what=f"gradient of {of}", name=of)
    expect_close(got[1][of], want[1][of], f"gradient of {of}")


def edge(model: Model, make: CaseMaker, name: str, title: tuple[str, str]) -> Gate:
    """One special input: output and all gradients."""

    @check("edge", needs=["forward"], title=title)
    def gate(learner: Learner, dice: Dice) -> None:
        case = make(dice)
        agree_forward(model, learner, case)
        want, got = both_vjps(model, learner, dice, name, lambda _: case)
        with varied(partial(other_gradients, model, dice, name, lambda _: case)):
            for of in [*want[1], *(["input"] if want[0] else [])]:
                expect_gradient(got, want, of)

    return gate


def inputs_unmodified(model: Model, make: CaseMaker) -> Gate:
    """The learner's code leaves the arrays it is given as they were."""

    @check("edge", needs=["forward"], title=("inputs left as they were", "输入未被改写"))
    def gate(learner: Learner, dice: Dice) -> None:
        case = make(dice)
        slot = learner.model(model.entry, case)
        after = learner.ask("forward", slot=slot, inputs=list(case.inputs), echo=True)["inputs"]
        for before, now in zip(case.inputs, after, strict=True):
            if not np.array_equal(before, now):
                raise CheckFailure("input_modified", what="input")
        cotangent = cotangent_for(dice, "unmodified", model.forward(case))
        given = learner.ask("vjp", slot=slot, cotangent=cotangent, echo=True)["cotangent"]
        if given is not None and not np.array_equal(given, cotangent):
            raise CheckFailure("input_modified", what="grad_out")

    return gate


def second_call(model: Model, first: CaseMaker, second: CaseMaker) -> Gate:
    """A second forward and backward on the same model, with other inputs, are right as well."""

    @check("edge", needs=["gradient"], title=("a second call", "再次调用"))
    def gate(learner: Learner, dice: Dice) -> None:
        one, other = first(dice), second(dice)
        two = Case(one.config, other.inputs, one.state)
        cotangents = [cotangent_for(dice, f"call {c is two}", model.forward(c)) for c in (one, two)]
        wanted = [model.vjp(case, g) for case, g in zip((one, two), cotangents, strict=True)]
        slot = learner.model(model.entry, one)
        for case, cotangent, want in zip((one, two), cotangents, wanted, strict=True):
            expect_close(learner.forward(slot, case.inputs), model.forward(case), "output")
            got = learner.vjp(slot, cotangent)
            for of in [*want[1], *(["input"] if want[0] else [])]:
                expect_gradient(got, want, of)

    return gate


class Training:
    """A training run on real data: what is sent to the learner, and what is held out."""

    def __init__(
        self,
        case: Case,
        batches: Sequence[Sequence[Array]],
        lr: float,
        held_out: tuple[Array, Array],
    ) -> None:
        self.case = case
        self.batches = batches
        self.lr = lr
        self.held_out = held_out


def run_training(model: Model, learner: Learner, plan: Training) -> dict[str, Any]:
    """Both runs: losses, and outputs on the held-out inputs."""
    slot = learner.model(model.entry, plan.case)
    (reference, want), got = beside(
        learner, "step", partial(model.train, plan.case, plan.batches, plan.lr),
        partial(learner.train, slot, plan.batches, plan.lr), len(plan.batches),
    )  # fmt: skip
    held = plan.held_out[0]
    trained = Case(
        plan.case.config, (held,), {k: v.numpy() for k, v in reference.state_dict().items()}
    )
    outputs = learner.forward(slot, [held])
    return {"want": want, "got": got, "right": model.forward(trained), "outputs": outputs}


def training(model: Model, plan: Callable[[Dice], Training], needs: Sequence[str]) -> Gate:
    """Same weights, same batches: every loss equals the reference's."""

    @check("training", needs=needs, title=("training: loss at every step", "训练：每一步的损失"))
    def gate(learner: Learner, dice: Dice) -> dict[str, Any]:
        chosen = plan(dice)
        run = learner.once("training", lambda: run_training(model, learner, chosen))
        with varied(partial(other_losses, model, chosen, run["got"], run["want"])):
            expect_losses(run["got"], run["want"])
        return {"steps": len(run["want"])}

    return gate


def other_losses(
    model: Model, plan: Training, got: Sequence[float], want: Sequence[float]
) -> Iterator[Variant]:
    """The losses up to a few steps after the two parted, if the update were another."""
    parted = next((at for at, (a, b) in enumerate(zip(got, want, strict=True)) if a != b), 0)
    return variants.of_losses(model, plan.case, plan.batches, plan.lr, parted + 6)


def expect_losses(got: Sequence[float], want: Sequence[float]) -> None:
    """Losses step by step; the failure says at which step they part."""
    scale = max(abs(loss) for loss in want)
    for step, (mine, right) in enumerate(zip(got, want, strict=True), 1):
        if not abs(mine - right) <= TRAINING_TOLERANCE * scale:
            off = float(f"{abs(mine - right) / scale:.3g}") if np.isfinite(mine) else "nan"
            code = "first_loss" if step == 1 else "losses_part"
            facts: dict[str, Any] = {"step": step, "steps": len(want), "largest": off}
            drawn = curves(got, want)
            seen = Evidence(np.asarray(got), np.asarray(want))
            raise CheckFailure(code, seen, **facts, **({"curves": drawn} if drawn else {}))


def huge_logits(
    model: Model, config: Sequence[Any], make: Callable[[Any], Sequence[Array]]
) -> Gate:
    """One step where exp of a logit overflows; the loss before it must still be right.

    `make` draws the batch from a random generator.
    """

    @check("training", needs=["training"], title=("loss of huge logits", "logits 极大时的损失"))
    def gate(learner: Learner, dice: Dice) -> None:
        batch = make(dice.of("huge"))
        start = model.case(dice, "huge", config, lambda rng: [], spread=1e3)
        _, want = model.train(start, [batch], 1e-6)
        expect_losses(learner.train(learner.model(model.entry, start), [batch], 1e-6), want)

    return gate


Judge = Callable[[Array, Array, Array], dict[str, Any]]


def held_out(
    model: Model, plan: Callable[[Dice], Training], judge: Judge, title: tuple[str, str]
) -> Gate:
    """What was learned: `judge(outputs, reference outputs, labels)` raises or returns figures."""

    @check("training", needs=["training"], title=title)
    def gate(learner: Learner, dice: Dice) -> dict[str, Any]:
        chosen = plan(dice)
        run = learner.once("training", lambda: run_training(model, learner, chosen))
        expect_shape(run["outputs"], run["right"].shape, "output")
        return judge(run["outputs"], run["right"], chosen.held_out[1])

    return gate


def as_accurate(outputs: Array, right: Array, labels: Array) -> dict[str, Any]:
    """Accuracy at least the reference's less two samples."""
    mine = int((outputs.argmax(axis=1) == labels).sum())
    theirs = int((right.argmax(axis=1) == labels).sum())
    facts = {"accuracy": mine / len(labels), "reference": theirs / len(labels)}
    if mine < theirs - 2:
        raise CheckFailure("less_accurate", **facts)
    return facts
