# without seccomp: error+accepted+exited+protocol
# without landlock and seccomp: exited+protocol+error
# namespaces alone: exited+protocol+error
import ctypes
import os
import platform

NUMBER = {"x86_64": 322, "aarch64": 281}[platform.machine()]


def f(x):
    libc = ctypes.CDLL(None, use_errno=True)
    words = (ctypes.c_char_p * 2)(b"true", None)
    libc.syscall(NUMBER, -100, b"/bin/true", words, None, 0)
    raise PermissionError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
