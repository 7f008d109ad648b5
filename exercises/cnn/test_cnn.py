"""Hidden grader of `cnn`: convolutions, max-pool, global average; clothes of 14x14 pixels."""

from functools import cache

import numpy as np
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.checks import data
from quizkit.grading.subject import Model

CONFIG = (2, 3, 4)
STEPS, BATCH, CHANNELS, RATE = 50, 64, 8, 0.2
START = 6**0.5  # weights uniform within sqrt(6 / fan in): the loss moves within the first steps
KINDS = np.array([1, 7, 8])  # trousers, sneaker, bag


class Reference(nn.Module):
    def __init__(self, in_channels, channels, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.fc = nn.Linear(2 * channels, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return self.fc(F.relu(self.conv2(x)).mean((2, 3)))


MODEL = Model("CNN", Reference, F.cross_entropy)


def images(*shape):
    return lambda rng: [rng.normal(size=shape)]


def case(name, inputs, config=CONFIG, spread=1.0):
    return lambda dice: MODEL.case(dice, name, config, inputs, spread)


def tied(dice):
    """A constant picture and small whole weights: sums are exact, so equal maxima are equal."""
    made = MODEL.case(dice, "tied", CONFIG, lambda rng: [np.ones((2, 2, 6, 8))])
    for value in made.state.values():
        value[...] = np.rint(value / np.abs(value).max() * 2)
    made.state["conv1.bias"][...] = np.abs(made.state["conv1.bias"]) + 9.0
    made.state["conv2.bias"][...] = np.abs(made.state["conv2.bias"]) + 99.0
    return made


def at_zero(dice):
    """A black picture and zero biases: what conv1 yields of it sits exactly at the kink."""
    made = MODEL.case(dice, "at zero", CONFIG, images(3, 2, 6, 4))
    made.inputs[0][1] = 0.0
    made.state["conv1.bias"][:] = 0.0
    return made


BATCHED = case("batch", images(5, 2, 8, 10))
CASES = {"batch": BATCHED, "square": case("square", images(4, 4, 8, 8), (4, 4, 4))}
LARGE = {"large": case("large", images(3, 2, 8, 10), spread=1e4)}
PARAMETERS = [
    "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc.weight", "fc.bias",
]  # fmt: skip

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (1, 5, 3)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(MODEL, CASES, PARAMETERS)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", images(1, 2, 8, 10)), "alone", ("a batch of one", "只有一个样本")
)
test_edge_odd_size = gates.edge(
    MODEL, case("odd", images(3, 2, 9, 7)), "odd", ("odd height and width", "高和宽都是奇数")
)
test_edge_smallest = gates.edge(
    MODEL, case("smallest", images(3, 2, 2, 2)), "smallest", ("pictures of 2x2", "2x2 的图像")
)
test_edge_ties = gates.edge(MODEL, tied, "tied", ("equal maxima in a window", "窗口内最大值并列"))
test_edge_relu_at_zero = gates.edge(
    MODEL, at_zero, "at zero", ("pre-activations of exactly zero", "预激活值恰好为零")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(
    MODEL, BATCHED, case("batch two", images(5, 2, 8, 10))
)


@cache
def clothes():
    """Pictures (N, 1, 14, 14) of three kinds, standardised on the training part, with labels."""
    found = data("fashion")
    mean, spread = found["Xtr"].mean(), found["Xtr"].std()
    parts = []
    for pixels, labels in ((found["Xtr"], found["ytr"]), (found["Xte"], found["yte"])):
        kept = np.isin(labels, KINDS)
        parts.append((pixels[kept][:, None].astype(np.float64) - mean) / spread)
        parts.append(np.searchsorted(KINDS, labels[kept]).astype(np.int64))
    return parts


def plan(dice):
    x, y, held, held_labels = clothes()
    rng = dice.of("order")
    order = np.concatenate([rng.permutation(len(y)) for _ in range(-(-STEPS * BATCH // len(y)))])
    parts = order[: STEPS * BATCH].reshape(STEPS, BATCH)
    config = (1, CHANNELS, len(KINDS))
    start = MODEL.case(dice, "training", config, lambda rng: [], START)
    batches = [(x[part], y[part]) for part in parts]
    return gates.Training(start, batches, RATE, (held, held_labels))


test_training = gates.training(MODEL, plan, needs=["gradient", "second_call"])
test_accuracy = gates.held_out(
    MODEL, plan, gates.as_accurate, ("accuracy on held-out clothes", "留出图像上的准确率")
)
test_large_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (rng.normal(size=(6, 2, 4, 6)), rng.integers(0, 4, 6))
)
