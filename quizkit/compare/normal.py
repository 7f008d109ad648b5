"""A file as the parts that are compared: functions, methods, constants, each a list of lines.

A line is a simple statement or the head of a compound one. Its `shape` is the statement with every
name blanked that may be called otherwise; its `names` are those names in the order they stand in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LOCAL, MODULE, ATTRIBUTE = "local", "module", "attribute"
BLANK = "_"
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FIXED_ATTRIBUTES = frozenset({"params"})  # the grader reads them by name

Name = tuple[str, str]
"""(kind of name, the name)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, or the head of one: how deep it stands, and the lines of the file it has."""

    depth: int
    shape: str
    names: tuple[Name, ...]
    first: int
    last: int


@dataclass(slots=True)
class Unit:
    """What is compared as one: a function, a method, a class apart from these, an assignment."""

    name: str
    owner: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Module:
    """A file: its text by lines, its units by name, and the names it defines."""

    text: list[str]
    units: dict[str, Unit]
    defined: frozenset[str]


def module(source: str) -> Module:
    """Take a file apart; SyntaxError where it is no Python."""
    tree = ast.parse(source)
    tree = Resolve(aliases(tree)).visit(tree)
    defined = frozenset(name for node in tree.body for name in defines(node))
    units: dict[str, Unit] = {}
    for node in tree.body:
        for unit in units_of(node, defined):
            units.setdefault(unit.name, Unit(unit.name, unit.owner)).lines += unit.lines
    return Module(source.splitlines(), units, defined)


def defines(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of the module defines, imports apart."""
    if isinstance(node, (*DEFINITIONS, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id


def units_of(node: ast.stmt, defined: frozenset[str]) -> Iterator[Unit]:
    """The units that a statement of the module makes."""
    if isinstance(node, (ast.Import, ast.ImportFrom)) or is_text(node) or is_main(node):
        return
    if isinstance(node, DEFINITIONS):
        yield function(node, "", Scope(bound(node), defined))
    elif isinstance(node, ast.ClassDef):
        yield from class_units(node, defined)
    else:
        name = ", ".join(defines(node)) or "(module)"
        yield Unit(name, "", list(flat([node], 0, Scope(frozenset(), defined))))


def class_units(node: ast.ClassDef, defined: frozenset[str]) -> Iterator[Unit]:
    """A class without its methods, then each method."""
    attributes = frozenset() if node.bases else own_attributes(node)
    scope = Scope(frozenset(), defined)
    head = ast.ClassDef(name=node.name, bases=node.bases, keywords=node.keywords,
                        decorator_list=node.decorator_list, body=[ast.Pass()])  # fmt: skip
    rest = [part for part in node.body if not isinstance(part, DEFINITIONS)]
    lines = [line(head, 0, node.lineno, node.lineno, scope), *flat(rest, 1, scope)]
    yield Unit(node.name, node.name, lines)
    for part in node.body:
        if isinstance(part, DEFINITIONS):
            yield function(part, node.name, Scope(bound(part), defined, attributes, first(part)))


def function(node: ast.FunctionDef | ast.AsyncFunctionDef, owner: str, scope: Scope) -> Unit:
    """A function with its head as the first line."""
    name = f"{owner}.{node.name}" if owner else node.name
    return Unit(name, owner, list(flat([node], 0, scope, outermost=True)))


def own_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Attributes that methods set on `self`: private to a class without bases."""
    found: set[str] = set()
    for method in node.body:
        if isinstance(method, DEFINITIONS):
            me = first(method)
            for part in ast.walk(method):
                if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                    found |= {part.attr} if is_name(part.value, me) else set()
    return frozenset(found - FIXED_ATTRIBUTES)


def is_name(node: ast.expr, name: str) -> bool:
    """Whether an expression is this name and nothing else."""
    return isinstance(node, ast.Name) and node.id == name


def first(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name of the first parameter, `self` of a method."""
    every = [*node.args.posonlyargs, *node.args.args]
    return every[0].arg if every else ""


def bound(node: ast.AST) -> frozenset[str]:
    """Every name that a function binds, in what is nested in it too."""
    found: set[str] = set()
    outer: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, (ast.Store, ast.Del)):
            found.add(part.id)
        elif isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, (*DEFINITIONS, ast.ExceptHandler)) and part is not node:
            found |= {part.name} if part.name else set()
        elif isinstance(part, (ast.Global, ast.Nonlocal)):
            outer |= set(part.names)
    return frozenset(found - outer)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which names may be called otherwise."""

    local: frozenset[str]
    module: frozenset[str]
    attributes: frozenset[str] = frozenset()
    me: str = ""

    def kind(self, name: str) -> str:
        """LOCAL, MODULE, or empty for a name that is what it is."""
        return LOCAL if name in self.local else MODULE if name in self.module else ""


class Resolve(ast.NodeTransformer):
    """Names of imported things spelled out: `np.exp` as `numpy.exp`, also after `from`."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.known or not isinstance(node.ctx, ast.Load):
            return node
        start, *rest = self.known[node.id].split(".")
        found: ast.expr = ast.Name(start, ast.Load())
        for part in rest:
            found = ast.Attribute(found, part, ast.Load())
        return ast.copy_location(found, node)


def aliases(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, the module's own definitions apart."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for each in node.names:
                top = each.name.split(".")[0]
                found[each.asname or top] = each.name if each.asname else top
        elif isinstance(node, ast.ImportFrom):
            found |= {a.asname or a.name: f"{node.module or ''}.{a.name}" for a in node.names}
    return found


class Blank(ast.NodeTransformer):
    """Blanks the names that may be called otherwise, and keeps them in order."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.names: list[Name] = []

    def blanked(self, name: str) -> str:
        kind = self.scope.kind(name)
        if kind:
            self.names.append((kind, name))
        return BLANK if kind else name

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.blanked(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self.blanked(node.arg))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name, node.returns = self.blanked(node.name), None
        self.generic_visit(node)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        node.name = self.blanked(node.name) if node.name else None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.Pass()
        plain = ast.Assign([node.target], node.value, lineno=node.lineno)
        self.generic_visit(plain)
        return plain

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        mine = is_name(node.value, self.scope.me)
        value = self.visit(node.value)
        if mine and node.attr in self.scope.attributes:
            self.names.append((ATTRIBUTE, node.attr))
            return ast.Attribute(value, BLANK, node.ctx)
        return ast.Attribute(value, node.attr, node.ctx)


def line(node: ast.stmt, depth: int, begin: int, end: int, scope: Scope) -> Line:
    """A statement without what is inside it."""
    blank = Blank(scope)
    made = ast.fix_missing_locations(blank.visit(node))
    return Line(depth, ast.unparse(made), tuple(blank.names), begin, end)


def flat(
    body: Sequence[ast.stmt], depth: int, scope: Scope, outermost: bool = False
) -> Iterator[Line]:
    """The statements of a body one after the other, deeper ones after their head."""
    for node in body:
        inside = list(blocks(node))
        if is_text(node) or isinstance(node, ast.Pass):
            continue
        begin, end = node.lineno, node.end_lineno or node.lineno
        if inside:
            end = max(begin, inside[0][1][0].lineno - 1)
        head = headed(node, scope, outermost)
        yield line(head, depth, begin, end, scope)
        for word, block in inside:
            if word:
                yield Line(depth, word, (), block[0].lineno, block[0].lineno)
            yield from flat(block, depth + 1, scope)


def headed(node: ast.stmt, scope: Scope, outermost: bool) -> ast.stmt:
    """A copy of a statement whose blocks are empty; the name of a whole unit is no local name."""
    given = {name: value for name, value in ast.iter_fields(node)}
    for name in ("body", "orelse", "finalbody", "handlers"):
        if name in given and not isinstance(given[name], ast.AST):
            given[name] = [ast.Pass()] if name in ("body", "finalbody") else []
    if isinstance(node, ast.Try):
        given = {"body": [ast.Pass()], "handlers": [], "orelse": [], "finalbody": [ast.Pass()]}
    if outermost:
        given["name"] = "unit"
    copy = type(node)(**given)
    return ast.copy_location(copy, node)


def blocks(node: ast.stmt) -> Iterator[tuple[str, list[ast.stmt]]]:
    """(word before it, statements) of each block inside a statement; none for a simple one."""
    if isinstance(node, (ast.ClassDef, ast.Match)):
        return
    for name, word in (("body", ""), ("orelse", "else"), ("finalbody", "finally")):
        block = getattr(node, name, None)
        if isinstance(block, list) and block:
            yield word, block
    for handler in getattr(node, "handlers", ()):
        kind = ast.unparse(handler.type) if handler.type else ""
        yield f"except {kind}", handler.body


def is_text(node: ast.stmt) -> bool:
    """A docstring, or another constant that does nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_main(node: ast.stmt) -> bool:
    """`if __name__ == "__main__"`: a grader never gets there."""
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    )
