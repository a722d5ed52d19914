"""One run of a HiGHS object, guarded against what its versions do wrong in a run.

HiGHS 1.16.0 carries a start over to the model that presolve has reduced, values it wrongly there and may call a plan
optimal that is none (findings/highs_start_misleads.sh); it ends a run with an error, an objective of 0 and no exception
where somebody else has begun its scheduler with another number of threads. What does not live here: whether a version
can be used at all (``planner.solving.first_highs``), what a run has found (``planner.solving.highs``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import highspy
import numpy as np

from planner.problem.rows import Floats
from planner.solving.first_highs import begin_anew, first, version

TRUE_VALUE = 160.0
"""The optimum of the question that :func:`misled` puts; 1.16.0 says 128 once it is told a plan of 176."""


def run(solver: Any) -> None:
    """Run a HiGHS object; once more with a scheduler of its own where that of another user of HiGHS does not fit."""
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kNotset:
        begin_anew(True)
        solver.run()


def run_from(solver: Any, start: Floats | None) -> None:
    """Search the plans that a HiGHS object holds, from a known one if the version may be told of it.

    A version that starts mislead hears of none, not even of its own last one.

    Parameters
    ----------
    solver : highspy.Highs
        Holds the model.
    start : ndarray or None
        (columns of the solver,) a known plan, in the solver's figures and order.
    """
    if misled():
        solver.clearSolver()
    elif start is not None and len(start):
        tell(solver, start)
    run(solver)


def tell(solver: Any, start: Floats) -> None:
    """Tell a HiGHS object a plan (columns of the solver,) to start from."""
    solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)


@cache
def misled() -> bool:
    """Whether a start leads this version of HiGHS to a false optimum.

    The question is a centre of 400 万元 in two instalments beside one of 100: min 300a + 400b + 400c + 500d + 600e,
    a − 500x ≤ 0, 10a − 800x ≥ 0, a + b ≥ 400, c + d + e ≥ 100, 100b + 100c ≤ 60,000, x yes or no.

    Examples
    --------
    >>> version().startswith("1.16.0") <= misled()
    True
    """
    version()
    solver = first()
    free = highspy.kHighsInf
    for cost, high in zip((0.0, 0.3, 0.4, 0.4, 0.5, 0.6), (1.0, 600.0, 600.0, 500.0, 500.0, 500.0), strict=True):
        solver.addVar(0.0, high)
        solver.changeColCost(solver.getNumCol() - 1, cost)
    solver.changeColIntegrality(0, highspy.HighsVarType.kInteger)
    for low, high, places, values in (
        (-free, 0.0, (0, 1), (-500.0, 1.0)),
        (0.0, free, (0, 1), (-800.0, 10.0)),
        (400.0, free, (1, 2), (1.0, 1.0)),
        (100.0, free, (3, 4, 5), (1.0, 1.0, 1.0)),
        (-free, 60000.0, (2, 3), (100.0, 100.0)),
    ):
        solver.addRow(low, high, len(places), np.array(places, dtype=np.int32), np.array(values))
    tell(solver, np.array([1.0, 400.0, 0.0, 20.0, 0.0, 80.0]))
    solver.run()
    return abs(float(solver.getInfo().objective_function_value) - TRUE_VALUE) > 1e-3
