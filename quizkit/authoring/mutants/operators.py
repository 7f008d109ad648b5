"""The mistakes: each operator yields what could stand in a place instead.

An operator is registered under its name; a test demands an example of each. Values that another
operator changes with more sense (axes, indices) are left alone by `constant`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from quizkit.authoring.mutants import calls
from quizkit.authoring.mutants.tree import Site

Operator = Callable[[Site], Iterator[ast.AST]]
OPERATORS: dict[str, Operator] = {}

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
ORDERED = (ast.Div, ast.MatMult)
TINY = 1e-3
"""A constant below this stands against division by zero: ten times as much, not one more."""


def operator(function: Operator) -> Operator:
    """Register an operator under its name."""
    OPERATORS[function.__name__] = function
    return function


@operator
def arithmetic(site: Site) -> Iterator[ast.AST]:
    """`a + b` to `a - b`, `a * b` to `a / b`, and so on; with `+=` as well."""
    node = site.node
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
        yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)


@operator
def overwrite(site: Site) -> Iterator[ast.AST]:
    """`a += b` to `a = b`."""
    node = site.node
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


@operator
def comparison(site: Site) -> Iterator[ast.AST]:
    """`a < b` to `a <= b` and `a > b`; `==` to `!=`."""
    node = site.node
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS[type(node.ops[0])]:
            yield ast.Compare(node.left, [other()], node.comparators)


@operator
def logic(site: Site) -> Iterator[ast.AST]:
    """`and` to `or`; a `not` or `~` left out."""
    node = site.node
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand


@operator
def condition(site: Site) -> Iterator[ast.AST]:
    """An `if`, or the `if` of an expression, that is always or never taken."""
    if isinstance(site.parent, ast.If | ast.IfExp) and site.field == "test":
        yield ast.Constant(True)
        yield ast.Constant(False)


@operator
def constant(site: Site) -> Iterator[ast.AST]:
    """A number becomes another, a truth value the other."""
    node = site.node
    if not isinstance(node, ast.Constant) or _spoken_for(site):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 10 if 0 < value < TINY else value * 2 if value else 1.0)


def _spoken_for(site: Site) -> bool:
    """Whether the number is an index, an axis, an order of axes, or a size left open."""
    if isinstance(site.parent, ast.keyword) and site.parent.arg in calls.KEEP:
        return True
    inner: ast.AST = site.node
    for outer in site.above:
        if isinstance(outer, ast.UnaryOp | ast.Tuple | ast.Slice | ast.keyword | ast.List):
            inner = outer
            continue
        if isinstance(outer, ast.Subscript):
            return inner is outer.slice
        if isinstance(outer, ast.Call):
            open_size = calls.name(outer) in calls.RESHAPES and inner is not site.node
            return inner in calls.axes(outer) or calls.name(outer) in calls.TRANSPOSES or open_size
        return False
    return False


@operator
def axis(site: Site) -> Iterator[ast.AST]:
    """Another axis, fewer axes, none."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    for argument in calls.axes(node):
        for other in _other_axes(calls.value(argument)):
            yield calls.with_value(node, argument, other)
    if calls.name(node) in calls.REDUCTIONS:
        for argument in calls.axes(node):
            yield calls.without(node, argument)


def _other_axes(held: ast.expr) -> Iterator[ast.expr]:
    number = calls.integer(held)
    if number is not None:
        yield calls.number({0: 1, -1: -2}.get(number, number - 1 if number > 0 else number + 1))
    if isinstance(held, ast.Tuple) and len(held.elts) > 1:
        yield ast.Tuple(held.elts[1:], ast.Load())
        yield ast.Tuple(held.elts[:-1], ast.Load())


@operator
def index(site: Site) -> Iterator[ast.AST]:
    """`x[0]` to `x[1]`, `x[-1]` to `x[-2]` and `x[0]`."""
    number = calls.integer(site.node)
    held = isinstance(site.parent, ast.Tuple) and isinstance(site.above[1], ast.Subscript)
    if number is None or not (isinstance(site.parent, ast.Subscript) or held):
        return
    yield calls.number(number + 1 if number >= 0 else number - 1)
    if number == -1:
        yield calls.number(0)


@operator
def slicing(site: Site) -> Iterator[ast.AST]:
    """A slice off by one at either end, or without its step."""
    node = site.node
    if not isinstance(node, ast.Slice):
        return
    for lower in _off_by_one(node.lower):
        yield ast.Slice(lower, node.upper, node.step)
    for upper in _off_by_one(node.upper):
        yield ast.Slice(node.lower, upper, node.step)
    if node.step is not None:
        yield ast.Slice(node.lower, node.upper, None)


def _off_by_one(bound: ast.expr | None) -> Iterator[ast.expr | None]:
    if bound is None:
        return
    known = calls.integer(bound)
    if known is None:
        yield ast.BinOp(bound, ast.Sub(), ast.Constant(1))
    else:
        yield calls.number(known + 1 if known >= 0 else known - 1)
        if known in (1, -1):
            yield None


@operator
def drop(site: Site) -> Iterator[ast.AST]:
    """A statement left out, where the rest can still run."""
    node = site.node
    called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if called or isinstance(node, ast.AugAssign):
        yield ast.Pass()
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        again = isinstance(target, ast.Name) and _has_value(site, target.id)
        if again or isinstance(target, ast.Attribute | ast.Subscript):
            yield ast.Pass()


def _has_value(site: Site, name: str) -> bool:
    """Whether `name` is an argument, or has been assigned to earlier in the function."""
    around = site.function()
    if around is None:
        return False
    if name in {argument.arg for argument in around.args.args}:
        return True
    return any(
        isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
        and node.id == name
        and (node.lineno, node.col_offset) < (site.statement.lineno, site.statement.col_offset)
        for node in ast.walk(around)
    )


@operator
def swap(site: Site) -> Iterator[ast.AST]:
    """Two arguments, operands or elements in each other's place; the order of axes is free."""
    node = site.node
    around = next((outer for outer in site.above if isinstance(outer, ast.Call)), None)
    if isinstance(site.parent, ast.Subscript) or (around and _is_axes(node, around)):
        return
    if isinstance(node, ast.BinOp) and isinstance(node.op, ORDERED):
        yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node, ast.Call):
        first = 1 if calls.name(node) == "where" else 0
        exchange = calls.name(node) in ("transpose", "swapaxes") and len(node.args) == 2
        if len(node.args) >= first + 2 and not exchange and calls.name(node) not in calls.SYMMETRIC:
            yield ast.Call(node.func, _swapped(node.args, first), node.keywords)
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield ast.Tuple(_swapped(node.elts, 0), node.ctx)


def _is_axes(node: ast.AST, call: ast.Call) -> bool:
    return any(node is calls.value(argument) for argument in calls.axes(call))


def _swapped(items: list[ast.expr], first: int) -> list[ast.expr]:
    return [*items[:first], items[first + 1], items[first], *items[first + 2 :]]


@operator
def reduction(site: Site) -> Iterator[ast.AST]:
    """`sum` to `mean`, `max` to `min`, and back."""
    node = site.node
    if isinstance(node, ast.Call) and calls.name(node) in calls.OTHER:
        yield calls.renamed(node, calls.OTHER[calls.name(node)])


@operator
def function(site: Site) -> Iterator[ast.AST]:
    """`tanh(x)`, `exp(x)`, `x.sqrt()` and the like left out."""
    node = site.node
    if isinstance(node, ast.Call) and calls.name(node) in calls.POINTWISE:
        given = calls.subject(node)
        if given is not None:
            yield given


@operator
def sign(site: Site) -> Iterator[ast.AST]:
    """A minus left out, or put before what is returned."""
    node = site.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not _spoken_for(site):
        yield node.operand
    if isinstance(site.parent, ast.Return) and isinstance(node, ast.BinOp | ast.Call):
        yield ast.UnaryOp(ast.USub(), node)


@operator
def transpose(site: Site) -> Iterator[ast.AST]:
    """A transpose left out."""
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
    if isinstance(node, ast.Call) and calls.name(node) in calls.TRANSPOSES:
        given = calls.subject(node)
        if given is not None:
            yield given


@operator
def keepdims(site: Site) -> Iterator[ast.AST]:
    """`keepdims=True` left out."""
    node = site.node
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in calls.KEEP:
                yield calls.without(node, keyword)


@operator
def dtype(site: Site) -> Iterator[ast.AST]:
    """A conversion or a `dtype=` left out; float32 for float64."""
    node = site.node
    if isinstance(node, ast.Call):
        converts = isinstance(node.func, ast.Attribute) and node.func.attr in calls.CONVERSIONS
        given = calls.subject(node) if converts else None
        if given is not None:
            yield given
        for keyword in node.keywords:
            if keyword.arg == "dtype":
                yield calls.without(node, keyword)
    if isinstance(node, ast.Attribute) and node.attr == "float64":
        yield ast.Attribute(node.value, "float32", node.ctx)


@operator
def copies(site: Site) -> Iterator[ast.AST]:
    """A copy, clone or detach left out."""
    node = site.node
    if isinstance(node, ast.Call) and calls.name(node) in calls.COPIES:
        given = calls.subject(node)
        if given is not None:
            yield given


@operator
def loop(site: Site) -> Iterator[ast.AST]:
    """A range one shorter at either end; `reversed` left out."""
    node = site.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    if node.func.id == "reversed" and len(node.args) == 1:
        yield node.args[0]
    if node.func.id == "range":
        first, rest = node.args[0], node.args[1:]
        if rest:
            start = ast.BinOp(first, ast.Add(), ast.Constant(1))
            yield ast.Call(node.func, [start, *rest], node.keywords)
            stop = ast.BinOp(rest[0], ast.Sub(), ast.Constant(1))
            yield ast.Call(node.func, [first, stop, *rest[1:]], node.keywords)
        else:
            stop = ast.BinOp(first, ast.Sub(), ast.Constant(1))
            yield ast.Call(node.func, [stop], node.keywords)
            yield ast.Call(node.func, [ast.Constant(1), first], node.keywords)
