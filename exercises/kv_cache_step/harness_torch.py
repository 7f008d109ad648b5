"""Drives the learner's `kv_cache_step`; a cache goes back to it as it came."""


def step(learner, q, k, v, cache, what):
    """One call: the output, checked to be an array, and the cache."""
    answer = learner.invoke(learner.entry("kv_cache_step"), q, k, v, cache)
    if type(answer) is not tuple or len(answer) != 2:
        raise TypeError("kv_cache_step must return two values: out, cache")
    return learner.checked(answer[0], what), answer[1]


def decode(learner, queries, keys, values):
    """The outputs of one sequence; each list has one array per step."""
    cache, outs = None, []
    for number, (q, k, v) in enumerate(zip(queries, keys, values, strict=True)):
        out, cache = step(learner, q, k, v, cache, f"out of step {number}")
        outs.append(out)
    return outs


def interleaved(learner, queries, keys, values):
    """Two sequences in turns: steps 0, 2, ... belong to one, steps 1, 3, ... to the other."""
    caches, outs = [None, None], []
    for number, (q, k, v) in enumerate(zip(queries, keys, values, strict=True)):
        which = number % 2
        out, caches[which] = step(learner, q, k, v, caches[which], f"out of step {number}")
        outs.append(out)
    return outs


def branched(learner, queries, keys, values):
    """Step 0, then every other step as a continuation of step 0 alone."""
    outs, root = [], None
    for number, (q, k, v) in enumerate(zip(queries, keys, values, strict=True)):
        out, cache = step(learner, q, k, v, root, f"out of step {number}")
        root = cache if number == 0 else root
        outs.append(out)
    return outs


def given_back(learner, queries, keys, values):
    """The arrays that were given, as they are after the steps, in the order q, k, v of each."""
    decode(learner, queries, keys, values)
    return [array for given in zip(queries, keys, values, strict=True) for array in given]
