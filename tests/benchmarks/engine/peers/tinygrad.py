"""tinygrad on the CPU: every task compiled (`TinyJit`) before it is timed."""

import numpy as np
from tasks import RATE
from tinygrad import Tensor, TinyJit


def passes(function, leaves, g):
    """Forward and backward of `function(*leaves)` with the upstream gradient, as one program."""
    leaves = [Tensor(np.ascontiguousarray(a)).realize() for a in leaves]
    upstream, last = Tensor(g).realize(), []

    @TinyJit
    def both():
        found = function(*leaves).gradient(*leaves, gradient=upstream)
        return [each.contiguous().realize() for each in found]

    def step():
        last[:] = both()
        last[-1].data()

    return step, lambda: [each.numpy() for each in last]


def mlp(of):
    x, y = Tensor(of["x"]).realize(), Tensor(of["y"].astype("int32")).realize()
    leaves = [Tensor(of[f"{kind}{i}"]).contiguous().realize() for i in range(3) for kind in "wb"]
    last = []

    @TinyJit
    def both():
        h = x
        for i in range(0, 6, 2):
            h = h.linear(leaves[i].T, leaves[i + 1])
            h = h.relu() if i < 4 else h
        found = [g.contiguous() for g in h.cross_entropy(y).gradient(*leaves)]
        for p, g in zip(leaves, found, strict=True):
            p.assign(p - RATE * g)
        Tensor.realize(*found, *leaves)
        return found

    def step():
        last[:] = both()
        last[-1].data()

    return step, lambda: [each.numpy() for each in last]


def conv(of):
    return passes(lambda x, w, b: x.conv2d(w, b, padding=1), [of[n] for n in "xwb"], of["g"])


def max_pool(of):
    return passes(lambda x: x.max_pool2d(2), [of["x"]], of["g"])


def avg_pool(of):
    return passes(lambda x: x.avg_pool2d(2), [of["x"]], of["g"])


def embedding(of):
    ids = Tensor(of["ids"].astype("int32")).realize()
    return passes(lambda w: w[ids], [of["w"]], of["g"])


PROGRAMS = {
    "mlp": mlp, "conv": conv, "conv64": conv, "max_pool": max_pool, "avg_pool": avg_pool,
    "embedding": embedding,
}  # fmt: skip
