import numpy as np


# The cache is a tuple of tokens as they came; each query turns the keys it sees by the distance.
def turned(x, angle):
    z = (x[..., 0::2] + 1j * x[..., 1::2]) * np.exp(1j * angle)
    out = np.empty(x.shape)
    out[..., 0::2], out[..., 1::2] = z.real, z.imag
    return out


def kv_cache_step(q, k, v, cache):
    tokens = cache or ()
    size = q.shape[-1]
    rates = np.exp(np.arange(0, size, 2) * (-np.log(10000.0) / size))
    outs = []
    for i in range(q.shape[2]):
        tokens = (*tokens, (k[:, :, i].copy(), v[:, :, i].copy()))
        last = len(tokens) - 1
        score = [
            (q[:, :, i] * turned(key, (t - last) * rates)).sum(-1) / size**0.5
            for t, (key, _) in enumerate(tokens)
        ]
        share = np.exp(np.array(score) - np.logaddexp.reduce(score, axis=0))
        outs.append(sum(p[..., None] * value for p, (_, value) in zip(share, tokens)))
    return np.stack(outs, axis=2), tokens
