"""The keys of a session: words on a line of their own, ended by Enter, in either language.

`pressed(line, BEFORE)` is what a line asks for while an answer is awaited, with `AFTER` once it was
judged; None for a line that is no key. Lines are folded first, so `？` and `！` work as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from quizkit.model import AnyQuestion, ChoiceQuestion
from quizkit.quiz.normalise import fold


class Key(StrEnum):
    """What a key does; `quizkit.texts.session` words each as `key_<value>`."""

    NEXT = "next"
    SKIP = "skip"
    UNKNOWN = "unknown"
    EDIT = "edit"
    FOLLOW = "follow"
    WHY = "why"
    EASY = "easy"
    UNDO = "undo"
    WRONG = "wrong"
    QUIT = "quit"
    HELP = "help"


class Pressed(NamedTuple):
    """A key, and the text after it for those that take one."""

    key: Key
    rest: str = ""


# The first word that a question leaves free is the one shown.
WORDS: Mapping[Key, tuple[str, ...]] = {
    Key.NEXT: ("", "n", "next", "下一题"),
    Key.SKIP: ("s", "skip", "跳过"),
    Key.UNKNOWN: ("d", "dk", "don't know", "dont know", "不会", "不知道"),
    Key.EDIT: ("e", "edit", "编辑"),
    Key.FOLLOW: ("f", "follow-up", "follow up", "追问"),
    Key.WHY: ("w", "why", "为什么"),
    Key.EASY: ("+", "easy", "太简单"),
    Key.UNDO: ("u", "undo", "撤销"),
    Key.WRONG: ("!", "wrong", "题目有误", "有误"),
    Key.QUIT: ("q", "quit", "exit", "退出"),
    Key.HELP: ("?", "help", "帮助"),
}
BEFORE = (Key.SKIP, Key.UNKNOWN, Key.EDIT, Key.UNDO, Key.WRONG, Key.QUIT, Key.HELP)
AFTER = (Key.NEXT, Key.FOLLOW, Key.WHY, Key.EASY, Key.UNDO, Key.WRONG, Key.QUIT, Key.HELP)
# What may stand between `why` and the answer that is asked about.
_NOT = ("not", "不是", "不选", "不")


def pressed(
    line: str, allowed: Collection[Key], taken: Collection[str] = frozenset()
) -> Pressed | None:
    """The key that a line is; `taken` are words that this question needs for its answers."""
    plain = fold(line).lower()
    for key in allowed:
        words = [word for word in WORDS[key] if word not in taken]
        if plain in words:
            return Pressed(key)
        if key in (Key.WHY, Key.WRONG) and (rest := _rest(key, fold(line), words)):
            return Pressed(key, rest)
    return None


def _rest(key: Key, line: str, words: Collection[str]) -> str:
    """The text after a key that takes one; empty where the line is not that key."""
    for word in sorted(words, key=len, reverse=True):
        if word and line.lower().startswith(word):
            rest = line[len(word) :]
            if rest[:1].isspace() or not word[-1].isascii() or word == "!":
                return _without_not(rest.strip()) if key is Key.WHY else rest.strip()
    return ""


def _without_not(text: str) -> str:
    for word in _NOT:
        rest = text[len(word) :]
        if text.lower().startswith(word) and (not word.isascii() or rest[:1].isspace()):
            return rest.strip() or text
    return text


def taken(question: AnyQuestion) -> frozenset[str]:
    """The words that are answers to this question: the letters of its choices."""
    if not isinstance(question, ChoiceQuestion):
        return frozenset()
    return frozenset(chr(ord("a") + index) for index in range(len(question.choices)))


def label(key: Key, words_taken: Collection[str] = frozenset()) -> str:
    """The word to show for a key: its first that is free."""
    return next(word for word in WORDS[key] if word and word not in words_taken)
