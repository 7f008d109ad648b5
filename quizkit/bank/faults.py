"""What is wrong with a bank, one `Fault` for each mistake, worded in either language.

`fault(code, ...)` fills the templates `code.expected`, `code.got` and `code.fix` of
`quizkit.texts.bank`; a loader gathers the faults of a whole bank and raises one `ContentError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from quizkit import texts
from quizkit.model import LANGS, Lang, Text
from quizkit.model.record import dataclass

LONGEST = 70


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a bank: where it is, what should stand there, what does, what to do.

    `line` is None and `key` empty where there is none; `code` names the kind of mistake.
    """

    file: str
    line: int | None
    key: str
    expected: Text
    got: Text
    fix: Text
    code: str = ""

    def text(self, lang: Lang) -> str:
        """The whole fault on one line, in `lang`."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        colon = texts.say("bank.colon", lang)
        head = "".join(
            part + colon for part in (place, f"`{self.key}`" if self.key else "") if part
        )
        parts = {name: getattr(self, name).of(lang) for name in ("expected", "got", "fix")}
        return head + texts.say("bank.fault", lang, **parts)

    def at(self, file: str, line: int | None, key: str) -> Fault:
        """The same mistake, said of another place."""
        return replace(self, file=file, line=line, key=key)

    def __str__(self) -> str:
        return self.text("en")


def shown(value: object) -> str:
    """`value` on one line, shortened, in backticks."""
    return f"`{shortened(value)}`"


def shortened(value: object) -> str:
    """`value` on one line of at most LONGEST characters."""
    flat = " ".join(str(value).split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 3] + "..."


def listed(values: Iterable[object]) -> str:
    """Values in backticks, separated by commas; the same in both languages."""
    return ", ".join(f"`{value}`" for value in values)


def near(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that looks most like `name`, if any does."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else None


def worded(key: str, params: Mapping[str, object]) -> Text:
    """The text `bank.<key>` with its placeholders filled; a parameter may itself be a `Text`."""
    template = texts.text(f"bank.{key}")

    def filled(lang: Lang) -> str:
        here = {k: v.of(lang) if isinstance(v, Text) else v for k, v in params.items()}
        return template.of(lang).format(**here)

    return Text(*(filled(lang) for lang in LANGS))


def fault(
    code: str, file: str = "", line: int | None = None, key: str = "", /, **params: object
) -> Fault:
    """The fault `code`; `params` fill its texts (`got` is put on one line by the caller)."""
    expected, got, fix = (worded(f"{code}.{part}", params) for part in ("expected", "got", "fix"))
    return Fault(file, line, key, expected, got, fix, code)
