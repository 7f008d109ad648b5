"""`quizkit grade`: run a learner's file against the hidden grader and show the verdict."""

from __future__ import annotations

from pathlib import Path

import typer

from quizkit import settings
from quizkit.cli import common, reporting, submissions
from quizkit.cli.early import take_grader
from quizkit.cli.jobs import Options, checked_backend, checked_python, jobs, layers_for
from quizkit.cli.outcome import exit_code, graded
from quizkit.errors import UsageError

HELP = """Grade a solution.

PyTorch need not be installed: where it is missing, quizgrad, which comes with quizkit, runs your
`import torch` in its place, and the verdict says so.

Examples:

  quizkit grade                       the file you edited last

  quizkit grade mlp.py --seed 7       the inputs of seed 7 again

  quizkit grade mlp --framework torch --json

  quizkit grade mlp.py --backend quizgrad   PyTorch code without PyTorch

  quizkit grade --watch               again whenever the file is saved

  quizkit grade mlp --debug           a script that stops where it fails

  quizkit grade --all                 every file you started

  quizkit grade theirs.py -e mlp --untrusted   somebody else's code; nothing is recorded
"""
LARGEST_SEED = 2**63 - 1  # what the progress store can hold
app = typer.Typer()


@app.command(help=HELP)
def grade(
    targets: list[str] = typer.Argument(None, metavar="[FILE_OR_EXERCISE]...", show_default=False),
    exercise: str = typer.Option("", "--exercise", "-e", help="Which exercise the file solves."),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    every: bool = typer.Option(False, "--all", help="Every file you started."),
    seed: int = typer.Option(
        -1, "--seed", "-s", max=LARGEST_SEED, help="Repeat the inputs of this seed."
    ),
    timeout: float = typer.Option(0.0, "--timeout", help="Seconds per group of checks."),
    memory: str = typer.Option("", "--memory", help="Such as 512M or 2G."),
    printed: str = typer.Option("", "--max-output", help="How much print keeps, such as 64K."),
    python: str = typer.Option("", "--python", help="Interpreter that runs the learner's file."),
    backend: str = typer.Option(
        "auto", "--backend", help="What runs torch files: torch, quizgrad, or auto."
    ),
    untrusted: bool = typer.Option(
        False, "--untrusted", help="Refuse where an isolation layer is missing; no record."
    ),
    watch: bool = typer.Option(False, "--watch", "-w", help="Grade on every save; keys n, h, q."),
    debug: bool = typer.Option(
        False, "--debug", help="Write a script that stops in your code at the failing call."
    ),
    no_record: bool = typer.Option(False, "--no-record", help="Leave progress as it is."),
    exit_zero: bool = typer.Option(False, "--exit-zero", help="Exit 0 whatever the verdict."),
    format_: str = typer.Option("", "--format", help=f"One of {', '.join(reporting.FORMATS)}."),
    json_: bool = typer.Option(False, "--json", "-j", help="Short for --format json."),
    output: Path = typer.Option(None, "--output", "-o", help="Write the report there."),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Every check, layers, limits too."),
) -> int:
    chosen = reporting.checked("json" if json_ else format_ or "text")
    wanted = submissions.Wanted(exercise or None, common.framework(framework))
    recorded = not (no_record or untrusted)
    given = None if seed < 0 else seed
    options = Options(wanted, given, timeout, memory, printed, recorded, verbose)
    bank, store = common.bank(), common.store()
    paths = submissions.files(bank, store, targets or [], every, wanted)
    if watch and (len(paths) > 1 or chosen != "text" or output is not None):
        raise UsageError("watch_one")
    interpreter = checked_python(python or settings.read().get("python", ""))
    required, engine = layers_for(untrusted), checked_backend(backend)
    with take_grader(interpreter, required, engine) as grader:
        if watch:
            from quizkit.cli.watch import watch_file

            return watch_file(bank, grader, paths[0], options)
        todo = list(jobs(bank, store, paths, options))
        found = [graded(bank, store, grader, job, recorded, debug) for job in todo]
    reporting.deliver(reporting.made(chosen, found, verbose), output, chosen != "text")
    return 0 if exit_zero else max(exit_code(each.verdict) for each in found)
