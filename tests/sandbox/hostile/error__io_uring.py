# without seccomp: accepted+error+out_of_memory
# without landlock and seccomp: accepted+error+out_of_memory
# namespaces alone: accepted+error+out_of_memory
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def must(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def f(x):
    params = ctypes.create_string_buffer(120)
    must(libc.syscall(425, 4, params))
    return x * 2
