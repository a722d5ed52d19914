"""The long lists of an assessment, as plain JSON data: brokers, communities, districts, fields, upstream, reach.

What does not live here: indicators and findings, and what each list is computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graph.assessment.left_out import estimated, left_out
from graph.assessment.places_today import brokers, community_view, complexity_words, district_standing, field_standing
from graph.assessment.portfolio import Step, centre_steps, district_steps
from graph.assessment.state import State
from graph.base.words import Lang
from graph.measures.collaboration import WIDE, wide_technologies
from graph.measures.coverage import severities

REACH = 5
"""Technologies that each place could reach next, listed."""


def details(today: State, after: State | None) -> dict[str, Any]:
    """All lists, today and with the plan. Values that are undefined are None. Words stay in both languages.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> nothing = State(Ecosystem.from_rows(DatasetInfo("x"), {}), np.zeros(0, dtype=bool))
    >>> sorted(details(nothing, None))  # doctest: +NORMALIZE_WHITESPACE
    ['brokers', 'circles', 'communities', 'complexity_undefined', 'districts', 'fields', 'left_out', 'reach',
     'removal_curve', 'sampled', 'triple_helix', 'upstream']
    """
    now = after or today
    return {
        "brokers": brokers(today, after),
        "sampled": None
        if now.betweenness.sample is None
        else {
            "measure": "betweenness",
            "sample": now.betweenness.sample,
            "of": len(now.betweenness.values),
            "seed": now.betweenness.seed,
            "words": estimated(now),
            "largest_standard_error": float(np.max(now.betweenness.error)) if now.betweenness.error is not None else 0,
        },
        "communities": _both(today, after, community_view),
        "districts": district_standing(today, after),
        "fields": field_standing(today, after),
        "complexity_undefined": complexity_words(now.eco, today),
        "upstream": _upstream(today, after),
        "circles": now.circles,
        "reach": {
            "basis": now.portfolio.basis,
            "districts": [_step(now, s) for s in district_steps(now.eco, now.portfolio, REACH)],
            "centres": [_step(now, s) for s in centre_steps(now.eco, REACH)],
        },
        "left_out": {
            "missing_ties_of_technologies_held_by_more_than": WIDE,
            "technologies": sorted(np.array(now.eco.ids("Technology"), dtype=object)[wide_technologies(now.eco)]),
            "why": left_out(now),
        },
        "triple_helix": _both(today, after, _helix),
        "removal_curve": _both(today, after, lambda s: s.curve.tolist()),
    }


def said(found: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Say the same in one language."""
    why, sampled, without = found["complexity_undefined"], found["sampled"], found["left_out"]
    return dict(found) | {
        "complexity_undefined": None if why is None else why.say(lang),
        "sampled": None if sampled is None else sampled | {"words": sampled["words"] and sampled["words"].say(lang)},
        "left_out": without | {"why": [words.say(lang) for words in without["why"]]},
    }


def _both(today: State, after: State | None, make: Callable[[State], Any]) -> dict[str, Any]:
    return {"today": make(today), "with_plan": None if after is None else make(after)}


def _helix(state: State) -> dict[str, Any] | None:
    if state.helix is None:
        return None
    return {
        "undertakings": len(state.undertakings.presence),
        "bits": state.helix.total,
        "between_districts": state.helix.between,
        "within": {place: {"share": share, "bits": t} for place, (share, t) in state.helix.within.items()},
    }


def _upstream(today: State, after: State | None) -> list[dict[str, Any]]:
    """Technologies with prerequisites, the most exposed first, then the severest."""
    eco = today.eco
    ids, names, severity = eco.ids("Technology"), eco.names("Technology"), severities(eco)
    now = after or today
    with_needs = np.flatnonzero(np.diff(eco.matrix("REQUIRES").indptr) > 0).tolist()
    rounded = now.exposure.round(9)
    order = sorted(with_needs, key=lambda t: (-rounded[t], -severity[t], ids[t]))

    def of(state: State, t: int) -> dict[str, Any]:
        return {
            "covered": bool(state.depth["centre"][t] > 0),
            "exposure": float(state.exposure[t]),
            "weakest_link": int(state.weakest[t]),
        }

    return [
        {
            "technology": ids[t],
            "name": names[ids[t]],
            "today": of(today, t),
            "with_plan": None if after is None else of(after, t),
        }
        for t in order
    ]


def _step(state: State, step: Step) -> dict[str, Any]:
    place = state.eco.position("Technology")[step.technology]
    return {
        "place": step.place,
        "technology": step.technology,
        "name": state.eco.names("Technology")[step.technology],
        "density": step.density,
        "covered": bool(state.depth["centre"][place] > 0),
    }
