"""What ``sources show --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class MappedInput:
    """An input of a mapping: its files, and its columns with their types."""

    name: str
    files: tuple[str, ...]
    columns: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ShownMapping:
    """A mapping."""

    name: str
    title: Words
    licence: str
    origin: str
    inputs: tuple[MappedInput, ...]
    tables: Mapping[str, tuple[str, ...]]


SCHEMA: Schema = printed(ShownMapping)
