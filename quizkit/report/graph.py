"""A recorded graph as lines of text and as data; two of them with what differs marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from quizkit.model import Lang
from quizkit.texts import say


@dataclass(frozen=True, slots=True)
class Node:
    """An operation or a leaf; `line` of the learner's file recorded it, 0 where none did."""

    name: str
    shape: tuple[int, ...]
    is_leaf: bool
    inputs: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The graph behind the tensor `name`, oldest node first, and its pictures."""

    name: str
    seed: int
    nodes: tuple[Node, ...]
    mermaid: str
    dot: str

    @property
    def operations(self) -> int:
        """How many nodes are no leaves."""
        return sum(not node.is_leaf for node in self.nodes)


def text(one: Drawn, file: str, source: Sequence[str], lang: Lang, width: int = 80) -> list[str]:
    """A heading and a line for each node: number, name, numbers of its inputs, shape, source."""
    facts = {"name": one.name, "file": file, "seed": one.seed, "count": one.operations}
    rows = [
        (f"{i:>4}  ", node, " ".join(map(str, node.inputs))) for i, node in enumerate(one.nodes)
    ]
    return [say("graph.title", lang, **facts), "", *table(rows, source, width)]


def twice(
    one: Drawn, two: Drawn, file: str, source: Sequence[str], lang: Lang, width: int = 80
) -> list[str]:
    """Whether two forwards recorded the same; `-` marks what only the first did, `+` the second."""
    facts = {"name": one.name, "file": file, "one": one.seed, "two": two.seed,
             "first": one.operations, "second": two.operations}  # fmt: skip
    key = "graph.same" if same(one, two) else "graph.different"
    rows = [(f"  {mark} ", node, "") for mark, node in changes(one, two)]
    return [say("graph.twice", lang, **facts), say(key, lang, **facts), "",
            *table(rows, source, width)]  # fmt: skip


def table(
    rows: Sequence[tuple[str, Node, str]], source: Sequence[str], width: int
) -> Iterator[str]:
    """The lines of nodes in columns; the source is cut off at the width."""
    names = max((len(node.name) for _, node, _ in rows), default=0)
    inputs = min(max((len(given) for *_, given in rows), default=0), 16)
    shapes = max((len(str(list(node.shape))) for _, node, _ in rows), default=0)
    for head, node, given in rows:
        code = ""
        if 0 < node.line <= len(source):
            code = f"{node.line:>4}  {source[node.line - 1].strip()}"
        columns = [f"{head}{node.name:<{names}}", *([f"{given:<{inputs}}"] if inputs else []),
                   f"{list(node.shape)!s:<{shapes}}", code]  # fmt: skip
        yield "  ".join(columns)[:width].rstrip()


def keys(one: Drawn) -> list[Any]:
    """What makes a node the same in two graphs: its name, its shape, and what it used."""
    return [(n.name, n.shape, tuple(one.nodes[i].name for i in n.inputs)) for n in one.nodes]


def same(one: Drawn, two: Drawn) -> bool:
    """Whether two forwards recorded the same graph."""
    return keys(one) == keys(two) and [n.inputs for n in one.nodes] == [n.inputs for n in two.nodes]


def changes(one: Drawn, two: Drawn) -> Iterator[tuple[str, Node]]:
    """The nodes of both graphs in order, each with a mark: in both, or in one."""
    first: list[Any] = [(n.name, n.shape) for n in one.nodes]
    second: list[Any] = [(n.name, n.shape) for n in two.nodes]
    if first == second:  # then they differ in what they used
        first, second = keys(one), keys(two)
    for kind, a, b, c, d in SequenceMatcher(None, first, second, False).get_opcodes():
        if kind == "equal":
            yield from ((" ", node) for node in one.nodes[a:b])
        else:
            yield from (("-", node) for node in one.nodes[a:b])
            yield from (("+", node) for node in two.nodes[c:d])


def data(graphs: Sequence[Drawn], file: str) -> dict[str, Any]:
    """The graphs as JSON; with two also whether they are the same."""
    told: dict[str, Any] = {"schema": "quizkit.graph/1", "file": file, "graphs": [
        {"of": one.name, "seed": one.seed, "nodes": [
            {"id": i, "name": n.name, "shape": list(n.shape), "leaf": n.is_leaf,
             "inputs": list(n.inputs), "line": n.line or None}
            for i, n in enumerate(one.nodes)]} for one in graphs]}  # fmt: skip
    if len(graphs) == 2:
        told["same"] = same(*graphs)
    return told
