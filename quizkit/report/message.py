"""One sentence for a code and its facts, in either language; never an expected value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizkit.model import Lang
from quizkit.texts import say, text


def message(code: str | None, facts: Mapping[str, Any], lang: Lang) -> str:
    """What went wrong, worded from the catalogue; other graders' codes are named as they are."""
    if not code:
        return ""
    shown = {key: _plain(value) for key, value in facts.items()}
    try:
        sentence = text(f"checks.{code}").of(lang).format(**shown)
    except (KeyError, ValueError):
        return say("checks.unknown", lang, code=code)
    extra = factor(facts, lang)
    return f"{sentence}{'；' if lang == 'zh' else '; '}{extra}" if extra else sentence


def factor(facts: Mapping[str, Any], lang: Lang) -> str:
    """What a constant factor between got and right means, or nothing."""
    value = facts.get("factor")
    if value is None:
        return ""
    if value == -1:
        return say("checks.factor_negative", lang)
    if value == 0:
        return say("checks.factor_zero", lang)
    return say("checks.factor", lang, factor=f"{value:g}")


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return (
            ", ".join(map(str, value)) if value and isinstance(value[0], str) else str(list(value))
        )
    return value
