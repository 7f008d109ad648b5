# without seccomp: accepted+crashed+error
# without landlock and seccomp: accepted+crashed+error
# namespaces alone: accepted+crashed+error
import ctypes
import mmap
import os
import platform


def f(x):
    if platform.machine() != "x86_64":
        raise OSError(1, "no such calls here")
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes.fromhex("53b814000000cd805bc3"))  # getpid of the 32-bit interface
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    answer = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    if answer < 0:
        raise OSError(-answer, os.strerror(-answer))
    return x * 2
