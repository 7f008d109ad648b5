"""The package itself: what it imports, its size, its documentation, its README."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
import quizgrad

PACKAGE = Path(quizgrad.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def test_imports_only_numpy_and_the_standard_library():
    allowed = sys.stdlib_module_names | {"numpy"}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else (
                [node.module] if isinstance(node, ast.ImportFrom) and not node.level else [])
            assert {n.split(".")[0] for n in names} <= allowed, path


def test_import_loads_no_heavy_module():
    """Neither numpy.random (20 ms) nor a test tool is loaded before it is needed."""
    code = ("import sys, numpy; before = set(sys.modules); import quizgrad;"
            "print(*sorted(m for m in set(sys.modules) - before if not m.startswith('quizgrad')))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=PACKAGE.parent)
    loaded = set(done.stdout.split())
    assert not {m for m in loaded if m.startswith("numpy.") or m in ("unittest", "inspect")}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 350
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{path.name}:{node.name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_public_names_are_documented(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            rule = isinstance(node, ast.FunctionDef) and node.name in ("forward", "backward")
            inner = rule or node.name == "inside" or node.name in NESTED
            setter = isinstance(node, ast.FunctionDef) and any(
                isinstance(d, ast.Attribute) and d.attr == "setter" for d in node.decorator_list)
            assert inner or setter or ast.get_docstring(node), f"{path.name}:{node.name}"


NESTED = {"compared", "method", "keep", "value", "first", "recorded"}


MODULES = [importlib.import_module(found.name)
           for found in pkgutil.walk_packages(quizgrad.__path__, "quizgrad.")]


def public(owner):
    """The public functions and classes of quizgrad's own in a module or a class."""
    for name, value in vars(owner).items():
        value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        own = (getattr(value, "__module__", None) or "").startswith("quizgrad")
        if own and not name.startswith("_") and (
                inspect.isfunction(value) or inspect.isclass(value)):
            yield name, value


@pytest.mark.parametrize("module", [quizgrad, *MODULES], ids=lambda m: m.__name__)
def test_every_public_name_has_a_docstring(module):
    """Names are discovered, methods and properties too; a rule's is its class's."""
    for name, value in public(module):
        assert value.__doc__, name
        for inner, method in public(value) if inspect.isclass(value) else ():
            rule = inner in ("forward", "backward")
            assert rule or method.__doc__, f"{name}.{inner}"


def test_readme_examples_run_and_say_what_happens():
    """Every python block runs; a line `expression  # -> text` prints exactly that text."""
    readme = (PACKAGE.parent / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.S)
    assert blocks
    for block in blocks:
        names = {}
        for statement in ast.parse(block).body:
            source = ast.get_source_segment(block, statement)
            line = block.splitlines()[statement.end_lineno - 1]
            if "# -> " in line and isinstance(statement, ast.Expr):
                assert repr(eval(source, names)) == line.split("# -> ")[1].strip()
            else:
                exec(compile(ast.Module([statement], []), "README", "exec"), names)


def test_readme_names_files_that_exist():
    readme = (PACKAGE.parent / "README.md").read_text("utf-8")
    for name in re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", readme):
        root = PACKAGE.parents[1]
        here = [PACKAGE / name, root / name, root / "tests" / "quizgrad" / name]
        assert any(p.exists() for p in here), name
