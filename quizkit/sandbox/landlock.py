"""Landlock: the process may read the listed folders and touch no other file (landlock(7))."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
RULE_PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
READ = EXECUTE | READ_FILE | READ_DIR
# Access rights to files known to each version of the interface, as a number of low bits.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NET_RIGHTS = 0b11
SCOPES = 0b11
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def _call(number: int, *values: object) -> int:
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.restype = ctypes.c_long
    return int(function(ctypes.c_long(number), *values))


def version() -> int:
    """The version of the kernel's interface; 0 where there is none."""
    none = ctypes.c_void_p(None)
    answer = _call(CREATE_RULESET, none, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))
    return max(answer, 0)


def restrict(readable: Sequence[str]) -> bool:
    """Allow reading below `readable` and the system's libraries, nothing else; whether it holds."""
    known = version()
    if not known:
        return False
    files = (1 << FILE_RIGHTS.get(known, 16)) - 1
    rules = _Ruleset(files, NET_RIGHTS if known >= 4 else 0, SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = _call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return False
    try:
        for path in (*readable, *SYSTEM_LIBRARIES):
            if os.path.exists(path) and not _allow(ruleset, path):
                return False
        return _call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str) -> bool:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = READ if os.path.isdir(path) else EXECUTE | READ_FILE
        rule = _PathBeneath(rights, folder)
        return (
            _call(
                ADD_RULE,
                ctypes.c_int(ruleset),
                ctypes.c_int(RULE_PATH_BENEATH),
                ctypes.byref(rule),
                ctypes.c_uint32(0),
            )
            == 0
        )
    finally:
        os.close(folder)
