"""Which known mistakes explain the failed checks, from how well their answers equal the learner's.

Wrong solutions of one mistake speak with one voice. A check that several mistakes explain equally
well is left unnamed: naming the wrong one would be worse than naming none.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizkit.grading.diagnosis.evidence import Match
from quizkit.grading.diagnosis.replay import Candidate

Matches = Mapping[str, Match]
"""By check: how well a candidate's answers equal the learner's."""
Ask = Callable[[Candidate, Sequence[str], bool], Matches]
"""Replays a candidate for these checks; if the last is true, with all that was asked before."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mistake, the wrong solutions that show it, and the checks that it explains."""

    misconception: str
    solutions: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass
class Budget:
    """Seconds that a diagnosis may take; `urgent` work may take a little more."""

    seconds: float
    urgent_seconds: float
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def left(self, urgent: bool = False) -> float:
        """Seconds that are left; for urgent work at least what is set aside for it."""
        whole = max(self.seconds, self.urgent_seconds) if urgent else self.seconds
        return whole - (self.clock() - self.began)


def known_mistakes(
    checks: Sequence[str],
    pool: Sequence[Candidate],
    groups: Mapping[str, str],
    ask: Ask,
    budget: Budget,
) -> list[Named]:
    """The mistakes that explain some of the failed `checks`; `groups` maps every check to its own.

    Candidates that one of the failed checks is known to reject are asked first; then, for what
    these leave open and while there is time, the same with all that was asked before (the learner's
    module may have kept something), then the others.
    """
    found: dict[Candidate, Matches] = {}
    for candidate in pool:
        if candidate.check in checks and budget.left(urgent=True) > 0:
            found[candidate] = _asked_stepwise(candidate, checks, groups, ask)
    rounds = [(candidate, True) for candidate in found]
    rounds += [(c, False) for c in _by_nearness(pool, checks, groups) if c not in found]
    named = decide(checks, found)
    for candidate, whole in rounds:
        open_ = _unnamed(checks, named)
        if not open_ or budget.left() <= 0:
            break
        earlier = found.get(candidate, {})
        found[candidate] = _better(earlier, ask(candidate, open_, whole))
        if any(found[candidate].values()) and not any(earlier.values()):
            named = decide(checks, found)
    return named


def _unnamed(checks: Sequence[str], named: Sequence[Named]) -> list[str]:
    """The checks that no mistake explains yet."""
    return [check for check in checks if not any(check in name.checks for name in named)]


def _better(one: Matches, other: Matches) -> dict[str, Match]:
    """The better match of each check."""
    keys = one.keys() | other.keys()
    return {key: max(one.get(key, Match.NONE), other.get(key, Match.NONE)) for key in keys}


def _asked_stepwise(
    candidate: Candidate, checks: Sequence[str], groups: Mapping[str, str], ask: Ask
) -> Matches:
    """First the group whose check rejects it; the other groups if it matches there."""
    home = groups[candidate.check]
    near = [check for check in checks if groups[check] == home]
    matches = dict(ask(candidate, near, False))
    far = [check for check in checks if groups[check] != home]
    if far and any(matches.values()):
        matches |= ask(candidate, far, False)
    return matches


def _by_nearness(
    pool: Sequence[Candidate], checks: Sequence[str], groups: Mapping[str, str]
) -> Iterator[Candidate]:
    """Candidates of the groups in question, those first whose check is called most alike.

    What is rejected by a check of another group would not show in this one.
    """
    wanted = {groups[check] for check in checks}
    words = [set(check.split("_")) for check in checks]

    def strangeness(candidate: Candidate) -> int:
        own = set(candidate.check.split("_"))
        return min((len(own ^ other) for other in words), default=0)

    fitting = [candidate for candidate in pool if groups[candidate.check] in wanted]
    return iter(sorted(fitting, key=strangeness))


def decide(checks: Sequence[str], found: Mapping[Candidate, Matches]) -> list[Named]:
    """The mistakes that explain most, one after the other, and none where two explain as much."""
    left = list(checks)
    named: list[Named] = []
    while left:
        covers = _covers(left, found)
        if not covers:
            break
        best = max(map(_weight, covers.values()))
        winners = [name for name, cover in covers.items() if _weight(cover) == best]
        for name in winners:
            rivals = {check for other in winners if other != name for check in covers[other]}
            if not rivals & set(covers[name]):
                told = tuple(check for check in left if check in covers[name])
                named.append(Named(name, _solutions(name, told, found), told))
        settled = {check for name in winners for check in covers[name]}
        left = [check for check in left if check not in settled]
    return named


def _covers(
    checks: Sequence[str], found: Mapping[Candidate, Matches]
) -> dict[str, dict[str, Match]]:
    """By mistake: the checks it explains, and how well."""
    covers: dict[str, dict[str, Match]] = {}
    for candidate, matches in found.items():
        for check in checks:
            level = matches.get(check, Match.NONE)
            if level:
                cover = covers.setdefault(candidate.misconception, {})
                cover[check] = max(level, cover.get(check, Match.NONE))
    return covers


def _weight(cover: Mapping[str, Match]) -> tuple[int, int]:
    """What explains everything in more checks weighs more, then what explains more checks."""
    return sum(level is Match.WHOLE for level in cover.values()), len(cover)


def _solutions(
    name: str, checks: Sequence[str], found: Mapping[Candidate, Matches]
) -> tuple[str, ...]:
    """The wrong solutions of a mistake that equal the learner best in its first check."""
    levels = {c.name: m.get(checks[0], Match.NONE) for c, m in found.items()
              if c.misconception == name}  # fmt: skip
    return tuple(n for n, level in levels.items() if level and level == max(levels.values()))
