"""What ``rules --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Level
from graph.base.rule import Rule
from graph.base.words import Words
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class PrintedRule:
    """One rule in full."""

    code: str
    level: Level
    title: Words
    why: Words
    example: Words
    mend: Words

    @classmethod
    def of(cls, rule: Rule) -> PrintedRule:
        """What is printed of a rule."""
        return cls(
            code=rule.code, level=rule.level, title=rule.title, why=rule.why, example=rule.example, mend=rule.mend
        )


@dataclass(frozen=True, kw_only=True)
class RuleList:
    """All rules."""

    rules: tuple[PrintedRule, ...]


SCHEMA: Schema = {"anyOf": [printed(RuleList), printed(PrintedRule)]}
