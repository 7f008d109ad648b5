"""`bank check --update`: write into the YAML what the code really printed, as a diff to look at."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterable
from pathlib import Path

from quizkit.authoring.proof import Proof


def rewrite(text: str, name: str, old: str, new: str) -> str:
    """`text` with the block under a `prints:` of the question `name` that holds `old` replaced."""
    lines = text.splitlines()
    begin = next(i for i, line in enumerate(lines) if line.strip() == f"- id: {name}")
    for index in range(begin, len(lines)):
        if lines[index].strip().startswith("prints:"):
            end = _block_end(lines, index)
            block = textwrap.dedent("\n".join(lines[index + 1 : end])).strip()
            value = block or lines[index].split(":", 1)[1].strip().strip("'\"")
            if value == old.strip():
                pad = len(lines[index]) - len(lines[index].lstrip())
                key = " " * pad + "prints: |-"
                lines[index:end] = [
                    key,
                    *(" " * (pad + 2) + line for line in new.strip().splitlines()),
                ]
                return "\n".join(lines) + "\n"
    raise ValueError(f"{name}: no `prints:` holds the recorded output")


def _block_end(lines: list[str], index: int) -> int:
    pad = len(lines[index]) - len(lines[index].lstrip())
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (pad + 1))):
        end += 1
    return end


def update(path: Path, proofs: Iterable[Proof]) -> list[str]:
    """Rewrite the files of a bank for every failed proof that has a field; the diff's lines."""
    files = [path] if path.is_file() else sorted(path.glob("questions/*.yaml"))
    diff: list[str] = []
    for proof in proofs:
        if not proof.field:
            continue
        name = proof.subject.split(".")[0]
        for file in files:
            before = file.read_text(encoding="utf-8")
            if f"- id: {name}\n" in before:
                after = rewrite(before, name, proof.expected, proof.got)
                file.write_text(after, encoding="utf-8")
                shown = (before.splitlines(), after.splitlines(), str(file), str(file))
                diff += difflib.unified_diff(*shown, lineterm="")
    return diff
