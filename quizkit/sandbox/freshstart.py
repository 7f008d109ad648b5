"""A single child in a process of its own, for where there is no fork server.

The grader's side writes requests to standard input and reads replies from standard output; what
the learner's code prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys

from . import child
from .framework import get_ready


def main(framework: str, about: str) -> None:
    """Become the learner's process. Does not return."""
    asked = json.loads(about)
    channel = (os.dup(0), os.dup(1))
    if sys.platform == "win32":
        import msvcrt

        for descriptor in channel:
            msvcrt.setmode(descriptor, os.O_BINARY)
    os.dup2(2, 1)
    told, plan = get_ready(framework, asked)
    child.say(channel[1], told)
    if "hello" in told:
        child.become(told["hello"], channel, 2, asked, plan, os.getppid())
