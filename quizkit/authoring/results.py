"""What was proved before, by digest, one JSON line each: a run that was ended can go on there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from threading import Lock
from typing import Any

from quizkit import paths

LIMIT = 100_000
Record = Mapping[str, Any]


class Results:
    """The file in the user's cache folder. Losing it, or having none, costs only time."""

    def __init__(self) -> None:
        self.file = paths.cache() / "proved.jsonl"
        self._lock = Lock()
        self._known: dict[str, Record] = {}
        lines = self._read()
        if lines > LIMIT or lines > 2 * len(self._known) + 1000:
            self._rewrite()

    def get(self, key: str) -> Record | None:
        """What was found under this digest."""
        return self._known.get(key)

    def add(self, key: str, record: Record) -> None:
        """Keep what was found, at once."""
        with self._lock:
            self._known[key] = record
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                with self.file.open("a", encoding="utf-8") as stream:
                    stream.write(_line(key, record))
            except OSError:
                return

    def _read(self) -> int:
        """The number of lines; one that a killed run left unfinished is passed over."""
        try:
            lines = self.file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return 0
        for line in lines:
            try:
                told = json.loads(line)
                self._known[told.pop("key")] = told
            except (ValueError, KeyError, AttributeError, TypeError):
                continue
        return len(lines)

    def _rewrite(self) -> None:
        """The newest results alone."""
        self._known = dict(list(self._known.items())[-LIMIT // 2 :])
        temporary = self.file.with_suffix(f".{os.getpid()}")
        try:
            with temporary.open("w", encoding="utf-8") as stream:
                stream.writelines(_line(key, record) for key, record in self._known.items())
            os.replace(temporary, self.file)
        except OSError:
            return


def _line(key: str, record: Record) -> str:
    return json.dumps({"key": key, **record}, ensure_ascii=False, separators=(",", ":")) + "\n"
