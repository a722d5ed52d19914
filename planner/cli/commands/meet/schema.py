"""What ``meet --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class KeptVariant:
    """A variant that the meeting kept: who, what was asked, and what came of it in words."""

    author: str
    note: str
    chosen: tuple[str, ...]
    rejected: tuple[str, ...]
    set: tuple[str, ...]
    said: tuple[Words, ...]
    proof: Words
    feasible: bool


@dataclass(frozen=True, kw_only=True)
class MeetingVariants:
    """The variants kept on a run."""

    run: str
    variants: tuple[KeptVariant, ...]


SCHEMA: Schema = printed(MeetingVariants)
