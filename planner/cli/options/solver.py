"""Options ``--solver`` and ``--cross-check``, and what the commands say of the solvers.

What does not live here: what a solver can do and who is believed (``planner.solving.solvers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from planner.cli.language import tr
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.runs.certificates import SolverAnswer
    from planner.runs.pipeline import Solvers
    from planner.runs.plan_result import PlanResult
    from planner.runs.tables_result import TablesResult
    from planner.solving.highs import Limits


SOLVER_NAMES = "highs|cbc|scip"

Solver = Annotated[
    str,
    typer.Option("--solver", metavar=SOLVER_NAMES, help=tr("the solver to use", "所用求解器")),
]

CrossCheck = Annotated[
    str | None,
    typer.Option(
        "--cross-check",
        metavar=SOLVER_NAMES,
        help=tr(
            "solve again with this solver, within the same limits, and say whether they agree",
            "用该求解器在同样限制下再解一次，并说明两者是否一致",
        ),
    ),
]


def chosen(out: Console, solver: str, second: str | None, limits: Limits, *, proofs: bool) -> Solvers:
    """The solvers asked for, refused before anything is read if they cannot do it.

    Parameters
    ----------
    out : Console
        Says which of them show no progress.
    solver, second : str
        Keys; the second may be None.
    limits : Limits
        What both must be able to keep.
    proofs : bool
        Whether the answer stands on proofs (``--next``).

    Raises
    ------
    UsageError, ServiceError
        As ``planner.solving.solvers.engine``.
    """
    from planner.runs.pipeline import Solvers
    from planner.solving import solvers

    for key in (solver, second):
        if key is not None:
            solvers.engine(key, limits)
            if not solvers.features(key).progress:
                words = Words("{name} shows no progress while it works", "{name} 求解时不显示进度")
                out.say(words.fill(name=solvers.features(key).name))
    if second == solver:
        words = Words(
            "--cross-check {name}: that is the solver itself; name another", "--cross-check {name}：请另选一个求解器"
        )
        raise UsageError(words.fill(name=solver))
    if proofs and not solvers.features(solver).trusted:
        words = Words(
            "--next lists plans in proven order, and {name} alone proves nothing; use another --solver",
            "--next 按已证明的次序列出方案，仅凭 {name} 不足为证；请改用其他 --solver",
        )
        raise UsageError(words.fill(name=solvers.features(solver).name))
    return Solvers(solver, second)


def solvers_text(result: PlanResult | TablesResult, lang: Lang) -> str:
    """What was found of the solvers, after a blank line; nothing where nothing was asked or found."""
    lines = [f"{f.code} {f.message.say(lang)}" for f in result.solver_findings or ()]
    cross = result.cross_check
    if cross is not None:
        said = {
            True: Words("cross-check: {a} and {b} agree", "交叉验证：{a} 与 {b} 一致"),
            False: Words("CROSS-CHECK: {a} AND {b} DISAGREE", "交叉验证：{a} 与 {b} 不一致"),
            None: Words("cross-check of {a} by {b}: not decided", "用 {b} 交叉验证 {a}：未有结论"),
        }[cross.agree]
        names = dict(zip("ab", (s.name for s in cross.solvers), strict=True))
        lines.insert(0, said.fill(**names).say(lang))
        lines += ["  " + _attempt(solver).say(lang) for solver in cross.solvers]
        if cross.plan_of and (not cross.agree or cross.plan_of != names["a"]):
            lines.append(
                Words("the plan that is kept is that of {n}", "保留的是 {n} 的方案").fill(n=cross.plan_of).say(lang)
            )
    return "\n\n" + "\n".join(lines) if lines else ""


def _attempt(solver: SolverAnswer) -> Words:
    claims = {
        "proven": Words("claims the optimum", "称最优"),
        "within_gap": Words("claims to be within the gap", "称在间隙之内"),
        "time_limit": Words("claims nothing", "未作结论"),
        "infeasible": Words("claims that there is no plan", "称无可行方案"),
    }
    audits = {
        True: Words("audit clean", "复核通过"),
        False: Words("AUDIT FOUND FAULTS", "复核发现问题"),
        None: Words("no plan", "没有方案"),
    }
    unknown = Words("unknown", "未知")
    words = Words(
        "{name} {version} {claim}: objective {objective}, bound {bound}; {audit}",
        "{name} {version} {claim}：目标值 {objective}，界 {bound}；{audit}",
    )
    return words.fill(
        name=solver.name,
        version=solver.version,
        claim=claims[solver.claimed],
        objective=unknown if solver.objective is None else f"{solver.objective:.9g}",
        bound=unknown if solver.bound is None else f"{solver.bound:.9g}",
        audit=audits[solver.audit.clean],
    )
