"""The JSON Schemas for editors are those of the types, and accept what the loader accepts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bank_support import SCENARIOS, VALID

from quizkit.bank.schema import FILES, FOLDER, text_of
from quizkit.bank.yaml import Document, read

FILE_OF = {"questions": "questions/losses.yaml", "exercise": "relu/exercise.yaml"}
FILE_OF["topics"] = "topics.yaml"
SEEN_BY_AN_EDITOR = ["wrong_type", "missing_key", "unknown_key", "not_one_of", "language_missing"]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def fits(value: Any, schema: Any, root: Any) -> bool:
    """Whether `value` fits, by the part of draft-07 that our schemas use."""
    if "$ref" in schema:
        return fits(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root)
    branches = schema.get("anyOf", [schema])
    if branches != [schema]:
        return any(fits(value, branch, root) for branch in branches)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    kind = schema.get("type")
    if kind in ("number", "integer"):
        whole = kind == "number" or isinstance(value, int)
        return number and whole and schema.get("minimum", value) <= value
    if kind and not isinstance(value, TYPES[kind]):
        return False
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if isinstance(value, str):
        long_enough = len(value) >= schema.get("minLength", 0)
        return long_enough and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        items = all(fits(item, schema.get("items", {}), root) for item in value)
        return items and len(value) >= schema.get("minItems", 0)
    return not isinstance(value, dict) or _mapping_fits(value, schema, root)


def _mapping_fits(value: dict[str, Any], schema: Any, root: Any) -> bool:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for key, item in value.items():
        part = known.get(key, others)
        if part is False or not fits(item, part, root):
            return False
    chosen = [b["then"] for b in schema.get("allOf", []) if fits(value, b["if"], root)]
    return set(schema.get("required", [])) <= set(value) and all(
        fits(value, branch, root) for branch in chosen
    )


def schema(part: str) -> Any:
    file = next(file for file, name in FILES.items() if name == part)
    return json.loads((FOLDER / file).read_text("utf-8"))


@pytest.mark.parametrize("file", FILES)
def test_the_schema_in_the_tree_is_the_one_the_types_give(file: str) -> None:
    fresh = "python -m quizkit.bank.schema makes it anew"
    assert (FOLDER / file).read_text("utf-8") == text_of(file), fresh


@pytest.mark.parametrize("part", FILE_OF)
def test_a_valid_file_fits_its_schema(part: str) -> None:
    document = read(VALID / FILE_OF[part], "file")
    assert isinstance(document, Document)
    assert fits(document.value, schema(part), schema(part))


@pytest.mark.parametrize("code", SEEN_BY_AN_EDITOR)
def test_an_editor_sees_the_mistakes_of_form(code: str) -> None:
    document = read(SCENARIOS / code / "questions" / "extra.yaml", "file")
    assert isinstance(document, Document)
    assert not fits(document.value, schema("questions"), schema("questions"))


def bundled() -> list[Path]:
    from quizkit import paths

    return sorted(paths.content().glob("questions/*.yaml"))


@pytest.mark.parametrize("file", bundled(), ids=lambda file: file.stem)
def test_the_bundled_questions_fit_the_schema(file: Path) -> None:
    document = read(file, file.name)
    assert isinstance(document, Document)
    assert fits(document.value, schema("questions"), schema("questions"))
