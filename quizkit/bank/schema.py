"""JSON Schemas (draft-07) of a bank's YAML files, for editors; made from the types by msgspec.

`python -m quizkit.bank.schema` writes them beside this module. A YAML file names its schema in its
first line: `# yaml-language-server: $schema=.../questions.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import msgspec

from quizkit.bank.convert import MAY_BE_BLANK
from quizkit.bank.rules import LISTS, SLUG
from quizkit.model import QUESTION_TYPES, Exercise, Topic

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = Path(__file__).parent
FILES: Mapping[str, str] = {
    "questions.schema.json": "questions",
    "exercise.schema.json": "exercise",
    "topics.schema.json": "topics",
}


def questions() -> Schema:
    """The schema of a file of questions: a topic and entries of five kinds."""
    definitions = _definitions(*QUESTION_TYPES.values())
    branches = []
    for kind, cls in QUESTION_TYPES.items():
        definition = definitions[cls.__name__]
        definition["properties"]["kind"] = {"const": kind.value}
        del definition["properties"]["topic"]
        definition["required"].remove("topic")
        chosen = {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}
        branches.append({"if": chosen, "then": _reference(cls.__name__)})
    kinds = {"enum": [kind.value for kind in QUESTION_TYPES]}
    entry = {
        "type": "object",
        "properties": {"kind": kinds},
        "required": ["id", "kind"],
        "allOf": branches,
    }
    return {
        "$schema": DRAFT,
        "title": "quizkit questions",
        "type": "object",
        "properties": {
            "topic": {"type": "string", "minLength": 1, "description": "An id of topics.yaml."},
            "questions": {"type": "array", "minItems": 1, "items": entry},
        },
        "required": ["topic", "questions"],
        "additionalProperties": False,
        "definitions": definitions,
    }


def exercise() -> Schema:
    """The schema of an `exercise.yaml`; `folder` is not written by the author."""
    definitions = _definitions(Exercise)
    del definitions["Exercise"]["properties"]["folder"]
    return {
        "$schema": DRAFT,
        "title": "quizkit exercise",
        **definitions.pop("Exercise"),
        "definitions": definitions,
    }


def topics() -> Schema:
    """The schema of a `topics.yaml`."""
    return {
        "$schema": DRAFT,
        "title": "quizkit topics",
        "type": "array",
        "items": _reference("Topic"),
        "definitions": _definitions(Topic),
    }


def text_of(file: str) -> str:
    """The text of one of FILES."""
    made = {"questions": questions, "exercise": exercise, "topics": topics}[FILES[file]]()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _definitions(*roots: type) -> dict[str, Schema]:
    """The schemas of the types and of those they consist of, as strict as the loader."""
    _, found = msgspec.json.schema_components(roots, ref_template="#/definitions/{name}")
    definitions = {name: _strict(schema) for name, schema in found.items()}
    for cls in roots:
        properties = definitions[cls.__name__]["properties"]
        for name, schema in properties.items():
            _tighten(name, schema, _default(cls, name))
    return definitions


def _default(cls: type, name: str) -> object:
    field = next(field for field in fields(cls) if field.name == name)
    return field.default if field.default_factory is MISSING else ()


def _strict(schema: Schema) -> Schema:
    """No other keys, and no empty texts where a language or an item must be written."""
    schema = dict(schema)
    if schema.get("type") == "object":
        schema["additionalProperties"] = False
    if schema.get("title") == "Text":
        for part in schema["properties"].values():
            part["minLength"] = 1
    return schema


def _tighten(name: str, schema: Schema, default: object) -> None:
    """The loader's rules that a schema can state."""
    if name == "id":
        schema["pattern"] = f"^{SLUG.pattern}$"
    elif name == "asked":
        schema |= {"minimum": 0, "maximum": LISTS}
    elif name in ("revision", "minutes"):
        schema["minimum"] = 1
    elif schema.get("type") == "array" and default is MISSING:
        schema["minItems"] = 1
    elif schema.get("type") == "string" and default is MISSING and name not in MAY_BE_BLANK:
        schema["minLength"] = 1


def main() -> None:
    """Write the schemas beside this module."""
    for file in FILES:
        (FOLDER / file).write_text(text_of(file), encoding="utf-8")


if __name__ == "__main__":
    main()
