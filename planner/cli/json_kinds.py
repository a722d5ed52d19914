"""Kinds of values in the JSON Schemas of what commands print: texts, numbers, lists, objects.

What does not live here: the schemas themselves (``schema.py`` of each command).
"""

from __future__ import annotations

from typing import Any

from graph.base.findings import SaidFinding
from graph.base.records import schema
from graph.base.words import Words

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
MAYBE: Schema = {"type": ["number", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
STATUS: Schema = {"enum": ["proven", "within_gap", "time_limit", "infeasible"]}


def list_of(items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    """An object with free keys."""
    return {"type": "object", "additionalProperties": values}


def object_of(required: Schema, optional: Schema | None = None, **more: Any) -> Schema:
    """An object with keys that must be there, and others that may be.

    Examples
    --------
    >>> object_of({"name": TEXT}, {"size": NUMBER})["required"]
    ['name']
    """
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required), **more}


TEXTS = list_of(TEXT)
BOTH = object_of({"en": TEXT, "zh": TEXT})
"""A sentence in both languages."""

SHARE: Schema = {"type": "number", "minimum": -1e-9, "maximum": 1.000001}

ANYTHING = list_of({})

FINDING = schema(SaidFinding)

MEND = object_of({"words": TEXT, "set": list_of({"type": "string", "pattern": "="})})

GOALS = object_of(dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), SHARE))


def in_one_language(kind: Any) -> Any:
    """The schema with a text in place of each sentence in both languages.

    Examples
    --------
    >>> in_one_language(schema(Words))
    {'type': 'string'}
    """
    if kind == schema(Words):
        return TEXT
    if isinstance(kind, dict):
        return {key: in_one_language(value) for key, value in kind.items()}
    return [in_one_language(value) for value in kind] if isinstance(kind, list) else kind
