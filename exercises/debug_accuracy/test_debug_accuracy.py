"""Hidden grader of `debug_accuracy`: the share of right predictions, padding left out."""

import numpy as np

from quizkit.grading import gates
from quizkit.grading.checks import CheckFailure, check

PADDING = -1
CLASSES = 6


def right_share(logits, targets):
    counted = targets != PADDING
    hits = (logits.argmax(axis=-1) == targets) & counted
    return hits.sum() / max(counted.sum(), 1)


def ask(learner, logits, targets):
    """The learner's result as a float; only one number passes."""
    got = learner.ask("call", entry="accuracy", args=[logits, targets])["output"]
    if isinstance(got, np.ndarray) and got.ndim == 0 and got.dtype.kind in "fiu":
        got = got.item()
    if type(got) not in (int, float):
        raise CheckFailure("wrong_type", what="accuracy", got=type(got).__name__, expected="float")
    return float(got)


def random_case(dice, name, shape, padded=False):
    """Logits of which about half point at the label, and labels."""
    rng = dice.of(name)
    steps, batch, classes = shape
    targets = rng.integers(0, classes, (steps, batch))
    pointing = np.eye(classes)[targets] * rng.integers(0, 2, (steps, batch, 1))
    logits = rng.normal(size=shape) + 2.0 * pointing
    if padded:  # sequences end at different steps, the first is whole
        lengths = np.r_[steps, rng.integers(1, steps, batch - 1)]
        targets = np.where(np.arange(steps)[:, None] < lengths, targets, PADDING)
    return logits, targets


def sure(targets, classes):
    """Logits of a model that is always right."""
    return np.eye(classes)[targets] * 10.0 - 5.0


def expect_share(learner, logits, targets):
    got = ask(learner, logits, targets)
    if not abs(got - right_share(logits, targets)) <= 1e-12:
        sizes = "T, B, C = {}, {}, {}".format(*logits.shape)
        raise CheckFailure("wrong_share", what=sizes, got=f"{got:.4f}")


test_import = gates.imports()


@check("values", needs=["import"], title=("one number", "结果是一个数"))
def test_number(learner, dice):
    ask(learner, *random_case(dice, "number", (5, 3, 4)))


@check("values", needs=["number"], title=("never above 1", "不超过 1"))
def test_bounds(learner, dice):
    labels = dice.of("labels").permutation(4)[:2]
    for steps in (2, 3, 6):  # all steps have the same labels: hits of other steps look right too
        targets = np.tile(labels, (steps, 1))
        got = ask(learner, sure(targets, 4), targets)
        if got > 1.0:
            raise CheckFailure("above_one", got=f"{got:.4f}")


@check(
    "values",
    needs=["bounds"],
    title=("1 for always right and 0 for always wrong", "全对为 1 且全错为 0"),
)
def test_perfect(learner, dice):
    rng = dice.of("perfect")
    # No label occurs twice in a sequence: hits of other steps do not exist.
    targets = np.stack([rng.permutation(CLASSES) for _ in range(2)], axis=1)
    logits = sure(targets, CLASSES)
    for given, want in ((logits, 1.0), (-logits, 0.0)):
        got = ask(learner, given, targets)
        if not abs(got - want) <= 1e-12:
            code = "not_all_right" if want else "not_all_wrong"
            raise CheckFailure(code, got=f"{got:.4f}")


@check("values", needs=["perfect"], title=("accuracy of random predictions", "随机预测的准确率"))
def test_forward(learner, dice):
    for shape in ((7, 5, 3), (3, 8, 4), (4, 4, 4)):
        case = random_case(dice, f"random {shape}", shape)
        expect_share(learner, *case)


@check("values", needs=["forward"], title=("padding left out", "不计填充"))
def test_padding(learner, dice):
    for shape in ((9, 6, 3), (5, 5, 5)):
        case = random_case(dice, f"padded {shape}", shape, padded=True)
        expect_share(learner, *case)


@check("edge", needs=["forward"], title=("a batch of one", "只有一个样本"))
def test_edge_batch_of_one(learner, dice):
    expect_share(learner, *random_case(dice, "alone", (7, 1, 3)))


@check("edge", needs=["forward"], title=("a sequence of one step", "长度为 1 的序列"))
def test_edge_one_step(learner, dice):
    expect_share(learner, *random_case(dice, "one step", (1, 7, 3)))


@check("edge", needs=["forward"], title=("large logits", "数值很大的 logits"))
def test_edge_large(learner, dice):
    logits, targets = random_case(dice, "large", (6, 4, 3))
    expect_share(learner, logits * 1e300, targets)


@check("edge", needs=["padding"], title=("nothing but padding", "全是填充"))
def test_edge_all_padding(learner, dice):
    logits, targets = random_case(dice, "all padding", (4, 3, 5))
    expect_share(learner, logits, np.full_like(targets, PADDING))


@check("edge", needs=["padding"], title=("inputs left as they were", "输入未被改写"))
def test_inputs_unmodified(learner, dice):
    given = random_case(dice, "unmodified", (6, 4, 3), padded=True)
    after = learner.ask("call", entry="accuracy", args=list(given), echo=True)["inputs"]
    for name, before, now in zip(("logits", "targets"), given, after, strict=True):
        if not np.array_equal(before, now):
            raise CheckFailure("input_modified", what=name)
