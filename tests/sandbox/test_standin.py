"""quizgrad in PyTorch's place: in the learner's process alone, and open about what it lacks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from quizkit.sandbox.host import Child, Failure, Limits, Sandbox

LIMITS = Limits(seconds=60.0, memory_mb=512)
Load = Callable[[str], Child]


@pytest.fixture(scope="module", params=["forked", "fresh"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """The stand-in, also where PyTorch is installed."""
    if request.param == "forked" and sys.platform != "linux":
        pytest.skip("no fork server here")
    with Sandbox("torch", backend="quizgrad", fresh=request.param == "fresh") as made:
        yield made


@pytest.fixture
def load(sandbox: Sandbox) -> Iterator[Load]:
    """`load(source)`: a child that has loaded it."""
    made: list[Child] = []

    def run(source: str) -> Child:
        made.append(sandbox.child(LIMITS))
        made[-1].ask("load", source=source, filename="mine.py")
        return made[-1]

    yield run
    for child in made:
        child.close()


def printed(child: Child) -> str:
    """What the source printed when it was loaded."""
    child.ask("has", names=[])
    return child.output


def test_every_usual_import_of_pytorch_works(load: Load) -> None:
    child = load(
        "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
        "import torch.optim as optim\nimport torch.utils.data\nimport torch.autograd\n"
        "from torch import Tensor, nn, optim\nfrom torch.nn import functional, init\n"
        "from torch.utils.data import DataLoader, Dataset, TensorDataset\n"
        "from torch.optim.lr_scheduler import StepLR\nfrom torch.autograd import Function\n"
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * x).sum().backward()\n"
        "print(x.grad.tolist(), torch.get_default_dtype(), x.device)\n"
    )
    assert printed(child) == "[2.0, 4.0] torch.float64 cpu"


def test_the_child_says_what_runs_there(sandbox: Sandbox, load: Load) -> None:
    load("import torch\n")
    import quizgrad

    assert sandbox.backend == f"quizgrad {quizgrad.__version__}"
    assert sandbox.standin


def test_this_process_has_no_such_torch(load: Load) -> None:
    before = sys.modules.get("torch")
    load("import torch\n")
    assert sys.modules.get("torch") is before
    found = getattr(before, "__file__", "") or ""
    assert "quizgrad" not in found


def test_the_engine_has_no_other_name_there(load: Load) -> None:
    with pytest.raises(Failure, match="No module named 'quizgrad'"):
        load("import torch\nimport quizgrad\n")


@pytest.mark.parametrize("name", ["torch", "quizgrad"])
def test_a_numpy_learner_gets_no_torch_and_no_engine(name: str) -> None:
    with Sandbox("numpy", backend="quizgrad") as box, box.child(LIMITS) as child:
        refused = pytest.raises(Failure, match=f"No module named '{name}'")
        with refused:
            child.ask("load", source=f"import {name}\n", filename="mine.py")


LACKS = {
    "a function": ("torch.compile(lambda x: x)", "torch.compile"),
    "of a module": ("torch.nn.functional.grid_sample", "torch.nn.functional.grid_sample"),
    "an import": ("from torch import jit", "torch.jit"),
    "a module": ("import torch.distributed", "torch.distributed"),
    "a private module": ("import torch._dynamo", "torch._dynamo"),
    "a submodule of a lacking one": ("import torch.distributed.fsdp", "torch.distributed"),
    "a module of what is no package": ("import torch.nn.utils.rnn", "torch.nn.utils.rnn"),
    "a method": ("torch.ones(2).to_sparse()", "torch.Tensor.to_sparse"),
    "a method of modules": ("torch.nn.Linear(1, 1).share_memory()", "torch.nn.Module.share_memory"),
    "a keyword": ("torch.nn.Conv2d(1, 1, 1, padding_mode='reflect')", "padding_mode"),
    "what is refused": ("torch.zeros(2, device='meta')", "meta"),
}


@pytest.mark.parametrize(("line", "name"), LACKS.values(), ids=LACKS)
def test_what_only_pytorch_has_is_unsupported_by_its_name(
    load: Load, line: str, name: str
) -> None:
    with pytest.raises(Failure) as caught:
        load(f"import torch\n{line}\n")
    assert (caught.value.kind, caught.value.code) == ("unsupported", "lacks")
    assert name in caught.value.facts["name"]


MISTAKES = {
    "a misspelt function": ("torch.sofmtax", "AttributeError"),
    "a misspelt method": ("torch.ones(2).summ()", "AttributeError"),
    "a misspelt module": ("import torch.nn.functionall", "ModuleNotFoundError"),
    "a misspelt keyword": ("torch.ones(2).sum(axiss=0)", "TypeError"),
    "no forward": ("torch.nn.Module()(1)", "NotImplementedError"),
    "a keyword of one's own": (
        "def relu(x):\n    return x\nrelu(torch.ones(2), inplace=True)", "TypeError",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("line", "kind"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_that_pytorch_refuses_too_stays_the_learners(
    load: Load, line: str, kind: str
) -> None:
    with pytest.raises(Failure) as caught:
        load(f"import torch\n{line}\n")
    assert caught.value.kind == "error"
    assert caught.value.facts["type"] == kind


def test_a_lack_that_was_caught_is_told_with_the_answers(load: Load) -> None:
    child = load(
        "import torch\n\n\ndef f(x):\n    try:\n        return torch.fft.fft(x)\n"
        "    except AttributeError:\n        return x\n"
    )
    import numpy as np

    assert child.lacks == []
    child.ask("call", entry="f", args=[np.ones(2)])
    assert child.lacks == ["torch.fft"]
