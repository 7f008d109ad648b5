"""The engine's speed beside PyTorch and the Python autograds that are installed.

    python tests/benchmarks/engine_table.py [--markdown | --json] [--rounds N] [TASK...]

Every peer (a file in engine/peers) does the tasks in a process of its own, on one thread, in
turn with the others; CPU time is compared, so that a busy machine and a second thread change
little. Before that the gradients are compared: what computes something else is not timed.
The peers: `pip install torch autograd mygrad jax tinygrad micrograd` (tinygrad wants clang).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "engine"))

from compare import Row, beside_torch, compare, imports  # the folder is on the path only now
from tasks import TASKS

IMPORT_TARGET = 15


def cells(row: Row, peers: list[str]) -> list[str]:
    """One line of the table: title, target, PyTorch's time, and the ratios."""
    took = "-" if row.milliseconds is None else f"{row.milliseconds:.2f} ms"
    ratios = {name: f"{value:.2f}" if value < 10 else f"{value:.0f}"
              for name, value in row.ratios.items()}  # fmt: skip
    target = f"{row.task.target:.2f}"
    return [row.task.title, target, *[ratios.get(p, "-") for p in peers], took]


def table(rows: list[Row], peers: list[str], beyond: dict[str, float]) -> list[list[str]]:
    """All lines, the heading first; the columns are quizgrad, the others, PyTorch."""
    others = ["quizgrad", *[p for p in peers if p not in ("quizgrad", "torch")]]
    lines = [["time / PyTorch's", "target", *others, "PyTorch"]]
    lines += [cells(row, others) for row in rows]
    times = [f"{beyond[p]:.0f}" if p in beyond else "-" for p in [*others, "torch"]]
    lines.append(["import beyond NumPy's, ms", str(IMPORT_TARGET), *times])
    return lines


def second(whole: dict[str, dict[str, float]]) -> list[list[str]]:
    """The lines of memory and epochs: both libraries and the ratio."""
    lines = [["whole programs", "quizgrad", "PyTorch", "ratio"]]
    for title, found in whole.items():
        ours, theirs = found.get("quizgrad"), found.get("torch")
        values = ["-" if v is None else f"{v:.3g}" for v in (ours, theirs)]
        ratio = f"{ours / theirs:.2f}" if ours is not None and theirs else "-"
        lines.append([title, *values, ratio])
    return lines


def absences(rows: list[Row]) -> list[str]:
    """Why peers are missing, each reason once, with the tasks it concerns."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for name, why in row.missing.items():
            reasons.setdefault((name, why), []).append(row.task.name)
    return [f"{name}: {why} ({'all' if len(where) == len(rows) else ', '.join(where)})"
            for (name, why), where in reasons.items()]  # fmt: skip


def printed(lines: list[list[str]], markdown: bool) -> str:
    """The table as aligned text or as Markdown."""
    if markdown:
        lines = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]),
                   *[c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True)]])
        for line in lines)  # fmt: skip


def main() -> None:
    """Measure and print."""
    names = [task.name for task in TASKS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", choices=[[], *names], metavar="TASK",
                        help=f"one of {', '.join(names)}; all by default")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=15, help="turns each peer has at a task")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--markdown", action="store_true", help="as a Markdown table")
    shape.add_argument("--json", action="store_true", help="as JSON, with the reasons")
    given = parser.parse_args()
    rows, peers = compare(given.tasks or names, given.rounds)
    beyond = imports(given.rounds)
    whole = {} if given.tasks else beside_torch(min(5, given.rounds))
    if given.json:
        found = {"rows": [asdict(row) for row in rows], "imports": beyond, "whole": whole}
        print(json.dumps(found))
        return
    print(printed(table(rows, peers, beyond), given.markdown))
    print()
    if whole:
        print(printed(second(whole), given.markdown))
        print()
    for line in absences(rows):
        print(f"* {line}" if given.markdown else line)


if __name__ == "__main__":
    main()
