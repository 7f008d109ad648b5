"""What YAML gave, turned into the dataclasses of `quizkit.model`, with every fault noted.

msgspec checks each value strictly by its annotation; the walk over keys is ours, so that several
faults in one question are all found and unknown keys are refused. A part with a fault is MISSING.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import msgspec

from quizkit.bank.faults import Fault, fault, listed, near, shown, worded
from quizkit.bank.thaw import hints, is_mapping, without_none
from quizkit.bank.yaml import Document, KeyPath
from quizkit.model import LANGS, Text

T = TypeVar("T")
MAY_BE_BLANK = frozenset({"prints"})


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a document, under the name that people know it by."""

    document: Document
    path: KeyPath = ()
    name: str = ""

    def __truediv__(self, key: str | int) -> Place:
        below = f"[{key}]" if isinstance(key, int) else f".{key}" if self.name else key
        return Place(self.document, (*self.path, key), self.name + below)

    def named(self, name: str) -> Place:
        """The same spot called `name`."""
        return Place(self.document, self.path, name)

    @property
    def line(self) -> int:
        """Its line in the file."""
        return self.document.line(self.path)

    def spot(self) -> str:
        """`file:line`, for a fault elsewhere that mentions this one."""
        return f"{self.document.name}:{self.line}"


class Faults(list[Fault]):
    """The faults found so far."""

    def note(self, code: str, place: Place, **params: object) -> None:
        """Add the fault `code` at `place`."""
        self.append(fault(code, place.document.name, place.line, place.name, **params))


def convert(
    raw: object,
    cls: type[T],
    place: Place,
    faults: Faults,
    *,
    given: Mapping[str, object] | None = None,
    ignored: Collection[str] = (),
) -> T | None:
    """`raw` as a `cls`; None, with faults noted, if it is not one.

    `given` are fields that come from elsewhere and must not stand in `raw`; `ignored` keep their
    default and must not either.
    """
    before = len(faults)
    found = _record(raw, cls, place, faults, given or {}, ignored)
    return found if len(faults) == before else None


def _record(
    raw: object,
    cls: type[Any],
    place: Place,
    faults: Faults,
    given: Mapping[str, object],
    ignored: Collection[str] = (),
) -> Any:
    if not isinstance(raw, dict):
        return _wrong_type(raw, cls, place, faults)
    known = {field.name: field for field in fields(cls)}
    types = hints(cast(Hashable, cls))
    allowed = [name for name in known if name not in given and name not in ignored]
    for key in raw:
        if key not in allowed:
            _unknown_key(key, allowed, place / key, faults)
    values = dict(given)
    for name in allowed:
        if name in raw:
            values[name] = _field(raw[name], known[name], types[name], place / name, faults)
        elif known[name].default is MISSING and known[name].default_factory is MISSING:
            values[name] = MISSING
            code = "language_missing" if cls is Text else "missing_key"
            faults.note(code, place, missing=shown(name))
    if any(value is MISSING for value in values.values()):
        return MISSING
    return cls(**values)


def _unknown_key(key: str, allowed: Collection[str], place: Place, faults: Faults) -> None:
    suggestion = near(key, allowed)
    fix = (
        worded("did_you_mean", {"near": shown(suggestion)}) if suggestion else worded("remove", {})
    )
    faults.note("unknown_key", place, keys=listed(allowed), got=shown(key), do=fix)


def _field(raw: object, field: Field[Any], hint: Any, place: Place, faults: Faults) -> Any:
    required = field.default is MISSING and field.default_factory is MISSING
    blank = field.default == "" or field.name in MAY_BE_BLANK
    value = _value(raw, hint, place, faults, blank)
    if required and value == ():
        faults.note("empty_list", place)
    return value


def _value(raw: object, hint: Any, place: Place, faults: Faults, blank: bool = False) -> Any:
    """`raw` as `hint`, or MISSING with a fault noted."""
    hint = without_none(hint)
    args = get_args(hint)
    if is_dataclass(hint):
        return _record(raw, hint, place, faults, {})  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        return _items(raw, hint, place, faults)
    if is_mapping(hint):
        return _pairs(raw, hint, args, place, faults)
    return _leaf(raw, hint, place, faults, blank)


def _items(raw: object, hint: Any, place: Place, faults: Faults) -> Any:
    if not isinstance(raw, list):
        return _wrong_type(raw, hint, place, faults)
    item = get_args(hint)[0]
    found = [_value(held, item, place / index, faults) for index, held in enumerate(raw)]
    return MISSING if any(value is MISSING for value in found) else tuple(found)


def _pairs(raw: object, hint: Any, args: Any, place: Place, faults: Faults) -> Any:
    if not isinstance(raw, dict):
        return _wrong_type(raw, hint, place, faults)
    keys = [_leaf(key, args[0], place / key, faults) for key in raw]
    found = [_value(held, args[1], place / key, faults) for key, held in raw.items()]
    if any(part is MISSING for part in (*keys, *found)):
        return MISSING
    return dict(zip(keys, found, strict=True))


def _leaf(raw: object, hint: Any, place: Place, faults: Faults, blank: bool = False) -> Any:
    if isinstance(raw, float) and not math.isfinite(raw):
        return _wrong_type(raw, hint, place, faults)
    try:
        value = msgspec.convert(raw, hint, strict=True)
    except msgspec.ValidationError:
        options = _options(hint)
        if options and isinstance(raw, str):
            return _not_one_of(raw, options, place, faults)
        return _wrong_type(raw, hint, place, faults)
    if isinstance(raw, str) and not blank and not raw.strip():
        faults.note("empty_text", place)
        return MISSING
    return value


def _options(hint: Any) -> list[str]:
    """The texts that an enum or a literal allows."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return [member.value for member in hint]
    return list(get_args(hint)) if get_origin(hint) is Literal else []


def _not_one_of(raw: str, options: list[str], place: Place, faults: Faults) -> Any:
    suggestion = near(raw, options)
    fix = (
        worded("did_you_mean", {"near": shown(suggestion)}) if suggestion else worded("choose", {})
    )
    faults.note("not_one_of", place, options=listed(options), got=shown(raw), do=fix)
    return MISSING


def _wrong_type(raw: object, hint: Any, place: Place, faults: Faults) -> Any:
    wanted = expected_kind(hint)
    got = worded(f"kind.{kind_of(raw)}", {})
    value = shown(raw) if isinstance(raw, str | int | float) else "-"
    do = worded(f"make.{wanted}", {"langs": ", ".join(f"{lang}: ..." for lang in LANGS)})
    faults.note(
        "wrong_type", place, wanted=worded(f"kind.{wanted}", {}), kind=got, value=value, do=do
    )
    return MISSING


def kind_of(value: object) -> str:
    """The name of a YAML value's type in the catalogue."""
    if value is None:
        return "nothing"
    if isinstance(value, float):
        return "number" if math.isfinite(value) else "not_finite"
    kinds = {bool: "bool", int: "integer", str: "text", list: "list", dict: "mapping"}
    return kinds.get(type(value), "text")


def expected_kind(hint: Any) -> str:
    """The name in the catalogue of what an annotation asks for."""
    if hint is Text:
        return "languages"
    if is_dataclass(hint) or is_mapping(hint):
        return "mapping"
    if get_origin(hint) is tuple:
        return "list"
    if _options(hint):
        return "text"
    return {bool: "bool", int: "integer", str: "text"}.get(hint, "number")
