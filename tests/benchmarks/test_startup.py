"""Start-up as ratios. Printed with their targets; a run fails only far above them.

The targets: `--version` within 2.5 times a bare Python, the others within 1.3 times a Typer + rich
hello-world. On a busy machine a ratio of two processes still wanders, hence the wide bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

HELLO = """
import typer
from rich.console import Console
from rich.panel import Panel
app = typer.Typer()
@app.command()
def main(name: str = "x"):
    Console().print(Panel("hello"))
app()
"""
Ratio = Callable[[Sequence[str], Sequence[str]], float]
CASES = [
    (["--version"], ["-c", "pass"], 2.5),
    ([], ["-c", HELLO], 1.3),
    (["list"], ["-c", HELLO], 1.3),
    (["ask", "detach-constant", "--json"], ["-c", HELLO], 1.3),
]


@pytest.mark.parametrize(("command", "peer", "target"), CASES, ids=lambda value: str(value)[:30])
def test_a_command_starts_about_as_fast_as_its_peer(
    ratio: Ratio, command: list[str], peer: list[str], target: float
) -> None:
    found = ratio(["-m", "quizkit", *command], peer)
    print(f"quizkit {' '.join(command)}: {found:.2f} times its peer, target {target}")
    assert found < 2 * target
