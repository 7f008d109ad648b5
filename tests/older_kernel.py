"""`python older_kernel.py CALL,... -m quizkit ...`: run Python where these system calls do not exist.

The calls answer "no such call", as a kernel does that was built without them. This is how tests
make an isolation layer really missing.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
LOAD, JUMP_EQUAL, RETURN, ALLOW, ENOSYS = 0x20, 0x15, 0x06, 0x7FFF0000, 0x50000 | 38
COLUMN = {"x86_64": 0, "aarch64": 1}
CALLS = {
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "seccomp": (317, 277),
}


class Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forget(names: list[str]) -> None:
    """Make the named calls fail with ENOSYS in this process and all that it starts."""
    code = [(LOAD, 0, 0, 0)]
    for name in names:
        number = CALLS[name][COLUMN[platform.machine()]]
        code += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ENOSYS)]
    code.append((RETURN, 0, 0, ALLOW))
    raw = b"".join(struct.pack("<HBBI", *step) for step in code)
    asked, libc = Program(len(code), raw), ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    assert libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) == 0
    assert libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(MODE_FILTER), ctypes.byref(asked)) == 0


if __name__ == "__main__":
    forget(sys.argv[1].split(","))
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
