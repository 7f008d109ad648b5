"""`@dataclass(frozen=True, slots=True)` made cheaply: a start of the program defines some sixty.

The standard decorator compiles six methods for every class, a third of the time in which the whole
program may start. Here `__init__` is compiled when the first object is made, and what else such a
class can do (compare, hash, print, copy, refuse to change) is written once for all of them.
`fields`, `replace`, `asdict` and type checkers see an ordinary frozen dataclass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """The decorator; always frozen and with slots, which both have to be said."""
        if not (frozen and slots):
            raise TypeError("other dataclasses are made by the standard library")
        plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
        return lambda cls: _frozen(plain(cls))


def _frozen(cls: Any) -> type:
    """`cls`, a dataclass with slots but without methods, with those of a frozen one."""

    def first(self: Any, *values: Any, **named: Any) -> None:
        cls.__init__ = _init(cls)
        cls.__init__(self, *values, **named)

    cls.__init__ = first
    for method in (__eq__, __hash__, __repr__, __setattr__, __delattr__, __getstate__,
                   __setstate__):  # fmt: skip
        setattr(cls, method.__name__, method)
    made: type = cls
    return made


def _init(cls: type) -> Callable[..., None]:
    """The `__init__` that the standard decorator would have given."""
    held: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(cls)
    scope: dict[str, Any] = {"SET": object.__setattr__, "MISSING": MISSING}
    heads = {False: ["self"], True: ["*"]}
    lines = ["pass"]
    for field in held:
        name, value = field.name, field.name
        default = field.default
        if field.default_factory is not MISSING:
            default, scope[f"make_{name}"] = MISSING, field.default_factory
            value = f"make_{name}() if {name} is MISSING else {name}"
        optional = default is not MISSING or value is not name
        scope[f"default_{name}"] = default
        heads[bool(field.kw_only)].append(f"{name}=default_{name}" if optional else name)
        lines.append(f"SET(self, {name!r}, {value})")
    named = heads[True] if len(heads[True]) > 1 else []
    body = "\n ".join(lines)
    exec(f"def __init__({', '.join([*heads[False], *named])}):\n {body}", scope)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)


def __eq__(self: Any, other: object) -> bool:
    if type(self) is not type(other):
        return NotImplemented
    return _values(self) == _values(other)


def __hash__(self: Any) -> int:
    return hash(_values(self))


def __repr__(self: Any) -> str:
    names = self.__dataclass_fields__
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
    return f"{type(self).__qualname__}({shown})"


def __setattr__(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __getstate__(self: Any) -> tuple[Any, ...]:
    return _values(self)


def __setstate__(self: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, name, value)
