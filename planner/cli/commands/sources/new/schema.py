"""What ``sources new --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Finding
from graph.base.records import Count
from loaders.sources.drafting import Guess
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class DraftedMapping:
    """A mapping drafted from a table: each guess with its reason, and what is left to say."""

    table: str
    heads: tuple[Count, ...]
    guesses: tuple[Guess, ...]
    unused: tuple[str, ...]
    wanted: tuple[str, ...]
    findings: tuple[Finding, ...]
    mapping: str
    files: tuple[str, ...]


SCHEMA: Schema = printed(DraftedMapping)
