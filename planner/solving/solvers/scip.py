"""SCIP through PuLP's ``SCIP_PY`` (package ``pyscipopt``); the answer is read from SCIP itself."""

from __future__ import annotations

import importlib.util
import math
import warnings

import numpy as np
import pulp

from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.solving.highs import Limits, Status
from planner.solving.solvers.engine import Engine, Hear, Raw
from planner.solving.solvers.features import SOLVERS

SCIP = SOLVERS["scip"]
INFINITE = 1e20
"""What SCIP takes for infinity."""
FEASIBILITY = 1e-9
"""How far a row may be broken: well below what a later stage may give up of an earlier one."""


def engine() -> Engine | None:
    """SCIP, or None where ``pyscipopt`` is not installed."""
    if importlib.util.find_spec("pyscipopt") is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package's own making, at import
        import pyscipopt  # noqa: PLC0415 - optional

    model = pyscipopt.Model()
    parts = (model.getMajorVersion(), model.getMinorVersion(), model.getTechVersion())
    return Engine(SCIP, ".".join(map(str, parts)), _solve)


def _solve(frame: Frame, terms: Terms, limits: Limits, _start: Floats | None, _progress: Hear | None) -> Raw:
    frame.lp.setObjective(frame.expression(terms))
    options = [f"numerics/feastol={FEASIBILITY}"]
    options += [f"randomization/randomseedshift={limits.seed}"] if limits.seed else []
    solver = pulp.SCIP_PY(
        msg=False,
        timeLimit=None if limits.seconds is None else max(0.01, limits.seconds),
        gapRel=limits.gap,
        gapAbs=limits.absolute,
        options=options,
    )
    solver.buildSolverModel(frame.lp)
    model = frame.lp.solverModel
    solver.callSolver(frame.lp)
    told = str(model.getStatus())
    if told in ("infeasible", "inforunbd"):
        return Raw("infeasible")
    values = objective = None
    if model.getNSols() > 0:
        best = model.getBestSol()
        values = np.zeros(len(frame.columns))
        for column in model.getVars(transformed=False):
            values[int(str(column.name).rsplit("_", 1)[1])] = float(best[column])
        values = frame.in_figures(values)
        objective = float(model.getSolObjVal(best))
    bound = float(model.getDualbound())
    status: Status = "interrupted" if told in ("userinterrupt", "terminate") else "time_limit"
    if told == "optimal" or (told == "gaplimit" and not limits.gap):
        status = "proven"
    elif told == "gaplimit":
        status = "within_gap"
    known = math.isfinite(bound) and abs(bound) < INFINITE
    return Raw(status, values, objective=objective, bound=bound if known else None)
