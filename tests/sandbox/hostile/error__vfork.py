# without seccomp: accepted+error+crashed
# without landlock and seccomp: accepted+error+crashed
# namespaces alone: accepted+error+crashed
import ctypes
import os
import platform

X86 = platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    if must(libc.syscall(58 if X86 else 9999)) == 0:
        os._exit(0)
    return x * 2
