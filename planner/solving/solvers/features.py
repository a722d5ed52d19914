"""What each solver can do, declared once; what a solver cannot do is refused, never ignored.

Every solver is called through PuLP. What does not live here: the calls (``highs``, ``cbc``, ``scip``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from planner.solving.highs import Limits


@dataclass(frozen=True, kw_only=True)
class Features:
    """One solver: how it is called, what it takes, and what its word is worth.

    Examples
    --------
    >>> [name for name, solver in SOLVERS.items() if solver.trusted]
    ['highs', 'scip']
    """

    key: str
    """What ``--solver`` takes"""
    name: str
    """What people call it"""
    pulp: str
    """The PuLP class that calls it"""
    how_to_get: str
    """The command that installs it; ``""`` where buju brings it"""
    trusted: bool
    """Whether its bound is a proof. CBC has claimed "Optimal" half a percent below the optimum: its bound is none"""
    time_limit: bool = True
    gap: bool = True
    threads: bool = True
    """Whether it works on more than one thread"""
    seed: bool = True
    warm_start: bool = False
    """Whether the plan of an earlier stage is handed to it"""
    bound: bool = True
    """Whether it states a bound; else only "optimal" or not"""
    interrupt: bool = True
    """Whether Ctrl-C ends it with the best plan found"""
    progress: bool = False
    """Whether it reports while it works"""

    def cannot(self, limits: Limits) -> list[Words]:
        """Options asked for that this solver does not have.

        >>> from planner.solving.highs import Limits
        >>> [words.en for words in SOLVERS["scip"].cannot(Limits(threads=2))]
        ['--threads 2: it works on one thread']
        """
        out = []
        if limits.seconds is not None and not self.time_limit:
            out.append(Words("--time-limit: it has no time limit", "--time-limit：没有限时功能"))
        if limits.gap and not self.gap:
            out.append(Words("--gap: it takes no gap", "--gap：不支持相对间隙"))
        if limits.threads > 1 and not self.threads:
            words = Words("--threads {n}: it works on one thread", "--threads {n}：只能单线程运行")
            out.append(words.fill(n=limits.threads))
        if limits.seed and not self.seed:
            out.append(Words("--seed {n}: it takes no seed", "--seed {n}：不支持随机种子").fill(n=limits.seed))
        return out


_ALL = (
    Features(key="highs", name="HiGHS", pulp="HiGHS", how_to_get="", trusted=True, warm_start=True, progress=True),
    Features(
        key="cbc",
        name="CBC",
        pulp="COIN_CMD",
        how_to_get="python -m pip install pulp[cbc]",
        trusted=False,
        bound=False,
        interrupt=False,
    ),
    Features(
        key="scip",
        name="SCIP",
        pulp="SCIP_PY",
        how_to_get="python -m pip install pyscipopt",
        trusted=True,
        threads=False,
    ),
)
SOLVERS: dict[str, Features] = {solver.key: solver for solver in _ALL}
"""All solvers by key, the default first."""
DEFAULT = "highs"


def features(key: str) -> Features:
    """The solver of that key.

    Raises
    ------
    UsageError
        Where there is none.

    Examples
    --------
    >>> features("highs").pulp
    'HiGHS'
    """
    if key not in SOLVERS:
        words = Words("there is no solver {key}; known: {known}", "没有求解器 {key}；可用：{known}")
        raise UsageError(words.fill(key=f"“{key}”", known=", ".join(SOLVERS)))
    return SOLVERS[key]


def refuse(solver: Features, limits: Limits) -> None:
    """Refuse options that the solver does not have.

    Raises
    ------
    UsageError
        Naming all of them, and who could.

    Examples
    --------
    >>> from planner.solving.highs import Limits
    >>> refuse(SOLVERS["cbc"], Limits(seconds=5, threads=2, seed=7))
    """
    cannot = solver.cannot(limits)
    if cannot:
        able = [other.key for other in SOLVERS.values() if not other.cannot(limits)]
        words = Words("{name} cannot do {what}; these can: {able}", "{name} 不支持 {what}；支持的求解器：{able}")
        what = Words("; ".join(w.en for w in cannot), "；".join(w.zh for w in cannot))
        raise UsageError(words.fill(name=solver.name, what=what, able=", ".join(able) or "–"))


def table() -> list[dict[str, object]]:
    """All declared features as rows, for the documentation.

    >>> [row["key"] for row in table()]
    ['highs', 'cbc', 'scip']
    """
    return [{f.name: getattr(solver, f.name) for f in fields(Features)} for solver in SOLVERS.values()]
