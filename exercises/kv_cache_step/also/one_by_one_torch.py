import torch


# Token by token, with complex pairs: the cache holds one tensor of keys and one of values.
def pairs(x):
    return torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous())


def kv_cache_step(q, k, v, cache):
    length, keys, values = cache or (0, None, None)
    half = q.shape[-1] // 2
    rates = 10000.0 ** -(torch.arange(half) / half)
    outs = []
    for one_q, one_k, one_v in zip(q.unbind(2), k.unbind(2), v.unbind(2)):
        turn = torch.polar(torch.ones(half), length * rates)
        key = (pairs(one_k) * turn).unsqueeze(2)
        value = one_v.unsqueeze(2)
        keys = key if keys is None else torch.cat((keys, key), dim=2)
        values = value if values is None else torch.cat((values, value), dim=2)
        score = torch.einsum("bhd,bhsd->bhs", pairs(one_q) * turn, keys.conj()).real
        share = torch.softmax(score / (2 * half) ** 0.5, dim=-1)
        outs.append(torch.einsum("bhs,bhsd->bhd", share, values))
        length += 1
    return torch.stack(outs, dim=2), (length, keys, values)
