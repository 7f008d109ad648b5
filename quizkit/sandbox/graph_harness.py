"""Runs in the learner's process after their file: tells the graph behind the chosen tensor."""

import inspect
import json
import random
import sys
from collections.abc import Sequence
from typing import Any

import torch

MOST = 5000  # nodes: no one reads more, and a loop of training steps has no end


def graph(learner: Any, of: str, call: str, shapes: Sequence[Sequence[int]]) -> Any:
    """The graph of the chosen tensor, or what was wrong with the choice, as JSON in bytes."""
    scope = learner.module.__dict__
    if call:
        told = shown(call, eval(compile(call, "--call", "eval"), scope), scope)
    elif of and of not in scope:
        told = {"fault": "missing", "name": of, "found": own_names(scope)}
    elif of:
        told = of_value(of, scope[of], scope, shapes)
    else:
        told = without_a_name(scope, shapes)
    return torch.tensor(list(json.dumps(told).encode()), dtype=torch.uint8)


def is_tensor(value: Any) -> bool:
    """Whether `value` is a Tensor that was recorded."""
    return isinstance(value, torch.Tensor) and value.grad_fn is not None


def own_names(scope: dict[str, Any]) -> list[str]:
    """The variables and functions of the file that `--of` could name."""
    return [name for name, value in scope.items() if is_tensor(value) or is_own(value, scope)]


def is_own(value: Any, scope: dict[str, Any]) -> bool:
    """Whether `value` is a function that the learner's file defines."""
    return inspect.isfunction(value) and value.__globals__ is scope


def without_a_name(scope: dict[str, Any], shapes: Sequence[Sequence[int]]) -> dict[str, Any]:
    """`loss`, else `y`, else the newest recorded tensor, else the only function, called."""
    tensors = {name: value for name, value in scope.items() if is_tensor(value)}
    for name in ("loss", "y"):
        if name in tensors:
            return shown(name, tensors[name], scope)
    if tensors and not shapes:
        newest = min(tensors, key=lambda name: tensors[name].grad_fn.seq)
        return shown(newest, tensors[newest], scope)
    functions = [name for name, value in scope.items() if is_own(value, scope)]
    if len(functions) == 1:
        return of_value(functions[0], scope[functions[0]], scope, shapes)
    return {"fault": "nothing", "name": "", "found": own_names(scope)}


def of_value(name: str, value: Any, scope: dict[str, Any], shapes: Any) -> dict[str, Any]:
    """The graph of a variable, or of what a function returns for random tensors."""
    if not inspect.isfunction(value):
        fault = "call" if callable(value) and not isinstance(value, torch.Tensor) else ""
        return {"fault": fault, "name": name, "found": []} if fault else shown(name, value, scope)
    notes: Any = sys.modules["graph_notes"]
    wanted = [
        p.name
        for p in inspect.signature(value).parameters.values()
        if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    if shapes and len(shapes) != len(wanted):
        return {"fault": "shapes", "name": name, "found": wanted}
    side = random.Random(notes.seed).randint(2, 4)  # square: it fits most operations
    given = []
    for i, parameter in enumerate(wanted):
        given.append(torch.randn(*(shapes[i] if shapes else (side, side)), requires_grad=True))
        notes.names[id(given[-1])] = (parameter, given[-1])
    return shown(name, value(*given), scope)


def shown(name: str, value: Any, scope: dict[str, Any]) -> dict[str, Any]:
    """The graph behind a tensor, or behind the first one of several."""
    if isinstance(value, (tuple, list)):
        value = next((one for one in value if is_tensor(one)), None)
    if not is_tensor(value):
        return {"fault": "no_graph", "name": name, "found": own_names(scope)}
    notes: Any = sys.modules["graph_notes"]
    leaves = {known: leaf for known, leaf in notes.names.values() if known}
    leaves |= {known: leaf for known, leaf in scope.items() if isinstance(leaf, torch.Tensor)}
    made = torch.graph(value, leaves)
    if len(made.nodes) > MOST:
        return {"fault": "large", "name": name, "found": [str(len(made.nodes)), str(MOST)]}
    operations = iter(sys.modules["torch.graph"].reachable(value.grad_fn))
    nodes = []
    for node in made.nodes:
        place = (None, 0) if node.is_leaf else notes.lines.get(next(operations).seq, (None, 0))
        nodes.append(
            [
                node.name,
                list(node.shape),
                node.is_leaf,
                list(node.inputs),
                0 if place[0] in (None, "--call") else place[1],
            ]
        )
    return {"name": name, "nodes": nodes, "mermaid": made.mermaid(), "dot": made.dot()}
