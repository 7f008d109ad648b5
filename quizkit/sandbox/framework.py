"""Making an interpreter ready for learners: the framework imported, everything else closed."""

from __future__ import annotations

import gc
import importlib
import os
import platform
import random
import sys
from typing import Any

from . import imports, namespaces
from .adapter import Adapter
from .confine import Plan, prepare


def get_ready(framework: str, options: dict[str, Any]) -> tuple[dict[str, Any], Plan]:
    """Close the imports, import `framework` (and what to `preload`), clear the environment.

    Returns what the grader is told (`hello` and the backend, or `missing` and why) and the layers
    made ready. `options["backend"]` is auto, torch or quizgrad, `options["engine"]` where that is.
    """
    sys.dont_write_bytecode = True
    gc.disable()  # until all is imported: nothing of it is ever garbage
    backend = imports.backend_of(framework, options["backend"])
    readable = imports.close(backend, __name__.partition(".")[0], options["engine"])
    told: dict[str, Any] = {"python": platform.python_version(), "namespaces": namespaces.own()}
    try:
        module = importlib.import_module(framework)
        importlib.import_module("numpy.random")  # NumPy itself would import it on first use
        adapter_for(backend)
        for name in options["preload"] if backend != "quizgrad" else ():
            importlib.import_module(name)
    except ImportError as error:
        return told | {"missing": framework, "why": str(error)[:200]}, Plan(-1, frozenset())
    if framework == "torch":
        _warm_torch(module)
    os.environ.clear()
    plan = prepare(readable, options["without"])
    gc.collect()
    gc.freeze()
    gc.enable()
    return told | {"hello": backend, "version": str(module.__version__)}, plan


def _warm_torch(torch: Any) -> None:
    """One thread, float64, and what the first backward call sets up is set up once, here."""
    if hasattr(torch, "set_num_threads"):
        torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    one = torch.ones(1, 1, requires_grad=True)
    (one @ one).sum().backward()


def adapter_for(backend: str) -> Adapter:
    """The adapter of `backend`; its import is the framework's."""
    if backend == "torch":
        from .torch_adapter import TorchAdapter

        return TorchAdapter()
    if backend == "quizgrad":
        from .standin import StandIn

        return StandIn()
    from .numpy_adapter import NumpyAdapter

    return NumpyAdapter()


def reseed() -> None:
    """Fresh random state: forked children would otherwise share their server's."""
    number = int.from_bytes(os.urandom(8), "little")
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number % 2**32)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number % 2**63)
