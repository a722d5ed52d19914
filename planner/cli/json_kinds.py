"""Kinds of values in the JSON Schemas of what commands print: texts, numbers, lists, objects.

What does not live here: the schemas themselves (``schema.py`` of each command).
"""

from __future__ import annotations

from typing import Any

from graph.base.records import schema
from graph.base.words import Words

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
MAYBE: Schema = {"type": ["number", "null"]}


def list_of(items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": items}


def object_of(required: Schema, optional: Schema | None = None, **more: Any) -> Schema:
    """An object with keys that must be there, and others that may be.

    Examples
    --------
    >>> object_of({"name": TEXT}, {"size": NUMBER})["required"]
    ['name']
    """
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required), **more}


SHARE: Schema = {"type": "number", "minimum": -1e-9, "maximum": 1.000001}

MEND = object_of({"words": TEXT, "set": list_of({"type": "string", "pattern": "="})})

GOALS = object_of(dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), SHARE))


def printed(kind: Any) -> Schema:
    """The schema of a command's answer, derived from its type: sentences are printed in one language."""
    made: Schema = in_one_language(schema(kind))
    return made


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
