"""What ``export --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ExportedFiles:
    """The files written of a run; what was left out, and why."""

    run: str
    files: tuple[str, ...]
    left_out: Mapping[str, Words]
    warnings: tuple[Words, ...]


SCHEMA: Schema = printed(ExportedFiles)
