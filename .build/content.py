"""Build hook: a wheel gets `exercises/` as `quizkit/_content`; editable installs read the tree."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIPPED = {"__pycache__", ".pytest_cache"}


class ContentHook(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root) / "exercises"
        for file in sorted(root.rglob("*")):
            if file.is_file() and not SKIPPED & set(file.parts) and file.suffix != ".pyc":
                target = Path("quizkit/_content") / file.relative_to(root)
                build_data["force_include"][str(file)] = target.as_posix()
        ready = Path(tempfile.mkdtemp()) / "bank.sqlite3"
        command = [sys.executable, "-m", "quizkit.bank.cache", str(ready)]
        subprocess.run(command, cwd=self.root, check=True)  # the bank parsed, for a quick start
        build_data["force_include"][str(ready)] = "quizkit/_content/bank.sqlite3"
