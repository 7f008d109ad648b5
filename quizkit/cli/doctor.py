"""`quizkit doctor`: versions, isolation layers with their proof, PyTorch, paths."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import typer

from quizkit import __version__, paths, settings
from quizkit.cli import common
from quizkit.report.layout import fill, wrap
from quizkit.sandbox.host import FrameworkMissing, SandboxFault
from quizkit.sandbox.layers import LAYERS, NEEDED
from quizkit.sandbox.probes import Proof, due, prove

PACKAGES = ("numpy", "pytest", "typer", "rich")
LOOK = """
import importlib.metadata, importlib.util, json, os
spec = importlib.util.find_spec("torch")
found = spec is not None and spec.origin is not None
print(json.dumps({"version": importlib.metadata.version("torch") if found else None,
                  "folder": os.path.dirname(spec.origin) if found else None}))
"""
LOOK_SECONDS = 60.0
HELP = """Show versions, isolation layers, PyTorch and paths.

Each layer is proved by trying what it stops, harmlessly. Exit code 4 if one that this machine
should have fails.

Example:

  quizkit doctor --json
"""
app = typer.Typer()


@app.command(help=HELP)
def doctor(json_: bool = typer.Option(False, "--json", "-j", help="As JSON.")) -> int:
    python = settings.read().get("python", "") or sys.executable
    proofs, fault = proved(python)
    told = facts(python, proofs, fault)
    if json_:
        common.out_json(told)
    else:
        for line in screen(told):
            common.out(line)
    return 4 if fault or any(proof.state == "fails" for proof in proofs) else 0


def proved(python: str) -> tuple[list[Proof], str]:
    """The proof of every layer; without a learner's process all are missing, and why."""
    try:
        return prove(python), ""
    except (SandboxFault, FrameworkMissing) as error:
        return [Proof(layer, "missing") for layer in LAYERS], str(error)


def facts(python: str, proofs: Sequence[Proof], fault: str) -> dict[str, Any]:
    """Everything the command shows."""
    places = {"content": paths.content(), "data": paths.data(), "config": paths.config(),
              "cache": paths.cache()}  # fmt: skip
    holds = {proof.layer for proof in proofs if proof.state == "holds"}
    return {
        "schema": "quizkit.doctor/1",
        "quizkit": __version__,
        "python": f"{platform.python_version()} {sys.executable}",
        "system": platform.platform(),
        "packages": {name: installed(name) for name in PACKAGES},
        "torch": {"python": python, **torch_with_backend(python)},
        "isolation": {proof.layer: layer_object(proof) for proof in proofs},
        "untrusted": holds >= set(NEEDED) and sys.platform == "linux",
        "fault": fault or None,
        "paths": {name: str(place) for name, place in places.items()},
    }


def layer_object(proof: Proof) -> dict[str, Any]:
    """One layer: its state, what it stops, and what was tried."""
    tried = [{"what": each.what, "stopped": each.stopped} for each in proof.tried]
    stops = common.say(f"doctor.{proof.layer}")
    return {"state": proof.state, "stops": stops, "tried": tried}


def torch_of(python: str) -> dict[str, str | None]:
    """Version and folder of the PyTorch that an interpreter would import; it is not imported."""
    found: dict[str, str | None] = {"version": None, "folder": None}
    try:
        done = subprocess.run(
            [python, "-E", "-P", "-c", LOOK], capture_output=True, timeout=LOOK_SECONDS, check=True
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return found
    return found


def torch_with_backend(python: str) -> dict[str, str | None]:
    """PyTorch as found, and what runs PyTorch files: that, or quizgrad in its place."""
    found = torch_of(python)
    name, number = "torch", found["version"]
    if number is None:
        from quizgrad import __version__ as number

        name = "quizgrad"
    return found | {"backend": f"{name} {number}"}


def installed(name: str) -> str | None:
    """The version of a package here."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def screen(told: dict[str, Any]) -> Iterator[str]:
    """The facts for people."""
    yield common.say("doctor.versions")
    own = {"quizkit": told["quizkit"], "Python": told["python"], **told["packages"]}
    for name, value in (own | {common.say("doctor.system"): told["system"]}).items():
        yield from row(name, value or "-")
    yield from ("", common.say("doctor.torch"))
    found = "torch_found" if told["torch"]["version"] else "torch_missing"
    yield from wrap(common.say(f"doctor.{found}", **told["torch"]), common.width(), "  ")
    yield from ("", common.say("doctor.isolation"))
    for layer, about in told["isolation"].items():
        yield from layer_lines(layer, about)
    yield from wrap(promise(told), common.width(), "  ")
    able = "untrusted_yes" if told["untrusted"] else "untrusted_no"
    yield f"  {common.say(f'doctor.{able}')}"
    yield from ("", common.say("doctor.places"))
    for name, value in told["paths"].items():
        yield from row(common.say(f"doctor.{name}"), value)


def row(name: str, value: str) -> list[str]:
    """A name and what belongs to it, below each other where it is long."""
    first, *rest = wrap(value, common.width(), " " * 14) or [""]
    return [f"  {fill(name, 12)}{first.strip()}", *rest]


def layer_lines(layer: str, about: dict[str, Any]) -> list[str]:
    """A layer: its state, what it stops, what was tried."""
    lines = [about["stops"]]
    tried = [each["what"] for each in about["tried"]]
    free = [each["what"] for each in about["tried"] if not each["stopped"]]
    if tried:
        count, names = len(tried), ", ".join(tried)
        stopped = count - len(free)
        lines.append(common.say("doctor.tried", stopped=stopped, count=count, names=names))
    elif about["state"] != "holds":
        lines.append(common.say("doctor.is_due" if due(layer) else "doctor.not_due"))
    if free:
        lines.append(common.say("doctor.not_stopped", names=", ".join(free)))
    indent = " " * 6
    head = f"  {fill(layer, 16)}{common.say('doctor.' + about['state'])}"
    return [head, *(part for line in lines for part in wrap(line, common.width(), indent))]


def promise(told: dict[str, Any]) -> str:
    """What follows from all that, or why nothing does."""
    system = platform.system()
    if told["fault"]:
        return common.say("doctor.fault", why=told["fault"])
    if sys.platform != "linux":
        return common.say("doctor.promise_other", system=system)
    if told["untrusted"]:
        return common.say("doctor.promise_linux", system=system)
    states = told["isolation"]
    missing = [layer for layer in NEEDED if states[layer]["state"] != "holds"]
    return common.say("doctor.promise_less", system=system, missing=", ".join(missing))
