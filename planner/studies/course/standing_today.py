"""A scheme as it stands at the end of a year: who is there, at what level, how far grown. ``assess --as-of`` asks.

What does not live here: what is measured on it (``graph.assessment``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.assessment.by_age import Aged
from graph.model.ecosystem import Ecosystem
from planner.problem.city import City
from planner.rulebook.policy import Policy


@dataclass(frozen=True)
class StandingToday:
    """Who is there in the year ``as_of``.

    ``ecosystem``: the data with status, level, lead and chief scientist of each centre as they are in that year.
    ``centres``: those that are there.
    """

    as_of: int
    ecosystem: Ecosystem
    centres: tuple[Aged, ...]


def standing_today(eco: Ecosystem, policy: Policy) -> StandingToday | None:
    """Who is there in ``policy.as_of``, and at which share of full strength; None where the policy names no year.

    The share is the ramp's at the centre's age (years since approval, those of rectification taken off), times what
    the grade of the year before leaves of its capability; the last step of the ramp where no year of approval is known.

    Raises
    ------
    UsageError
        The year lies after the last funding year.

    Examples
    --------
    >>> from pathlib import Path
    >>> from graph.model.ecosystem import DatasetInfo
    >>> from planner.rulebook.scenario import load
    >>> eco = Ecosystem.from_rows(DatasetInfo("two"), {
    ...     "centres": [{"id": "C1", "status": "approved", "approved_year": 2024},
    ...                 {"id": "C2", "status": "approved", "approved_year": 2025}]})
    >>> policy = load(Path("ningbo-2023"), ["as_of=2024", "goals.coverage.ramp=[0, 0.5, 1]"]).policy
    >>> found = standing_today(eco, policy)
    >>> [(one.centre, one.age, one.share) for one in found.centres]
    [('C1', 0, 0.0)]
    >>> found.ecosystem.column("centres", "status").tolist()
    ['approved', 'candidate']
    """
    city = City(eco, policy)
    history = city.history
    if history is None:
        return None
    tables = {name: dict(columns) for name, columns in city.eco.tables.items()}
    status, level = (tables["centres"][name].copy() for name in ("status", "level"))
    there = []
    for row, centre in enumerate(city.eco.ids("Centre")):
        record = history.records.get(centre)
        if record is None:
            status[row] = "candidate"
            continue
        level[row] = record.level
        if not record.there(history.as_of):
            status[row] = "ended"
            continue
        status[row] = "approved" if record.inside else "existing"
        there.append(
            Aged(
                centre=centre,
                approved_year=record.approved,
                age=record.lag(history.as_of),
                share=city.grown(row, history.as_of),
            )
        )
    tables["centres"] |= {"status": status, "level": level}
    return StandingToday(history.as_of, Ecosystem(city.eco.info, tables), tuple(there))
