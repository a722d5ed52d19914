"""What every computing command is told of a city under a scenario: findings of data, of scenario, of both, doubts.

What does not live here: what is found (``planner.rulebook.scenario``, ``planner.problem.doubtful_data``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.base.errors import UsageError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.problem.doubtful_data import of_city
from planner.problem.doubtful_history import of_history
from planner.rulebook.scenario import Scenario, check_against
from planner.rulebook.scenario.money_against import money_against


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

    Raises
    ------
    UsageError
        There is no centre at all, so that nothing can be planned.
    """
    refuse_map(eco)
    found, doubts = list(data), list[Finding]()
    for scenario in scenarios:
        units = money_against(scenario, eco.info.money_unit)
        doubtful = [*units, *of_city(eco, scenario.policy), *of_history(eco, scenario.policy)]
        found += [f for f in (*scenario.findings, *check_against(scenario, eco), *doubtful) if f not in found]
        doubts += [f for f in doubtful if f not in doubts]
    return CityFindings(tuple(found), tuple(doubts))


def refuse_map(eco: Ecosystem) -> None:
    """Say why a map without centres cannot be planned on, and what it can be used for.

    Raises
    ------
    UsageError
        The ecosystem has no centre.
    """
    if eco.size("Centre"):
        return
    words = Words(
        "this is a map of {o} organisations and {t} technologies without any centre: there is no candidate to "
        "choose from. buju assess, graph push and graph export work on it; to plan, add the tables centres (status "
        "candidate), covers and investments",
        "这是一张没有中心的生态图（{o} 家单位、{t} 项技术），没有可供选择的候选中心。可用 buju assess、graph push、"
        "graph export；如需规划，请补充 centres（status 为 candidate）、covers、investments 三表",
    )
    raise UsageError(words.fill(o=eco.size("Organisation"), t=eco.size("Technology")))
