"""Hidden grader of `rnn`: a tanh RNN with BPTT, and forecasts of sea surface temperatures."""

from functools import cache

import numpy as np
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.checks import CheckFailure, data
from quizkit.grading.subject import Model

CONFIG = (3, 5, 2)
MONTHS, AHEAD = 12, 3  # a year of monthly means in, the next quarter out
STEPS, BATCH, RATE, HIDDEN = 40, 32, 0.1, 8
TRAINING_PART = 0.75


class Reference(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size, batch_first=True)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        hidden, _ = self.rnn(x)
        return self.fc(hidden[:, -1])


MODEL = Model("Forecaster", Reference, F.mse_loss)


def case(name, shape, config=CONFIG, scale=1.0):
    return lambda dice: MODEL.case(dice, name, config, lambda rng: [rng.normal(0, scale, shape)])


BATCHED = case("batch", (6, 4, 3))
CASES = {
    "batch": BATCHED,
    # B = T = I = H = O: a swapped axis or a missing transpose changes values, not shapes.
    "all sizes equal": case("all sizes equal", (4, 4, 4), (4, 4, 4)),
}
LARGE = {"large": case("large", (3, 5, 3), scale=1e3)}
ALONE = case("alone", (1, 4, 3))
ONE_STEP = case("one step", (5, 1, 3))

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (1, 8, 3)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(
    MODEL,
    CASES,
    [
        "rnn.weight_ih_l0",
        "rnn.weight_hh_l0",
        "rnn.bias_ih_l0",
        "rnn.bias_hh_l0",
        "fc.weight",
        "fc.bias",
    ],
)
test_edge_batch_of_one = gates.edge(MODEL, ALONE, "alone", ("a batch of one", "只有一个样本"))
test_edge_length_one = gates.edge(
    MODEL, ONE_STEP, "one step", ("a sequence of one step", "长度为 1 的序列")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(MODEL, BATCHED, case("batch two", (6, 4, 3)))


@cache
def windows():
    """Standardised windows (x, y) of the training part and (x, y) of the months after it."""
    series = data("timeseries")["elnino_sst_monthly"].astype(np.float64)
    split = int(len(series) * TRAINING_PART)
    series = (series - series[:split].mean()) / series[:split].std()
    # Held-out targets all lie after the split; their inputs may reach back before it.
    return cut(series[:split]), cut(series[split - MONTHS :])


def cut(series):
    """Every window of `series`: x (N, MONTHS, 1) and the months that follow, y (N, AHEAD)."""
    rows = np.lib.stride_tricks.sliding_window_view(series, MONTHS + AHEAD)
    return rows[:, :MONTHS, None].copy(), rows[:, MONTHS:].copy()


def plan(dice):
    (x, y), held_out = windows()
    rng = dice.of("order")
    passes = -(-STEPS * BATCH // len(x))
    order = np.concatenate([rng.permutation(len(x)) for _ in range(passes)])
    parts = order[: STEPS * BATCH].reshape(STEPS, BATCH)
    start = MODEL.case(dice, "training", (1, HIDDEN, AHEAD), lambda rng: [])
    return gates.Training(start, [(x[p], y[p]) for p in parts], RATE, held_out)


def as_good(outputs, right, labels):
    """Better than repeating the last value, and within 2 % of the reference."""
    last = windows()[1][0][:, -1]
    error, reference, baseline = (
        float(np.mean((guess - labels) ** 2)) for guess in (outputs, right, last)
    )
    facts = {"error": error, "reference": reference, "baseline": baseline}
    if not (error < baseline and error <= 1.02 * reference):
        raise CheckFailure("worse_forecast", **facts)
    return facts


test_training = gates.training(MODEL, plan, needs=["gradient", "second_call"])
test_forecast = gates.held_out(
    MODEL, plan, as_good, ("forecast of later months", "对之后月份的预测")
)
