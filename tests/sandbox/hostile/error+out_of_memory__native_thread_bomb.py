import ctypes
import ctypes.util

START = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
libc = ctypes.CDLL(None)


def f(x):
    thread = ctypes.c_ulong()
    for _ in range(100_000):
        if libc.pthread_create(ctypes.byref(thread), None, ctypes.cast(libc.pause, ctypes.c_void_p), None):
            raise OSError("no more threads")
    return x * 2
