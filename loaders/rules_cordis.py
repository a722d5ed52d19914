"""The rules D6xx: what is checked in CORDIS files."""

from __future__ import annotations

from loaders.rules import Rule

RULES: tuple[Rule, ...] = ()
