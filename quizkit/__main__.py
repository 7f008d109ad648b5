"""The program: `quizkit` and `python -m quizkit`. `--version` answers before any import."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
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
