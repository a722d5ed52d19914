"""Panels of a year as a whole: experts left out, and how far those who count agree.

What does not live here: the mean of one panel (``scoring``) and alpha itself (``graph.measures.agreement``).
"""

from __future__ import annotations

from fractions import Fraction

from graph.measures.agreement import krippendorff_alpha
from planner.studies.evaluation.scoring import Facts


def left_out(facts: Facts) -> tuple[tuple[str, str, str], ...]:
    """(expert, centre, why) of all experts in conflict, by centre and expert."""
    order = {c.id: place for place, c in enumerate(facts.centres)}
    pairs = sorted(facts.conflicts.items(), key=lambda item: (order[item[0][1]], item[0][0]))
    return tuple((expert, centre, why) for (expert, centre), why in pairs)


def alpha(facts: Facts, indicator: str | None = None) -> Fraction | None:
    """Krippendorff's α (interval) over units centre × indicator, after conflicts and before trimming."""
    qualitative = {i.id for i in facts.rules.indicators if i.qualitative}
    units = [
        [r.score for r in reviews if (r.expert, centre) not in facts.conflicts]
        for (centre, name), reviews in facts.reviews.items()
        if name in qualitative and indicator in (None, name)
    ]
    return krippendorff_alpha(units)


def alpha_by_indicator(facts: Facts) -> dict[str, Fraction | None]:
    """α of each indicator that experts reviewed."""
    reviewed = {name for _, name in facts.reviews}
    return {i.id: alpha(facts, i.id) for i in facts.rules.indicators if i.qualitative and i.id in reviewed}
