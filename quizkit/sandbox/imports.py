"""Closing the import path of the learner's process: the standard library and the framework."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

NUMPY = frozenset({"numpy", "numpy.libs"})
TORCH = NUMPY | frozenset(
    [
        "torch",
        "torchgen",
        "functorch",
        "typing_extensions",
        "sympy",
        "mpmath",
        "networkx",
        "jinja2",
        "markupsafe",
        "filelock",
        "fsspec",
        "packaging",
        "nvidia",
        "triton",
    ]
)
ALLOWED = {"numpy": NUMPY, "torch": TORCH}


class FrameworkFinder(importlib.abc.MetaPathFinder):
    """Finds the listed top-level packages where this interpreter has them, and nothing else."""

    def __init__(self, roots: list[str], allowed: frozenset[str]) -> None:
        self.roots = roots
        self.allowed = allowed

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is None and name in self.allowed:
            return PathFinder.find_spec(name, self.roots, target)
        return None


def standard_library() -> list[str]:
    """The folders of the standard library on this interpreter's path."""
    homes = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    homes |= {str(Path(home) / "lib-dynload") for home in set(homes)}
    return [entry for entry in sys.path if entry in homes or entry.endswith(".zip")]


def close(framework: str) -> list[str]:
    """Leave only the standard library and `framework` importable; answers the folders to read."""
    kept = standard_library()
    roots = [entry for entry in sys.path if entry and entry not in kept]
    sys.path[:] = kept
    sys.path_importer_cache.clear()
    allowed = ALLOWED[framework]
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter, PathFinder]
    sys.meta_path.append(FrameworkFinder(roots, allowed))
    packages = [Path(root) / name for root in roots for name in allowed]
    return kept + [str(package) for package in packages if package.exists()]
