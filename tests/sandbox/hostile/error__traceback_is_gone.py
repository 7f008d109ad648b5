class E(Exception):
    __traceback__ = property(lambda self: 1 / 0)

    @property
    def __class__(self):
        raise SystemExit(0)


def f(x):
    raise E('here')
