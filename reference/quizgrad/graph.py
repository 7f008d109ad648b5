"""The recorded graph made visible: as data, as text, as Mermaid and as DOT.

    g = graph(loss, {"w": w, "b": b})
    print(g.text())

Nodes are operations and leaves, in order of time; an edge goes from what was used to what used
it. Two forwards of a model whose Python code branches on data give two different graphs.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .function import Function, TensorBase


class Node(NamedTuple):
    """An operation (`AddBackward0`) or a leaf (its name, or `leaf`), with its result's shape."""

    id: int
    name: str
    shape: tuple[int, ...]
    is_leaf: bool
    inputs: tuple[int, ...]


class Graph(NamedTuple):
    """The nodes behind a Tensor, oldest first; the last one made it."""

    nodes: tuple[Node, ...]

    def operations(self) -> list[str]:
        """The operations' names in the order in which they ran."""
        return [node.name for node in self.nodes if not node.is_leaf]

    def text(self) -> str:
        """One line per node: number, name, shape, and the numbers of its inputs."""
        lines = []
        for node in self.nodes:
            given = ", ".join(str(i) for i in node.inputs)
            uses = f"({given})" if node.inputs else ""
            lines.append(f"{node.id:>3}  {node.name}{uses}  {list(node.shape)}")
        return "\n".join(lines)

    def mermaid(self) -> str:
        """A Mermaid flowchart; leaves are round."""
        lines = ["graph TD"]
        for node in self.nodes:
            left, right = ("([", "])") if node.is_leaf else ("[", "]")
            lines.append(f'  n{node.id}{left}"{node.name} {list(node.shape)}"{right}')
        lines += [f"  n{i} --> n{node.id}" for node in self.nodes for i in node.inputs]
        return "\n".join(lines)

    def dot(self) -> str:
        """A Graphviz digraph; leaves are ellipses."""
        lines = ["digraph {", "  node [shape=box];"]
        for node in self.nodes:
            shape = " shape=ellipse" if node.is_leaf else ""
            lines.append(f'  n{node.id} [label="{node.name}\\n{list(node.shape)}"{shape}];')
        lines += [f"  n{i} -> n{node.id};" for node in self.nodes for i in node.inputs]
        return "\n".join([*lines, "}"])


def graph(tensor: Any, names: Mapping[str, Any] | None = None) -> Graph:
    """The graph that was recorded behind `tensor`; `names` gives leaves their names.

    A module's parameters: `graph(loss, dict(model.named_parameters()))`. RuntimeError for a
    Tensor without a graph.
    """
    if tensor.grad_fn is None:
        raise RuntimeError("this tensor has no graph: nothing it was computed from requires grad")
    known = {id(value): name for name, value in (names or {}).items()}
    operations = reachable(tensor.grad_fn)
    order: list[Any] = []
    places: dict[int, int] = {}
    for node in operations:
        for parent in node.parents:
            if isinstance(parent, TensorBase) and id(parent) not in places:
                places[id(parent)] = len(order)
                order.append(parent)
        places[id(node)] = len(order)
        order.append(node)
    return Graph(tuple(described(i, item, places, known) for i, item in enumerate(order)))


def reachable(root: Function) -> list[Function]:
    """Every operation behind `root`, oldest first; no recursion, so any depth will do."""
    seen, stack = {root}, [root]
    while stack:
        for parent in stack.pop().parents:
            if isinstance(parent, Function) and parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return sorted(seen, key=lambda node: -node.seq)


def described(number: int, item: Any, places: dict[int, int], known: dict[int, str]) -> Node:
    """A leaf or an operation as a node."""
    if isinstance(item, TensorBase):
        return Node(number, known.get(id(item), "leaf"), tuple(item.array.shape), True, ())
    given = tuple(places[id(parent)] for parent in item.parents if parent is not None)
    return Node(number, item.name(), tuple(item.shape), False, given)
