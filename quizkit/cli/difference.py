"""`quizkit solve ID --diff FILE`: a file beside the reference solution, by meaning."""

from __future__ import annotations

from pathlib import Path

from quizkit.bank import Bank
from quizkit.cli import common, submissions
from quizkit.compare import Comparison, compare
from quizkit.errors import FileProblem
from quizkit.model import Exercise, Framework, Submission


def solution(item: Exercise, framework: Framework) -> str:
    """The source of the reference solution."""
    return (Path(item.folder) / f"solution_{framework}.py").read_text(encoding="utf-8")


def submitted(bank: Bank, item: Exercise, path: Path, framework: Framework | None) -> Submission:
    """The file as a submission to `item`; what it says of itself must agree."""
    return submissions.submission(bank, path, submissions.Wanted(item.id, framework))[0]


def compared(item: Exercise, given: Submission) -> Comparison:
    """The comparison; FileProblem for a file that is no Python."""
    try:
        source = given.source.decode("utf-8-sig")
        return compare(source, solution(item, given.framework))
    except SyntaxError as error:
        line, why = error.lineno or 1, error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        line, why = 1, str(error) or type(error).__name__
    raise FileProblem("not_python", file=given.file, line=line, why=why)


def show(item: Exercise, given: Submission, json_: bool) -> int:
    """Print the comparison; exit code 0 also where they differ: nothing was asked to be equal."""
    from quizkit.cli.screen import coloured
    from quizkit.report.difference import difference_object, render
    from quizkit.report.look import Look, ansi, plain
    from quizkit.report.terminal import near

    found = compared(item, given)
    if json_:
        about = {"id": item.id, "framework": str(given.framework), "file": given.file}
        common.out_json(difference_object(found) | about)
        return 0
    about = {"name": item.id, "framework": given.framework, "file": near(given.file)}
    look = Look(common.lang(), common.width(), ansi if coloured() else plain)
    common.out("\n".join(render(found, common.say("compare.head", **about), look)))
    return 0
