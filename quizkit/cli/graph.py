"""`quizkit graph`: the graph that a learner's file records, as text, Mermaid, DOT or JSON."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit.cli import common
from quizkit.errors import FileProblem, UsageError

HELP = """Show the graph that your file records: which operations, in which order.

Runs FILE confined, as `python FILE` would, with quizgrad as torch, and shows the
graph behind `loss`, else `y`, else the tensor made last, else what the only function
returns for random inputs.

Examples:

  quizkit graph net.py

  quizkit graph net.py --of logits

  quizkit graph net.py --of f --shape 4,3 --shape 3

  quizkit graph net.py --call "Net(4, 2)(torch.randn(5, 4))"

  quizkit graph net.py --twice     with other seeds: does the data change the graph?

  quizkit graph net.py --format mermaid > graph.mmd
"""
SEEDS = 6  # how many --twice tries before it says that the graph is always the same
FORMATS = ("text", "mermaid", "dot", "json")
app = typer.Typer()


@app.command(help=HELP)
def graph(
    file: Path = typer.Argument(..., metavar="FILE", help="A Python file that imports torch."),
    of: str = typer.Option("", "--of", metavar="NAME", help="A variable, or a function to call."),
    call: str = typer.Option("", "--call", metavar="CODE", help="An expression to evaluate."),
    shape: list[str] = typer.Option([], "--shape", help="Sizes of an input, such as 4,3."),
    seed: int = typer.Option(0, "--seed", "-s", help="Seeds random, NumPy and torch."),
    twice: bool = typer.Option(False, "--twice", help="Also with other seeds; what differs."),
    format_: str = typer.Option("text", "--format", help="text, mermaid, dot or json."),
    json_: bool = typer.Option(False, "--json", "-j", help="As JSON."),
) -> int:
    from quizkit.cli.graphs import Ended, Wanted, drawn
    from quizkit.report import graph as report

    kind = "json" if json_ else format_
    if kind not in FORMATS:
        raise UsageError("bad_setting", name="--format", value=kind, known=", ".join(FORMATS))
    if of and call:
        raise UsageError("graph_of_and_call")
    if twice and kind in ("mermaid", "dot"):
        raise UsageError("graph_twice_format", name=kind)
    source = read(file)
    wanted = Wanted(of, call, tuple(sizes(one) for one in shape))
    found = drawn(source, file.name, wanted, range(seed, seed + (SEEDS if twice else 1)))
    if isinstance(found, Ended):
        return ended(found)
    lines = source.decode("utf-8", "replace").splitlines()
    if kind == "json":
        common.out_json(report.data(found, file.name))
    elif kind != "text":
        common.out(getattr(found[0], kind))
    elif twice:
        show(report.twice(found[0], found[1], file.name, lines, common.lang(), common.width()))
    else:
        show(report.text(found[0], file.name, lines, common.lang(), common.width()))
    return 0


def show(lines: list[str]) -> None:
    for line in lines:
        common.out(line)


def read(file: Path) -> bytes:
    """The file's bytes; FileProblem where it cannot be read."""
    if not file.is_file():
        raise FileProblem("no_file", file=str(file))
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileProblem("unreadable", file=str(file), why=str(error)) from error


def sizes(text: str) -> tuple[int, ...]:
    """`4,3` or `4x3` as numbers; UsageError for anything else."""
    parts = [part for part in text.replace("x", ",").split(",") if part.strip()]
    if not all(part.strip().isdecimal() for part in parts):
        raise UsageError("bad_setting", name="--shape", value=text, known="4,3")
    return tuple(int(part) for part in parts)


def ended(found: object) -> int:
    """Say how the learner's code ended: 1 for their failure, 4 for what quizgrad lacks."""
    from quizkit.cli.graphs import Ended
    from quizkit.report.message import message

    assert isinstance(found, Ended)
    failure = found.failure
    common.err(message(failure.code, failure.facts, common.lang()))
    for frame in failure.facts.get("frames", [])[-3:]:
        common.err(f"  {frame['line']}  {frame['text']}")
    if found.prints.strip():
        common.err(common.say("graph.printed"))
        for line in found.prints.splitlines()[-20:]:
            common.err(f"  | {line}")
    return 4 if failure.kind == "unsupported" else 1
