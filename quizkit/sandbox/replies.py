"""What a child may answer to each verb: these fields with these kinds of values, nothing else.

The adapters answer so; a child whose learner replaced them may say anything, and what is not of
this form is a breach of the protocol, never a surprise for a grader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Test = Callable[[Any], bool]
LISTED = 1 << 12


def is_array(value: Any) -> bool:
    """An array; `wire` makes no other kind than those of its dtypes."""
    return type(value).__name__ == "ndarray"


def is_value(value: Any) -> bool:
    """What a function may return: an array, a number, None, or a list or tuple of them."""
    if isinstance(value, (list, tuple)):
        return len(value) <= LISTED and all(map(_is_item, value))
    return _is_item(value)


def _is_item(value: Any) -> bool:
    if type(value) is int:
        return abs(value) < 1 << 63
    return value is None or type(value) in (bool, float) or is_array(value)


def is_echo(value: Any) -> bool:
    """Arguments as they are after a call: values, texts, or lists of them."""
    if isinstance(value, (list, tuple)):
        return len(value) <= LISTED and all(map(is_echo, value))
    return isinstance(value, str) or _is_item(value)


def all_of(test: Test) -> Test:
    """A list whose items all pass."""
    return lambda value: type(value) is list and len(value) <= LISTED and all(map(test, value))


def named(value: Any) -> bool:
    """Arrays by name."""
    return type(value) is dict and len(value) <= LISTED and all(map(is_array, value.values()))


def is_gradient(value: Any) -> bool:
    """An array, or None for an input without a gradient."""
    return value is None or is_array(value)


NOTHING: Mapping[str, Test] = {}
REPLIES: Mapping[str, Mapping[str, Test]] = {
    "load": NOTHING,
    "has": NOTHING,
    "build": NOTHING,
    "set_state": NOTHING,
    "state": {"arrays": named},
    "forward": {"output": is_array, "inputs": all_of(is_echo)},
    "vjp": {"inputs": all_of(is_gradient), "params": named, "cotangent": is_echo},
    "train": {"losses": all_of(lambda value: type(value) is float)},
    "call": {"output": is_value, "inputs": all_of(is_echo)},
    "call_vjp": {"inputs": all_of(is_gradient), "params": named, "given": all_of(is_echo)},
}
ECHOED = {"forward": "inputs"}
"""Where all arguments come back with `echo`, those that are no arrays as well."""


def fits(verb: str, fields: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    """Whether `result` is an answer to `verb` asked with `fields`."""
    wanted = REPLIES[verb]
    if set(result) != set(wanted) or not all(wanted[name](result[name]) for name in wanted):
        return False
    if verb == "train":
        return len(result["losses"]) == len(fields["batches"])
    if fields.get("echo") and verb in ECHOED:
        return len(result[ECHOED[verb]]) == len(fields[ECHOED[verb]])
    return True
