"""Solvers as declared features: which there are, what each can do, and a second one to check the first.

What does not live here: the model (``planner.program``) and the stages of a solve (``planner.solving.stages``).
"""

from __future__ import annotations

from graph.base.errors import ServiceError
from graph.base.words import Words
from planner.solving.highs import Limits
from planner.solving.solvers import cbc, scip
from planner.solving.solvers.engine import Claim, Engine, Raw, highs_engine
from planner.solving.solvers.features import DEFAULT, SOLVERS, Features, features, refuse

__all__ = ["DEFAULT", "SOLVERS", "Claim", "Engine", "Features", "Raw", "engine", "features", "installed", "refuse"]

_MAKERS = {"highs": highs_engine, "cbc": cbc.engine, "scip": scip.engine}


def engine(key: str, limits: Limits | None = None) -> Engine:
    """A solver ready to be called.

    Parameters
    ----------
    key : str
        One of :data:`SOLVERS`.
    limits : Limits, optional
        What will be asked of it; what it cannot do is refused now.

    Raises
    ------
    UsageError
        If there is no such solver, or it lacks an option that is asked for.
    ServiceError
        If it is not installed; the words say how to get it.

    Examples
    --------
    >>> engine("highs").solver[0]
    'HiGHS'
    """
    solver = features(key)
    refuse(solver, limits or Limits())
    made = _MAKERS[key]()
    if made is None:
        words = Words("{name} is not installed; get it with: {how}", "未安装 {name}；安装方法：{how}")
        raise ServiceError(words.fill(name=solver.name, how=solver.how_to_get))
    return made


def installed(key: str) -> bool:
    """Whether a solver can be called here.

    >>> installed("highs")
    True
    """
    return _MAKERS[features(key).key]() is not None
