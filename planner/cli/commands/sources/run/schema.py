"""What ``sources run --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from graph.base.records import Count
from loaders.sources.comparing import TableChange
from planner.cli.commands.sources.printed import RowsOfTable
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class MadeTables:
    """The tables made of a source, and what a newer snapshot changed (None: a first run).

    ``changes_file`` lists every change (None: there is none); ``options`` are those of the mapping, as they were run.
    """

    options: Mapping[str, str]
    tables: Mapping[str, RowsOfTable]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    read: Mapping[str, Count]
    changes: Mapping[str, TableChange] | None
    changes_file: str | None


SCHEMA: Schema = printed(MadeTables)
