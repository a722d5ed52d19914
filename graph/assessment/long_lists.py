"""The long lists of an assessment: brokers, communities, districts, fields, upstream, reach.

What does not live here: indicators and findings, and what each list is computed from.
"""

from __future__ import annotations

import numpy as np

from graph.assessment.left_out import estimated, left_out
from graph.assessment.list_rows import (
    CommunitiesOfBoth,
    Helix,
    HelixOfBoth,
    HelixWithin,
    LeftOut,
    LongLists,
    Reach,
    ReachStep,
    RemovalCurves,
    Sampled,
    UpstreamRow,
    UpstreamState,
)
from graph.assessment.places_today import brokers, community_view, complexity_words, district_standing, field_standing
from graph.assessment.portfolio import Step, centre_steps, district_steps
from graph.assessment.state import State
from graph.measures.collaboration import WIDE, wide_technologies
from graph.measures.coverage import severities

REACH = 5
"""Technologies that each place could reach next, listed."""


def details(today: State, after: State | None) -> LongLists:
    """All lists, today and with the plan.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> nothing = State(Ecosystem.from_rows(DatasetInfo("x"), {}), np.zeros(0, dtype=bool))
    >>> details(nothing, None).communities.today.groups
    ()
    """
    now = after or today
    return LongLists(
        brokers=brokers(today, after),
        sampled=_sampled(now),
        communities=CommunitiesOfBoth(
            today=community_view(today), with_plan=None if after is None else community_view(after)
        ),
        districts=district_standing(today, after),
        fields=field_standing(today, after),
        complexity_undefined=complexity_words(now.eco, today),
        upstream=_upstream(today, after),
        circles=tuple(map(tuple, now.circles)),
        reach=Reach(
            basis=now.portfolio.basis,
            districts=tuple(_step(now, s) for s in district_steps(now.eco, now.portfolio, REACH)),
            centres=tuple(_step(now, s) for s in centre_steps(now.eco, REACH)),
        ),
        left_out=LeftOut(
            missing_ties_of_technologies_held_by_more_than=WIDE,
            technologies=tuple(sorted(np.array(now.eco.ids("Technology"), dtype=object)[wide_technologies(now.eco)])),
            why=tuple(left_out(now)),
        ),
        triple_helix=HelixOfBoth(today=_helix(today), with_plan=None if after is None else _helix(after)),
        removal_curve=RemovalCurves(
            today=tuple(today.curve.tolist()), with_plan=None if after is None else tuple(after.curve.tolist())
        ),
    )


def _sampled(state: State) -> Sampled | None:
    found = state.betweenness
    if found.sample is None:
        return None
    return Sampled(
        measure="betweenness",
        sample=found.sample,
        of=len(found.values),
        seed=found.seed,
        words=estimated(state),
        largest_standard_error=float(np.max(found.error)) if found.error is not None else 0,
    )


def _helix(state: State) -> Helix | None:
    if state.helix is None:
        return None
    return Helix(
        undertakings=len(state.undertakings.presence),
        bits=state.helix.total,
        between_districts=state.helix.between,
        within={place: HelixWithin(share=share, bits=t) for place, (share, t) in state.helix.within.items()},
    )


def _upstream(today: State, after: State | None) -> tuple[UpstreamRow, ...]:
    """Technologies with prerequisites, the most exposed first, then the severest."""
    eco = today.eco
    ids, names, severity = eco.ids("Technology"), eco.names("Technology"), severities(eco)
    now = after or today
    with_needs = np.flatnonzero(np.diff(eco.matrix("REQUIRES").indptr) > 0).tolist()
    rounded = now.exposure.round(9)
    order = sorted(with_needs, key=lambda t: (-rounded[t], -severity[t], ids[t]))

    def of(state: State, t: int) -> UpstreamState:
        return UpstreamState(
            covered=bool(state.depth["centre"][t] > 0),
            exposure=float(state.exposure[t]),
            weakest_link=int(state.weakest[t]),
        )

    return tuple(
        UpstreamRow(
            technology=ids[t],
            name=names[ids[t]],
            today=of(today, t),
            with_plan=None if after is None else of(after, t),
        )
        for t in order
    )


def _step(state: State, step: Step) -> ReachStep:
    place = state.eco.position("Technology")[step.technology]
    return ReachStep(
        place=step.place,
        technology=step.technology,
        name=state.eco.names("Technology")[step.technology],
        density=step.density,
        covered=bool(state.depth["centre"][place] > 0),
    )
