"""Dataclasses to plain values and back, by their annotations: how records lie in the cache.

`freeze(record)` gives what JSON can hold; `thaw(cls, value)` makes the dataclass again. Values come
from our own cache, so nothing is validated here; a record that does not fit raises TypeError,
ValueError, KeyError or AttributeError.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Thaw = Callable[[Any], Any]


def freeze(value: Any) -> Any:
    """`value` as dicts, lists, texts and numbers; a field that holds its default is left out."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return {
            name: freeze(this) for name, (this, default) in held.items() if _differ(this, default)
        }
    if isinstance(value, Mapping):
        return {freeze(key): freeze(item) for key, item in value.items()}
    return [freeze(item) for item in value] if isinstance(value, tuple | list) else value


def _differ(value: object, default: object) -> bool:
    """Whether a value is not its default; `1.0` is not `1`: a step's type decides its values."""
    return type(value) is not type(default) or value != default


def thaw(cls: type[T], value: Any) -> T:
    """The `cls` that `freeze` made `value` of."""
    made: T = _thawer(cast(Hashable, cls))(value)
    return made


def without_none(hint: Any) -> Any:
    """`X` of `X | None`, any other hint as it is."""
    if get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        return rest[0] if len(rest) == 1 else reduce(or_, rest)
    return hint


@cache
def hints(cls: Hashable) -> Mapping[str, Any]:
    """The annotations of a dataclass, resolved."""
    return get_type_hints(cls)


def _same(value: Any) -> Any:
    return value


@cache
def _thawer(hint: Any) -> Thaw:
    inner = without_none(hint)
    if inner is not hint:
        present = _thawer(inner)
        return lambda value: None if value is None else present(value)
    if is_dataclass(hint):
        return _dataclass_thawer(hint)  # type: ignore[arg-type]
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple:
        item = _thawer(args[0])
        return tuple if item is _same else lambda value: tuple(map(item, value))
    if is_mapping(hint):
        key, item = _thawer(args[0]), _thawer(args[1])
        return lambda value: {key(name): item(held) for name, held in value.items()}
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else _same


def is_mapping(hint: Any) -> bool:
    """Whether an annotation is that of a mapping with typed keys and values."""
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _dataclass_thawer(cls: type) -> Thaw:
    parts = {name: _thawer(hint) for name, hint in hints(cls).items()}
    return lambda value: cls(**{name: parts[name](held) for name, held in value.items()})
