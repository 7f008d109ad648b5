"""Every sentence quizkit shows, by code, in both languages side by side.

`say("cli.kept", lang, file="mlp.py")` looks `kept` up in `quizkit.texts.cli.TEXTS`, whose values are
pairs (English, Chinese). Areas load on first use; a test compares the placeholders of each pair.
"""

from __future__ import annotations

from importlib import import_module

from quizkit.model import Lang, Text


def text(key: str) -> Text:
    """The pair of templates of `area.name`; KeyError where there is none."""
    area, name = key.split(".", 1)
    en, zh = import_module(f"quizkit.texts.{area}").TEXTS[name]
    return Text(en, zh)


def say(key: str, lang: Lang, **params: object) -> str:
    """The sentence `key` in `lang` with its placeholders filled."""
    return text(key).of(lang).format(**params)
