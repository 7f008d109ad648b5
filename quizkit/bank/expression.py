"""Arithmetic that a bank may state: a whitelisted syntax tree, walked here, never executed as code.

`Expression(text)` parses and checks, `.value(variables)` computes. Banks of others are loaded too,
so everything is bounded: the length of the text, its depth, the size of whole numbers, exponents
and ranges. Raises `ExpressionError`, which holds one worded fault.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from quizkit.bank.faults import Fault, fault, listed, shortened, shown
from quizkit.errors import ContentError

Number = int | float
Variables = Mapping[str, Number]

MAX_LENGTH = 500
MAX_DEPTH = 30
MAX_BITS = 2048
MAX_RANGE = 10_000
MAX_DIGITS = 20


class ExpressionError(ContentError):
    """An expression that is not allowed or has no value; `fault` says which and why."""

    def __init__(self, reason: Fault) -> None:
        super().__init__((reason,))
        self.fault = reason


def refuse(code: str, subject: str, **params: object) -> ExpressionError:
    """The error `expression_<code>` about the expression or template `subject`."""
    return ExpressionError(fault(f"expression_{code}", "", None, shortened(subject), **params))


class _Refused(Exception):
    """Raised while walking; becomes an ExpressionError that names the whole expression."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def _number(value: object) -> Number:
    if isinstance(value, int | float):
        return value
    raise _Refused("operand", got=shown(_name_of(value)))


def _name_of(value: object) -> str:
    return "[...]" if isinstance(value, list) else "range(...)" if isinstance(value, range) else "?"


def _bounded(value: Any) -> Any:
    """`value` if it is a number of reasonable size, a list or a range."""
    if isinstance(value, complex):
        raise _Refused("undefined", got=shown(value))
    if isinstance(value, float) and not math.isfinite(value):
        raise _Refused("undefined", got=shown(value))
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise _Refused("too_large", bits=MAX_BITS)
    return value


def _power(base: Number, exponent: Number) -> Number:
    """`base ** exponent`, refused before it is computed where the result would be huge."""
    whole = isinstance(base, int) and isinstance(exponent, int)
    if whole and exponent > 0 and base.bit_length() * exponent > MAX_BITS:  # type: ignore[union-attr]
        raise _Refused("too_large", bits=MAX_BITS)
    result: Number = base**exponent
    return result


def _range(*bounds: Any) -> range:
    if not all(isinstance(bound, int) for bound in bounds):
        raise _Refused("operand", got=shown(", ".join(str(bound) for bound in bounds)))
    numbers: range = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise _Refused("long_range", longest=MAX_RANGE)
    return numbers


def _round(value: object, digits: object = None) -> Number:
    number = _number(value)
    if digits is None:
        return round(number)
    if not isinstance(digits, int) or abs(digits) > MAX_DIGITS:
        raise _Refused("operand", got=shown(digits))
    return round(number, digits)


def _several(values: tuple[object, ...]) -> Sequence[Number]:
    """The numbers of one list or range, or of the arguments themselves."""
    if len(values) == 1 and isinstance(values[0], list | range):
        return values[0]
    return [_number(value) for value in values]


def _collection(value: object) -> Sequence[Number]:
    if isinstance(value, list | range):
        return value
    raise _Refused("operand", got=shown(value))


def _plain(function: Callable[[Any], Number]) -> Callable[..., Number]:
    """`function` of one number."""
    return lambda value: function(_number(value))


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": _plain(abs),
    "min": lambda *values: min(_several(values)),
    "max": lambda *values: max(_several(values)),
    "round": _round,
    "sum": lambda values: sum(_collection(values)),
    "len": lambda values: len(_collection(values)),
    "range": _range,
    **{
        name: _plain(getattr(math, name))
        for name in ("floor", "ceil", "sqrt", "exp", "log", "log2", "tanh", "sin", "cos")
    },
}
_ARGUMENTS = {"min": (1, 50), "max": (1, 50), "round": (1, 2), "range": (1, 3)}
"""How many arguments a function takes, where that is not one."""
_CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
RESERVED = frozenset(_FUNCTIONS) | frozenset(_CONSTANTS)
"""Names that a parameter cannot have."""

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class _Checker:
    """Walks a fresh tree once, refuses what is not whitelisted, gathers the free names."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def check(self, node: ast.expr, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise _Refused("too_deep", deepest=MAX_DEPTH)
        for child in self._children(node):
            self.check(child, depth + 1)

    def _children(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Constant(value=value) if isinstance(value, int | float):
                _bounded(value)
                return []
            case ast.Name(id=name):
                return self._name(name)
            case ast.BinOp(op=op) if type(op) in _BINARY:
                return [node.left, node.right]
            case ast.UnaryOp(op=op) if type(op) in _UNARY:
                return [node.operand]
            case ast.BoolOp() | ast.List(ctx=ast.Load()):
                return node.values if isinstance(node, ast.BoolOp) else node.elts
            case ast.Compare(ops=ops) if all(type(op) in _COMPARE for op in ops):
                return [node.left, *node.comparators]
            case ast.IfExp():
                return [node.test, node.body, node.orelse]
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
                return self._arguments(name, node.args)
        raise _Refused("not_allowed", got=shown(_source(node)))

    def _arguments(self, name: str, arguments: list[ast.expr]) -> list[ast.expr]:
        least, most = _ARGUMENTS.get(name, (1, 1))
        if not least <= len(arguments) <= most:
            counts = str(least) if least == most else f"{least}-{most}"
            raise _Refused("arguments", name=shown(name), counts=counts, got=len(arguments))
        return arguments

    def _name(self, name: str) -> list[ast.expr]:
        if name in _FUNCTIONS:
            raise _Refused("not_allowed", got=shown(name))
        if name not in _CONSTANTS:
            self.names.add(name)
        return []


def _source(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return type(node).__name__


class Expression:
    """A checked expression. `text` is its source, `names` the parameters it uses."""

    __slots__ = ("_root", "names", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        checker = _Checker()
        try:
            self._root = _tree(text)
            checker.check(self._root)
        except _Refused as refused:
            raise refuse(refused.code, text, **refused.params) from None
        self.names = frozenset(checker.names)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def value(self, variables: Variables) -> Number:
        """The number for these values of the parameters; a condition gives True or False."""
        try:
            return _number(_value(self._root, variables))
        except _Refused as refused:
            raise refuse(refused.code, self.text, **refused.params) from None
        except (ArithmeticError, ValueError, TypeError) as error:
            raise refuse("undefined", self.text, got=shown(error)) from None

    def holds(self, variables: Variables) -> bool:
        """Whether the condition is true for these values."""
        return bool(self.value(variables))


def _tree(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise _Refused("too_long", longest=MAX_LENGTH)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise _Refused("syntax", got=shown(reason)) from None


def _value(node: ast.expr, variables: Variables) -> Any:
    """The value of a checked node."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return _variable(name, variables)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = (_number(_value(side, variables)) for side in (left, right))
            return _bounded(_BINARY[type(op)](first, second))
        case ast.UnaryOp(op=op, operand=operand):
            return _UNARY[type(op)](_number(_value(operand, variables)))
        case ast.BoolOp(op=op, values=values):
            return _logical(isinstance(op, ast.And), values, variables)
        case ast.Compare():
            return _comparison(node, variables)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _number(_value(test, variables)) else orelse, variables)
        case ast.List(elts=elements):
            return [_number(_value(element, variables)) for element in elements]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _bounded(_FUNCTIONS[name](*(_value(a, variables) for a in arguments)))
    raise _Refused("not_allowed", got=shown(type(node).__name__))  # pragma: no cover


def _variable(name: str, variables: Variables) -> Number:
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name not in variables:
        raise _Refused("unknown_name", got=shown(name), names=listed(sorted(variables)))
    return _number(_bounded(variables[name]))


def _logical(every: bool, nodes: list[ast.expr], variables: Variables) -> Number:
    """`and` (every) or `or` of the nodes, with Python's short cut."""
    value: Number = every
    for node in nodes:
        value = _number(_value(node, variables))
        if bool(value) is not every:
            break
    return value


def _comparison(node: ast.Compare, variables: Variables) -> bool:
    left = _number(_value(node.left, variables))
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        right = _number(_value(right_node, variables))
        if not _COMPARE[type(op)](left, right):
            return False
        left = right
    return True


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """`Expression(text)`, kept for the next time."""
    return Expression(text)
