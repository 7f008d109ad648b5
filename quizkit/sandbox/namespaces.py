"""Namespaces, by bubblewrap: the learner's side has no network, no other process, no file to write.

Whether it works is found by doing: the fork server is started inside and names its namespaces, and
the layer holds if they are others than the grader's. Sources: bwrap(1), namespaces(7).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

NAME = "namespaces"
KINDS = ("net", "pid", "mnt", "ipc")
BOX = (
    "--unshare-all", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--proc", "/proc",
    "--dev", "/dev", "--remount-ro", "/dev", "--chdir", "/", "--",
)  # fmt: skip


def prefix() -> list[str]:
    """What to put before a command; nothing where there is no bubblewrap.

    Entries of PATH that depend on the current folder are left out: anybody's file may lie there.
    """
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    absolute = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))
    found = shutil.which("bwrap", path=absolute) if sys.platform == "linux" else None
    return [found, *BOX] if found else []


def own() -> dict[str, str]:
    """The namespaces of this process; empty where there are none."""
    try:
        return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in KINDS}
    except OSError:
        return {}


def apart(told: Mapping[str, str]) -> bool:
    """Whether a process that told its `own` namespaces shares none with this one."""
    ours = own()
    return bool(ours) and all(told.get(kind) not in (None, ours[kind]) for kind in KINDS)
