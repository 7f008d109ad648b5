"""Launching the grader's process. It comes first of all, so it imports nothing that costs time."""

from __future__ import annotations

import os
import subprocess
import sys

OWN_VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONPATH", "PYTHONSTARTUP")
BOOT = (
    "import sys; sys.path[:0] = sys.argv[3:]; "
    "from quizkit.grading.service import main; main(*sys.argv[1:3])"
)
FOLDER = "quizkit-grader-"
"""How the names of a grader's temporary folders begin; its process id and a hyphen follow."""


def launch(framework: str = "", file: str = "") -> subprocess.Popen[str]:
    """The grader's process, started; its imports go on while the caller does other things.

    With a framework the learner's side is started as well, ready for a submission like `file`.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", BOOT, framework, file, *import_path()],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def import_path() -> list[str]:
    """Where this process found quizkit and quizgrad, for a process without PYTHONPATH."""
    from importlib.util import find_spec

    folders = []
    for name in ("quizkit", "quizgrad"):
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            folders.append(os.path.dirname(next(iter(spec.submodule_search_locations))))
    return list(dict.fromkeys(folders))


def environment() -> dict[str, str]:
    """This process's environment without what would change the grader's behaviour."""
    kept = {key: value for key, value in os.environ.items() if key not in OWN_VARIABLES}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"}
