"""`quizkit doctor`: layers with their proof, PyTorch, places; exit 4 where a layer fails."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from quizkit.report.layout import cells
from quizkit.sandbox.layers import LAYERS, NEEDED

Quizkit = Callable[..., Any]
OLDER = str(Path(__file__).parents[1] / "older_kernel.py")
linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the layers are Linux's",
)


@linux
def test_every_layer_is_proved(quizkit: Quizkit) -> None:
    ran = quizkit("doctor", "--json")
    layers = ran.json["isolation"]
    assert ran.code == 0 and list(layers) == list(LAYERS) and ran.json["untrusted"] is True
    for layer, about in layers.items():
        assert about["state"] == "holds" or (layer, about["state"]) == ("namespaces", "missing")
        assert about["stops"].startswith("stops ")
        assert all(each["stopped"] for each in about["tried"])
        assert bool(about["tried"]) == (about["state"] == "holds")


@linux
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_screen_names_every_layer_at_80_columns(quizkit: Quizkit, lang: str) -> None:
    ran = quizkit("doctor", "--lang", lang)
    assert ran.code == 0 and ran.stderr == ""
    for layer in LAYERS:
        assert re.search(rf"^  {layer} ", ran.stdout, re.MULTILINE)
    long = [line for line in ran.stdout.splitlines() if cells(line) > 80]
    assert all(" " not in line.strip() or "/" in line for line in long)
    if lang == "zh":
        assert "阻止" in ran.stdout and " stops " not in ran.stdout


@linux
@pytest.mark.parametrize(
    ("call", "layer", "state", "code"),
    [
        ("landlock_create_ruleset", "landlock", "missing", 0),
        ("seccomp", "seccomp", "missing", 0),
        ("landlock_restrict_self", "landlock", "fails", 4),
    ],
)
def test_a_layer_that_is_not_there_is_missing_and_one_that_should_be_fails(
    quizkit: Quizkit, call: str, layer: str, state: str, code: int
) -> None:
    ran = quizkit("doctor", "--json", flags=(OLDER, call))
    assert (ran.code, ran.json["isolation"][layer]["state"]) == (code, state)
    assert ran.json["untrusted"] is False
    others = [ran.json["isolation"][name]["state"] for name in NEEDED if name != layer]
    assert set(others) == {"holds"}
    shown = quizkit("doctor", flags=(OLDER, call))
    assert shown.code == code and "refuses to run here" in shown.stdout


def test_it_says_where_pytorch_is_without_importing_it(quizkit: Quizkit) -> None:
    told = quizkit("doctor", "--json").json["torch"]
    spec = find_spec("torch")
    assert told["python"] == sys.executable
    if spec is None:
        assert told["version"] is None and told["folder"] is None
        assert "whl/cpu" in quizkit("doctor").stdout.replace("\n  ", "")
        assert told["backend"].startswith("quizgrad ")
        assert f"{told['backend']} runs PyTorch files" in " ".join(quizkit("doctor").stdout.split())
    else:
        assert told["backend"] == f"torch {told['version']}"
        assert told["folder"] == str(Path(spec.origin).parent) and told["version"]


def test_an_interpreter_without_numpy_is_said_and_is_4(quizkit: Quizkit, tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "bare", symlinks=True, with_pip=False)
    quizkit("config", "python", tmp_path / "bare" / "bin" / "python")
    ran = quizkit("doctor")
    assert ran.code == 4 and "numpy" in ran.stdout
    assert quizkit("doctor", "--json").json["fault"]
