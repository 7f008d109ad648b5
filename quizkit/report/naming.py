"""What a failed check compared, in the reader's language.

Graders name it in English ("gradient of fc1.weight"), and verdicts carry that. `texts.things` has
the forms they use; one that is not there is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from quizkit.model import Lang
from quizkit.texts.things import TEXTS


def named(what: str, lang: Lang) -> str:
    """`what` in `lang`."""
    if lang == "en":
        return what
    for pattern, zh in patterns():
        found = pattern.fullmatch(what)
        if found:
            parts = found.groupdict()
            return zh.format(**{part: named(value, lang) for part, value in parts.items()})
    return what


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The English forms as patterns, each with the Chinese one."""
    return tuple((re.compile("".join(_parts(en))), zh) for en, zh in TEXTS.values())


def _parts(template: str) -> Iterator[str]:
    for text, name, _, _ in Formatter().parse(template):
        yield re.escape(text)
        if name is not None:
            yield f"(?P<{name}>.+?)"
