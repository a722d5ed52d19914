"""How each centre stands as of the end of history: one word a centre, the same on page, map, figures and lists.

What does not live here: how a status is drawn (``planner.layout.page.marks``, ``planner.layout.figures``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from graph.base.words import Words
from planner.runs.course_types import HistoryCentre
from planner.runs.plan_result import PlanResult

Status = Literal["new", "approved", "promoted", "rectification", "ended", "existing", "candidate"]
STATUSES: Mapping[Status, Words] = {
    "new": Words("new", "新增"),
    "approved": Words("approved", "已批复"),
    "promoted": Words("promoted", "已晋级"),
    "rectification": Words("in rectification", "整改中"),
    "ended": Words("ended", "已终止"),
    "existing": Words("existing", "已建"),
    "candidate": Words("candidate, not chosen", "候选未入选"),
}


def statuses(result: PlanResult) -> dict[str, Status]:
    """The status of every centre of a result.

    A centre is in rectification in the last year of history, or in the year that is decided next; it is promoted
    where a decision of the scheme has raised its level.

    Examples
    --------
    >>> from planner.runs.plan_result import CentreFacts
    >>> past = (HistoryCentre(centre="C1", rectified=(2026,)), HistoryCentre(centre="C2", ends=2025))
    >>> found = PlanResult(status="proven", as_of=2026, history=past, existing=(CentreFacts(centre="E", name=""),))
    >>> statuses(found)
    {'C1': 'rectification', 'C2': 'ended', 'E': 'existing'}
    """
    found: dict[str, Status] = {}
    if result.as_of is not None:
        found = {one.centre: _of(one, result.as_of) for one in result.history}
    parts: tuple[tuple[Status, tuple[str, ...]], ...] = (
        ("new", tuple(c.centre for c in result.chosen)),
        ("existing", tuple(c.centre for c in result.existing)),
        ("candidate", tuple(c.centre for c in result.rejected)),
        ("ended", tuple(c.centre for c in result.ended)),
    )
    for status, centres in parts:
        for centre in centres:
            found.setdefault(centre, status)
    return found


def _of(centre: HistoryCentre, as_of: int) -> Status:
    if centre.because == "ended" or (centre.ends is not None and centre.ends <= as_of):
        return "ended"
    if {as_of, as_of + 1} & set(centre.rectified):
        return "rectification"
    promoted = any("promoted" in kinds for year, kinds in centre.decided.items() if year <= as_of)
    return "promoted" if promoted else "approved"
