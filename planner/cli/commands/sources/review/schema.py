"""What ``sources review --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ProposedId:
    """What a written name may mean; ``score`` is the likeness as it was written, 0–100."""

    id: str
    name: str
    score: str


@dataclass(frozen=True, kw_only=True)
class DecidedName:
    """What a person decided; a blank ``id``: none of those proposed."""

    raw: str
    id: str
    decided_by: str
    decided_on: str


@dataclass(frozen=True, kw_only=True)
class NamesToReview:
    """Written names that wait for a decision, and those that a person decided."""

    waiting: Mapping[str, tuple[ProposedId, ...]]
    decided: tuple[DecidedName, ...]


SCHEMA: Schema = printed(NamesToReview)
