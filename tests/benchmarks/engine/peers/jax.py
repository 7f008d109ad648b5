"""JAX: every task but the chain compiled as a whole before it is timed."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from tasks import CHAIN, RATE

jax.config.update("jax_enable_x64", True)


def passes(function, leaves, g):
    """The compiled forward and vjp of `function(*leaves)`."""
    leaves, upstream, last = [jnp.asarray(a) for a in leaves], jnp.asarray(g), []

    @jax.jit
    def both(given, upstream):
        out, vjp = jax.vjp(function, *given)
        return out, vjp(upstream)

    def step():
        last[:] = jax.block_until_ready(both(leaves, upstream))[1]

    return step, lambda: [np.asarray(a) for a in last]


def mlp(of):
    x, y = jnp.asarray(of["x"]), jnp.asarray(of["y"])
    state = [[jnp.asarray(of[f"{kind}{i}"]) for i in range(3) for kind in "wb"]]
    last = []

    def loss(given):
        h = x
        for i in range(0, 6, 2):
            h = h @ given[i].T + given[i + 1]
            h = jax.nn.relu(h) if i < 4 else h
        logs = jax.nn.log_softmax(h)
        return -jnp.mean(jnp.take_along_axis(logs, y[:, None], axis=1))

    @jax.jit
    def update(given):
        grads = jax.grad(loss)(given)
        return grads, [p - RATE * g for p, g in zip(given, grads, strict=True)]

    def step():
        last[:], state[0] = jax.block_until_ready(update(state[0]))

    return step, lambda: [np.asarray(a) for a in last]


def conv(of):
    def layer(x, w, b):
        return lax.conv(x, w, (1, 1), "SAME") + b[:, None, None]

    return passes(layer, [of["x"], of["w"], of["b"]], of["g"])


def pool(start, combine, divisor):
    """A pooling by 2."""

    def task(of):
        kind = of["x"].dtype.type
        return passes(
            lambda x: lax.reduce_window(
                x, kind(start), combine, (1, 1, 2, 2), (1, 1, 2, 2), "VALID"
            ) / kind(divisor),
            [of["x"]], of["g"],
        )  # fmt: skip

    return task


def embedding(of):
    ids = jnp.asarray(of["ids"])
    return passes(lambda w: w[ids], [of["w"]], of["g"])


def rnn(of):
    def layer(w_ih, w_hh, b_ih, b_hh):
        def cell(h, a):
            h = jnp.tanh(a + h @ w_hh.T + b_hh)
            return h, h

        return lax.scan(cell, jnp.zeros((32, 64), "float32"), of["x"] @ w_ih.T + b_ih)[1]

    return passes(layer, [of[n] for n in ("w_ih", "w_hh", "b_ih", "b_hh")], of["g"])


def lstm(of):
    def layer(w_ih, w_hh, b_ih, b_hh):
        def cell(carried, a):
            h, c = carried
            i, f, u, o = jnp.split(a + h @ w_hh.T + b_hh, 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(u)
            h = jax.nn.sigmoid(o) * jnp.tanh(c)
            return (h, c), h

        zero = jnp.zeros((32, 64), "float32")
        return lax.scan(cell, (zero, zero), of["x"] @ w_ih.T + b_ih)[1]

    return passes(layer, [of[n] for n in ("w_ih", "w_hh", "b_ih", "b_hh")], of["g"])


def chain(of):
    """Not compiled: a compiled loop would have no graph of 10,000 nodes to walk."""

    def walk(x, a, b):
        for _ in range(CHAIN // 2):
            x = x * a + b
        return x

    leaves, last, grads_of = [jnp.asarray(of[n]) for n in "xab"], [], jax.grad(walk, (0, 1, 2))

    def step():
        last[:] = jax.block_until_ready(grads_of(*leaves))

    return step, lambda: [np.asarray(a) for a in last]


PROGRAMS = {
    "mlp": mlp, "conv": conv, "conv64": conv, "max_pool": pool(-np.inf, lax.max, 1),
    "avg_pool": pool(0, lax.add, 4), "embedding": embedding, "rnn": rnn, "lstm": lstm,
    "chain": chain,
}  # fmt: skip
