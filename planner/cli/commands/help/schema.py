"""What ``help --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class HelpPage:
    """The help page of a command."""

    command: str
    help: str


SCHEMA: Schema = printed(HelpPage)
