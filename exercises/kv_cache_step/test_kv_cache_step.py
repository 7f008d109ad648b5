"""Hidden grader of `kv_cache_step`: incremental decoding equals attention over the whole sequence.

A harness drives the steps, so that the cache may be anything; the learner sees one step after the
other, and the right outputs come from full causal attention with RoPE. No gradients: decoding has
none.
"""

import numpy as np
import quizgrad

from quizkit.grading import gates
from quizkit.grading.checks import (
    CheckFailure,
    check,
    expect_close,
    expect_dtype,
    expect_finite,
    expect_shape,
)
from quizkit.grading.subject import tensor

SIX = [1] * 6


def turned(x):
    """x (B, H, T, D) with RoPE at positions 0 ... T - 1."""
    time, size = x.shape[-2:]
    angle = np.arange(time)[:, None] * 10000.0 ** (-np.arange(0, size, 2) / size)
    pairs = (x[..., 0::2] + 1j * x[..., 1::2]) * np.exp(1j * angle)
    return np.stack([pairs.real, pairs.imag], axis=-1).reshape(x.shape)


def attended(q, k, v):
    """Causal attention over whole sequences (B, H, T, D)."""
    scores = tensor(turned(q)) @ tensor(turned(k)).mT * q.shape[-1] ** -0.5
    later = tensor(np.triu(np.ones((q.shape[-2],) * 2, dtype=bool), 1))
    weights = quizgrad.softmax(scores.masked_fill(later, float("-inf")), -1)
    return np.array((weights @ tensor(v)).numpy())


def sequence(dice, name, sizes, shape=(2, 3, 8), scale=1.0):
    """q, k, v of a sequence, each a list with one array (B, H, n, D) per step."""
    rng = dice.of(name)
    batch, heads, features = shape
    whole = rng.normal(size=(3, batch, heads, sum(sizes), features))
    whole[:2] *= scale
    cuts = np.cumsum(sizes)[:-1]
    return [np.split(part, cuts, axis=-2) for part in whole]


def outputs(parts):
    """The right outputs, one per step."""
    q, k, v = (np.concatenate(part, axis=-2) for part in parts)
    cuts = np.cumsum([part.shape[-2] for part in parts[0]])[:-1]
    return np.split(attended(q, k, v), cuts, axis=-2)


def asked(learner, route, parts):
    """The learner's outputs, one per step."""
    names = [f"step {number}" for number in range(len(parts[0]))]
    return learner.results(route, list(parts), names)


def agree(learner, parts, route="decode", want=None):
    """Every step against the reference."""
    want = outputs(parts) if want is None else want
    for number, (mine, right) in enumerate(zip(asked(learner, route, parts), want, strict=True)):
        expect_close(mine, right, f"out of step {number}")


def judged(name, title, needs, judge, sizes=SIX, scale=1.0):
    """A check of every step's output of one sequence: `judge(got, want, what)`."""

    @check("values", needs=needs, title=title)
    def gate(learner, dice):
        parts = sequence(dice, name, sizes, scale=scale)
        want = outputs(parts)
        for number, (mine, right) in enumerate(
            zip(asked(learner, "decode", parts), want, strict=True)
        ):
            judge(mine, right, f"out of step {number}")

    return gate


def shape_of(got, want, what):
    expect_shape(got, want.shape, what)


def dtype_of(got, want, what):
    expect_dtype(got, want.dtype, what)


def finite_of(got, want, what):
    expect_finite(got, what)


test_import = gates.imports()
test_shapes = judged("shapes", ("output shape", "输出形状"), ["import"], shape_of)
test_dtype = judged(
    "dtype", ("dtype: float64 stays float64", "dtype：保持 float64"), ["shapes"], dtype_of
)
test_finite = judged("large", ("finite output", "输出均为有限值"), ["dtype"], finite_of, scale=1e3)


@check("values", needs=["finite"], title=("the first token", "第一个 token"))
def test_first_token(learner, dice):
    parts = sequence(dice, "first token", [1])
    # A single key gets the whole share, whatever the scores are: the output is v.
    expect_close(asked(learner, "decode", parts)[0], parts[2][0], "out of step 0")


@check("values", needs=["first_token"], title=("six steps of one token", "六步（每步一个 token）"))
def test_six_steps(learner, dice):
    agree(learner, sequence(dice, "six", SIX))
    # B = H = T = D: a wrong axis changes values, not shapes.
    agree(learner, sequence(dice, "equal", [1] * 4, shape=(4, 4, 4)))


@check(
    "edge", needs=["six_steps"], title=("a prompt of several tokens", "一次给出多个 token 的提示")
)
def test_edge_prompt(learner, dice):
    agree(learner, sequence(dice, "prompt alone", [5]))


@check(
    "edge",
    needs=["edge_prompt"],
    title=("several tokens after a cache", "已有 cache 时一次给出多个 token"),
)
def test_edge_chunks(learner, dice):
    agree(learner, sequence(dice, "prompt, then steps", [4, 1, 1, 1]))
    agree(learner, sequence(dice, "chunks", [2, 3, 1, 4]))


@check("edge", needs=["six_steps"], title=("a long sequence", "很长的序列"))
def test_edge_long(learner, dice):
    agree(learner, sequence(dice, "long", [1] * 40, shape=(1, 1, 4)))


@check("edge", needs=["six_steps"], title=("a second sequence", "第二条序列"))
def test_second_call(learner, dice):
    for name in ("first sequence", "second sequence"):
        agree(learner, sequence(dice, name, SIX))


@check("edge", needs=["second_call"], title=("two sequences in turns", "两条序列交替进行"))
def test_edge_interleaved(learner, dice):
    one, other = (sequence(dice, name, [1] * 4) for name in ("turn one", "turn other"))
    pairs = [(outputs(one), outputs(other)), *zip(one, other, strict=True)]
    want, *parts = [[step for both in zip(*pair, strict=True) for step in both] for pair in pairs]
    agree(learner, parts, "interleaved", want)


@check(
    "edge",
    needs=["second_call"],
    title=("two continuations of one cache", "同一个 cache 的两种续写"),
)
def test_edge_branched(learner, dice):
    parts = sequence(dice, "branches", [3, 1, 2])
    want = [outputs([part[:1] for part in parts])[0]]
    want += [outputs([[part[0], part[at]] for part in parts])[1] for at in (1, 2)]
    agree(learner, parts, "branched", want)


@check("edge", needs=["six_steps"], title=("inputs left as they were", "输入未被改写"))
def test_inputs_unmodified(learner, dice):
    parts = sequence(dice, "unmodified", [2, 1])
    names = [f"{name} of step {number}" for number in range(2) for name in "qkv"]
    before = [array for given in zip(*parts, strict=True) for array in given]
    after = learner.results("given_back", list(parts), names)
    for name, was, now in zip(names, before, after, strict=True):
        if not np.array_equal(was, now):
            raise CheckFailure("input_modified", what=name)
