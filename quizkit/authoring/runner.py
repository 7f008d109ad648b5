"""Executes code blocks of questions: `python -P -m quizkit.authoring.runner FRAMEWORK`.

One JSON job a line in, one result a line out. The framework is imported once; each block runs in a
forked process (where there is no fork, in this one) with its prelude, its output caught, warnings
ignored. A bank's code is its author's: it is not confined.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import tempfile
import warnings
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

PRELUDE = {
    "python": "import math",
    "numpy": "import math\nimport numpy as np",
    "torch": "import math\nimport numpy as np\nimport torch\nfrom torch import nn\n"
    "import torch.nn.functional as F\ntorch.manual_seed(0)",
}
SECONDS = 120


def execute(job: dict[str, Any]) -> dict[str, Any]:
    """Run one block in this process: what it printed, raised and measured."""
    names: dict[str, Any] = {"__name__": "question"}
    out = io.StringIO()
    raised, message = "", ""
    with warnings.catch_warnings(), redirect_stdout(out), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        exec(PRELUDE[job["runs_on"]], names)
        names.update(job.get("variables", {}))
        try:
            exec(compile(job["code"], "<question>", "exec"), names)
        except BaseException as error:
            raised, message = type(error).__name__, str(error)
    measured = names.get("measured")
    number = None if measured is None else float(measured)
    return {"prints": out.getvalue(), "raises": raised, "message": message, "measured": number}


def forked(job: dict[str, Any]) -> dict[str, Any]:
    """`execute` in a process of its own, ended after a while."""
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS)
            answer.write(json.dumps(execute(job)).encode())
            answer.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answer.seek(0)
        told = answer.read()
    if not told:
        return {"prints": "", "raises": f"wait status {status}", "message": "", "measured": None}
    result: dict[str, Any] = json.loads(told)
    return result


def main() -> None:
    """Answer jobs until standard input ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if sys.argv[1] == "torch":
        import torch

        torch.set_num_threads(1)
    run = forked if hasattr(os, "fork") else execute
    for line in sys.stdin:
        replies.write(json.dumps(run(json.loads(line))) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
