"""The recorded graph of a learner's file: run confined, with quizgrad in PyTorch's place, and read.

What comes back was made by the learner's process, so its form is checked like any other input.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizkit import sandbox
from quizkit.errors import EnvironmentFault, UsageError
from quizkit.report.graph import Drawn, Node, same
from quizkit.sandbox.failures import Failure, FrameworkMissing, SandboxFault, harmless
from quizkit.sandbox.host import Limits, Sandbox

LIMITS = Limits(seconds=60.0, memory_mb=1024, output_kb=64)
HERE = Path(sandbox.__file__).parent  # their sources, loaded in the learner's process only
Graphs = list[Drawn]
FAULTS = frozenset({"missing", "nothing", "no_graph", "shapes", "call", "large"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tensor of the file: a name, or an expression, or the sizes of a function's inputs."""

    of: str = ""
    call: str = ""
    shapes: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """The learner's code ended otherwise; `prints` is what it had printed."""

    failure: Failure
    prints: str


def drawn(source: bytes, filename: str, wanted: Wanted, seeds: Sequence[int]) -> Graphs | Ended:
    """The graph for the first seed, and that for the first other seed at which it differs, or for
    the last. Each runs in a process of its own.

    Raises UsageError for a tensor that cannot be shown, EnvironmentFault where no process is had.
    """
    found: Graphs = []
    try:
        with Sandbox("torch", backend="quizgrad") as side:
            for seed in seeds:
                one = _run(side, source, filename, wanted, seed)
                if isinstance(one, Ended):
                    return one
                found = [*found[:1], one]
                if len(found) == 2 and not same(*found):
                    break
    except (FrameworkMissing, SandboxFault) as error:
        raise EnvironmentFault("grader_ended") from error
    return found


def _run(side: Sandbox, source: bytes, filename: str, wanted: Wanted, seed: int) -> Drawn | Ended:
    prelude = (HERE / "graph_prelude.py").read_text(encoding="utf-8")
    prelude += f"\n\nbegin({seed}, {filename!r})\n"
    harness = (HERE / "graph_harness.py").read_text(encoding="utf-8")
    with side.child(LIMITS) as child:
        try:
            child.ask("load", source=prelude, filename="<graph>")
            child.ask("load", source=source, filename=filename, harness=harness, name="__main__")
            args: list[Any] = [wanted.of, wanted.call, [list(s) for s in wanted.shapes]]
            told = child.ask("call", entry="graph", args=args)["output"]
        except Failure as error:
            return Ended(error, child.output)
    return read(told, seed)


def read(told: Any, seed: int) -> Drawn:
    """The graph that a process tells; UsageError for what it says is wrong with the choice."""
    try:
        said = json.loads(bytes(told.astype("uint8")))
        fault = said.get("fault", "")
        name = harmless(str(said["name"]), 60)
        if fault in FAULTS:
            names = [harmless(str(one), 40) for one in said["found"]][:12]
            raise UsageError(f"graph_{fault}", name=name, found=", ".join(names) or "-")
        nodes = tuple(_node(*row) for row in said["nodes"])
        pictures = [_printable(str(said[kind])) for kind in ("mermaid", "dot")]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise EnvironmentFault("grader_ended") from error
    return Drawn(name, seed, nodes, *pictures)


def _node(name: Any, shape: Any, is_leaf: Any, inputs: Any, line: Any) -> Node:
    numbers = tuple(int(n) for n in shape), tuple(int(n) for n in inputs)
    return Node(harmless(str(name), 60), numbers[0], bool(is_leaf), numbers[1], int(line))


def _printable(text: str) -> str:
    return "".join(c for c in text if c == "\n" or c.isprintable())
