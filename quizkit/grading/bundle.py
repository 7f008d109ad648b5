"""What one needs to look into a fault of the grader: the bundle that it leaves in a folder.

`about.json` (exercise, seed, digest, checks), `traceback.txt`, `submission.py`, and what the
learner's process was asked: `requests.json`, whose arrays are in `requests.npz` by their numbers.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from quizkit.grading.plugin import Run
from quizkit.model import Submission


def write_bundle(run: Run, submission: Submission, fault: str) -> str:
    """Where the bundle was written, or why it was not."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="quizkit-fault-"))
        about = {
            "exercise": run.exercise.id,
            "seed": run.dice.seed,
            "digest": submission.digest,
            "checks": [f"{result.id}: {result.outcome}" for result in run.results],
        }
        (folder / "about.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        (folder / "traceback.txt").write_text(fault, encoding="utf-8")
        (folder / "submission.py").write_bytes(submission.source)
        write_requests(run, folder)
    except OSError as error:
        return f"(not written: {os.strerror(error.errno or 0)})"
    return str(folder)


def write_requests(run: Run, folder: Path) -> None:
    """Every request of the run in order, by group of checks."""
    arrays: list[Any] = []
    told = {
        group: [
            {"life": asked.life, "verb": asked.verb, "fields": numbered(asked.fields, arrays)}
            for asked in learner.log.entries
        ]
        for group, learner in run.learners.items()
    }
    (folder / "requests.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    np.savez(folder / "requests.npz", **{str(i): array for i, array in enumerate(arrays)})


def numbered(value: Any, arrays: list[Any]) -> Any:
    """`value` as JSON, with `{"array": number}` where an array stood."""
    if isinstance(value, (np.ndarray, np.generic)):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if hasattr(value, "items"):
        return {str(key): numbered(part, arrays) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [numbered(part, arrays) for part in value]
    return value if isinstance(value, (str, int, float, type(None))) else repr(value)
