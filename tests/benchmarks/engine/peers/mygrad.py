"""MyGrad: its own layers where it has them, else single operations."""

import mygrad as mg
import numpy as np
from mygrad.nnet.layers import conv_nd
from mygrad.nnet.layers import max_pool as max_pool_nd
from mygrad.nnet.losses import softmax_crossentropy
from tasks import CHAIN, RATE


def passes(function, leaves, g):
    """Forward and backward of `function(*leaves)` with the upstream gradient."""

    def step():
        for each in leaves:
            each.null_grad()
        function(*leaves).backward(g)

    return step, lambda: [each.grad for each in leaves]


def mlp(of):
    x, y = of["x"], of["y"]
    leaves = [mg.tensor(of[f"{kind}{i}"]) for i in range(3) for kind in "wb"]

    def step():
        h = x
        for i in range(0, 6, 2):
            h = mg.matmul(h, leaves[i].T) + leaves[i + 1]
            h = mg.maximum(h, 0) if i < 4 else h
        for each in leaves:
            each.null_grad()
        softmax_crossentropy(h, y).backward()
        for each in leaves:
            each.data -= RATE * each.grad

    return step, lambda: [each.grad for each in leaves]


def conv(of):
    x, w, b = (mg.tensor(of[n]) for n in "xwb")
    return passes(
        lambda x, w, b: conv_nd(x, w, stride=1, padding=1) + b.reshape(1, -1, 1, 1),
        [x, w, b], of["g"],
    )  # fmt: skip


def max_pool(of):
    return passes(lambda x: max_pool_nd(x, (2, 2), 2), [mg.tensor(of["x"])], of["g"])


def avg_pool(of):
    n, c, h, w = of["x"].shape
    return passes(
        lambda x: mg.mean(x.reshape(n, c, h // 2, 2, w // 2, 2), axis=(3, 5)),
        [mg.tensor(of["x"])], of["g"],
    )  # fmt: skip


def embedding(of):
    return passes(lambda w: w[of["ids"]], [mg.tensor(of["w"])], of["g"])


def layer(of, cell):
    """A loop over time; `cell` makes the next h and c of both and of the sum of products."""

    def forward(w_ih, w_hh, b_ih, b_hh):
        h = c = np.zeros((32, 64), "float32")
        out = []
        for x in of["x"]:
            a = mg.matmul(x, w_ih.T) + b_ih + mg.matmul(h, w_hh.T) + b_hh
            h, c = cell(a, c)
            out.append(h)
        return mg.stack(out)

    leaves = [mg.tensor(of[n]) for n in ("w_ih", "w_hh", "b_ih", "b_hh")]
    return passes(forward, leaves, of["g"])


def sigmoid(a):
    return 0.5 * (mg.tanh(0.5 * a) + 1)


def lstm_cell(a, c):
    i, f, u, o = a[:, :64], a[:, 64:128], a[:, 128:192], a[:, 192:]
    c = sigmoid(f) * c + sigmoid(i) * mg.tanh(u)
    return sigmoid(o) * mg.tanh(c), c


def chain(of):
    def walk(x, a, b):
        for _ in range(CHAIN // 2):
            x = x * a + b
        return x

    return passes(walk, [mg.tensor(of[n]) for n in "xab"], None)


PROGRAMS = {
    "mlp": mlp, "conv": conv, "conv64": conv, "max_pool": max_pool, "avg_pool": avg_pool,
    "embedding": embedding, "rnn": lambda of: layer(of, lambda a, c: (mg.tanh(a), c)),
    "lstm": lambda of: layer(of, lstm_cell), "chain": chain,
}  # fmt: skip
