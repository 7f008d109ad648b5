"""The text of a statement: normalised, and in its place in a source that keeps its comments."""

from __future__ import annotations

import ast
import copy

COLON = ord(":")


def header(statement: ast.stmt) -> str:
    """The statement as `ast.unparse` writes it; of one with a body, the part before the body."""
    if not hasattr(statement, "body"):
        return ast.unparse(statement)
    bare = copy.copy(statement)
    for name in ("orelse", "finalbody", "handlers", "decorator_list"):
        if hasattr(bare, name):
            setattr(bare, name, [])
    bare.body = [ast.Pass()]
    return ast.unparse(bare).rpartition("\n")[0]


def spliced(source: str, statement: ast.stmt, text: str) -> str:
    """`source` with `text` for the statement (for its part before the body, if it has one)."""
    raw = source.encode()
    starts = _line_starts(raw)
    begin = starts[statement.lineno - 1] + statement.col_offset
    end = _end(raw, starts, statement)
    if raw[begin : begin + 4] == b"elif":
        text = "el" + text
    return (raw[:begin] + text.encode() + raw[end:]).decode()


def _line_starts(raw: bytes) -> list[int]:
    starts, at = [], 0
    for line in raw.splitlines(keepends=True):
        starts.append(at)
        at += len(line)
    return starts


def _end(raw: bytes, starts: list[int], statement: ast.stmt) -> int:
    """Where the statement ends, or the colon before its body."""
    if not hasattr(statement, "body"):
        assert statement.end_lineno is not None and statement.end_col_offset is not None
        return starts[statement.end_lineno - 1] + statement.end_col_offset
    last = starts[statement.lineno - 1] + statement.col_offset
    for node in _header_nodes(statement):
        line, column = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
        if line is not None and column is not None:
            last = max(last, starts[line - 1] + column)
    return raw.index(COLON, last) + 1


def _header_nodes(statement: ast.stmt) -> list[ast.AST]:
    bodies = ("body", "orelse", "finalbody", "handlers", "decorator_list")
    found: list[ast.AST] = []
    for name, value in ast.iter_fields(statement):
        if name not in bodies:
            held = value if isinstance(value, list) else [value]
            found += [node for item in held if isinstance(item, ast.AST) for node in ast.walk(item)]
    return found
