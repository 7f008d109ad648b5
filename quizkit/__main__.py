"""The program: `quizkit` and `python -m quizkit`. `--version` answers before any import of ours."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def leave_current_folder() -> None:
    """Import nothing from the folder that `python -m` was started in: anybody's files lie there.

    If this package is itself imported from it, that folder is looked at last.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    places = {""}
    with suppress(FileNotFoundError):  # a folder that was removed holds nothing
        places.add(os.getcwd())
    if places & set(sys.path):
        sys.path[:] = [entry for entry in sys.path if entry not in places]
        if here not in sys.path:
            sys.path.append(here)


def main() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(50_000)  # thousands of rows are read at once, none of them in a cycle
    leave_current_folder()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from quizkit import __version__

        print(f"quizkit {__version__}")
        return
    if len(sys.argv) > 1 and sys.argv[1] == "grade":
        from quizkit.cli.early import start_grader

        start_grader(sys.argv[2:])
    from quizkit.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
