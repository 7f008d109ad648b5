class Code:
    def __repr__(self):
        raise SystemExit(self)


def f(x):
    raise SystemExit(Code())
