"""What isolation costs, as a share of one `import numpy`, and a warm regrade beside an import.

Printed with their targets; a run fails only far above them, since a busy machine's ratios wander.
"""

from __future__ import annotations

import ast
import dataclasses
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizkit import paths
from quizkit.bank import load
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Submission
from quizkit.sandbox.host import Sandbox

ROUNDS = 7
LAYERS = ("capabilities", "rlimits", "landlock", "seccomp")
VALUES_AND_GRADIENTS = {
    "test_import", "test_signature", "test_shapes", "test_dtype", "test_finite", "test_forward",
    "test_gradient",
}  # fmt: skip


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def importing(module: str) -> Callable[[], object]:
    """A fresh interpreter that imports `module`."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def cold_child(without: tuple[str, ...]) -> None:
    """A fork server from nothing, one confined child, one line of a learner's code in it."""
    with Sandbox("numpy", without=without) as sandbox, sandbox.child() as child:
        child.ask("load", source="import numpy\n", filename="learner.py")


def test_all_layers_cost_a_small_share_of_importing_numpy() -> None:
    target = 0.2
    shares = []
    for _ in range(ROUNDS + 1):
        confined = seconds(lambda: cold_child(()))
        bare = seconds(lambda: cold_child(LAYERS))
        shares.append((confined - bare) / seconds(importing("numpy")))
    found = statistics.median(shares[1:])
    print(f"all layers: {found:.2f} of an import of numpy, target {target}")
    assert found < 5 * target


def only_values_and_gradients(exercise: Exercise, folder: Path) -> Exercise:
    """`exercise` with a grader that has the gates of values and gradients alone."""
    tree = ast.parse((Path(exercise.folder) / f"test_{exercise.id}.py").read_text("utf-8"))
    tree.body = [node for node in tree.body if names(node) <= VALUES_AND_GRADIENTS]
    place = folder / exercise.id
    place.mkdir()
    (place / f"test_{exercise.id}.py").write_text(ast.unparse(tree), encoding="utf-8")
    return dataclasses.replace(exercise, folder=str(place))


def names(node: ast.stmt) -> set[str]:
    """The checks that a statement of a grader defines."""
    if isinstance(node, ast.FunctionDef):
        found = {node.name}
    else:
        found = {target.id for target in getattr(node, "targets", ()) if hasattr(target, "id")}
    return {name for name in found if name.startswith("test_")}


@pytest.mark.parametrize(
    ("exercise", "framework", "target"),
    [("embedding", "numpy", 1.0), ("mlp", "numpy", 1.0), ("mlp", "torch", 0.2)],
)
def test_a_warm_regrade_of_values_and_gradients_costs_less_than_an_import(
    exercise: str, framework: str, target: float, tmp_path: Path
) -> None:
    if find_spec(framework) is None:
        pytest.skip("PyTorch is not installed here")
    found = load([paths.content()]).exercises[exercise]
    source = (Path(found.folder) / f"solution_{framework}.py").read_bytes()
    given = Submission.of(exercise, Framework(framework), f"{exercise}.py", source)
    item = only_values_and_gradients(found, tmp_path)
    ratios = []
    with Grader() as grader:
        assert grader.grade(given, item, [0])[0].verdict == "accepted"
        for seed in range(ROUNDS):
            warm = seconds(lambda seed=seed: grader.grade(given, item, [seed]))
            ratios.append(warm / seconds(importing(framework)))
    ratio = statistics.median(ratios)
    print(f"warm {exercise} {framework}: {ratio:.2f} of an import, target {target}")
    assert ratio < 3 * target
