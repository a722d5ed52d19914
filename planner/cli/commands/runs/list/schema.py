"""What ``runs list --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.commands.runs.printed import KeptRun
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class RunList:
    """The runs of a folder."""

    folder: str
    runs: tuple[KeptRun, ...]


SCHEMA: Schema = printed(RunList)
