"""What ``sources list --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ShippedMapping:
    """A mapping that comes with buju."""

    name: str
    title: Words
    licence: str
    tables: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MappingList:
    """All of them."""

    mappings: tuple[ShippedMapping, ...]


SCHEMA: Schema = printed(MappingList)
