"""Hidden grader of `mlp`: linear, ReLU, linear, mean cross-entropy; digits of 8x8 pixels."""

from functools import cache

import numpy as np
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.checks import data
from quizkit.grading.subject import Model

CONFIG = (5, 6, 3)
STEPS, BATCH, HIDDEN, RATE = 40, 64, 32, 0.5
TRAIN = 1297


class Reference(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, d_out)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))


MODEL = Model("MLP", Reference, F.cross_entropy)


def rows(count, width):
    return lambda rng: [rng.normal(size=(count, width))]


def case(name, inputs, config=CONFIG, spread=1.0):
    return lambda dice: MODEL.case(dice, name, config, inputs, spread)


def at_zero(dice):
    """A row of zeros and zero biases: every unit of that row sits exactly at the kink."""
    made = MODEL.case(dice, "at zero", CONFIG, rows(3, 5))
    made.inputs[0][1] = 0.0
    made.state["fc1.bias"][:] = 0.0
    return made


BATCHED = case("batch", rows(7, 5))
CASES = {"batch": BATCHED, "square": case("square", rows(4, 4), (4, 4, 4))}
LARGE = {"large": case("large", rows(4, 5), spread=1e4)}
PARAMETERS = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (2, 7, 4)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(MODEL, CASES, PARAMETERS)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", rows(1, 5)), "alone", ("a batch of one", "只有一个样本")
)
test_edge_relu_at_zero = gates.edge(
    MODEL, at_zero, "at zero", ("pre-activations of exactly zero", "预激活值恰好为零")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(MODEL, BATCHED, case("batch two", rows(7, 5)))


@cache
def digits():
    """Pixels (N, 64), standardised on the training part, and labels, in a fixed random order."""
    found = data("digits")
    order = np.random.default_rng(0).permutation(len(found["y"]))
    pixels = found["X"].reshape(-1, 64).astype(np.float64)[order]
    spread = pixels[:TRAIN].std(axis=0)
    spread[spread == 0] = 1.0
    return (pixels - pixels[:TRAIN].mean(axis=0)) / spread, found["y"].astype(np.int64)[order]


def plan(dice):
    x, y = digits()
    rng = dice.of("order")
    order = np.concatenate([rng.permutation(TRAIN), rng.permutation(TRAIN)])
    parts = order[: STEPS * BATCH].reshape(STEPS, BATCH)
    start = MODEL.case(dice, "training", (64, HIDDEN, 10), lambda rng: [])
    batches = [(x[part], y[part]) for part in parts]
    return gates.Training(start, batches, RATE, (x[TRAIN:], y[TRAIN:]))


test_training = gates.training(MODEL, plan, needs=["gradient", "second_call"])
test_accuracy = gates.held_out(
    MODEL, plan, gates.as_accurate, ("accuracy on held-out digits", "留出数字上的准确率")
)
test_large_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (rng.normal(size=(6, 5)), rng.integers(0, 3, 6))
)
