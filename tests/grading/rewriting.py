"""The same program in other words: local names changed, comments gone, products turned round."""

from __future__ import annotations

import ast


def rewritten(source: str) -> str:
    """`source` as another learner might have written it; it computes the same."""
    tree = ast.parse(source)
    fixed = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    fixed |= {name for node in ast.walk(tree) if isinstance(node, (ast.Global, ast.Nonlocal))
              for name in node.names}  # fmt: skip
    for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
        _rename(function, fixed)
    for owner in [node for node in tree.body if isinstance(node, ast.ClassDef)]:
        for function in [node for node in owner.body if isinstance(node, ast.FunctionDef)]:
            _rename(function, fixed)
    turned = ast.fix_missing_locations(_Turn().visit(tree))
    return f"{ast.unparse(turned)}\n\nprint('loaded')\n"


def _rename(function: ast.FunctionDef, fixed: set[str]) -> None:
    """Give every local name of a function, also in functions inside it, another one."""
    stored = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in stored - fixed:
            node.id = f"my_{node.id}"


class _Turn(ast.NodeTransformer):
    """`a * b` as `b * a` where `a` is a number, which changes no bit."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        self.generic_visit(node)
        number = isinstance(node.left, ast.Constant) and isinstance(node.left.value, (int, float))
        if isinstance(node.op, ast.Mult) and number:
            node.left, node.right = node.right, node.left
        return node
