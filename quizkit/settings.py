"""The settings file, `config.json` in the user's config folder, and the language to speak."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from quizkit import paths
from quizkit.errors import FileProblem, UsageError
from quizkit.model import Lang

KEYS: Mapping[str, tuple[str, ...] | None] = {
    "lang": ("en", "zh"),
    "framework": ("numpy", "torch"),
    "python": None,
    "banks": None,
    "interview": None,
    "since": None,
    "daily": None,
}
DATES = ("interview", "since")
MOST_DAILY = 1000


def file() -> Path:
    """Where the settings are."""
    return paths.config() / "config.json"


def read() -> dict[str, str]:
    """All settings; empty where there is no file. FileProblem for a file that is not ours."""
    try:
        found = json.loads(file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise FileProblem("settings_unreadable", file=str(file()), why=str(error)) from error
    if not isinstance(found, dict):
        raise FileProblem("settings_unreadable", file=str(file()), why="not a mapping")
    return {str(key): str(value) for key, value in found.items()}


def write(key: str, value: str) -> None:
    """Set one key (an empty value removes it); the file is replaced as a whole or not at all."""
    check(key, value)
    settings = read()
    settings.pop(key, None)
    if value:
        settings[key] = value
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file().parent, prefix="config-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(settings, stream, ensure_ascii=False, indent=1)
        os.replace(name, file())
    except OSError as error:
        raise FileProblem("settings_unwritable", file=str(file()), why=error.strerror) from error


def check(key: str, value: str) -> None:
    """UsageError for a key or a value that is not one."""
    if key not in KEYS:
        raise UsageError("unknown_setting", name=key, known=", ".join(KEYS))
    allowed = KEYS[key]
    if value and allowed and value not in allowed:
        raise UsageError("bad_setting", name=key, value=value, known=", ".join(allowed))
    if value and key == "daily" and not (value.isdecimal() and 1 <= int(value) <= MOST_DAILY):
        raise UsageError("bad_setting", name=key, value=value, known=f"1-{MOST_DAILY}")
    if value and key in DATES:
        from datetime import date

        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError("bad_setting", name=key, value=value, known="YYYY-MM-DD") from None


def language(option: str | None) -> Lang:
    """The option, else QUIZKIT_LANG, else the setting, else the locale."""
    try:
        setting = read().get("lang", "")
    except FileProblem:
        setting = ""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    for choice in (option, os.environ.get("QUIZKIT_LANG"), setting, locale):
        if choice:
            return "zh" if choice.lower().startswith("zh") else "en"
    return "en"
