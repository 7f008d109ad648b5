"""`quizkit doctor`: versions, isolation layers, PyTorch, paths."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import typer

from quizkit import __version__, paths, settings
from quizkit.cli import common
from quizkit.sandbox.host import FrameworkMissing, Limits, Sandbox, SandboxFault

LAYERS = ("rlimits", "closed_imports", "no_new_privs", "capabilities", "undumpable", "landlock",
          "seccomp")  # fmt: skip
PACKAGES = ("numpy", "pytest", "typer", "rich", "torch")
HELP = """Show versions, isolation layers, PyTorch and paths.

Example:

  quizkit doctor --json
"""
app = typer.Typer()


@app.command(help=HELP)
def doctor(json_: bool = typer.Option(False, "--json", "-j", help="As JSON.")) -> int:
    told = facts()
    if json_:
        common.out_json({"schema": "quizkit.doctor/1", **told})
        return 0
    for name, value in told.items():
        if isinstance(value, dict):
            for key, item in value.items():
                common.out(f"{name + '.' + key:<24} {item}")
        else:
            common.out(f"{name:<24} {value}")
    promise = "promise_linux" if told["isolation"].get("seccomp") == "holds" else "promise_other"
    text = common.say(f"cli.{promise}")
    common.out(common.say("cli.doctor_platform", system=platform.system(), promise=text))
    return 0


def facts() -> dict[str, Any]:
    """Everything the command shows."""
    python = settings.read().get("python", "")
    held: tuple[str, ...] = ()
    fault = ""
    try:
        with Sandbox("numpy", python or None) as sandbox, sandbox.child(Limits()):
            held = sandbox.layers
    except (SandboxFault, FrameworkMissing) as error:
        fault = str(error)
    return {
        "quizkit": __version__,
        "python": f"{platform.python_version()} {sys.executable}",
        "system": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "isolation": {layer: "holds" if layer in held else "missing" for layer in LAYERS},
        "fault": fault or "-",
        "paths": {"content": str(paths.content()), "data": str(paths.data()),
                  "config": str(paths.config()), "cache": str(paths.cache())},
    }  # fmt: skip


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
