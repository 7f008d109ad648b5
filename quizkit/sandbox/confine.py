"""What a child gives up before it says READY, layer by layer; each is a few calls of ours.

`confine(limits, readable)` applies all of them and returns the names of those that hold. The order
matters: capabilities go first (root's child could otherwise read an undumpable process), seccomp
last (it forbids what the others need). Sources: capabilities(7), landlock(7), seccomp(2), prctl(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import sys
from collections.abc import Sequence

from . import landlock, seccomp

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
LAST_CAPABILITY = 63
CAPABILITY_VERSION_3 = 0x20080522

LINUX = sys.platform == "linux"


def libc() -> ctypes.CDLL:
    """The C library, with errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *values: int) -> bool:
    """One prctl call; whether it succeeded."""
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)][:4]
    return bool(libc().prctl(ctypes.c_int(option), *padded) == 0)


def guard_process() -> None:
    """For servers: die with the parent, and let no process of the same user read the memory."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        prctl(PR_SET_DUMPABLE, 0)


def drop_capabilities() -> bool:
    """Empty all five capability sets of this process, for good."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(LAST_CAPABILITY + 1):
        prctl(PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)()
    return bool(libc().capset(header, data) == 0)


def _address_space() -> int:
    if not LINUX:
        return 0
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def limit_resources(seconds: float, memory_mb: int) -> bool:
    """Memory beyond what is mapped now, processor time, files, core dumps and processes."""
    budget = memory_mb << 20
    cpu = int(seconds) * 2 + 5
    wanted = {
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    if LINUX:
        wanted[resource.RLIMIT_AS] = _address_space() + budget
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    return True


def confine(seconds: float, memory_mb: int, readable: Sequence[str]) -> list[str]:
    """Apply every layer this machine has; the names of those that hold, outermost first.

    The process must be single-threaded. A layer that cannot be applied is left out of the answer.
    """
    layers = ["closed_imports"]
    if not LINUX:
        return ["rlimits", *layers] if limit_resources(seconds, memory_mb) else layers
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if drop_capabilities():
        layers.append("capabilities")
    if prctl(PR_SET_DUMPABLE, 0):
        layers.append("undumpable")
    rooms = [path for path in readable if os.path.exists(path)]
    if limit_resources(seconds, memory_mb):
        layers.append("rlimits")
    if not prctl(PR_SET_NO_NEW_PRIVS, 1):
        return layers
    layers.append("no_new_privs")
    if landlock.restrict(rooms):
        layers.append("landlock")
    if seccomp.restrict(platform.machine()):
        layers.append("seccomp")
    return layers
