"""What a child gives up before it says READY, layer by layer; each is a few calls of ours.

`prepare` does once, in the fork server, what every child can use; `confine` applies the layers and
returns the names of those that hold. The order matters: capabilities go first (root's child could
otherwise read an undumpable process), seccomp last (it forbids what the others need). Sources:
capabilities(7), landlock(7), seccomp(2), prctl(2), getrlimit(2).
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from . import landlock, seccomp

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
LAST_CAPABILITY = 63
CAPABILITY_VERSION_3 = 0x20080522

LINUX = sys.platform == "linux"
OPEN_FILES = 64


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library, with errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *values: int) -> bool:
    """One prctl call; whether it succeeded."""
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)][:4]
    return bool(libc().prctl(ctypes.c_int(option), *padded) == 0)


def guard_process() -> None:
    """For a process with secrets: die with the parent, and let no other read the memory."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        prctl(PR_SET_DUMPABLE, 0)


def guard_server() -> None:
    """For the fork server: nobody reads its memory; children of its children become its own."""
    if LINUX:
        prctl(PR_SET_DUMPABLE, 0)
        prctl(PR_SET_CHILD_SUBREAPER, 1)


def drop_capabilities() -> bool:
    """Empty all five capability sets of this process, for good."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(LAST_CAPABILITY + 1):
        prctl(PR_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)()
    return bool(libc().capset(header, data) == 0)


def _address_space() -> int:
    import resource

    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def limit_resources(seconds: float, memory_mb: int, processes: bool) -> bool:
    """Memory beyond what is mapped now, processor time, files and core dumps.

    With `processes` also their number (none, and no thread either): for where seccomp is missing.
    """
    try:
        import resource
    except ImportError:  # Windows
        return False
    wanted = {
        resource.RLIMIT_CPU: int(seconds) * 2 + 5,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    if LINUX:
        wanted[resource.RLIMIT_AS] = _address_space() + (memory_mb << 20)
        wanted[resource.RLIMIT_MSGQUEUE] = 0
        wanted[resource.RLIMIT_MEMLOCK] = 0
    if processes:
        wanted[resource.RLIMIT_NPROC] = 0
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    return True


@dataclass(frozen=True)
class Plan:
    """The layers to apply, and what of them was made ready; `ruleset` is Landlock's, or -1."""

    ruleset: int
    without: frozenset[str]

    def wants(self, layer: str) -> bool:
        """Whether `layer` is to be applied; tests leave single ones out."""
        return layer not in self.without


def prepare(readable: Sequence[str], without: Sequence[str]) -> Plan:
    """What every child shares: the Landlock rules for the files it may read."""
    ruleset = landlock.build(readable) if LINUX and "landlock" not in without else -1
    return Plan(ruleset, frozenset(without))


def confine(plan: Plan, seconds: float, memory_mb: int) -> list[str]:
    """Apply every layer of `plan` that this machine has; the names of those that hold.

    The process must be single-threaded. A layer that cannot be applied is left out of the answer.
    """
    layers = ["closed_imports"]
    if not LINUX:
        held = plan.wants("rlimits") and limit_resources(seconds, memory_mb, processes=False)
        return [*layers, "rlimits"] if held else layers
    if plan.wants("capabilities") and drop_capabilities():
        layers.append("capabilities")
    if prctl(PR_SET_DUMPABLE, 0):
        layers.append("undumpable")
    will_filter = plan.wants("seccomp") and seccomp.known()
    if plan.wants("rlimits") and limit_resources(seconds, memory_mb, not will_filter):
        layers.append("rlimits")
    if not prctl(PR_SET_NO_NEW_PRIVS, 1):
        return layers
    layers.append("no_new_privs")
    if plan.wants("landlock") and landlock.restrict(plan.ruleset):
        layers.append("landlock")
    close_ruleset(plan)
    if will_filter and seccomp.restrict(platform.machine()):
        layers.append("seccomp")
    return layers


def close_ruleset(plan: Plan) -> None:
    """Let go of the Landlock rules; what is bound to them stays bound."""
    if plan.ruleset >= 0:
        os.close(plan.ruleset)


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent goes; at once if it is gone already."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
