"""What ``notebook --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class NotebookFile:
    """A notebook that comes with buju."""

    name: str
    title: Words
    file: str


@dataclass(frozen=True, kw_only=True)
class NotebookList:
    """All notebooks."""

    notebooks: tuple[NotebookFile, ...]


SCHEMA: Schema = printed(NotebookList)
