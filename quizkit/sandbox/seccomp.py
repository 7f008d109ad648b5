"""seccomp: the process may compute, read and start threads; no call outside the list works.

The filter is classic BPF over `struct seccomp_data` (seccomp(2)). Everything not allowed fails with
EPERM, so that the learner's code sees an exception; calls of a foreign architecture too. `clone`
passes for threads alone, signals reach only the process itself, files open only for reading.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from .syscalls import ALLOWED, ARCHITECTURES, CONDITIONAL, number

PR_SET_SECCOMP = 22
SET_MODE_FILTER, MODE_FILTER, FLAG_TSYNC = 1, 2, 1
ALLOW = 0x7FFF0000
EPERM, ENOSYS, ENOTTY = 0x00050000 | 1, 0x00050000 | 38, 0x00050000 | 25
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
AT_NUMBER, AT_ARCH, AT_ARGUMENT = 0, 4, 16
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND: the same numbers on both machines.
WRITING = 0o3 | 0o100 | 0o1000 | 0o2000
# F_SETOWN and F_SETSIG would send signals to others: only the harmless fcntl commands pass.
FCNTL = (0, 1, 2, 3, 4, 1030, 1032)
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS, PR_SET_VMA
PRCTL = (3, 15, 16, 39, 0x53564D41)

Instruction = tuple[int, int, int, int]


def program(machine: str, pid: int) -> list[Instruction]:
    """The filter for a process `pid` on `machine`, as (code, jump if true, if false, value)."""
    code = _right_architecture(machine)
    code += _returning(machine, "clone3", ENOSYS) + _returning(machine, "openat2", ENOSYS)
    code += _passing_bits(machine, "clone", 0, CLONE_THREAD, wanted=True)
    for name in ("kill", "tgkill"):
        code += _passing_values(machine, name, 0, (pid,), EPERM)
    code += _passing_values(machine, "prctl", 0, PRCTL, EPERM)
    code += _passing_values(machine, "fcntl", 1, FCNTL, EPERM)
    code += _passing_values(machine, "ioctl", 1, IOCTL, ENOTTY)
    code += _passing_bits(machine, "open", 1, WRITING, wanted=False)
    code += _passing_bits(machine, "openat", 2, WRITING, wanted=False)
    code += _passing_null(machine, "prlimit64", 2)
    numbers = sorted(n for n in (number(name, machine) for name in ALLOWED) if n >= 0)
    count = len(numbers)
    code += [(JUMP_EQUAL, count - at, 0, value) for at, value in enumerate(numbers)]
    return [*code, (RETURN, 0, 0, EPERM), (RETURN, 0, 0, ALLOW)]


def _right_architecture(machine: str) -> list[Instruction]:
    return [
        (LOAD, 0, 0, AT_ARCH),
        (JUMP_EQUAL, 1, 0, ARCHITECTURES[machine][1]),
        (RETURN, 0, 0, EPERM),
        (LOAD, 0, 0, AT_NUMBER),
        (JUMP_AT_LEAST, 0, 1, X32_BIT),
        (RETURN, 0, 0, ENOSYS),
    ]


def _when(machine: str, name: str, body: list[Instruction]) -> list[Instruction]:
    """`body`, ending in a return, for the call `name`; the number stays loaded for others."""
    value = CONDITIONAL[name][ARCHITECTURES[machine][0]]
    return [(JUMP_EQUAL, 0, len(body), value), *body] if value >= 0 else []


def _returning(machine: str, name: str, answer: int) -> list[Instruction]:
    return _when(machine, name, [(RETURN, 0, 0, answer)])


def _passing_bits(
    machine: str, name: str, argument: int, bits: int, wanted: bool
) -> list[Instruction]:
    """Let `name` pass when an argument has (`wanted`) or has not any of `bits`."""
    yes, no = (ALLOW, EPERM) if wanted else (EPERM, ALLOW)
    body = [
        (LOAD, 0, 0, AT_ARGUMENT + 8 * argument),
        (JUMP_ANY_BIT, 0, 1, bits),
        (RETURN, 0, 0, yes),
        (RETURN, 0, 0, no),
    ]
    return _when(machine, name, body)


def _passing_values(
    machine: str, name: str, argument: int, values: tuple[int, ...], refused: int
) -> list[Instruction]:
    """Let `name` pass when the low half of an argument is one of `values`."""
    count = len(values)
    body = [(LOAD, 0, 0, AT_ARGUMENT + 8 * argument)]
    body += [(JUMP_EQUAL, count - at, 0, value) for at, value in enumerate(values)]
    return _when(machine, name, [*body, (RETURN, 0, 0, refused), (RETURN, 0, 0, ALLOW)])


def _passing_null(machine: str, name: str, argument: int) -> list[Instruction]:
    """Let `name` pass when both halves of a pointer are zero."""
    at = AT_ARGUMENT + 8 * argument
    body = [
        (LOAD, 0, 0, at),
        (JUMP_EQUAL, 0, 3, 0),
        (LOAD, 0, 0, at + 4),
        (JUMP_EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, EPERM),
    ]
    return _when(machine, name, body)


def known() -> bool:
    """Whether this kernel has the call and this machine a table of ours."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        return False
    no_such_mode = (ctypes.c_uint(0xFFFF), ctypes.c_uint(0), ctypes.c_void_p(None))
    ctypes.set_errno(0)
    ctypes.CDLL(None, use_errno=True).syscall(
        ctypes.c_long(number("seccomp", machine)), *no_such_mode
    )
    return ctypes.get_errno() == errno.EINVAL


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def restrict(machine: str) -> bool:
    """Put the filter on every thread of this process for good; whether it holds.

    Needs no_new_privs. False, with nothing changed, on a machine without a table of ours.
    """
    if machine not in ARCHITECTURES:
        return False
    code = b"".join(struct.pack("<HBBI", *step) for step in program(machine, os.getpid()))
    asked = _Program(len(code) // 8, code)
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    syscall.restype = ctypes.c_long
    flags = (ctypes.c_uint(SET_MODE_FILTER), ctypes.c_uint(FLAG_TSYNC), ctypes.byref(asked))
    return int(syscall(ctypes.c_long(number("seccomp", machine)), *flags)) == 0
