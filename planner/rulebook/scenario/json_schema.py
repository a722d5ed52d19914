"""The JSON Schema of scenario files, for editors: from the pydantic model, with its docstrings as descriptions.

A scenario only states changes, so nothing is required and free mappings take null; lists are whole, so their items are
not loosened. What does not live here: the schemas of command outputs (``planner.cli.schemas``).
"""

from __future__ import annotations

from typing import Any

from planner.rulebook.meanings import described
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.shape import POLICY, Shape
from planner.rulebook.scenario.sources import shipped_names

_YEAR = "^(?:199[0-9]|20[0-9]{2}|2100)$"
_ID: dict[str, Any] = {"type": ["string", "integer"]}


def scenario_schema() -> dict[str, Any]:
    """Build the JSON Schema (draft 2020-12) of scenario and policy files.

    Returns
    -------
    dict
        Keys in a fixed order; JSON has text keys, so years stand as text.

    Examples
    --------
    >>> schema = scenario_schema()
    >>> schema["properties"]["policy"]["properties"]["target"]["properties"]["year"]["description"]
    'By the end of which year. ｜ 目标年（至该年年底）。'
    """
    text = {"type": "string"}
    both = {"type": "object", "properties": {"en": text, "zh": text}, "additionalProperties": False}
    clause = {
        "type": "object",
        "properties": {"clause": text, "source": text, "reading": {**both, "required": ["en", "zh"]}},
        "additionalProperties": False,
    }
    policy = described(Policy)
    changes = _loose(policy, POLICY, policy["$defs"], whole=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "buju scenario",
        "description": "A scenario or policy file of buju. ｜ buju 的情景或规则文件。",
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": r"^\w[\w.-]{0,79}$", "description": "Short name. ｜ 简称。"},
            "title": {"anyOf": [text, {**both, "minProperties": 1}], "description": "Title. ｜ 标题。"},
            "extends": {
                "type": "string",
                "description": "A shipped policy, or a relative path. ｜ 内置规则名或另一文件相对路径。",
                "examples": [*shipped_names(), "base.yaml"],
            },
            "policy": {**changes, "type": ["object", "null"]},
            "clauses": {
                "type": "object",
                "additionalProperties": clause,
                "description": "Path → clause, source and reading. ｜ 各值所依据的条款、出处与理解。",
            },
        },
        "additionalProperties": False,
    }


def _loose(schema: dict[str, Any], shape: Shape, definitions: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Resolve references; unless ``whole``, nothing is required and entries of free mappings may be null."""
    kept = {k: v for k, v in schema.items() if k in ("description", "default")}
    if "anyOf" in schema:  # X or null
        inner = next(s for s in schema["anyOf"] if s.get("type") != "null")
        return {"anyOf": [_loose(inner, shape, definitions, whole=whole), {"type": "null"}], **kept}
    if "$ref" in schema:
        target = definitions[schema["$ref"].rsplit("/", 1)[1]]
        return {**_loose(target, shape, definitions, whole=whole), **kept}
    if shape.kind == "part":
        fields = {
            name: _loose(sub, shape.fields[name], definitions, whole=whole)
            for name, sub in schema["properties"].items()
        }
        made: dict[str, Any] = {"type": "object", "properties": fields, "additionalProperties": False}
        if whole and schema.get("required"):
            made["required"] = schema["required"]
    elif shape.kind == "mapping":
        assert shape.item is not None
        item = _loose(schema["additionalProperties"], shape.item, definitions, whole=whole)
        made = {"type": "object" if whole else ["object", "null"]}
        made["additionalProperties"] = item if whole or "anyOf" in item else {"anyOf": [item, {"type": "null"}]}
        if shape.key == "year":
            made["propertyNames"] = {"pattern": _YEAR}
        elif shape.choices:
            made["propertyNames"] = {"enum": list(shape.choices)}
    elif shape.kind == "list":
        assert shape.item is not None
        made = {"type": "array", "items": _loose(schema["items"], shape.item, definitions, whole=True)}
    elif shape.is_text and not shape.choices:
        made = dict(_ID)
    else:
        made = {k: v for k, v in schema.items() if k != "title"}
    return {**made, **kept}
