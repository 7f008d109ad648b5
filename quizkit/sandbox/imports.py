"""Closing the import path of the learner's process: the standard library and the framework."""

from __future__ import annotations

import importlib.abc
import os
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

NUMPY = frozenset({"numpy"})
TORCH = NUMPY | frozenset(
    {
        "torch", "torchgen", "functorch", "typing_extensions", "sympy", "isympy", "mpmath",
        "networkx", "jinja2", "markupsafe", "filelock", "fsspec", "packaging", "nvidia", "triton",
    }
)  # fmt: skip
ALLOWED = {"numpy": NUMPY, "torch": TORCH, "quizgrad": NUMPY}
# Where other people's packages live inside a folder that holds the standard library or libraries.
THIRD_PARTY = frozenset({"site-packages", "dist-packages"})


class FrameworkFinder(importlib.abc.MetaPathFinder):
    """Finds the listed top-level packages where this interpreter has them, and nothing else.

    Where they are is settled at once: a confined process cannot list the folder they are in.
    """

    def __init__(self, roots: Sequence[str], allowed: frozenset[str]) -> None:
        self.places: dict[str, str] = {}
        for root in reversed(roots):
            for name in allowed:
                if os.path.isdir(os.path.join(root, name)):
                    self.places[name] = os.path.join(root, name)
                elif os.path.isfile(os.path.join(root, name + ".py")):
                    self.places[name] = os.path.join(root, name + ".py")

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of an allowed top-level package."""
        place = self.places.get(name)
        if path is not None or place is None:
            return None
        if place.endswith(".py"):
            return spec_from_file_location(name, place)
        start = os.path.join(place, "__init__.py")
        if os.path.isfile(start):
            return spec_from_file_location(name, start, submodule_search_locations=[place])
        spec = ModuleSpec(name, None, is_package=True)  # a namespace package
        spec.submodule_search_locations = [place]
        return spec

    def readable(self) -> list[str]:
        """The packages found, and the shared libraries that wheels put beside them."""
        beside = [os.path.splitext(place)[0] + ".libs" for place in self.places.values()]
        return [*self.places.values(), *filter(os.path.isdir, beside)]


def standard_library() -> list[str]:
    """The entries of this interpreter's path that hold the standard library."""
    homes = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    homes |= {os.path.join(home, "lib-dynload") for home in set(homes)}
    homes |= {os.path.join(sys.base_exec_prefix, "DLLs")}
    return [entry for entry in sys.path if entry in homes or entry.endswith(".zip")]


def backend_of(framework: str, wanted: str) -> str:
    """What serves `framework`: itself, or quizgrad for torch where that is `wanted`, or where
    `auto` is and this interpreter has no PyTorch.
    """
    if framework != "torch" or wanted == "torch":
        return framework
    present = FrameworkFinder([entry for entry in sys.path if entry], frozenset({"torch"})).places
    return "quizgrad" if wanted == "quizgrad" or not present else "torch"


def take_place(engine: str) -> None:
    """In this process `torch` is the package whose folder is `engine`, from now on."""
    start = os.path.join(engine, "__init__.py")
    spec = spec_from_file_location("torch", start, submodule_search_locations=[engine])
    assert spec is not None and spec.loader is not None
    sys.modules["torch"] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules["torch"])


def close(backend: str, own_package: str, engine: str = "") -> list[str]:
    """Leave only the standard library and what belongs to `backend` importable.

    The backend `quizgrad`, whose folder `engine` is, is found under the name `torch` and no other.
    Modules that the interpreter's start brought in from elsewhere (`.pth` files) are forgotten.
    Returns the files and folders that the learner's process may read.
    """
    kept = standard_library()
    roots = [entry for entry in sys.path if entry and entry not in kept]
    sys.path[:] = kept
    sys.path_importer_cache.clear()
    finder = FrameworkFinder(roots, ALLOWED[backend])
    if backend == "quizgrad":
        finder.places["torch"] = engine
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter, PathFinder]
    PathFinder.find_spec("_no_such_module")  # lists the folders while they can be listed
    sys.meta_path.append(finder)
    _forget({own_package, "__main__"} | ALLOWED[backend])
    return _without_third_party(kept) + finder.readable()


def _forget(kept: set[str] | frozenset[str]) -> None:
    for name in list(sys.modules):
        top = name.partition(".")[0]
        if top not in kept and top not in sys.stdlib_module_names:
            del sys.modules[name]


def _without_third_party(folders: Sequence[str]) -> list[str]:
    """`folders`, each replaced by its entries where it also holds packages of other people."""
    found: list[str] = []
    for folder in folders:
        if not os.path.isdir(folder) or not THIRD_PARTY & set(os.listdir(folder)):
            found.append(folder)
            continue
        found += [entry.path for entry in os.scandir(folder) if entry.name not in THIRD_PARTY]
    return found
