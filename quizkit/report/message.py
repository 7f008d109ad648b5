"""One sentence for a code and its facts, in either language; never an expected value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizkit.model import Lang
from quizkit.report.naming import named
from quizkit.texts import say, text


def message(code: str | None, facts: Mapping[str, Any], lang: Lang) -> str:
    """What went wrong, worded from the catalogue; other graders' codes are named as they are."""
    if not code:
        return ""
    shown = {key: _plain(value) for key, value in facts.items()}
    if isinstance(facts.get("what"), str):
        shown["what"] = named(facts["what"], lang)
    try:
        return text(f"checks.{code}").of(lang).format(**shown)
    except (KeyError, ValueError):
        return say("checks.unknown", lang, code=code)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return (
            ", ".join(map(str, value)) if value and isinstance(value[0], str) else str(list(value))
        )
    return value
