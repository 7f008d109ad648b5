"""One peer in a process of its own: `python worker.py NAME`, one JSON request a line.

{"task": T} answers with a digest of the results, to be compared between peers; {"task": T,
"seconds": S} repeats the step for about S seconds and answers with the CPU time of one step.
A failure is an answer too: {"error": why}.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "reference"))


def peer(name: str) -> Any:
    """The programs of a peer; the file has a name of its own, not that of the library."""
    spec = importlib.util.spec_from_file_location(f"peer_{name}", HERE / "peers" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PROGRAMS


def digest(arrays: list[Any]) -> list[float]:
    """The Euclidean norm of each array."""
    import numpy as np

    return [float(np.linalg.norm(np.asarray(a, np.float64))) for a in arrays]


def seconds_per_step(step: Any, budget: float) -> float:
    """CPU time of one step, over as many as fit into `budget` seconds, at least one."""
    began, count = time.process_time(), 0
    while count == 0 or time.process_time() - began < budget:
        step()
        count += 1
    return (time.process_time() - began) / count


def answer(programs: Any, ready: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """Do what one line asks for."""
    import tasks

    name = request["task"]
    if name not in programs:
        return {"error": "has no such layer"}
    if name not in ready:
        ready[name] = programs[name](getattr(tasks, name)())
    step, result = ready[name]
    if "seconds" in request:
        return {"seconds": seconds_per_step(step, request["seconds"])}
    step()
    found = digest(result())
    step(), step()  # what compiles does it now
    return {"digest": found}


def main() -> None:
    """Answer until the input ends; what the libraries print goes to standard error."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    programs: Any = None
    ready: dict[str, Any] = {}
    for line in sys.stdin:
        try:
            programs = programs or peer(sys.argv[1])
            said = answer(programs, ready, json.loads(line))
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}".splitlines()[0][:80]}
        print(json.dumps(said), file=replies, flush=True)


if __name__ == "__main__":
    main()
