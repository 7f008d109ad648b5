"""A failing call as a program that a learner runs: it stops on the first line of their own code.

The program is plain: it imports the learner's file, loads the arrays of the failing call, and makes
it in the debugger. Only where an exercise has a harness does it use quizkit's own adapter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from quizkit.model import FailingCall, Framework, Lang, Request
from quizkit.texts import say

HEAD = '''\
{doc}

import pdb
import sys
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
{imports}
FILE = {file!r}
DATA = np.load(Path(__file__).with_suffix(".npz"), allow_pickle=False)


def data(name):
    return {as_given}


@contextmanager
def stopping():
    """Stop on the first line of FILE that runs in here."""

    def watch(frame, event, _):
        if event == "call" and frame.f_code.co_filename == FILE:
            debugger = pdb.Pdb()
            debugger.set_trace(frame)
            return debugger.trace_dispatch

    sys.settrace(watch)
    try:
        yield
    finally:
        sys.settrace(None)

'''
LOAD = """
spec = spec_from_file_location("submission", FILE)
submission = module_from_spec(spec)
sys.modules["submission"] = submission
spec.loader.exec_module(submission)

"""
STANDIN = (
    "from importlib.util import find_spec", "", 'found = find_spec("quizgrad")',
    "folder = found.submodule_search_locations",
    'spec = spec_from_file_location("torch", found.origin, submodule_search_locations=folder)',
    'sys.modules["torch"] = module_from_spec(spec)  # quizgrad in PyTorch\'s place',
    'spec.loader.exec_module(sys.modules["torch"])',
)  # fmt: skip
PULL = """
def pull(output, *upstream):
    outputs = output if isinstance(output, (tuple, list)) else [output]
    sum((one * up).sum() for one, up in zip(outputs, upstream)).backward()

"""
PUT = {
    Framework.NUMPY: """
def put(model, arrays):
    for name, value in arrays.items():
        model.params[name][...] = value

""",
    Framework.TORCH: """
def put(model, arrays):
    if all(value.dtype != torch.float64 for value in arrays.values()):
        model.to(torch.float32)
    model.load_state_dict(arrays)

""",
}
ADAPTED = """
adapter = {name}()
adapter.load(Path(FILE).read_text(encoding="utf-8"), FILE)
adapter.load_harness({harness!r})

"""


def script(
    call: FailingCall, framework: Framework, file: str, about: dict[str, Any], lang: Lang
) -> str:
    """The program's text. `about` has the exercise, the seed, the names of both files, and
    whether quizgrad is to take PyTorch's place.
    """
    torch = framework is Framework.TORCH
    doc = say("debug.doc", lang, check=call.check, **about)
    imports = ["import torch", "", "torch.set_default_dtype(torch.float64)"] if torch else []
    imports[:0] = STANDIN if about.get("standin") else []
    given = "torch.from_numpy(DATA[name].copy())" if torch else "DATA[name].copy()"
    if call.harness:
        name = "TorchAdapter" if torch else "NumpyAdapter"
        at = imports.index("import torch") + 1 if torch else 0
        imports.insert(at, f"from quizkit.sandbox.{framework}_adapter import {name}")
        given = "DATA[name]"
    head = HEAD.format(
        doc=f'"""{doc}\n"""', imports="".join(f"{line}\n" for line in imports), file=file,
        as_given=given,
    )  # fmt: skip
    if call.harness:
        body = ADAPTED.format(name=name, harness=call.harness) + "".join(adapted(call.requests))
    else:
        verbs = {request.verb for request in call.requests}
        helpers = PUT[framework] if "set_state" in verbs else ""
        helpers += PULL if torch and verbs & {"vjp", "call_vjp"} else ""
        lines = list(Writer(call, torch).lines())
        body = helpers + LOAD + "".join(f"{line}\n" for line in lines)
    return head + body


def adapted(requests: Sequence[Request]) -> Iterator[str]:
    """The requests as calls of quizkit's adapter."""
    for number, request in enumerate(requests, 1):
        fields = ", ".join(f"{key}={shown(value)}" for key, value in request.fields.items())
        line = f"adapter.{request.verb}({fields})"
        last = number == len(requests)
        yield f"with stopping():\n    answer = {line}\nprint(answer)\n" if last else f"{line}\n"


class Writer:
    """The requests as plain calls of the learner's code, the last one in the debugger."""

    def __init__(self, call: FailingCall, torch: bool) -> None:
        self.call = call
        self.torch = torch
        self.stop_at = len(call.requests) - 1
        if torch and call.requests[-1].verb == "vjp":  # autograd has no code of the learner's
            verbs = [request.verb for request in call.requests]
            self.stop_at = max(at for at, verb in enumerate(verbs) if verb in ("build", "forward"))

    def lines(self) -> Iterator[str]:
        """The lines after the learner's file is loaded."""
        for number, request in enumerate(self.call.requests):
            made = getattr(self, f"_{request.verb}")(dict(request.fields))
            yield from self._stopped(*made) if number == self.stop_at else made
        if not self.torch or self.call.requests[-1].verb not in ("vjp", "call_vjp"):
            yield "print(answer)"

    def _stopped(self, *lines: str) -> Iterator[str]:
        """The lines of the call; the one that sets `model` or `answer` in the debugger."""
        for line in lines:
            if line.startswith(("answer =", "model =")):
                yield "with stopping():"
                yield f"    {line}"
            else:
                yield line
        if lines[0].startswith("model ="):
            yield "answer = model"
        if lines[0].startswith("put("):
            yield "answer = None"

    def _build(self, fields: dict[str, Any]) -> list[str]:
        config = fields["config"]
        given = f"**{config!r}" if isinstance(config, dict) else listed(config)
        return [f"model = submission.{fields['entry']}({given})"]

    def _set_state(self, fields: dict[str, Any]) -> list[str]:
        return [f"put(model, {shown(fields['arrays'])})"]

    def _forward(self, fields: dict[str, Any]) -> list[str]:
        if not self.torch:
            return [f"answer = model.forward({listed(fields['inputs'])})"]
        return [*self._leaves(fields["inputs"]), "answer = model(*inputs)"]

    def _leaves(self, values: Sequence[Any]) -> list[str]:
        return [
            f"inputs = [{listed(values)}]",
            "for value in inputs:",
            "    if isinstance(value, torch.Tensor) and value.is_floating_point():",
            "        value.requires_grad_()",
        ]

    def _vjp(self, fields: dict[str, Any]) -> list[str]:
        if not self.torch:
            return [f"answer = model.backward({shown(fields['cotangent'])})"]
        return [
            f"pull(answer, {shown(fields['cotangent'])})",
            "print({name: value.grad for name, value in model.named_parameters()})",
        ]

    def _call(self, fields: dict[str, Any]) -> list[str]:
        return [f"answer = submission.{fields['entry']}({listed(fields['args'])})"]

    def _call_vjp(self, fields: dict[str, Any]) -> list[str]:
        upstream = fields["cotangent"]
        several = upstream if isinstance(upstream, list) else [upstream]
        if not self.torch:
            given = listed([*several, *fields["args"]])
            return [f"answer = submission.{fields['entry']}_backward({given})"]
        return [
            *self._leaves(fields["args"]),
            f"answer = submission.{fields['entry']}(*inputs)",
            f"pull(answer, {listed(several)})",
            "print([v.grad for v in inputs if isinstance(v, torch.Tensor)])",
        ]

    def _train(self, fields: dict[str, Any]) -> list[str]:
        entry, lr = fields.get("entry", "train_step"), fields["lr"]
        step = max(self.call.step, 1)
        before = [f"    ({listed(batch)})," for batch in fields["batches"][: step - 1]]
        loop = [
            "earlier = [", *before, "]", "for batch in earlier:",
            f"    submission.{entry}(model, *batch, {lr!r})",
        ]  # fmt: skip
        now = listed(fields["batches"][step - 1])
        return [*(loop if before else []), f"answer = submission.{entry}(model, {now}, {lr!r})"]


def listed(values: Sequence[Any]) -> str:
    """Arguments by position."""
    return ", ".join(shown(value) for value in values)


def shown(value: Any) -> str:
    """A field's value as an expression of the program."""
    if isinstance(value, dict):
        if set(value) == {"array"}:
            return f"data({value['array']!r})"
        return "{" + ", ".join(f"{key!r}: {shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{listed(value)}]"
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return f"float({str(value)!r})"
    return repr(value)
