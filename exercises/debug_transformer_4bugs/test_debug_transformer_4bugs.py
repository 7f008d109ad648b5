"""Hidden grader of `debug_transformer_4bugs`: a small causal language model that learns to copy."""

import numpy as np
import quizgrad
import quizgrad.nn.functional as F
from quizgrad import nn

from quizkit.grading import behaviour, gates
from quizkit.grading.checks import Case, CheckFailure, check
from quizkit.grading.subject import Model

VOCABULARY, LENGTH, DIM, HEADS = 7, 8, 12, 2
CONFIG = (VOCABULARY, LENGTH, DIM, HEADS)
TOKENS, HALF = 6, 4  # the copy task: four random tokens, then the same four
STEPS, BATCH, HELD_OUT, RATE = 50, 64, 200, 0.5
SURE = 60.0


class Reference(nn.Module):
    def __init__(self, vocab, length, dim, heads):
        super().__init__()
        self.heads = heads
        self.tok = nn.Embedding(vocab, dim)
        self.pos = nn.Embedding(length, dim)
        for name in ("q", "k", "v", "out"):
            setattr(self, name, nn.Linear(dim, dim, bias=False))
        self.up = nn.Linear(dim, 4 * dim)
        self.down = nn.Linear(4 * dim, dim)
        self.head = nn.Linear(dim, vocab, bias=False)

    def attention(self, x):
        batch, steps, dim = x.shape
        q, k, v = (
            layer(x).reshape(batch, steps, self.heads, -1).transpose(1, 2)
            for layer in (self.q, self.k, self.v)
        )
        scores = q @ k.transpose(2, 3) / (dim // self.heads) ** 0.5
        ahead = quizgrad.tensor(np.triu(np.ones((steps, steps), dtype=bool), 1))
        weights = scores.masked_fill(ahead, -np.inf).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, steps, dim))

    def forward(self, ids):
        x = self.tok(ids) + self.pos.weight[: ids.shape[1]]
        x = x + self.attention(x)
        return self.head(x + self.down(F.relu(self.up(x))))


def next_token_loss(logits, ids):
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten())


class LanguageModel(Model):
    """A batch is the tokens alone; what follows each of them is its label."""

    def train(self, case, batches, lr):
        return super().train(case, [(ids, ids) for (ids,) in batches], lr)


MODEL = LanguageModel("CausalLM", Reference, next_token_loss)


def tokens(*shape, vocab=VOCABULARY):
    return lambda rng: [rng.integers(0, vocab, shape)]


def case(name, inputs, config=CONFIG, spread=1.0):
    return lambda dice: MODEL.case(dice, name, config, inputs, spread)


def other_tokens(dice):
    """The batch with every token replaced by another one."""
    made = BATCHED(dice)
    return Case(made.config, ((made.inputs[0] + 1) % VOCABULARY,), made.state)


BATCHED = case("batch", tokens(3, 6), spread=2.0)
CASES = {
    "batch": BATCHED,
    # B = T = heads = head_dim: a swapped axis changes values, not shapes.
    "all sizes equal": case("all sizes equal", tokens(2, 2, vocab=4), (4, 2, 4, 2), spread=2.0),
    "one head": case("one head", tokens(2, 5, vocab=4), (4, 5, 6, 1), spread=2.0),
}
LARGE = {"large": case("large", tokens(3, 6), spread=30.0)}
PARAMETERS = [
    "head.weight", "down.weight", "down.bias", "up.weight", "up.bias", "out.weight", "v.weight",
    "k.weight", "q.weight", "pos.weight", "tok.weight",
]  # fmt: skip

test_import = gates.imports()
test_signature = gates.signature(MODEL, [CONFIG, (5, 3, 8, 4)])
test_shapes = gates.shapes(MODEL, CASES)
test_dtype = gates.dtype(MODEL, CASES)
test_finite = gates.finite(MODEL, LARGE)
test_causal = behaviour.causal(MODEL, BATCHED, other_tokens, axis=1)
test_forward = gates.forward(MODEL, CASES)
test_gradient = gates.gradients(MODEL, CASES, PARAMETERS, inputs=0)
test_edge_batch_of_one = gates.edge(
    MODEL, case("alone", tokens(1, 8)), "alone", ("a batch of one", "只有一个样本")
)
test_edge_one_token = gates.edge(
    MODEL,
    case("one token", tokens(4, 1)),
    "one token",
    ("sequences of one token", "只有一个 token"),
)
test_edge_repeated = gates.edge(
    MODEL,
    case("repeated", lambda rng: [np.full((3, 7), 2)]),
    "repeated",
    ("one token all along", "全是同一个 token"),
)
test_inputs_unmodified = gates.inputs_unmodified(MODEL, BATCHED)
test_second_call = gates.second_call(MODEL, BATCHED, other_tokens)


def first_loss(learner, made):
    """The loss of one training step that changes nothing."""
    return learner.train(learner.model(MODEL.entry, made), [made.inputs], 0.0)[0]


@check(
    "training", needs=["shapes"], title=("loss of a model that knows nothing", "一无所知时的损失")
)
def test_initial_loss(learner, dice):
    made = BATCHED(dice)
    made.state["head.weight"][...] = 0.0
    got = first_loss(learner, made)
    if not abs(got - np.log(VOCABULARY)) <= 1e-9:
        raise CheckFailure("not_uniform_loss", got=f"{got:.4f}", total=VOCABULARY)


@check(
    "training",
    needs=["shapes"],
    title=("loss of a model that knows what follows", "知道下一个 token 时的损失"),
)
def test_next_token(learner, dice):
    """Tokens count upwards, and the logits say so: token v is followed by v + 1, surely."""
    made = BATCHED(dice)
    for value in made.state.values():
        value[...] = 0.0
    made.state["tok.weight"][...] = np.eye(VOCABULARY, DIM)
    made.state["head.weight"][...] = SURE * np.roll(np.eye(VOCABULARY, DIM), 1, axis=0)
    start = dice.of("start").permutation(VOCABULARY)[:3, None]
    got = first_loss(learner, Case(made.config, ((start + np.arange(6)) % VOCABULARY,), made.state))
    if not abs(got) <= 1e-9:
        raise CheckFailure("not_next_token", got=f"{got:.4f}")


def copies(rng, count):
    """(count, 2 * HALF): random tokens and the same once more."""
    first = rng.integers(0, TOKENS, (count, HALF))
    return np.concatenate([first, first], axis=1)


def plan(dice):
    start = MODEL.case(dice, "training", (TOKENS, 2 * HALF, 24, 2), lambda rng: [])
    for name in ("tok.weight", "pos.weight"):
        start.state[name][...] = dice.of(name).normal(size=start.state[name].shape)
    batches = [(copies(dice.of(f"batch {step}"), BATCH),) for step in range(STEPS)]
    held = copies(dice.of("held out"), HELD_OUT)
    return gates.Training(start, batches, RATE, (held, held))


def as_accurate(outputs, right, ids):
    """The second half, predicted from the first."""
    mine, theirs = (
        int((out[:, HALF - 1 : -1].argmax(axis=-1) == ids[:, HALF:]).sum())
        for out in (outputs, right)
    )
    count = ids[:, HALF:].size
    facts = {"accuracy": mine / count, "reference": theirs / count}
    if mine < theirs - 2:
        raise CheckFailure("less_accurate", **facts)
    return facts


test_fresh_steps = behaviour.fresh_steps(MODEL, plan, needs=["gradient", "next_token"])
test_training = gates.training(
    MODEL, plan, needs=["gradient", "second_call", "initial_loss", "next_token", "fresh_steps"]
)
test_copy = gates.held_out(MODEL, plan, as_accurate, ("copies what it has read", "复述读到的内容"))
test_huge_logits = gates.huge_logits(
    MODEL, CONFIG, lambda rng: (rng.integers(0, VOCABULARY, (3, 6)),)
)
