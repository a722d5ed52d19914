"""Building what a plan says (``planner.runs.plan_result``) from a solved city.

The result holds no time, no path and no random name: the same input gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

import numpy as np

from graph.base.records import decode
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import AuditReport
from planner.families.goals import GOALS
from planner.families.rules import budgets
from planner.families.use import uses
from planner.infeasible import Mend, Mends
from planner.infeasible.conflict import Conflict
from planner.problem import score
from planner.problem.city import City
from planner.problem.ledger import ledger
from planner.problem.rows import PlanningProblem, Rule
from planner.rulebook.policy import Policy
from planner.rulebook.scenario import Scenario
from planner.runs import course, result_places
from planner.runs.baseline import Sticking
from planner.runs.certificates import AuditRow, AuditSummary, CrossCheck, SolverFinding, SolverName, StageResult
from planner.runs.levels import pipeline_of_levels
from planner.runs.outcome import Outcome
from planner.runs.plan_result import (
    Change,
    ChosenCentre,
    Covering,
    DatasetFacts,
    MendRow,
    NamedRow,
    PlanResult,
    PolicyFacts,
    RejectedCentre,
    RuleName,
    RuleUse,
    TechnologyFacts,
    YearMoney,
)
from planner.solving.solvers.crosscheck import Verdict
from planner.solving.stages import Solution


def build(
    eco: Ecosystem,
    scenario: Scenario,
    outcome: Outcome,
    audit: AuditReport | None,
    mends: Mends | None = None,
    verdict: Verdict | None = None,
    sticking: Sticking | None = None,
    free: Outcome | None = None,
) -> PlanResult:
    """Build the result of a run.

    Parameters
    ----------
    eco : Ecosystem
    scenario : Scenario
    outcome : Outcome
    audit : AuditReport or None
        None when there is no plan to audit.
    mends : Mends, optional
        What would make an infeasible scenario solvable.
    verdict : Verdict, optional
        What a cross-check says, where solvers were chosen or one was caught.
    sticking : Sticking, optional
        The earlier plan that this one was held against.
    free : Outcome, optional
        The best plan without limit and cost of changes.

    Returns
    -------
    PlanResult
        Money in the dataset's unit, nothing rounded.
    """
    city = City(eco, scenario.policy)
    first = outcome.solution.stages[0] if outcome.solution.stages else None
    rules = _rules(city, outcome)
    return PlanResult(
        status=outcome.status,
        objective=first.objective if first else None,
        bound=first.bound if first else None,
        gap=first.gap if first else None,
        stages=stages_of(outcome.solution),
        interrupted=outcome.solution.interrupted,
        solver=SolverName(name=outcome.solution.solver[0], version=outcome.solution.solver[1]),
        dataset=dataset_of(eco),
        scenario=scenario.name,
        title=scenario.title,
        policy=_policy(scenario.policy),
        chosen=_chosen(city, outcome),
        rejected=_rejected(city, outcome),
        existing=tuple(result_places.centre(city, int(row)) for row in city.existing),
        goals={name: outcome.goals[name] for name in GOALS} if outcome.goals else {},
        goals_today={name: outcome.today[name] for name in GOALS},
        cost=outcome.goals.get("cost"),
        contribution_of_existing=_existing_share(outcome),
        binding=tuple(row for row in rules if row.binding),
        rules=rules,
        support_by_year=_money(city, outcome),
        technologies=_technologies(city, outcome),
        fields=tuple(NamedRow(id=i, name=name) for i, name in eco.names("Field").items()),
        districts=result_places.districts(eco),
        organisations=result_places.organisations(eco),
        indicators=result_places.indicators(eco, outcome.plan.starts if outcome.plan else None),
        audit=audit_summary(audit),
        **conflict_parts(outcome.conflict),
        mends=tuple(_mend(m) for m in mends.scenario) if mends else (),
        data_mends=tuple(_mend(m) for m in mends.data) if mends else (),
        mends_complete=mends.complete if mends else None,
        **verdict_parts(verdict),
        **course.parts(city, outcome, sticking, free),
        levels=pipeline_of_levels(city, outcome.plan.starts if outcome.plan else None),
    )


def dataset_of(eco: Ecosystem) -> DatasetFacts:
    """What a result tells of its data."""
    info = eco.info
    return DatasetFacts(
        name=info.name,
        money_unit=info.money_unit,
        taxonomy=info.taxonomy,
        licence=info.licence,
        illustrative=info.illustrative,
        note=info.note,
    )


def stages_of(solution: Solution) -> tuple[StageResult, ...]:
    """The certificate of every stage."""
    kept = [f.name for f in fields(StageResult)]
    return tuple(StageResult(**{name: getattr(stage, name) for name in kept}) for stage in solution.stages)


def verdict_parts(verdict: Verdict | None) -> dict[str, Any]:
    """What is added where solvers were chosen or one was caught: findings, the cross-check."""
    if verdict is None:
        return {}
    told = verdict.as_dict()
    check = told.get("cross_check")
    findings = tuple(decode(SolverFinding, one) for one in told["solver_findings"])
    return {"solver_findings": findings, "cross_check": None if check is None else decode(CrossCheck, check)}


def conflict_parts(conflict: Conflict | None) -> dict[str, Any]:
    """The rules in conflict, and what was proven of them."""
    if conflict is None:
        return {}
    return {
        "conflict": tuple(RuleName(**_rule(rule)) for rule in conflict.rules),
        "conflict_irreducible": conflict.irreducible,
        "conflict_smallest": conflict.smallest,
        "conflict_at_least": conflict.at_least,
    }


def _policy(policy: Policy) -> PolicyFacts:
    return PolicyFacts(
        target_count=policy.target.count,
        target_year=policy.target.year,
        first_year=policy.years.first,
        last_year=policy.years.last,
        build_period=policy.build_period,
        review_after=_review(policy),
        share=policy.support.share,
        base=policy.support.base,
        total_cap=policy.support.total_cap,
        first_year_cap=policy.support.first_year_cap,
        support_years=policy.support.years,
    )


def _review(policy: Policy) -> int:
    """Years after approval at which a centre first covers anything: the milestone of the note (2 years)."""
    return next((lag for lag, share in enumerate(policy.goals.coverage.ramp) if share > 0), 0)


def _chosen(city: City, outcome: Outcome) -> tuple[ChosenCentre, ...]:
    if outcome.plan is None:
        return ()
    where = {c: i for i, c in enumerate(city.candidate_ids)}
    cost = outcome.problem.cost
    _, contribution = ledger(outcome.problem, outcome.plan)
    out = []
    for centre, year in sorted(outcome.plan.starts.items(), key=lambda item: (item[1], where[item[0]])):
        i = where[centre]
        paid = outcome.plan.support.get(centre, {})
        out.append(
            ChosenCentre(
                **vars(result_places.centre(city, int(city.candidates[i]))),
                year=year,
                support=dict(sorted(paid.items())),
                total_support=round(sum(paid.values()), 6),
                contribution=contribution[centre],
                equity=0.0 if cost is None else float(cost[i]),
                district_share=float(city.district_share[i]),
            )
        )
    return tuple(out)


def _rejected(city: City, outcome: Outcome) -> tuple[RejectedCentre, ...]:
    starts = outcome.plan.starts if outcome.plan else {}
    out = []
    for i, centre in enumerate(city.candidate_ids[: city.choices]):
        if centre not in starts:
            reasons = [bar.rule.words for bar in outcome.problem.bars if bar.mask[i].all()]
            if not reasons and outcome.plan is not None:
                reasons = [_not_better(outcome)]
            facts = result_places.centre(city, int(city.candidates[i]))
            out.append(RejectedCentre(**vars(facts), reasons=tuple(reasons)))
    return tuple(out)


def _not_better(outcome: Outcome) -> Words:
    if outcome.status == "proven":
        return Words(
            "no plan with it that keeps all rules is worth more (proven)",
            "在遵守全部规则的前提下，含它的方案均不优于本方案（已证明）",
        )
    return Words("not in the best plan found (not proven)", "不在目前找到的最优方案中（未证明）")


def _existing_share(outcome: Outcome) -> float:
    """What the first stage is worth with nothing chosen."""
    if outcome.plan is not None:
        return ledger(outcome.problem, outcome.plan)[0]
    stage = outcome.problem.stages[0]
    return score.stage_value(outcome.today, stage)


def _mend(mend: Mend) -> MendRow:
    changes = tuple(Change(key=c.key, old=c.old, new=c.new, words=c.words) for c in mend.changes)
    return MendRow(words=mend.words, set=tuple(mend.sets), changes=changes)


def _rule(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.name, "family": rule.family, "key": rule.key, "words": rule.words, "unit": rule.unit}


def _use(use: score.Use) -> RuleUse:
    figures = {name: getattr(use, name) for name in ("side", "limit", "used", "slack", "binding")}
    return RuleUse(**_rule(use.rule), **figures)


def _rules(city: City, outcome: Outcome) -> tuple[RuleUse, ...]:
    """Every rule with its use; caps on single centres as one row each."""
    if outcome.plan is None:
        return ()
    at = score.to_arrays(outcome.problem, outcome.plan)
    rows = [_use(use) for use in uses(outcome.problem, at)]
    return (*rows, *_centre_caps(city.policy, outcome.problem, at))


def _centre_caps(policy: Policy, problem: PlanningProblem, at: score.Arrays) -> list[RuleUse]:
    """Caps that each chosen centre is held under; ``used`` is the greatest of any centre."""
    if problem.support is None:
        return []
    on = np.flatnonzero(at.start >= 0)
    years = np.asarray(problem.years) - problem.support.years[0]
    first = np.array([at.pay[i, years[at.start[i]]] for i in on])
    whole = at.pay[on].sum(axis=1)
    out = []
    for key, limit, paid, words in (
        ("total_cap", policy.support.total_cap, whole, Words("support of one centre in all years", "单个中心合计支持")),
        (
            "first_year_cap",
            policy.support.first_year_cap,
            first,
            Words("support of one centre in its first year", "单个中心首年支持"),
        ),
    ):
        if limit is not None and len(on):
            most = float(paid.max())
            rule = Rule(key, "cap", words, f"support.{key}", "money")
            out.append(_use(score.Use(rule=rule, side="most", limit=limit, used=most, slack=limit - most)))
    return out


def _money(city: City, outcome: Outcome) -> tuple[YearMoney, ...]:
    """Support of city and district by year: of the past who paid it, of the years to come by the shares of payers."""
    money = outcome.problem.support
    if outcome.plan is None or money is None:
        return ()
    at = score.to_arrays(outcome.problem, outcome.plan)
    whole = at.pay.sum(axis=0)
    by_district = city.district_share @ at.pay
    shares = {year: (float(whole[f] - by_district[f]), float(by_district[f])) for f, year in enumerate(money.years)}
    if city.history is not None:
        past = [year for year in money.years if year <= city.history.as_of]
        shares |= {
            year: (budgets.paid(city, ("city",), year=year), budgets.paid(city, ("district",), year=year))
            for year in past
        }
    return tuple(
        YearMoney(
            year=year,
            paid=float(whole[f]) if city.history is None or year > city.history.as_of else math.fsum(shares[year]),
            city=shares[year][0],
            district=shares[year][1],
            cap=city.policy.budgets.city.get(year),
        )
        for f, year in enumerate(money.years)
    )


def _technologies(city: City, outcome: Outcome) -> tuple[TechnologyFacts, ...]:
    eco = city.eco
    ids, names = eco.ids("Centre"), eco.names("Technology")
    starts = outcome.plan.starts if outcome.plan else {}
    existing = {ids[row] for row in city.existing}
    past = frozenset() if city.history is None else city.history.records.keys()
    today = existing | {centre for centre in starts if centre in past}
    by, prerequisites = city.strength.tocsc(), result_places.prerequisites(eco)
    out = []
    for t, technology in enumerate(eco.ids("Technology")):
        span = slice(by.indptr[t], by.indptr[t + 1])
        links = sorted((ids[c], float(a)) for c, a in zip(by.indices[span], by.data[span], strict=True) if a > 0)
        centres = [
            Covering(centre=c, strength=a, existing=c in existing) for c, a in links if c in existing or c in starts
        ]
        out.append(
            TechnologyFacts(
                technology=technology,
                name=names[technology],
                kind=str(eco.column("technologies", "kind")[t]),
                severity=float(eco.column("technologies", "severity")[t]),
                field=str(eco.column("technologies", "field")[t]),
                prerequisites=prerequisites[technology],
                today=sum(link.centre in today for link in centres),
                with_plan=len(centres),
                candidates=sum(c not in today for c, _ in links),
                centres=tuple(centres),
            )
        )
    return tuple(out)


def audit_summary(report: AuditReport | None) -> AuditSummary:
    """What the audit says, its sentences in both languages; without a plan nothing is claimed."""
    if report is None:
        return AuditSummary()
    told = report.as_dict("en")
    findings = (f.as_dict("en") | {"message": f.words} for f in report.findings)
    rows = tuple(AuditRow(**row) for row in findings)
    return AuditSummary(**told | {"off": tuple(report.off), "findings": rows})
