"""Units of two files matched, their lines aligned, and names paired one to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from quizkit.compare.normal import ATTRIBUTE, LOCAL, MODULE, Line, Module, Name, Unit, module

SAME, RENAMED, DIFFERS, MINE, THEIRS = "same", "renamed", "differs", "only_mine", "only_theirs"
Pairs = Mapping[str, str]
Votes = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where two functions differ: lines of each file, from first to last; empty text for none."""

    mine: str
    mine_lines: tuple[int, int]
    theirs: str
    theirs_lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One function, method, class or constant, and how it compares."""

    name: str
    outcome: str
    names: Pairs
    """Mine to theirs, where they are not the same."""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files, part by part, in the order of the second one."""

    parts: tuple[Part, ...]

    @property
    def places(self) -> int:
        """How many places differ in meaning; a part that one file lacks is one."""
        missing = sum(part.outcome in (MINE, THEIRS) for part in self.parts)
        return missing + sum(len(part.places) for part in self.parts)


def compare(mine: str, theirs: str) -> Comparison:
    """Compare two sources; SyntaxError where one of them is no Python."""
    ours, right = module(mine), module(theirs)
    pairs = paired_units(ours, right)
    attributes = {owner: attribute_pairs(ours, right, pairs, owner)
                  for owner in {unit.owner for unit in right.units.values()}}  # fmt: skip
    parts = []
    for name, unit in right.units.items():
        mate = next((own for own, other in pairs.items() if other == name), None)
        if mate is None:
            parts.append(Part(name, THEIRS, {}))
        else:
            owned = attributes[unit.owner]
            parts.append(part(ours, right, ours.units[mate], unit, pairs, owned))
    parts += [Part(name, MINE, {}) for name in ours.units if name not in pairs]
    return Comparison(tuple(parts))


def paired_units(ours: Module, right: Module) -> dict[str, str]:
    """Which unit of mine is which of theirs: by name; helpers of another name by what they do."""
    pairs = {name: name for name in ours.units if name in right.units}
    found = True
    while found:
        found = False
        for name in [name for name in ours.units if name not in pairs]:
            for other in [other for other in right.units if other not in pairs.values()]:
                one, two = ours.units[name], right.units[other]
                if one.owner == two.owner and not places(ours, right, one, two, pairs, {})[0]:
                    pairs[name] = other
                    found = True
                    break
    return pairs


def attribute_pairs(ours: Module, right: Module, pairs: Pairs, owner: str) -> Pairs:
    """What a class's own attributes are called in the other file, by all its methods."""
    votes: Votes = Counter()
    for name, other in pairs.items():
        unit = right.units[other]
        if owner and unit.owner == owner:
            for one, two in aligned(ours.units[name].lines, unit.lines):
                votes.update(shared(one, two, ATTRIBUTE))
    return resolved(votes)


def aligned(mine: Sequence[Line], theirs: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines of the same shape that stand in the same place."""
    for kind, i, i_end, j, _ in opcodes(mine, theirs):
        if kind == "equal":
            yield from ((mine[i + n], theirs[j + n]) for n in range(i_end - i))


def opcodes(mine: Sequence[Line], theirs: Sequence[Line]) -> list[tuple[str, int, int, int, int]]:
    """The alignment of the lines by shape and depth."""
    left, right = ([(each.depth, each.shape) for each in lines] for lines in (mine, theirs))
    return list(SequenceMatcher(None, left, right, autojunk=False).get_opcodes())


def shared(one: Line, two: Line, kind: str) -> Iterator[tuple[str, str]]:
    """Names of a kind that stand in the same position."""
    for (mine_kind, mine), (their_kind, theirs) in zip(one.names, two.names, strict=False):
        if mine_kind == their_kind == kind:
            yield mine, theirs


def resolved(votes: Votes) -> dict[str, str]:
    """One to one: what stands for each other most often; the same name first where it is even."""
    found: dict[str, str] = {}
    for (mine, theirs), _ in sorted(votes.items(), key=lambda v: (-v[1], v[0][0] != v[0][1], v[0])):
        if mine not in found and theirs not in found.values():
            found[mine] = theirs
    return found


def part(
    ours: Module, right: Module, mine: Unit, theirs: Unit, pairs: Pairs, attributes: Pairs
) -> Part:
    """Two units that belong together."""
    found, names = places(ours, right, mine, theirs, pairs, attributes)
    other = {one: two for one, two in names.items() if one != two}
    if mine.name != theirs.name:
        other[mine.name] = theirs.name
    outcome = DIFFERS if found else RENAMED if other else SAME
    return Part(theirs.name, outcome, {} if found else other, tuple(found))


def places(
    ours: Module, right: Module, mine: Unit, theirs: Unit, pairs: Pairs, attributes: Pairs
) -> tuple[list[Place], Pairs]:
    """Where two units differ, and what names of the one are called in the other."""
    votes: Votes = Counter()
    for one, two in aligned(mine.lines, theirs.lines):
        votes.update(shared(one, two, LOCAL))
    names = resolved(votes)
    known = {LOCAL: names, MODULE: pairs, ATTRIBUTE: attributes}
    spans: list[tuple[int, int, int, int]] = []
    for kind, i, i_end, j, j_end in opcodes(mine.lines, theirs.lines):
        if kind != "equal":
            join(spans, (i, i_end, j, j_end))
            continue
        for n in range(i_end - i):
            if not agree(mine.lines[i + n].names, theirs.lines[j + n].names, known):
                join(spans, (i + n, i + n + 1, j + n, j + n + 1))
    used = {name for kind, name in (n for each in mine.lines for n in each.names) if kind == LOCAL}
    shown = {one: two for one, two in names.items() if one in used} | dict(attributes)
    return [place(ours, right, mine, theirs, span) for span in spans], shown


def join(spans: list[tuple[int, int, int, int]], span: tuple[int, int, int, int]) -> None:
    """Add a span; one that goes on where the last one ends makes that longer."""
    if spans and spans[-1][1] == span[0] and spans[-1][3] == span[2]:
        spans[-1] = (spans[-1][0], span[1], spans[-1][2], span[3])
    else:
        spans.append(span)


def agree(mine: Sequence[Name], theirs: Sequence[Name], known: Mapping[str, Pairs]) -> bool:
    """Whether names that stand for each other everywhere stand for each other here."""
    if len(mine) != len(theirs):
        return False
    for (kind, one), (other, two) in zip(mine, theirs, strict=True):
        if kind != other or known[kind].get(one, one if kind == MODULE else "") != two:
            return False
    return True


def place(
    ours: Module, right: Module, mine: Unit, theirs: Unit, span: tuple[int, int, int, int]
) -> Place:
    """A span of lines as text of both files."""
    i, i_end, j, j_end = span
    one, one_lines = text(ours, mine.lines[i:i_end], mine.lines[:i])
    two, two_lines = text(right, theirs.lines[j:j_end], theirs.lines[:j])
    return Place(one, one_lines, two, two_lines)


def text(
    found: Module, lines: Sequence[Line], before: Sequence[Line]
) -> tuple[str, tuple[int, int]]:
    """The source of some lines, without common indentation; for none, where they would stand."""
    if not lines:
        at = before[-1].last if before else 1
        return "", (at, at)
    begin, end = lines[0].first, max(line.last for line in lines)
    source = found.text[begin - 1 : end]
    margin = min((len(s) - len(s.lstrip()) for s in source if s.strip()), default=0)
    return "\n".join(s[margin:].rstrip() for s in source).strip("\n"), (begin, end)
