"""Hidden grader of `debug_cnn_flatten`: one convolution, any image size; clothes at 14x14."""

from functools import cache

import numpy as np
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import behaviour, gates
from quizkit.grading.checks import data
from quizkit.grading.subject import Model

CONFIG = (2, 3, 4, 8, 10)
STEPS, BATCH, CHANNELS, RATE = 40, 64, 4, 0.1
KINDS = np.array([0, 1, 7, 8])  # T-shirt, trousers, sneaker, bag


class Reference(nn.Module):
    def __init__(self, in_channels, channels, classes, height, width):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 3, padding=1)
        self.fc = nn.Linear(channels * (height // 2) * (width // 2), classes)

    def forward(self, x):
        return self.fc(F.avg_pool2d(F.relu(self.conv(x)), 2).flatten(1))


MODEL = Model("CNN", Reference, F.cross_entropy)


def case(name, batch, config=CONFIG, spread=1.0):
    """Random images of the size that `config` asks for."""
    shape = (batch, config[0], *config[3:])
    return lambda dice: MODEL.case(dice, name, config, lambda rng: [rng.normal(size=shape)], spread)


def negative(dice):
    """Biases so far below zero that every logit is."""
    made = case("negative", 5)(dice)
    made.state["fc.bias"][...] = -100.0 - np.abs(made.state["fc.bias"])
    return made


def at_zero(dice):
    """Black pictures and no bias: what the convolution yields of them sits exactly at the kink."""
    made = case("at zero", 3)(dice)
    made.state["conv.bias"][...] = 0.0
    made.inputs[0][1:] = 0.0
    return made


BATCHED = case("batch", 5)
OTHER = case("other", 5)
CASES = {
    "batch": BATCHED,
    "square": case("square", 4, (4, 4, 4, 4, 4)),
    # With a size that forgets the padding 4 images would still fill whole rows: 9 of them.
    "rows": case("rows", 4, (1, 4, 3, 6, 6)),
}
LARGE = {"large": case("large", 3, spread=1e4)}
SIZES = [CONFIG, (1, 4, 10, 28, 28), (3, 2, 5, 32, 32), (1, 3, 2, 13, 9)]
PARAMETERS = ["fc.weight", "fc.bias", "conv.weight", "conv.bias"]

test_import = gates.imports()
test_signature = gates.signature(MODEL, SIZES)
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_nonlinear = behaviour.nonlinear(MODEL, BATCHED, OTHER)
test_signed_logits = behaviour.signed_logits(MODEL, negative)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(MODEL, CASES, PARAMETERS)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", 1), "alone", ("a batch of one", "只有一个样本")
)
test_edge_odd_size = gates.edge(
    MODEL, case("odd", 3, (2, 3, 4, 9, 7)), "odd", ("odd height and width", "高和宽都是奇数")
)
test_edge_28 = gates.edge(
    MODEL, case("28", 2, (1, 4, 10, 28, 28)), "28", ("images of 28x28", "28x28 的图像")
)
test_edge_relu_at_zero = gates.edge(
    MODEL, at_zero, "at zero", ("pre-activations of exactly zero", "预激活值恰好为零")
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(MODEL, BATCHED, OTHER)


@cache
def clothes():
    """Pictures (N, 1, 14, 14) of four kinds, standardised on the training part, with labels."""
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
    config = (1, CHANNELS, len(KINDS), *x.shape[2:])
    start = MODEL.case(dice, "training", config, lambda rng: [])
    return gates.Training(start, [(x[p], y[p]) for p in parts], RATE, (held, held_labels))


test_training = gates.training(MODEL, plan, needs=["gradient", "second_call"])
test_accuracy = gates.held_out(
    MODEL, plan, gates.as_accurate, ("accuracy on held-out clothes", "留出图像上的准确率")
)
test_huge_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (rng.normal(size=(5, 2, 8, 10)), rng.integers(0, 4, 5))
)
