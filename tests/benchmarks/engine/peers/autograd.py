"""autograd (HIPS): what its own examples would write, with its own convolution."""

import autograd.numpy as anp
import autograd.scipy.signal as signal
from autograd import make_vjp, value_and_grad
from tasks import CHAIN, RATE


def passes(function, leaves, g):
    """Forward and the vjp of `function(*leaves)`."""
    last = []

    def step():
        vjp, _ = make_vjp(lambda given: function(*given))(tuple(leaves))
        last[:] = vjp(g)

    return step, lambda: last


def mlp(of):
    x, y = of["x"], of["y"]
    leaves = [of[f"{kind}{i}"].copy() for i in range(3) for kind in "wb"]
    rows, last = anp.arange(len(y)), []

    def loss(given):
        h = x
        for i in range(0, 6, 2):
            h = anp.dot(h, given[i].T) + given[i + 1]
            h = anp.maximum(h, 0) if i < 4 else h
        shifted = h - anp.max(h, axis=1, keepdims=True)
        logs = shifted - anp.log(anp.sum(anp.exp(shifted), axis=1, keepdims=True))
        return -anp.mean(logs[rows, y])

    grads_of = value_and_grad(loss)

    def step():
        last[:] = grads_of(leaves)[1]
        for p, g in zip(leaves, last, strict=True):
            p -= RATE * g

    return step, lambda: last


def conv(of):
    def layer(x, w, b):
        wide = anp.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="constant")
        out = signal.convolve(
            wide, w[:, :, ::-1, ::-1], axes=([2, 3], [2, 3]), dot_axes=([1], [1]), mode="valid"
        )
        return out + b[None, :, None, None]

    return passes(layer, [of["x"], of["w"], of["b"]], of["g"])


def pool(reduced):
    """A pooling by 2 as a reduction of the array reshaped."""

    def task(of):
        n, c, h, w = of["x"].shape
        return passes(
            lambda x: reduced(anp.reshape(x, (n, c, h // 2, 2, w // 2, 2))), [of["x"]], of["g"]
        )

    return task


def embedding(of):
    return passes(lambda w: w[of["ids"]], [of["w"]], of["g"])


def rnn(of):
    def layer(w_ih, w_hh, b_ih, b_hh):
        h, out = anp.zeros((32, 64), "float32"), []
        for x in of["x"]:
            h = anp.tanh(anp.dot(x, w_ih.T) + b_ih + anp.dot(h, w_hh.T) + b_hh)
            out.append(h)
        return anp.stack(out)

    return passes(layer, [of[n] for n in ("w_ih", "w_hh", "b_ih", "b_hh")], of["g"])


def sigmoid(a):
    return 0.5 * (anp.tanh(0.5 * a) + 1)


def lstm(of):
    def layer(w_ih, w_hh, b_ih, b_hh):
        h = c = anp.zeros((32, 64), "float32")
        out = []
        for x in of["x"]:
            a = anp.dot(x, w_ih.T) + b_ih + anp.dot(h, w_hh.T) + b_hh
            i, f, u, o = a[:, :64], a[:, 64:128], a[:, 128:192], a[:, 192:]
            c = sigmoid(f) * c + sigmoid(i) * anp.tanh(u)
            h = sigmoid(o) * anp.tanh(c)
            out.append(h)
        return anp.stack(out)

    return passes(layer, [of[n] for n in ("w_ih", "w_hh", "b_ih", "b_hh")], of["g"])


def chain(of):
    def walk(x, a, b):
        for _ in range(CHAIN // 2):
            x = x * a + b
        return x

    return passes(walk, [float(of[n]) for n in "xab"], 1.0)


PROGRAMS = {
    "mlp": mlp, "conv": conv, "conv64": conv, "embedding": embedding, "rnn": rnn, "lstm": lstm,
    "max_pool": pool(lambda x: anp.max(x, axis=(3, 5))),
    "avg_pool": pool(lambda x: anp.mean(x, axis=(3, 5))), "chain": chain,
}  # fmt: skip
