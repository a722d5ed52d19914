"""What every computing command is told of a city under a scenario: findings of data, of scenario, of both, doubts.

What does not live here: what is found (``planner.rulebook.scenario``, ``planner.problem.doubtful_data``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.base.findings import Finding
from graph.model.ecosystem import Ecosystem
from planner.problem.doubtful_data import of_city
from planner.problem.doubtful_history import of_history
from planner.rulebook.scenario import Scenario, check_against


@dataclass(frozen=True)
class CityFindings:
    """All findings, and those among them that say with what care the answer must be read."""

    all: tuple[Finding, ...]
    doubts: tuple[Finding, ...]


def city_findings(eco: Ecosystem, scenarios: Iterable[Scenario], data: Iterable[Finding] = ()) -> CityFindings:
    """Hold a city against one or more scenarios.

    Parameters
    ----------
    eco : Ecosystem
    scenarios : iterable of Scenario
    data : iterable of Finding
        Findings of the data, which stand first.

    Returns
    -------
    CityFindings
        Each finding once, also where several scenarios share it.
    """
    found, doubts = list(data), list[Finding]()
    for scenario in scenarios:
        doubtful = [*of_city(eco, scenario.policy), *of_history(eco, scenario.policy)]
        found += [f for f in (*scenario.findings, *check_against(scenario, eco), *doubtful) if f not in found]
        doubts += [f for f in doubtful if f not in doubts]
    return CityFindings(tuple(found), tuple(doubts))
