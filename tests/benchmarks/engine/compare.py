"""The ratios: every peer does every task in turn, and its CPU time is divided by PyTorch's."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tasks import TASKS, Task
from workers import ONE_THREAD, PEERS, Worker

MEASURE = "torch"
BLOCK = 0.05  # seconds of one task at a time
SLOW = 0.5  # a step that takes longer is timed in three rounds only
HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[2] / "reference"
WHOLE = [
    ("memory.py", "mlp", "peak memory of an MLP's step, MB"),
    ("memory.py", "cnn", "peak memory of a CNN's step, MB"),
    ("epoch.py", "mlp", "an epoch of the exercise mlp, s"),
    ("epoch.py", "cnn", "an epoch of the exercise cnn, s"),
    ("epoch.py", "rnn", "an epoch of the exercise rnn, s"),
]


@dataclass
class Row:
    """One task: PyTorch's milliseconds, the ratios of the others, and why some have none."""

    task: Task
    milliseconds: float | None = None
    ratios: dict[str, float] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def compare(names: list[str], rounds: int) -> tuple[list[Row], list[str]]:
    """The rows for the tasks named, and the peers' names in the order of the files."""
    workers = [Worker(name) for name in PEERS]
    try:
        return [row_of(task, workers, rounds) for task in TASKS if task.name in names], PEERS
    finally:
        for worker in workers:
            worker.close()


def row_of(task: Task, workers: list[Worker], rounds: int) -> Row:
    """Let the peers that agree on the result take turns."""
    row = Row(task)
    digests = {w.name: w.ask(task=task.name) for w in workers}
    taking_part = []
    for w in workers:
        why = digests[w.name].get("error") or differs(
            digests[w.name]["digest"], digests["quizgrad"]["digest"])  # fmt: skip
        if why:
            row.missing[w.name] = why
        else:
            taking_part.append(w)
    times: dict[str, list[float]] = {w.name: [] for w in taking_part}
    for n in range(rounds):
        for w in taking_part:
            if n < 3 or times[w.name][0] < SLOW:
                times[w.name].append(w.ask(task=task.name, seconds=BLOCK)["seconds"])
    if MEASURE in times:
        row.milliseconds = 1000 * statistics.median(times[MEASURE])
    for name, taken in times.items():
        if MEASURE in times and name != MEASURE:
            pairs = zip(taken, times[MEASURE], strict=False)
            row.ratios[name] = statistics.median(a / b for a, b in pairs)
    return row


def differs(found: list[float], right: list[float]) -> str:
    """Why a peer's gradients are not those of the others; empty if they are."""
    if len(found) != len(right):
        return f"{len(found)} gradients instead of {len(right)}"
    wrong = [i for i, (a, b) in enumerate(zip(found, right, strict=True))
             if not abs(a - b) <= 1e-3 * max(abs(b), 1e-6)]  # fmt: skip
    return f"gradient {wrong[0]} is another" if wrong else ""


IMPORTING = """
import sys, time
sys.path.insert(0, {place!r})
import numpy
began = time.process_time()
import {module}
print(time.process_time() - began)
"""


def imports(rounds: int) -> dict[str, float]:
    """Milliseconds of CPU time to import each peer that is installed, after NumPy."""
    modules = {name: "micrograd.engine" if name == "micrograd" else name for name in PEERS}
    found: dict[str, list[float]] = {}
    environment = dict(os.environ) | ONE_THREAD
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for n in range(rounds + 1):  # the first run writes the bytecode
        for name, module in modules.items():
            code = IMPORTING.format(place=str(REFERENCE), module=module)
            done = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=False,
                env=environment,
            )  # fmt: skip
            if done.returncode == 0 and n:
                found.setdefault(name, []).append(1000 * float(done.stdout.split()[-1]))
    return {name: statistics.median(taken) for name, taken in found.items()}


def beside_torch(rounds: int) -> dict[str, dict[str, float]]:
    """Peak memory of training steps, and the time of an epoch, for both libraries.

    By row: {"quizgrad": x, "torch": y}, medians in megabytes and CPU seconds, in turn.
    """
    found: dict[str, dict[str, float]] = {}
    for script, name, title in WHOLE:
        taken: dict[str, list[float]] = {"quizgrad": [], MEASURE: []}
        for _ in range(rounds):
            for peer, values in taken.items():
                command = [sys.executable, str(HERE / script), peer, name]
                done = subprocess.run(
                    command, capture_output=True, text=True, check=False,
                    env=dict(os.environ) | ONE_THREAD,
                )  # fmt: skip
                if done.returncode == 0:
                    values.append(float(done.stdout.split()[-1]))
        found[title] = {peer: statistics.median(v) for peer, v in taken.items() if v}
    return found
