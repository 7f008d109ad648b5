"""Hidden grader of `batchnorm2d`: training and evaluation, running statistics, gradients of both.

A harness switches the learner's layer between the modes; parameters and buffers are set and read
together, as in a state dict.
"""

import numpy as np
import pytest
import quizgrad
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.checks import (
    Case,
    CheckFailure,
    check,
    expect_close,
)
from quizkit.grading.subject import Model, tensor

AXES = (0, 2, 3)
PARAMETERS = ["weight", "bias"]
BUFFERS = ("running_mean", "running_var")


class Reference(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(quizgrad.ones(num_features))
        self.bias = nn.Parameter(quizgrad.zeros(num_features))
        self.register_buffer("running_mean", quizgrad.zeros(num_features))
        self.register_buffer("running_var", quizgrad.ones(num_features))

    def forward(self, x):
        mean, var = self.statistics(x) if self.training else (self.running_mean, self.running_var)
        shape = (1, -1, 1, 1)
        x_hat = (x - mean.reshape(*shape)) / (var + self.eps).sqrt().reshape(*shape)
        return self.weight.reshape(*shape) * x_hat + self.bias.reshape(*shape)

    def statistics(self, x):
        """Mean and biased variance of the batch; the buffers move towards mean and unbiased one."""
        mean = x.mean(AXES)
        centered = x - mean.reshape(1, -1, 1, 1)
        squares = (centered * centered).sum(AXES)
        count = x.shape[0] * x.shape[2] * x.shape[3]
        for running, value in (
            (self.running_mean, mean),
            (self.running_var, squares / (count - 1)),
        ):
            moved = running.numpy() * (1 - self.momentum) + value.detach().numpy() * self.momentum
            running.copy_(tensor(moved))
        return mean, squares / count


class Evaluated(Reference):
    def __init__(self, *config):
        super().__init__(*config)
        self.eval()


TRAIN = Model("training", Reference)
EVAL = Model("evaluating", Evaluated)


def case(name, shape, config=None, change=lambda x: x):
    """A case with random parameters and buffers, and x of `shape`, normal and then changed."""
    channels = shape[1]

    def make(dice):
        rng = dice.of(name)
        state = {key: rng.normal(size=channels) for key in ("weight", "bias", "running_mean")}
        state["running_var"] = rng.uniform(0.5, 2.0, channels)
        # Every channel has a mean and a spread of its own, far from the buffers'.
        spread, mean = (
            rng.uniform(0.5, 3.0, (channels, 1, 1)),
            rng.normal(size=(channels, 1, 1)),
        )
        x = change(rng.normal(size=shape) * spread + mean)
        return Case((channels, *(config or ())), (x,), state)

    return make


def one_channel_constant(x):
    x[:, 1] = 0.7
    return x


def far(x):
    return x + 1e5


# N = C = H = W: a wrong axis changes values, not shapes.
EQUAL = {"equal sizes": case("equal sizes", (4, 4, 4, 4))}
LARGE = {"large": case("large", (4, 4, 4, 4), change=lambda x: x * 1e6)}
FOUR = case("four sizes", (5, 2, 3, 4))


def buffers_after(model, case):
    """The right buffers after one forward."""
    layer = model.build(case)
    with quizgrad.no_grad():
        layer(tensor(case.inputs[0]))
    return {name: np.array(layer.state_dict()[name].numpy()) for name in BUFFERS}


def agree_buffers(model, learner, case, names=BUFFERS):
    """The learner's buffers after one forward against the reference's."""
    want = buffers_after(model, case)
    slot = learner.model(model.entry, case)
    learner.forward(slot, case.inputs)
    found = learner.state(slot)
    for name in names:
        expect_close(found[name], want[name], name)


def edge(name, title, *cases):
    """Values, buffers and gradients in training for special inputs."""

    @check("edge", needs=["gradient"], title=title)
    def gate(learner, dice):
        for number, make in enumerate(cases):
            one = make(dice)
            gates.agree_forward(TRAIN, learner, one)
            agree_buffers(TRAIN, learner, one)
            label = f"{name} {number}"
            want, got = gates.both_vjps(TRAIN, learner, dice, label, lambda _, one=one: one)
            for of in (*PARAMETERS, "input"):
                gates.expect_gradient(got, want, of)

    return gate


test_import = gates.imports()
test_signature = gates.signature(TRAIN, [(3,), (5, 1e-3, 0.3)])


@check("values", needs=["signature"], title=("values at the start", "初始值"))
def test_start(learner):
    found = learner.state(learner.model(TRAIN.entry, Case((3,), ())))
    for name, value in Reference(3).state_dict().items():
        expect_close(found[name], np.array(value.numpy()), name)


test_shapes = gates.shapes(TRAIN, EQUAL)
test_dtype = gates.dtype(TRAIN, EQUAL)
test_finite = gates.finite(TRAIN, LARGE)
test_forward = gates.forward(TRAIN, EQUAL)


@pytest.mark.parametrize("of", BUFFERS)
@check("values", needs=["forward"], title=("after a step: {of}", "一步之后：{of}"))
def test_buffer(learner, dice, of):
    agree_buffers(TRAIN, learner, FOUR(dice), [of])


@check("values", needs=["forward"], title=("no earlier batch is kept", "不保留之前的 batch"))
def test_nothing_kept(learner, dice):
    batches = [case(name, (3, 2, 4, 5))(dice).inputs[0] for name in ("one", "two", "three")]
    told = learner.ask("call", entry="kept", args=[[2], batches])
    if told["output"]:
        raise CheckFailure("batches_kept", off=told["output"])


@check("values", needs=["finite"], title=("evaluation: output values", "评估：输出值"))
def test_evaluation(learner, dice):
    for make in EQUAL.values():
        gates.agree_forward(EVAL, learner, make(dice))


@check("values", needs=["evaluation"], title=("evaluation leaves the buffers", "评估不改变 buffer"))
def test_evaluation_buffers(learner, dice):
    agree_buffers(EVAL, learner, FOUR(dice))


test_gradient = gates.gradients(TRAIN, EQUAL, PARAMETERS)


@check("gradients", needs=["evaluation"], title=("gradients in evaluation", "评估模式下的梯度"))
def test_evaluation_gradient(learner, dice):
    want, got = gates.both_vjps(EVAL, learner, dice, "evaluation", EQUAL["equal sizes"])
    for of in (*PARAMETERS, "input"):
        gates.expect_gradient(got, want, of)


test_edge_sizes = edge("sizes", ("four different sizes", "四个尺寸各不相同"), FOUR)
test_edge_arguments = edge(
    "arguments",
    ("other eps and momentum", "其他 eps 与 momentum"),
    case("momentum", (3, 2, 4, 5), (1e-3, 0.7)),
    case("momentum of 1", (3, 2, 4, 5), (1e-2, 1.0)),
)
test_edge_batch_of_one = edge(
    "alone", ("a batch of one", "只有一个样本"), case("alone", (1, 3, 2, 5))
)
test_edge_small_spread = edge(
    "small",
    ("channels of small spread", "波动很小的通道"),
    case("small", (3, 2, 4, 5), change=lambda x: x * 1e-3),
    case("constant", (3, 2, 4, 5), change=one_channel_constant),
)
test_edge_far_from_zero = edge(
    "far", ("channels far away from zero", "远离零的通道"), case("far", (3, 2, 4, 5), change=far)
)


@check(
    "edge",
    needs=["buffer", "evaluation_buffers"],
    title=("switching between the modes", "在两种模式间切换"),
)
def test_edge_modes(learner, dice):
    rng = dice.of("modes")
    batches = [rng.normal(1.0, 2.0, (n, 3, 4, 5)) for n in (4, 2, 3)]
    x = rng.normal(size=(2, 3, 4, 5))
    layer = Reference(3)
    with quizgrad.no_grad():
        for batch in batches[:-1]:
            layer(tensor(batch))
        layer.eval()
        want = [layer(tensor(x))]
        layer.train()
        want.append(layer(tensor(batches[-1])))
    want += [layer.running_mean, layer.running_var]
    names = ["output in evaluation", "output in training", *BUFFERS]
    found = learner.results("trained_then_evaluated", [[3], batches, x], names)
    for name, mine, right in zip(names, found, want, strict=True):
        expect_close(mine, np.array(right.numpy()), name)


test_inputs_unmodified = gates.inputs_unmodified(TRAIN, FOUR)
test_second_call = gates.second_call(
    TRAIN, case("first", (3, 2, 4, 5)), case("second", (3, 2, 4, 5))
)
