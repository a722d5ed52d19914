"""A plan: which candidates start when, and what each is paid in which year. Plain data, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """``starts`` maps chosen candidate ids to their approval year, ``support`` to {funding year: money}."""

    starts: Mapping[str, int]
    support: Mapping[str, Mapping[int, float]]
