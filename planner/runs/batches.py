"""Which approval of a year falls on which of its decision dates.

What does not live here: how many a year's dates hold (``planner.families.rules.batches``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.model.schema import CONDITIONS
from planner.problem.city import City


def batch_dates(city: City, approved: Sequence[str]) -> dict[str, str]:
    """The date of each approval of one year: the best prepared (mean of the scores given) first, full batches in order.

    Parameters
    ----------
    city : City
    approved : sequence of str
        Centres that are approved in the year.

    Returns
    -------
    dict
        Centre → month and day; empty where the policy names no dates. Without a greatest number all fall on the first.
    """
    told = city.policy.batches
    if not told.dates:
        return {}
    most = len(approved) if told.most is None else told.most
    columns = [city.eco.column("conditions", name).astype(np.float64) for name, _, _ in CONDITIONS]
    given = dict(zip(city.eco.column("conditions", "centre_id").tolist(), zip(*columns, strict=True), strict=True))

    def prepared(centre: str) -> float:
        scores = [score for score in given.get(centre, ()) if not np.isnan(score)]
        return float(np.mean(scores)) if scores else 0.0

    order = sorted(approved, key=lambda centre: (-prepared(centre), centre))
    dates = sorted(told.dates)
    return {centre: dates[min(k // max(1, most), len(dates) - 1)] for k, centre in enumerate(order)}
