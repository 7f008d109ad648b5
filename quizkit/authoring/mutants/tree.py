"""Places in a syntax tree where something can be changed, and changing it for a moment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SKIPPED = (ast.Import, ast.ImportFrom, ast.Raise, ast.Assert, ast.JoinedStr, ast.Match, ast.Global)
DRAWS = frozenset({
    "default_rng", "manual_seed", "normal", "standard_normal", "uniform", "random", "rand", "randn",
})  # fmt: skip
"""Functions that draw random numbers."""
ANNOTATIONS = frozenset({"annotation", "returns", "decorator_list", "type_comment"})


@dataclass(frozen=True, slots=True)
class Site:
    """A node, where it hangs (`parent.field`, in a list at `index`), and the statement it is in."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    above: tuple[ast.AST, ...]
    """What is around the node, the nearest first."""

    def function(self) -> ast.FunctionDef | None:
        """The function around it."""
        return next((node for node in self.above if isinstance(node, ast.FunctionDef)), None)


def sites(tree: ast.Module) -> Iterator[Site]:
    """Every place below `tree` but for imports, errors, annotations, texts."""
    return (site for site in _below(tree, (), None) if not _is_free(site))


def _is_free(site: Site) -> bool:
    """Whether it only changes which random numbers a model starts with.

    Graders copy weights in, so the start is the author's choice; the shapes (tuples) are not.
    """
    functions = [node for node in site.above if isinstance(node, ast.FunctionDef)]
    start = next((node for node in functions if node.name == "__init__"), None)
    if start is None:
        return False
    for node in (site.node, *site.above):
        if isinstance(node, ast.BinOp | ast.Call) and _draws(node):
            return True
        if isinstance(node, ast.stmt):
            return _only_for_draws(node, start)
        if isinstance(node, ast.Tuple):
            return False
    return False


def _draws(node: ast.AST) -> bool:
    called = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return any(isinstance(func, ast.Attribute) and func.attr in DRAWS for func in called)


def _only_for_draws(statement: ast.stmt, start: ast.FunctionDef) -> bool:
    """Whether the statement names a value that is read where random numbers are drawn alone."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Name):
        return False
    drawing = [node for node in ast.walk(start) if isinstance(node, ast.Call) and _draws(node)]
    inside = {id(inner) for call in drawing for inner in ast.walk(call)}
    reads = [
        node
        for node in ast.walk(start)
        if isinstance(node, ast.Name) and node.id == target.id and isinstance(node.ctx, ast.Load)
    ]
    return bool(reads) and all(id(node) in inside for node in reads)


def _below(
    parent: ast.AST, above: tuple[ast.AST, ...], statement: ast.stmt | None
) -> Iterator[Site]:
    around = (parent, *above)
    for name, value in ast.iter_fields(parent):
        if name in ANNOTATIONS:
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, node in items:
            if not isinstance(node, ast.AST) or isinstance(node, SKIPPED) or _is_text(node):
                continue
            here = node if isinstance(node, ast.stmt) else statement
            if here is not None:
                yield Site(node, parent, name, index, here, around)
            yield from _below(node, around, here)


def _is_text(node: ast.AST) -> bool:
    """A docstring, or any other text."""
    value = node.value if isinstance(node, ast.Expr) else node
    return isinstance(value, ast.Constant) and isinstance(value.value, str | bytes)


@contextmanager
def replaced(site: Site, new: ast.AST) -> Iterator[ast.stmt]:
    """The tree with `new` in the site's place; the changed statement. Undone at the end."""
    _put(site, new)
    try:
        yield new if isinstance(new, ast.stmt) else site.statement
    finally:
        _put(site, site.node)


def _put(site: Site, node: ast.AST) -> None:
    if site.index is None:
        setattr(site.parent, site.field, node)
    else:
        getattr(site.parent, site.field)[site.index] = node
