"""How much memory a process has taken since a moment, read where nothing can be opened any more."""

from __future__ import annotations

import os
from collections.abc import Callable

from .confine import LINUX


def open_gauge() -> Callable[[], int]:
    """A function that says how many MB were mapped since this call; 0 where that is not known."""
    if not LINUX:
        return lambda: 0
    import resource

    statm, page = os.open("/proc/self/statm", os.O_RDONLY), resource.getpagesize()
    pread = os.pread

    def mapped() -> int:
        return int(pread(statm, 64, 0).split()[0]) * page

    start = mapped()
    return lambda: max(mapped() - start, 0) >> 20
