"""Hidden grader of `debug_rnn_loop`: a tagger by hand, and next month warmer or colder."""

from functools import cache

import numpy as np
import quizgrad
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import behaviour, gates
from quizkit.grading.checks import CheckFailure, data
from quizkit.grading.subject import Model

CONFIG = (3, 5, 4)
MONTHS, HIDDEN = 24, 8
STEPS, BATCH, RATE = 40, 32, 0.3
TRAINING_PART = 0.75


class Reference(nn.Module):
    def __init__(self, input_size, hidden_size, classes):
        super().__init__()
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, classes)

    def forward(self, x):
        hidden = quizgrad.zeros(x.shape[1], self.h2h.bias.shape[0])
        states = []
        for t in range(x.shape[0]):
            hidden = quizgrad.tanh(self.i2h(x[t]) + self.h2h(hidden))
            states.append(hidden)
        return self.h2o(quizgrad.stack(states))


def loss(logits, labels):
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten())


MODEL = Model("Tagger", Reference, loss)


def case(name, shape, config=CONFIG, scale=1.0):
    return lambda dice: MODEL.case(dice, name, config, lambda rng: [rng.normal(0, scale, shape)])


BATCHED = case("batch", (6, 7, 3))
OTHER = case("other", (6, 7, 3))
CASES = {
    "batch": BATCHED,
    # T = B = I = H = C: a swapped axis or a missing transpose changes values, not shapes.
    "all sizes equal": case("all sizes equal", (4, 4, 4), (4, 4, 4)),
}
LARGE = {"large": case("large", (5, 3, 3), scale=1e3)}
PARAMETERS = ["i2h.weight", "i2h.bias", "h2h.weight", "h2h.bias", "h2o.weight", "h2o.bias"]

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (1, 8, 2)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_current_input = behaviour.sees_present(MODEL, BATCHED, OTHER, axis=0)
test_nonlinear = behaviour.nonlinear(MODEL, BATCHED, OTHER)
test_parameters_used = behaviour.parameters_used(MODEL, BATCHED)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(MODEL, CASES, PARAMETERS)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", (6, 1, 3)), "alone", ("a batch of one", "只有一个样本")
)
test_edge_one_step = gates.edge(
    MODEL, case("one step", (1, 7, 3)), "one step", ("a sequence of one step", "长度为 1 的序列")
)
test_edge_long = gates.edge(
    MODEL, case("long", (200, 2, 3)), "long", ("a sequence of 200 steps", "长度为 200 的序列")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(MODEL, BATCHED, OTHER)


@cache
def months():
    """Windows x (T, N, 1) and whether the next month is warmer (T, N): to train on, held out."""
    series = data("timeseries")["elnino_sst_monthly"].astype(np.float64)
    split = int(len(series) * TRAINING_PART)
    series = (series - series[:split].mean()) / series[:split].std()
    return cut(series[:split]), cut(series[split - MONTHS :])


def cut(series):
    """Every window of `series`: x (MONTHS, N, 1) and labels (MONTHS, N)."""
    rows = np.lib.stride_tricks.sliding_window_view(series, MONTHS + 1).T
    return rows[:-1, :, None].copy(), (rows[1:] > rows[:-1]).astype(np.int64)


def plan(dice):
    (x, y), held_out = months()
    rng = dice.of("order")
    parts = [rng.choice(x.shape[1], BATCH, replace=False) for _ in range(STEPS)]
    start = MODEL.case(dice, "training", (1, HIDDEN, 2), lambda rng: [])
    return gates.Training(start, [(x[:, p], y[:, p]) for p in parts], RATE, held_out)


def as_accurate(outputs, right, labels):
    """Over all steps of all sequences; rounding may turn two of thousands."""
    mine, theirs = (int((out.argmax(axis=-1) == labels).sum()) for out in (outputs, right))
    facts = {"accuracy": mine / labels.size, "reference": theirs / labels.size}
    if mine < theirs - 2:
        raise CheckFailure("less_accurate", **facts)
    return facts


test_one_update = behaviour.one_update(MODEL, plan, needs=["gradient", "second_call"])
test_training = gates.training(MODEL, plan, needs=["one_update"])
test_accuracy = gates.held_out(
    MODEL, plan, as_accurate, ("accuracy on later months", "后面月份上的准确率")
)
test_huge_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (rng.normal(size=(6, 7, 3)), rng.integers(0, 4, (6, 7)))
)
