"""What ``graph push --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.base.records import ABSENT, Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ExtraRows:
    """What the server holds beside the dataset."""

    nodes: Mapping[str, Count]
    ties: Mapping[str, Count]


@dataclass(frozen=True, kw_only=True)
class PushedGraph:
    """What was sent to the server; of a dry run, what would be."""

    nodes: Mapping[str, Count]
    ties: Mapping[str, Count]
    seconds: float
    dry_run: bool
    pruned: Count | None = field(default=None, metadata=ABSENT)
    extra: ExtraRows | None = field(default=None, metadata=ABSENT)
    prune: bool | None = field(default=None, metadata=ABSENT)
    only_here: Count | None = field(default=None, metadata=ABSENT)
    only_there: Count | None = field(default=None, metadata=ABSENT)
    changed: Count | None = field(default=None, metadata=ABSENT)


SCHEMA: Schema = printed(PushedGraph)
