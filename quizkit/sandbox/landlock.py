"""Landlock: the process may read the listed files and folders and touch no other (landlock(7)).

`build` makes the rules once in the fork server, `restrict` puts them on a child in one call. Where
the kernel knows them, TCP (version 4) and signals and abstract sockets to others (6) are shut too.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Iterator, Sequence

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
RULE_PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
READ = EXECUTE | READ_FILE | READ_DIR
# Access rights to files known to each version of the interface, as a number of low bits.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
ALL_FILE_RIGHTS = 16
NET_RIGHTS = 0b11
SCOPES = 0b11
LIBRARIES = ("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
# What modules of the standard library, numpy and torch are linked with.
NEEDED = re.compile(
    r"""(ld|lib(c|m|dl|rt|pthread|util|crypt|resolv|nsl|tirpc|z|zstd|bz2|lzma|ffi|ssl|crypto
    |sqlite3|expat|mpdec|uuid|gdbm|gdbm_compat|db|ncurses\w*|tinfo\w*|panel\w*|readline|stdc\+\+
    |gcc_s|gomp|gfortran|quadmath|atomic|numa|openblas\w*|blas|lapack|cblas|python3\S*))[-.].*""",
    re.VERBOSE,
)


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


def build(readable: Sequence[str]) -> int:
    """A ruleset for reading `readable` and the system's libraries; -1 where there is none."""
    known = version()
    if not known:
        return -1
    files = (1 << FILE_RIGHTS.get(known, ALL_FILE_RIGHTS)) - 1
    rules = _Ruleset(files, NET_RIGHTS if known >= 4 else 0, SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = _call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return -1
    for path in (*readable, os.devnull, *libraries()):
        if not _allow(ruleset, path):
            os.close(ruleset)
            return -1
    return ruleset


def restrict(ruleset: int) -> bool:
    """Bind this thread, and what it starts, to `ruleset` for good; whether it holds."""
    return ruleset >= 0 and _call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0


def libraries() -> Iterator[str]:
    """The system's shared libraries, without the Python packages that live beside them."""
    seen = set()
    for place in LIBRARIES:
        real = os.path.realpath(place)
        if real in seen or not os.path.exists(real):
            continue
        seen.add(real)
        if not os.path.isdir(real):
            yield real
            continue
        for entry in os.scandir(real):
            if NEEDED.fullmatch(entry.name) or entry.name.endswith(("-linux-gnu", "-linux-musl")):
                yield entry.path


def _allow(ruleset: int, path: str) -> bool:
    """Add the rule for one path; a path that is gone or a dangling link needs none."""
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        rule = _PathBeneath(READ if os.path.isdir(path) else EXECUTE | READ_FILE, folder)
        kind, flags = ctypes.c_int(RULE_PATH_BENEATH), ctypes.c_uint32(0)
        return _call(ADD_RULE, ctypes.c_int(ruleset), kind, ctypes.byref(rule), flags) == 0
    finally:
        os.close(folder)
