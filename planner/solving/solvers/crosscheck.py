"""Who is believed: what solvers claim, held against their own plans, the audit, and one another.

A plan that passes the audit is a witness: no bound may lie on the wrong side of its value, and "infeasible" is false
beside it. What does not live here: the audit itself, which is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.base.words import Words
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.solving import stages as solving
from planner.solving.asked import PROOF
from planner.solving.exact_stage import STAGE_TOLERANCE
from planner.solving.highs import Answer, Limits
from planner.solving.solvers import engine as make
from planner.solving.solvers import features
from planner.solving.solvers.engine import Engine
from planner.solving.solvers.features import DEFAULT, Features
from planner.solving.stages import Report, Solution, StageCertificate

GIVEN_UP = STAGE_TOLERANCE / PROOF
"""What a stage may have given up of an earlier one, as part of the noise of its value."""
Audit = Callable[[Plan, float], tuple[bool, int]]
"""Rechecks a plan and its first objective without the solver: whether it is clean, and the number of checks."""


@dataclass(frozen=True)
class SolverFinding:
    """A claim of a solver that is refuted (``error``), or that proves nothing (``note``)."""

    code: str
    level: Literal["error", "note"]
    solver: str
    words: Words

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON, its sentence in both languages."""
        message = {"en": self.words.en, "zh": self.words.zh}
        return {"code": self.code, "level": self.level, "solver": self.solver, "message": message}


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One solver's answer as it claims it, and what the audit says of its plan (None: no plan)."""

    features: Features
    version: str
    solution: Solution
    clean: bool | None
    checked: int
    findings: tuple[SolverFinding, ...] = ()
    """What its own claims refute"""

    @property
    def conclusive(self) -> bool:
        """Whether it claims an answer: a proof, a gap that is accepted, or that there is none."""
        return self.solution.status != "time_limit"

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON: what was claimed, before anyone is believed."""
        first = self.solution.stages[0] if self.solution.stages else None
        plan = self.solution.plan
        return {
            "name": self.features.name,
            "version": self.version,
            "trusted": self.features.trusted,
            "claimed": self.solution.status,
            "objective": first.objective if first else None,
            "bound": first.bound if first else None,
            "chosen": [] if plan is None else sorted(plan.starts),
            "audit": {"clean": self.clean, "checked": self.checked},
        }


@dataclass(frozen=True)
class Verdict:
    """What may be claimed after everyone was heard.

    Attributes
    ----------
    solution : Solution
        The plan that is kept, with the bounds that stand.
    attempts : tuple of Attempt
    findings : tuple of SolverFinding
    agree : bool or None
        Of two solvers; None where one of them came to no end, so that nothing was checked, or there is only one.
    """

    solution: Solution
    attempts: tuple[Attempt, ...]
    findings: tuple[SolverFinding, ...]
    agree: bool | None

    @property
    def refuted(self) -> bool:
        """Whether a solver was caught with a false claim."""
        return any(f.level == "error" for f in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """What the result and ``--json`` say of it."""
        out: dict[str, Any] = {"solver_findings": [f.as_dict() for f in self.findings]}
        if len(self.attempts) > 1:
            out["cross_check"] = {
                "agree": self.agree,
                "plan_of": None if self.solution.plan is None else self.solution.solver[0],
                "solvers": [a.as_dict() for a in self.attempts],
            }
        return out


@dataclass
class Checked:
    """Solving with chosen solvers; called as ``planner.solving.stages.solve`` is, it keeps its verdict.

    Attributes
    ----------
    audit : callable
        See :data:`Audit`.
    solver : str
        The first solver.
    second : str, optional
        The one that solves the same again.
    """

    audit: Audit
    solver: str = DEFAULT
    second: str | None = None
    verdict: Verdict | None = None
    outside_seconds: float = 0.0
    """CPU time of solvers that run in a process of their own"""

    def __call__(
        self, problem: PlanningProblem, limits: Limits | None = None, report: Report | None = None
    ) -> Solution:
        """Solve with each solver, each within the whole time limit, and judge."""
        limits = limits or Limits()
        keys = [self.solver, *([self.second] if self.second else [])]
        engines = [(key, None if key == DEFAULT else make(key, limits)) for key in keys]
        attempts: list[Attempt] = []
        for key, engine in engines:
            attempts.append(self._attempt(problem, features(key), engine, limits, report))
            if attempts[-1].solution.interrupted:
                break
        self.verdict = judge(problem, attempts, limits)
        return self.verdict.solution

    def _attempt(
        self, problem: PlanningProblem, what: Features, engine: Engine | None, limits: Limits, report: Report | None
    ) -> Attempt:
        found = solving.solve(problem, limits, report, engine)
        clean, checked = None, 0
        needed = engine is not None or self.second is not None  # one trusted solver alone is audited with its result
        if needed and found.plan is not None and found.objective is not None:
            clean, checked = self.audit(found.plan, found.objective)
        if engine is not None:
            self.outside_seconds += engine.outside_seconds
        return Attempt(
            features=what,
            version=found.solver[1],
            solution=found,
            clean=clean,
            checked=checked,
            findings=tuple(own_faults(what, engine, found, clean=clean)),
        )


def own_faults(
    what: Features, engine: Engine | None, found: Solution, *, clean: bool | None
) -> Iterator[SolverFinding]:
    """What a solver's own plan says against its claims."""
    name = what.name
    false = engine.false_objective if engine else None
    if false is not None and false.objective is not None and false.recomputed is not None:
        words = Words(
            "{name} states an objective that is not that of its own plan (it minimised: stated {a:.9g}, worth {b:.9g})",
            "{name} 所报目标值与其自身方案不符（按最小化：申报 {a:.9g}，核算 {b:.9g}）",
        )
        words = words.fill(name=name, a=false.objective, b=false.recomputed)
        yield SolverFinding("V901", "error", name, words)
    elif engine is not None and (any(c.beyond_bound for c in engine.claims) or _dropped(engine, found)):
        words = Words("{name} found a plan that is better than its own bound", "{name} 的方案优于其自身所报的界")
        yield SolverFinding("V902", "error", name, words.fill(name=name))
    if clean is False:
        words = Words("the plan of {name} does not pass the audit", "{name} 的方案未通过复核").fill(name=name)
        yield SolverFinding("V903", "error", name, words)


def _dropped(engine: Engine, found: Solution) -> bool:
    """Whether a bound that was claimed was dropped, because the rounded plan is better than it."""
    stages = zip(engine.claims, found.stages, strict=False)
    return any(c.bound is not None and s.objective is not None and s.bound is None for c, s in stages)


def judge(problem: PlanningProblem, attempts: list[Attempt], limits: Limits) -> Verdict:
    """Decide which plan is kept and which bounds stand.

    Parameters
    ----------
    problem : PlanningProblem
    attempts : list of Attempt
        One or two answers to it.
    limits : Limits
        Within which they were found.

    Returns
    -------
    Verdict
        A bound stands if its solver is trusted and nothing refutes it. The plan kept is the best that passes the
        audit; of equal ones, that of a solver whose bound stands.
    """
    findings = [f for a in attempts for f in a.findings]
    for one, other in [(a, b) for a in attempts for b in attempts if a is not b]:
        findings += _against(one, witness=other)
    blamed = {f.solver for f in findings if f.level == "error"}
    believed = [a for a in attempts if a.features.trusted and a.features.name not in blamed]
    if not believed:
        findings += [_no_proof(a) for a in attempts if a.conclusive and not a.features.trusted]
    kept = _kept(attempts, believed)
    agree: bool | None = None
    if len(attempts) > 1:
        agree = False if blamed else (True if all(a.conclusive for a in attempts) else None)
        findings += [_open(a) for a in attempts if agree is None and not a.conclusive]
    return Verdict(_claimable(problem, kept, believed, limits), tuple(attempts), tuple(findings), agree)


def _worse(stage: StageCertificate, value: float, other: float, part: float = 1.0) -> bool:
    """Whether ``value`` is worse than ``other`` by more than (a part of) the stage's noise, in the stage's sense."""
    by = other - value if stage.sense == "maximise" else value - other
    return by > part * (stage.noise or PROOF * max(1.0, abs(value), abs(other)))


def _better(one: Solution, other: Solution) -> bool:
    """Whether the first stage of one plan is better than that of another, beyond what proof distinguishes."""
    if one.objective is None or other.objective is None:
        return one.objective is not None
    return _worse(one.stages[0], other.objective, one.objective)


def _against(one: Attempt, witness: Attempt) -> Iterator[SolverFinding]:
    """What the audited plan of another solver says against the claims of one."""
    if not witness.clean:
        return
    name = one.features.name
    if one.solution.status == "infeasible":
        words = Words(
            "{name} claims that no plan keeps the rules; the plan of {other} does, by the audit",
            "{name} 声称没有满足全部规则的方案；但 {other} 的方案已通过复核",
        )
        yield SolverFinding("V905", "error", name, words.fill(name=name, other=witness.features.name))
        return
    for n, (claim, seen) in enumerate(zip(one.solution.stages, witness.solution.stages, strict=False)):
        if claim.bound is not None and seen.objective is not None and _worse(seen, claim.bound, seen.objective):
            words = Words(
                "stage {n}: {name} claims that {bound:.9g} cannot be passed; the plan of {other} reaches {value:.9g}",
                "第 {n} 阶段：{name} 声称 {bound:.9g} 不可超越；{other} 的方案达到 {value:.9g}",
            )
            values = {"bound": claim.bound, "value": seen.objective, "other": witness.features.name}
            yield SolverFinding("V904", "error", name, words.fill(n=n + 1, name=name, **values))
            return
        if claim.objective is None or seen.objective is None:
            return
        if _worse(seen, seen.objective, claim.objective, GIVEN_UP):
            return  # the witness gave way in this stage, by less than proof tells: later stages are not comparable


def _no_proof(attempt: Attempt) -> SolverFinding:
    claimed = {
        "proven": Words("that its plan is optimal", "其方案最优"),
        "within_gap": Words("that its plan is within the gap", "其方案在间隙之内"),
        "infeasible": Words("that no plan keeps the rules", "没有满足全部规则的方案"),
    }
    name = attempt.features.name
    words = Words(
        "{name} says {what}; alone that is no proof: try --cross-check highs",
        "{name} 称{what}；仅凭它不足为证：请加 --cross-check highs",
    )
    return SolverFinding("V906", "note", name, words.fill(name=name, what=claimed[attempt.solution.status]))


def _open(attempt: Attempt) -> SolverFinding:
    name = attempt.features.name
    words = Words("{name} came to no end in time: nothing was cross-checked", "{name} 限时内未得出结论：未完成交叉验证")
    return SolverFinding("V907", "note", name, words.fill(name=name))


def _kept(attempts: list[Attempt], believed: list[Attempt]) -> Attempt:
    """The attempt whose plan is kept: audited, best, preferably with a bound that stands; else the first."""
    best: Attempt | None = None
    for attempt in sorted(attempts, key=lambda a: (a not in believed, not a.conclusive)):
        if attempt.clean and (best is None or _better(attempt.solution, best.solution)):
            best = attempt
    if best is not None:
        return best
    sure = [a for a in believed if a.solution.status == "infeasible"]
    return (sure or attempts)[0]


def _claimable(problem: PlanningProblem, kept: Attempt, believed: list[Attempt], limits: Limits) -> Solution:
    """The kept plan with the bounds that stand, stage by stage."""
    found = kept.solution
    if found.plan is None:
        sure = found.status == "infeasible" and kept in believed
        return found if sure else replace(found, status="time_limit", stages=tuple(map(_unproven, found.stages)))
    if kept in believed:
        return found
    stages = []
    same = True
    for n, (stage, mine) in enumerate(zip(problem.stages, found.stages, strict=True)):
        bounds = [a.solution.stages[n] for a in believed if len(a.solution.stages) > n] if same else []
        theirs = next((b for b in bounds if b.bound is not None), None)
        if theirs is None or mine.objective is None:
            stages.append(_unproven(mine))
            same = False
            continue
        sign = -1.0 if stage.sense == "maximise" else 1.0
        answer = Answer("proven", None, sign * theirs.bound if theirs.bound is not None else None)
        stages.append(solving.certificate(stage, mine.objective, 0.0, answer, limits, mine.noise))
        same = theirs.objective is not None and not _worse(mine, mine.objective, theirs.objective, GIVEN_UP)
    order: tuple[solving.Status, ...] = ("time_limit", "within_gap", "proven")
    return replace(found, status=min((s.status for s in stages), key=order.index), stages=tuple(stages))


def _unproven(stage: StageCertificate) -> StageCertificate:
    return replace(stage, bound=None, gap=None, status="time_limit")
