"""Who stands next: candidates for approval, municipal centres for the province, provincial ones for the nation.

The policy sees municipal centres as the reserve of provincial and national ones, but publishes no indicator table and
no pass mark. So nothing here says "fit": centres are put in an order by what the dataset has, and it is said what the
order is based on. What does not live here: the readiness rules of a plan (``planner.rulebook.policy``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.assessment.printed import PrintedStanding, WeakestCondition
from graph.assessment.state import State, bottlenecks
from graph.base.words import Words
from graph.measures.collaboration import sectors
from graph.measures.coverage import severities, there_today
from graph.measures.evidence import holders, used_strength
from graph.model.schema import CONDITIONS

NEXT = {"municipal": "provincial", "provincial": "national"}
TARGETS = ("municipal", "provincial", "national")
LEVELS = {
    "municipal": Words("municipal", "市级"),
    "provincial": Words("provincial", "省级"),
    "national": Words("national", "国家级"),
}
BASIS = Words(
    "by the mean of the ten build conditions, then by the severity covered; no pass mark is published",
    "按十项建设条件平均分、再按覆盖严重度排序；政策未公布达标线",
)
BASIS_WITHOUT_SCORES = Words(
    "by the severity covered alone: no build condition is scored; no pass mark is published",
    "仅按覆盖严重度排序：无建设条件得分；政策未公布达标线",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One centre on its way up: what the dataset knows of it. ``level`` of a candidate is ``"candidate"``.

    ``mean`` and ``weakest`` are over the scored ones of the ten conditions, None where none is. ``severity``: Σ
    severity · used strength of what it covers. ``sectors``, ``partners``, ``people``: who stands behind it.
    """

    centre: str
    name: str
    level: str
    target: str
    existing: bool
    ready_year: int | None
    scored: int
    mean: float | None
    weakest: tuple[str, float] | None
    severity: float
    bottlenecks: int
    partners: int
    sectors: int
    people: int
    basis: Words

    def printed(self) -> PrintedStanding:
        """What is printed of it."""
        weakest = self.weakest
        return PrintedStanding(
            centre=self.centre,
            name=self.name,
            level=self.level,
            target=self.target,
            existing=self.existing,
            ready_year=self.ready_year,
            conditions_scored=self.scored,
            conditions_mean=self.mean,
            weakest_condition=None if weakest is None else WeakestCondition(name=weakest[0], score=weakest[1]),
            severity_covered=self.severity,
            bottlenecks_covered=self.bottlenecks,
            organisations=self.partners,
            sectors=self.sectors,
            people=self.people,
            based_on=self.basis,
        )


def pipeline(state: State) -> tuple[Standing, ...]:
    """List candidates that are not active and active centres below the national level, by the level they reach next.

    Within each target level the nearest first: those with condition scores before those without, mean score, severity
    covered, id. A candidate is to reach the level that it applies for. O(claims).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "centres": [{"id": c, "status": "existing"} for c in ("C1", "C2")],
    ...     "conditions": [{"centre_id": "C2", "governance": 80, "top_talent": 60}]})
    >>> first, second = pipeline(State(eco, np.array([True, True])))
    >>> first.centre, first.target, first.mean, first.weakest
    ('C2', 'provincial', 70.0, ('top_talent', 60.0))
    >>> second.mean is None
    True
    """
    eco = state.eco
    ids, names = eco.ids("Centre"), eco.names("Centre")
    level = [v or "municipal" for v in eco.column("centres", "level").tolist()]
    existing = there_today(eco)
    scores = np.full((len(ids), len(CONDITIONS)), np.nan)
    at = eco.codes("conditions", "centre_id", "Centre")
    for k, (condition, _, _) in enumerate(CONDITIONS):
        scores[at[at >= 0], k] = eco.column("conditions", condition)[at >= 0]
    used, behind, split = used_strength(eco), holders(eco), eco.size("Organisation")
    worth = np.asarray(used @ severities(eco))
    hard = used.copy()
    hard.data[:] = 1.0
    bottleneck = np.asarray(hard @ bottlenecks(eco).astype(np.float64))
    kinds = sectors(eco)
    ready = eco.column("centres", "ready_year")
    found = []
    for c in range(len(ids)):
        target = NEXT.get(level[c]) if state.centres[c] else level[c]
        if target is None:
            continue
        known = np.flatnonzero(~np.isnan(scores[c]))
        low = min(known.tolist(), key=lambda k: (scores[c, k], k)) if len(known) else None
        who = behind.indices[behind.indptr[c] : behind.indptr[c + 1]]
        partners = who[who < split]
        found.append(
            Standing(
                centre=ids[c],
                name=names[ids[c]],
                level=level[c] if state.centres[c] else "candidate",
                target=target,
                existing=bool(existing[c]),
                ready_year=None if np.isnan(ready[c]) else int(ready[c]),
                scored=len(known),
                mean=float(scores[c, known].mean()) if len(known) else None,
                weakest=None if low is None else (CONDITIONS[low][0], float(scores[c, low])),
                severity=float(worth[c]),
                bottlenecks=int(bottleneck[c]),
                partners=len(partners),
                sectors=len(set(kinds[partners].tolist())),
                people=int((who >= split).sum()),
                basis=BASIS if len(known) else BASIS_WITHOUT_SCORES,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda s: (
                TARGETS.index(s.target),
                s.mean is None,
                -round(s.mean or 0, 9),
                -round(s.severity, 9),
                s.centre,
            ),
        )
    )
