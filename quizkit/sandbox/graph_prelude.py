"""Runs in the learner's process before their file: seeds, `import quizgrad`, and who recorded what.

Their file then runs as `python FILE.py` would. What is set up here outlives the module it is in.
What it notes is read by `graph_harness.py`: for each recorded operation the line of the learner's
file, for each leaf the name under which that file knows it.
"""

import importlib
import random
import sys
from types import FrameType, ModuleType
from typing import Any

import numpy as np
import torch


def named_in(frame: FrameType, leaf: Any) -> str:
    """The name of a tensor among the variables of a frame, or in a module among them."""
    for name, value in frame.f_locals.items():
        if value is leaf:
            return name
    for name, value in frame.f_locals.items():
        if isinstance(value, torch.nn.Module):
            for inner, parameter in value.named_parameters():
                if parameter is leaf:
                    return inner if name == "self" else f"{name}.{inner}"
    return ""


def own_frames(frame: FrameType | None, filename: str) -> list[FrameType]:
    """The frames of the learner's file, the innermost first."""
    found = []
    while frame is not None:
        if frame.f_code.co_filename in (filename, "--call"):
            found.append(frame)
        frame = frame.f_back
    return found


def begin(seed: int, filename: str) -> None:
    """Seed everything, give quizgrad its own name as well, and note what is recorded."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float32)
    for name in ("utils.data", "utils.checkpoint", "optim.lr_scheduler"):
        importlib.import_module(f"torch.{name}")
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "torch":
            sys.modules["quizgrad" + name[len("torch") :]] = module
    notes: Any = ModuleType("graph_notes")
    notes.lines, notes.names, notes.seed = {}, {}, seed
    sys.modules["graph_notes"] = notes
    operation = importlib.import_module("torch.function").Function
    recorded = operation.apply.__func__

    def apply(cls: Any, *inputs: Any, **options: Any) -> Any:
        out = recorded(cls, *inputs, **options)
        if out.grad_fn is None:
            return out
        frames = own_frames(sys._getframe(1), filename)
        if frames:
            notes.lines[out.grad_fn.seq] = (frames[0].f_code.co_filename, frames[0].f_lineno)
        for leaf in inputs:
            if leaf.needs and leaf.grad_fn is None and id(leaf) not in notes.names:
                names = [name for name in (named_in(f, leaf) for f in reversed(frames)) if name]
                notes.names[id(leaf)] = (names[0] if names else "", leaf)
        return out

    operation.apply = classmethod(apply)
