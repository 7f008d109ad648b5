"""quizgrad in PyTorch's place: the verbs for it, and what of PyTorch it lacks.

The import path gives quizgrad's files under the name `torch` (see `imports.py`), so a learner's
imports need no change. What a learner's code asks of it and does not find is noted where PyTorch
has it (`pytorch_names.txt`): then nothing that follows is a mistake of the learner's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import torch

from .failures import Failure, shown
from .torch_adapter import TorchAdapter

NAMES = Path(__file__).with_name("pytorch_names.txt")
CLASSES = ("Tensor", "nn.Module", "optim.Optimizer", "Generator")
ARGUMENTS = re.compile(
    r"(\S+)\(\) (?:got an unexpected keyword argument '(\w+)'"
    r"|takes .* but \d+ (?:was|were) given).*"
)


@cache
def pytorch_names() -> Mapping[str, frozenset[str]]:
    """PyTorch's public names by where they are; under `keywords` those of its parameters."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for word in NAMES.read_text(encoding="utf-8").split():
        if word.endswith(":"):
            names = found.setdefault(word[:-1], [])
        else:
            names.append(word)
    return {owner: frozenset(names) for owner, names in found.items()}


pytorch_names()  # now, while the file can be read


class Watch:
    """Notes names of PyTorch's that are looked for in vain; the last finder of the import path."""

    def __init__(self, lacks: list[str]) -> None:
        self.lacks = lacks
        self.known = pytorch_names()

    def note(self, owner: str, name: str) -> None:
        """`name` is not to be found in `owner`."""
        full = f"{owner}.{name}"
        if name in self.known.get(owner, ()) and full not in self.lacks:
            self.lacks.append(full)

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        """Finds nothing: note a module of PyTorch's that no other finder found."""
        owner, _, last = name.rpartition(".")
        private = owner == "torch" and last.startswith("_")
        if private or (owner.startswith("torch.") and owner not in self.known):
            self.lacks.append(name)
        self.note(owner, last)

    def in_module(self, owner: str) -> Callable[[str], Any]:
        """The `__getattr__` of a module."""

        def missing(name: str) -> Any:
            self.note(owner, name)
            raise AttributeError(f"module '{owner}' has no attribute '{name}'")

        return missing

    def in_class(self, owner: str, earlier: Callable[[Any, str], Any] | None) -> Any:
        """The `__getattr__` of a class that had `earlier`, or none."""

        def missing(value: Any, name: str) -> Any:
            try:
                if earlier is not None:
                    return earlier(value, name)
                kind = type(value).__name__
                raise AttributeError(f"'{kind}' object has no attribute '{name}'")
            except AttributeError:
                self.note(owner, name)
                raise

        return missing


class StandIn(TorchAdapter):
    """Calls a learner's PyTorch code on quizgrad."""

    def __init__(self) -> None:
        super().__init__()
        watch = Watch(self.lacks)
        sys.meta_path.append(watch)
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == "torch":
                module.__getattr__ = watch.in_module(name)  # type: ignore[method-assign]
        for name in CLASSES:
            kind = attrgetter(name)(torch)
            earlier = getattr(kind, "__getattr__", None)
            kind.__getattr__ = watch.in_class(f"torch.{name}", earlier)

    def blamed(self, failure: Failure, error: BaseException) -> Failure:
        """`unsupported` where something was lacking, whatever came of it."""
        if failure.kind not in ("error", "rejected"):
            return failure
        name = self.lacks[-1] if self.lacks else refused(error, self.module.__dict__)
        if not name:
            return failure
        facts = {"type": "", "message": "", "frames": []}
        told = {key: failure.facts.get(key, value) for key, value in facts.items()}
        return Failure("unsupported", "lacks", name=name, **told)


def refused(error: BaseException, own: Mapping[str, Any]) -> str:
    """What the engine refused to do with `error`: arguments that it does not know, or a reason.

    `own` is what the learner's module defines: what that refuses is the learner's affair.
    """
    if type(error) is torch.Unavailable:
        return shown(lambda: str(error), 160)
    if isinstance(error, ModuleNotFoundError):  # of a module that is no package no finder is asked
        return (error.name or "") if error.name in pytorch_names() else ""
    found = ARGUMENTS.fullmatch(shown(lambda: str(error))) if type(error) is TypeError else None
    if found is None or (found[2] and found[2] not in pytorch_names()["keywords"]):
        return ""
    first = found[1].partition(".")[0]
    theirs = getattr(own.get(first), "__module__", "") == own.get("__name__")
    if theirs or not _in_engine(first):
        return ""
    function = found[1].removesuffix(".__init__")
    return f"{function}({found[2]}=...)" if found[2] else f"{function}(), so many arguments"


def _in_engine(name: str) -> bool:
    """Whether a module of the engine has a function or class of that name."""
    for place, module in sys.modules.items():
        found = module.__dict__.get(name) if place.partition(".")[0] == "torch" else None
        if found is not None and getattr(found, "__qualname__", "") == name:
            return True
    return False
