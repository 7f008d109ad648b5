"""What the operators know of calls: names of array functions, their axes, and calls made anew."""

from __future__ import annotations

import ast

MODULES = frozenset({"np", "numpy", "torch", "F", "math"})
KEEP = frozenset({"keepdims", "keepdim"})
AXIS_KEYWORDS = frozenset({"axis", "dim"})
REDUCTIONS = frozenset({
    "sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "prod", "var", "std", "any",
    "all", "logsumexp", "norm",
})  # fmt: skip
WITH_AXIS = REDUCTIONS | {
    "softmax", "log_softmax", "cumsum", "cumprod", "unsqueeze", "expand_dims", "squeeze",
    "concatenate", "cat", "stack", "sort", "argsort", "flip", "unbind", "gather",
}  # fmt: skip
"""Functions that take an axis as their first argument after the array."""
OTHER = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "amax": "amin", "amin": "amax",
    "argmax": "argmin", "argmin": "argmax", "maximum": "minimum", "minimum": "maximum",
    "var": "std", "std": "var", "any": "all", "all": "any", "zeros_like": "ones_like",
    "ones_like": "zeros_like", "tril": "triu", "triu": "tril", "sin": "cos", "cos": "sin",
}  # fmt: skip
POINTWISE = frozenset({
    "sqrt", "exp", "log", "tanh", "abs", "square", "relu", "sigmoid", "softmax", "log_softmax",
    "expm1", "log1p", "sin", "cos", "flip", "dropout", "rsqrt", "reciprocal", "erf", "cumsum",
    "tril", "triu", "clip", "clamp",
})  # fmt: skip
"""Functions whose result has the shape of their argument, so that code runs without them."""
TRANSPOSES = frozenset({"transpose", "swapaxes", "permute", "moveaxis", "t"})
RESHAPES = frozenset({"reshape", "view", "expand", "broadcast_to"})
CONVERSIONS = frozenset({"astype", "double", "float", "long", "to"})
COPIES = frozenset({"copy", "clone", "detach"})
SYMMETRIC = frozenset({"maximum", "minimum", "array_equal", "allclose", "max", "min", "isinstance"})


def name(call: ast.Call) -> str:
    """The last part of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_method(call: ast.Call) -> bool:
    """Whether it is `x.f(...)` of an array, not `np.f(x, ...)`."""
    func = call.func
    if not isinstance(func, ast.Attribute):
        return False
    return not (isinstance(func.value, ast.Name) and func.value.id in MODULES)


def subject(call: ast.Call) -> ast.expr | None:
    """The array that a call is about: what a method belongs to, or the first argument."""
    if is_method(call):
        assert isinstance(call.func, ast.Attribute)
        return call.func.value
    return call.args[0] if call.args else None


def axes(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """The arguments that name axes."""
    found: list[ast.expr | ast.keyword] = [k for k in call.keywords if k.arg in AXIS_KEYWORDS]
    position = 0 if is_method(call) else 1
    if not found and name(call) in WITH_AXIS and len(call.args) > position:
        found.append(call.args[position])
    return found


def value(argument: ast.expr | ast.keyword) -> ast.expr:
    """What an argument holds."""
    return argument.value if isinstance(argument, ast.keyword) else argument


def without(call: ast.Call, argument: ast.expr | ast.keyword) -> ast.Call:
    """The call with one argument left out."""
    args = [item for item in call.args if item is not argument]
    return ast.Call(call.func, args, [item for item in call.keywords if item is not argument])


def with_value(call: ast.Call, argument: ast.expr | ast.keyword, new: ast.expr) -> ast.Call:
    """The call with another value for one argument."""
    args = [new if item is argument else item for item in call.args]
    keywords = [ast.keyword(k.arg, new) if k is argument else k for k in call.keywords]
    return ast.Call(call.func, args, keywords)


def renamed(call: ast.Call, other: str) -> ast.Call:
    """A call of another function with the same arguments."""
    if isinstance(call.func, ast.Attribute):
        func: ast.expr = ast.Attribute(call.func.value, other, call.func.ctx)
    else:
        func = ast.Name(other, ast.Load())
    return ast.Call(func, call.args, call.keywords)


def integer(node: ast.AST) -> int | None:
    """The number that a constant, or a minus and a constant, stand for."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        below = integer(node.operand)
        return None if below is None else -below
    held = node.value if isinstance(node, ast.Constant) else None
    return held if type(held) is int else None


def number(value: int) -> ast.expr:
    """The expression of a whole number."""
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))
