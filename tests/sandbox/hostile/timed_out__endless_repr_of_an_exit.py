class Code:
    def __repr__(self):
        while True:
            pass


def f(x):
    raise SystemExit(Code())
