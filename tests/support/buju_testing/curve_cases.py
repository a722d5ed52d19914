"""Budget curves of small planner tables."""

import numpy as np

from buju_testing.planner_tables import columns, tables
from graph.base.records import encode
from planner.problem.tables import Settings
from planner.solving.highs import Limits
from planner.studies.curves.curve_data import Wanted, tables_curve


def arrays(rows):
    return {t: {c: np.array(v) for c, v in table.items()} for t, table in columns(rows).items()}


def drawn(rows, changes=None, **wanted):
    return tables_curve(arrays(rows), Settings(**(changes or {})), Wanted(**{"row": "m", **wanted}), Limits())


def chart(rows, changes=None, **wanted):
    """The curve as JSON data."""
    return encode(drawn(rows, changes, **wanted))


def four():
    """Four candidates A, B, C, D of cost 2, 3, 4, 6 and value 3, 5, 6, 8; all sixteen choices by cost and value:

    2 A 3 · 3 B 5 · 4 C 6 · 5 AB 8 · 6 AC 9, D 8 · 7 BC 11 · 8 AD 11 · 9 ABC 14, BD 13 · 10 CD 14 · 11 ABD 16 ·
    12 ACD 17 · 13 BCD 19 · 15 ABCD 22
    """
    value, cost = dict(zip("ABCD", (3, 5, 6, 8), strict=True)), dict(zip("ABCD", (2, 3, 4, 6), strict=True))
    return tables(value, {"m": 9}, {(c, "m"): v for c, v in cost.items()})
