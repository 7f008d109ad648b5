import numpy as np


# One query at a time, over the keys it may see; leading axes are flattened.
def flat(array, mask_or_rows):
    return np.broadcast_to(array, mask_or_rows).reshape(-1, *mask_or_rows[-2:])


def parts(q, k, v, mask):
    rows = (*q.shape[:-1], k.shape[-2])
    allowed = flat(mask, rows)
    return [a.reshape(-1, *a.shape[-2:]) for a in (q, k, v)], allowed


def shares(query, keys):
    score = keys @ query * query.size**-0.5
    power = np.exp(score - score.max())
    return power / power.sum()


def attention(q, k, v, mask):
    (queries, keys, values), allowed = parts(q, k, v, mask)
    out = np.zeros((*queries.shape[:2], values.shape[-1]), dtype=q.dtype)
    for n, t in np.ndindex(queries.shape[:2]):
        seen = np.flatnonzero(allowed[n, t])
        if len(seen):
            out[n, t] = shares(queries[n, t], keys[n, seen]) @ values[n, seen]
    return out.reshape(*q.shape[:-1], v.shape[-1])


def attention_backward(grad_out, q, k, v, mask):
    (queries, keys, values), allowed = parts(q, k, v, mask)
    upstream = grad_out.reshape(-1, *grad_out.shape[-2:])
    dq, dk, dv = (np.zeros_like(a) for a in (queries, keys, values))
    for n, t in np.ndindex(queries.shape[:2]):
        seen = np.flatnonzero(allowed[n, t])
        if not len(seen):
            continue
        p = shares(queries[n, t], keys[n, seen])
        g = values[n, seen] @ upstream[n, t]
        jacobian = np.diag(p) - np.outer(p, p)
        ds = jacobian @ g * queries.shape[-1] ** -0.5
        dv[n, seen] += np.outer(p, upstream[n, t])
        dq[n, t] = ds @ keys[n, seen]
        dk[n, seen] += np.outer(ds, queries[n, t])
    return dq.reshape(q.shape), dk.reshape(k.shape), dv.reshape(v.shape)
