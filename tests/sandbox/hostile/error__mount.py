import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    must(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
    return x * 2
