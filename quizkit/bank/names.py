"""How names typed by people are compared."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """`text` without case and width; `_` and blanks count as hyphens."""
    words = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split()
    return "-".join(words)
