# without landlock and seccomp: accepted
import tempfile


def f(x):
    tempfile.NamedTemporaryFile()
    return x * 2
