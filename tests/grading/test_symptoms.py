"""What a statement shows of a broken starter is what the starter really prints.

Sessions (`>>> ...`) stand in sections of the prompt whose heading names the framework.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = {"NumPy": "numpy", "PyTorch": "torch"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def sessions(prompt: Path) -> dict[str, str]:
    """The sections with a session, by framework."""
    parts = re.split(r"^## (.*)$", prompt.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shown = [
        (title, body) for title, body in zip(parts[1::2], parts[2::2], strict=True) if ">>>" in body
    ]
    found = {}
    for title, body in shown:
        framework = next(short for name, short in FRAMEWORKS.items() if name in title)
        assert framework not in found, f"two sessions for {framework}"
        found[framework] = body
    return found


def examples(body: str) -> list[tuple[str, str]]:
    """What is typed and what is printed."""
    return [(e.source, e.want) for e in doctest.DocTestParser().get_examples(body)]


def cases() -> Iterator[Any]:
    """Every session of an English prompt, with its starter."""
    for prompt in sorted((ROOT / "exercises").glob("*/prompt.en.md")):
        for framework in sessions(prompt):
            missing = framework == "torch" and find_spec("torch") is None
            marks = [pytest.mark.skipif(missing, reason="PyTorch is not installed here")]
            name = f"{prompt.parent.name}-{framework}"
            yield pytest.param(prompt.parent, framework, id=name, marks=marks)


@pytest.mark.parametrize(("folder", "framework"), list(cases()))
def test_the_starter_prints_what_the_statement_shows(folder: Path, framework: str) -> None:
    body = sessions(folder / "prompt.en.md")[framework]
    module = ModuleType("starter")
    source = (folder / f"starter_{framework}.py").read_text(encoding="utf-8")
    exec(compile(source, f"starter_{framework}.py", "exec"), module.__dict__)
    test = doctest.DocTestParser().get_doctest(body, module.__dict__, folder.name, None, 0)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(test, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize(("folder", "framework"), list(cases()))
def test_both_languages_show_the_same_session(folder: Path, framework: str) -> None:
    english, chinese = (sessions(folder / f"prompt.{lang}.md") for lang in ("en", "zh"))
    assert examples(english[framework]) == examples(chinese[framework])
