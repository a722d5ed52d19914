"""The data that a study's answer rests on, in short: their name, the unit of all money, whether they are made up.

What does not live here: the longer facts that a plan tells (``planner.runs.plan_result``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.ecosystem import Ecosystem


@dataclass(frozen=True, kw_only=True)
class DataBehind:
    """Name, money unit, and whether the data are made up."""

    name: str
    money_unit: str
    illustrative: bool


def data_behind(eco: Ecosystem) -> DataBehind:
    """Say which data an ecosystem was read from."""
    return DataBehind(name=eco.info.name, money_unit=eco.info.money_unit, illustrative=eco.info.illustrative)
