"""What `start --blank` writes: the signatures of a starter and nothing of its bodies."""

from __future__ import annotations

import ast
import re

Function = ast.FunctionDef | ast.AsyncFunctionDef


def signatures(source: str) -> str:
    """Imports, classes and functions of a starter, every body `raise NotImplementedError`.

    Constants stay. A starter that is no Python is returned as it is.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    tree.body = [bare(node) for node in tree.body if stays(node)]
    return spaced(tree)


def stays(node: ast.stmt) -> bool:
    """Imports, definitions, and constants that are written down."""
    if isinstance(node, ast.Assign):
        return not any(isinstance(part, ast.Call) for part in ast.walk(node.value))
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(node, kinds)


def bare(node: ast.stmt) -> ast.stmt:
    """A definition without what is inside."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        node.body = [*ast.parse("raise NotImplementedError").body, *generator(node)]
    elif isinstance(node, ast.ClassDef):
        kept = [bare(part) for part in node.body if stays(part)]
        node.body = kept or [ast.Pass()]
    return node


def generator(node: Function) -> list[ast.stmt]:
    """A `yield` that is never reached, where the function must be a generator to be decorated."""
    found = any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in ast.walk(node))
    return ast.parse("yield").body if found else []


def spaced(tree: ast.Module) -> str:
    """The source with two empty lines between definitions."""
    parts: list[str] = []
    for node in tree.body:
        text = re.sub(
            r"(?m)^(class .*:)\n\n", r"\1\n", ast.unparse(ast.fix_missing_locations(node))
        )
        large = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        parts.append(f"\n\n{text}" if large and parts else text)
    return "\n".join(parts) + "\n"
