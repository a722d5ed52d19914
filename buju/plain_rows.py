"""Typed rows as plain data. What does not live here: the rows (``planner.runs``), tables (``buju.table``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from graph.base.words import Lang, Words


def plain(value: Any, lang: Lang | None = None) -> Any:
    """Plain JSON data of typed rows; sentences in one language, or in both (None).

    >>> plain([{"why": Words("worth most", "价值最高"), "support": {2024: 5.0}}], "zh")
    [{'why': '价值最高', 'support': {'2024': 5.0}}]
    """
    if isinstance(value, Words):
        return {"en": value.en, "zh": value.zh} if lang is None else value.say(lang)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(inner, lang) for name, inner in fields_of(value).items()}
    if isinstance(value, Mapping):
        return {str(key): plain(inner, lang) for key, inner in value.items()}
    return [plain(inner, lang) for inner in value] if isinstance(value, list | tuple) else value


def fields_of(row: Any) -> dict[str, Any]:
    """Fields of a mapping or a dataclass by name."""
    if isinstance(row, Mapping):
        return dict(row)
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
