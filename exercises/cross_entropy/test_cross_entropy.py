"""Hidden grader of `cross_entropy`: the mean over logits and class indices, and its gradient.

The plain cases have neither weights nor ignored rows (the index to ignore occurs nowhere); weights,
ignored rows and huge logits come one at a time afterwards. As many rows as classes, so that an axis
taken for the other shows by value.
"""

import numpy as np
import quizgrad.nn.functional as F

from quizkit.grading import function_gates, gates
from quizkit.grading.subject import FunctionSubject

LOSS = FunctionSubject(
    "cross_entropy",
    lambda logits, targets, weight, ignore: F.cross_entropy(logits, targets, weight, ignore),
    names=("logits", "targets", "weight", "ignore_index"),
    outputs=("loss",),
    constants=("weight",),
)


def drawn(name, rows, classes, weighted=False, ignored=0, ignore=-100, scale=2.0):
    """A case: `ignored` rows of `rows` are to be ignored; every weight differs clearly from 1."""

    def make(dice):
        rng = dice.of(name)
        logits = rng.normal(size=(rows, classes)) * scale
        targets = rng.integers(0, classes, rows)
        if 0 <= ignore < classes:
            targets[targets == ignore] = (ignore + 1) % classes
        targets[rng.permutation(rows)[:ignored]] = ignore
        weight = rng.permutation(np.linspace(0.3, 2.5, classes)) if weighted else None
        return [logits, targets.astype(np.int64), weight, ignore]

    return make


def thousands(name, ignored=0):
    """Rows near 1000, near -1000, with both; the first target is the least likely class."""

    def make(dice):
        logits, targets, weight, ignore = drawn(name, 6, 6, ignored=ignored)(dice)
        logits[0] += 1000.0
        logits[1] -= 1000.0
        logits[2, ::2] += 1000.0
        logits[2, 1::2] -= 1000.0
        logits[3] *= 100.0
        targets[2], targets[3] = 1, logits[3].argmin()
        return [logits, targets, weight, ignore]

    return make


def confident(dice):
    """Logits of 200 for the right class: the loss is tiny, its gradient nearly zero."""
    rng = dice.of("confident")
    targets = rng.integers(0, 4, 5)
    logits = rng.normal(size=(5, 4))
    logits[np.arange(5), targets] += rng.uniform(150.0, 200.0, 5)
    logits[0] = 200.0
    return [logits, targets, None, -100]


PLAIN = {
    "as many rows as classes": drawn("square", 5, 5),
    "more rows": drawn("tall", 7, 4),
    "more classes": drawn("wide", 3, 8),
}
WEIGHTED = {
    "as many rows as classes": drawn("weighted square", 6, 6, weighted=True),
    "one class only": lambda dice: [
        dice.of("one").normal(size=(4, 3)),
        np.full(4, 2),
        np.array([1.0, 0.5, 0.125]),
        -100,
    ],
}
IGNORED = {
    "six rows, one ignored": drawn("one ignored", 6, 6, ignored=1),
    "more ignored than not": drawn("most ignored", 7, 4, ignored=5),
    "a class is ignored": drawn("class 0", 6, 5, ignored=2, ignore=0),
    "the last class is ignored": drawn("last class", 6, 5, ignored=2, ignore=4),
    "another index": drawn("minus one", 6, 5, ignored=2, ignore=-1),
}
BOTH = {
    "weights and ignored rows": drawn("both", 8, 5, weighted=True, ignored=3),
    "a class is ignored": drawn("both, class 0", 8, 5, weighted=True, ignored=2, ignore=0),
}
LARGE = {"1000 and -1000": thousands("thousands"), "ignored as well": thousands("th. ign.", 1)}
LARGE |= {"200 for the right class": confident}
SMALL = {
    "one row": drawn("one row", 1, 5),
    "two classes": drawn("two classes", 4, 2),
    "one class": drawn("one class", 3, 1, ignored=1),
}
NEEDS = ["gradient"]

test_import = gates.imports()
test_shapes = function_gates.shapes(LOSS, PLAIN)
test_dtype = function_gates.dtype(LOSS, PLAIN)
test_finite = function_gates.finite(LOSS, PLAIN)
test_forward = function_gates.forward(
    LOSS, PLAIN, title=("forward: the loss without weights", "前向：不带权重的损失")
)
test_gradient = function_gates.gradients(LOSS, PLAIN, of=["logits"])
test_edge_ignored = function_gates.edge(LOSS, IGNORED, ("ignored rows", "被忽略的行"), NEEDS)
test_edge_weighted = function_gates.edge(LOSS, WEIGHTED, ("class weights", "类别权重"), NEEDS)
test_edge_weighted_ignored = function_gates.edge(
    LOSS,
    BOTH,
    ("class weights and ignored rows", "类别权重加被忽略的行"),
    ["edge_weighted", "edge_ignored"],
)
test_edge_large = function_gates.edge(
    LOSS, LARGE, ("logits of 1000, -1000 and 200", "logits 为 1000、-1000、200"), NEEDS
)
test_edge_single = function_gates.edge(
    LOSS, SMALL, ("a single row, two classes, one class", "单行、两个类别、一个类别"), NEEDS
)
test_inputs_unmodified = function_gates.inputs_unmodified(
    LOSS, drawn("unmodified", 6, 5, weighted=True, ignored=2), NEEDS
)
test_second_call = function_gates.second_call(
    LOSS, drawn("first", 6, 5, ignored=1), drawn("second", 6, 5, ignored=2), NEEDS
)
test_other_layout = function_gates.other_layout(LOSS, {"by columns": drawn("rows", 6, 5)}, NEEDS)
