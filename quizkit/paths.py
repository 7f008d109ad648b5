"""Where things are: one function per place. `QUIZKIT_HOME` moves all that is the user's at once."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def content() -> Path:
    """The folder of bundled questions and exercises: packed into a wheel, else the checkout's."""
    packed = _PACKAGE / "_content"
    return packed if packed.is_dir() else _PACKAGE.parent / "exercises"


def _place(kind: str) -> Path:
    home = os.environ.get("QUIZKIT_HOME")
    if home:
        return Path(home) / kind
    import platformdirs

    found = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "cache": platformdirs.user_cache_dir,
    }[kind]
    return Path(found("quizkit", appauthor=False))


def data() -> Path:
    """The folder of the progress store; not created by this call."""
    return _place("data")


def config() -> Path:
    """The folder of the settings file; not created by this call."""
    return _place("config")


def cache() -> Path:
    """The folder of what can be rebuilt at any time; not created by this call."""
    return _place("cache")
