"""The report of a run of `grade`: made by one renderer per format, printed or written to a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from quizkit.cli import common
from quizkit.errors import FileProblem, UsageError
from quizkit.model import Graded

FORMATS = ("text", "json", "junit", "gradescope", "csv", "markdown")


def made(name: str, found: Sequence[Graded], verbose: bool) -> str:
    """The whole report in a format of FORMATS; `verbose` says more to people."""
    if name == "text":
        return "\n\n".join(screen(each, verbose) for each in found)
    renderer = import_module(f"quizkit.report.as_{name}")
    report: str = renderer.report(found, common.lang())
    return report


def screen(graded: Graded, verbose: bool) -> str:
    """The screen of one submission, in colour where that may be."""
    from quizkit.cli.screen import coloured
    from quizkit.report.look import ansi, plain
    from quizkit.report.terminal import render

    paint = ansi if coloured() else plain
    lines = render(graded, common.lang(), width=common.width(), verbose=verbose, paint=paint)
    return "\n".join(lines)


def checked(name: str) -> str:
    """The name of a format; UsageError for another."""
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError("bad_setting", name="--format", value=name, known=known)
    return name


def deliver(report: str, output: Path | None, machine: bool) -> None:
    """Print the report or write it to a file; what a program reads is UTF-8 everywhere."""
    text = report if report.endswith("\n") else f"{report}\n"
    if output is not None:
        write_whole(output, text)
    elif machine and not sys.stdout.isatty():
        try:
            sys.stdout.buffer.write(text.encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            common.unread()
    else:
        common.out(text.removeprefix("\ufeff").removesuffix("\n"))


def write_whole(output: Path, text: str) -> None:
    """Replace a file as a whole or not at all; a device or a pipe is written to as it is.

    FileProblem where that cannot be.
    """
    try:
        place = output.resolve()
        if place.exists() and not place.is_file():
            place.write_text(text, "utf-8", "replace", "")
            return
        replace(place, text)
    except OSError as error:
        raise FileProblem("unwritable", file=str(output), why=error.strerror) from error


def replace(place: Path, text: str) -> None:
    """Write beside `place` and rename; its permissions are kept, a new file gets the usual ones."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    try:
        with os.fdopen(handle, "w", -1, "utf-8", "replace", "") as stream:
            stream.write(text)
        os.chmod(name, place.stat().st_mode & 0o7777 if place.exists() else 0o666 & ~umask())
        os.replace(name, place)
    except OSError:
        os.unlink(name)
        raise


def umask() -> int:
    """The mask for new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
