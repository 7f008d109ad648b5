"""Who imports whom: the parts know each other in one direction only."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "quizkit"
ANYTHING = {"*"}

# part: which other parts of quizkit it may import.
OURS: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "compare": set(),
    "paths": set(),
    "sandbox": set(),
    "texts": {"model"},
    "settings": {"errors", "model", "paths"},
    "bank": {"", "errors", "model", "paths", "texts"},
    "progress": {"errors", "model", "paths"},
    "grading": {"errors", "model", "paths", "sandbox"},
    "quiz": {"errors", "model", "texts", "bank"},
    "report": {"model", "texts", "compare"},
    "authoring": {"", "errors", "model", "paths", "texts", "bank", "grading", "quiz", "sandbox"},
    "cli": ANYTHING,
    "__main__": {"", "cli"},
    "": set(),
}
# part: which packages of others it may import.
THEIRS: dict[str, set[str]] = {
    "paths": {"platformdirs"},
    "bank": {"yaml", "msgspec"},
    "grading": {"numpy", "pytest", "quizgrad"},
    "sandbox": {"numpy", "torch"},
    "quiz": {"fsrs"},
    "report": {"rich"},
    "authoring": {"yaml", "msgspec", "numpy", "torch", "genanki"},
    "cli": {"quizgrad", "typer", "rich"},
}


def imports(file: Path, package: str = "") -> Iterator[str]:
    """Every module that a file names, also inside functions; relative ones spelled out."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            if base in ("quizkit", "") or (node.level and not node.module):
                yield from (f"{base}.{alias.name}" for alias in node.names)
            else:
                yield base


def part_of(file: Path) -> str:
    """`quizkit/bank/load.py` belongs to `bank`, `quizkit/model/flow.py` to `model`."""
    inside = file.relative_to(PACKAGE)
    name = inside.parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


FILES = sorted(PACKAGE.rglob("*.py"))
SHORT = [str(file.relative_to(PACKAGE)) for file in FILES]


def split(file: Path) -> tuple[set[str], set[str]]:
    """(parts of quizkit, packages of others) that a file imports; the standard library left out."""
    package = ".".join(file.relative_to(ROOT).parent.parts)
    ours, theirs = set(), set()
    for name in imports(file, package):
        top, _, rest = name.partition(".")
        if top == "quizkit":
            part = rest.split(".")[0]
            ours.add(part if part in OURS else "")
        elif top not in sys.stdlib_module_names:
            theirs.add(top)
    return ours - {part_of(file)}, theirs


def test_every_part_has_a_rule() -> None:
    assert {part_of(file) for file in FILES} <= set(OURS)


@pytest.mark.parametrize("file", FILES, ids=SHORT)
def test_a_part_imports_only_what_lies_below_it(file: Path) -> None:
    part = part_of(file)
    ours, theirs = split(file)
    if OURS[part] is not ANYTHING:
        assert ours <= OURS[part], f"`{part}` may import {sorted(OURS[part])}"
    assert theirs <= THEIRS.get(part, set()), f"`{part}` may import {sorted(THEIRS.get(part, []))}"


def test_nobody_imports_the_command_line() -> None:
    others = [file for file in FILES if part_of(file) not in ("cli", "__main__")]
    assert [str(file) for file in others if "cli" in split(file)[0]] == []


def test_the_rules_have_no_circle() -> None:
    left = {part: set(below) for part, below in OURS.items() if below is not ANYTHING}
    left.pop("__main__")
    while left:
        free = {part for part, below in left.items() if not below & set(left) - {part}}
        assert free, f"a circle among {sorted(left)}"
        left = {part: below for part, below in left.items() if part not in free}


def test_the_engine_knows_nothing_of_quizzes() -> None:
    for file in sorted((ROOT / "reference").rglob("*.py")):
        package = ".".join(file.relative_to(ROOT / "reference").parent.parts)
        tops = {name.partition(".")[0] for name in imports(file, package)}
        assert tops - set(sys.stdlib_module_names) <= {"numpy", "quizgrad"}, file


GRADERS = sorted((ROOT / "exercises").glob("*/test_*.py"))


@pytest.mark.parametrize("file", GRADERS, ids=lambda file: file.stem)
def test_a_grader_imports_the_reference_and_the_checks(file: Path) -> None:
    for name in imports(file):
        top = name.partition(".")[0]
        if top == "quizkit":
            assert name.startswith("quizkit.grading"), name
        elif top not in sys.stdlib_module_names:
            assert top in {"numpy", "pytest", "quizgrad"}, name


SUBMISSIONS = sorted(
    file
    for pattern in ("starter_*.py", "solution_*.py", "harness_*.py", "also/*.py", "wrong/*.py")
    for file in (ROOT / "exercises").glob(f"*/{pattern}")
    if (
        ROOT / "exercises" / file.relative_to(ROOT / "exercises").parts[0] / "exercise.yaml"
    ).exists()
)


@pytest.mark.parametrize(
    "file", SUBMISSIONS, ids=lambda file: str(file.relative_to(ROOT / "exercises"))
)
def test_a_submission_imports_only_what_learners_may(file: Path) -> None:
    allowed = {"numpy"} if file.stem.endswith("_numpy") else {"numpy", "torch"}
    tops = {name.partition(".")[0] for name in imports(file)}
    assert tops - set(sys.stdlib_module_names) <= allowed


def test_importing_the_package_costs_nothing() -> None:
    assert list(imports(PACKAGE / "__init__.py")) in ([], ["__future__"])


def test_only_two_names_are_installed() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = config["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(Path(package).name for package in packages) == ["quizgrad", "quizkit"]


def test_every_dependency_is_declared() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = config["project"]["dependencies"] + config["project"]["optional-dependencies"]["anki"]
    declared = {item.split(">")[0].split("<")[0].split("=")[0] for item in needed}
    names = {"yaml": "pyyaml"}
    used = {names.get(top, top) for file in FILES for top in split(file)[1]} - {"quizgrad", "torch"}
    assert used <= declared
