"""Hidden grader of `embedding`: look-up, masked mean, linear layer; sentences of Alice."""

import re
from functools import cache

import numpy as np
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import gates
from quizkit.grading.checks import text_data
from quizkit.grading.subject import Model

VOCABULARY, DIM, CLASSES = 11, 4, 3
CONFIG = (VOCABULARY, DIM, CLASSES)
STEPS, BATCH, LENGTH, RATE = 50, 64, 24, 2.0
FC_START = 4.0


class Reference(nn.Module):
    def __init__(self, vocab_size, dim, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, dim, padding_idx=0)
        self.fc = nn.Linear(dim, classes)

    def forward(self, ids):
        mask = (ids != 0).double().unsqueeze(-1)
        total = (self.embedding(ids) * mask).sum(1)
        return self.fc(total / mask.sum(1).clamp(min=1))


MODEL = Model("TextClassifier", Reference, F.cross_entropy)


def padded(rng, batch, length):
    """Rows of random ids, each padded to a random number of tokens (at least one)."""
    ids = rng.integers(1, VOCABULARY, (batch, length))
    tokens = rng.integers(1, length + 1, (batch, 1))
    return [np.where(np.arange(length) < tokens, ids, 0)]


def case(name, inputs, config=CONFIG, spread=1.0):
    return lambda dice: MODEL.case(dice, name, config, inputs, spread)


BATCHED = case("batch", lambda rng: padded(rng, 6, 5))
CASES = {
    "batch": BATCHED,
    "square": case("square", lambda rng: padded(rng, 4, 4), (VOCABULARY, 4, 4)),
}
LARGE = {"large": case("large", lambda rng: padded(rng, 3, 5), spread=1e6)}
REPEATED = case("repeated", lambda rng: [np.array([[3, 3, 3, 0], [3, 5, 5, 3], [5, 0, 0, 0]])])
ALL_PADDING = case("all padding", lambda rng: [np.array([[0, 0, 0], [2, 7, 0]])])
ALONE = case("alone", lambda rng: padded(rng, 1, 4))

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (7, 2, 5)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(
    MODEL, CASES, ["embedding.weight", "fc.weight", "fc.bias"], inputs=0
)
test_edge_repeated_ids = gates.edge(MODEL, REPEATED, "repeated", ("repeated ids", "重复的 id"))
test_edge_all_padding = gates.edge(
    MODEL, ALL_PADDING, "all padding", ("a row of padding only", "整行都是填充")
)
test_edge_batch_of_one = gates.edge(MODEL, ALONE, "alone", ("a batch of one", "只有一个样本"))
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(
    MODEL, BATCHED, case("batch two", lambda rng: padded(rng, 5, 7))
)


SPOKEN = re.compile(r"(?:(?<=[\s(])|^)'(.+?[,.!?;:-])'(?=[\s).,;-]|$)")


def sentences():
    """(words, 1 if spoken) for every sentence, in the order of the book."""
    for paragraph in re.split(r"\n\s*\n", text_data("alice")):
        parts = SPOKEN.split(re.sub(r"\s+", " ", paragraph).strip())
        for index, part in enumerate(parts):
            for sentence in re.split(r"[.!?;:]", part):
                words = re.findall(r"[a-z]+(?:'[a-z]+)?", sentence.lower())
                if 3 <= len(words) <= LENGTH:
                    yield words, index % 2


@cache
def corpus():
    """ids (N, LENGTH) and labels (N,); the vocabulary comes from the training part alone."""
    rows = list(sentences())
    split = STEPS * BATCH // 2
    counts = {}
    for words, _ in rows[:split]:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    kept = sorted((w for w, n in counts.items() if n >= 3), key=lambda w: (-counts[w], w))
    known = {word: index + 2 for index, word in enumerate(kept)}
    ids = np.zeros((len(rows), LENGTH), dtype=np.int64)
    for row, (words, _) in enumerate(rows):
        ids[row, : len(words)] = [known.get(word, 1) for word in words]
    return ids, np.array([label for _, label in rows]), len(known) + 2, split


def plan(dice):
    ids, labels, vocabulary, split = corpus()
    order = dice.of("order").permutation(split)
    parts = np.concatenate([order, order]).reshape(STEPS, BATCH)
    start = MODEL.case(dice, "training", (vocabulary, 16, 2), lambda rng: [])
    # The table is moved by what fc sends back: with a larger fc it learns within these few steps.
    start.state["fc.weight"][...] *= FC_START
    return gates.Training(
        start, [(ids[p], labels[p]) for p in parts], RATE, (ids[split:], labels[split:])
    )


test_training = gates.training(MODEL, plan, needs=["gradient", "second_call"])
test_accuracy = gates.held_out(
    MODEL, plan, gates.as_accurate, ("accuracy on later chapters", "后面章节上的准确率")
)
test_large_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (padded(rng, 6, 5)[0], rng.integers(0, CLASSES, 6))
)
