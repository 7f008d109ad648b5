"""micrograd: scalars only, so the chain alone; its walk recurses, hence the deeper stack."""

import sys

from micrograd.engine import Value
from tasks import CHAIN

sys.setrecursionlimit(10 * CHAIN)


def chain(of):
    leaves = x, a, b = [Value(float(of[n])) for n in "xab"]

    def step():
        for each in leaves:
            each.grad = 0
        y = x
        for _ in range(CHAIN // 2):
            y = y * a + b
        y.backward()

    return step, lambda: [each.grad for each in leaves]


PROGRAMS = {"chain": chain}
