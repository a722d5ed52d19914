"""``result.json``: everything that a plan says, as one plain object that all exports read.

The object holds no time, no path and no random name: the same input gives the same bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import AuditReport
from planner.infeasible import Mend, Mends
from planner.infeasible.conflict import Conflict
from planner.problem import score
from planner.problem.city import GOALS, City
from planner.problem.ledger import ledger
from planner.problem.rows import PlanningProblem, Rule
from planner.rulebook.policy import Policy
from planner.rulebook.scenario import Scenario
from planner.runs import result_places
from planner.runs.outcome import Outcome

FORMAT = "buju-result/1"


def both(words: Words) -> dict[str, str]:
    """A sentence in both languages, as JSON."""
    return {"en": words.en, "zh": words.zh}


def build(
    eco: Ecosystem,
    scenario: Scenario,
    outcome: Outcome,
    audit: AuditReport | None,
    mends: Mends | None = None,
) -> dict[str, Any]:
    """Build the result object of a run.

    Parameters
    ----------
    eco : Ecosystem
    scenario : Scenario
    outcome : Outcome
    audit : AuditReport or None
        None when there is no plan to audit.
    mends : Mends, optional
        What would make an infeasible scenario solvable.

    Returns
    -------
    dict
        JSON-ready, keys in reading order; money in the dataset's unit, nothing rounded.
    """
    city = City(eco, scenario.policy)
    first = outcome.solution.stages[0] if outcome.solution.stages else None
    rules = _rules(city, outcome)
    return {
        "format": FORMAT,
        "status": outcome.status,
        "objective": first.objective if first else None,
        "bound": first.bound if first else None,
        "gap": first.gap if first else None,
        "stages": [vars(stage) for stage in outcome.solution.stages],
        "interrupted": outcome.solution.interrupted,
        "solver": {"name": outcome.solution.solver[0], "version": outcome.solution.solver[1]},
        "dataset": {
            "name": eco.info.name,
            "money_unit": eco.info.money_unit,
            "taxonomy": eco.info.taxonomy,
            "licence": eco.info.licence,
            "illustrative": eco.info.illustrative,
            "note": eco.info.note,
        },
        "scenario": scenario.name,
        "title": both(scenario.title),
        "policy": _policy(scenario.policy),
        "chosen": _chosen(city, outcome),
        "rejected": _rejected(city, outcome),
        "existing": [result_places.centre(city, int(row)) for row in city.existing],
        "goals": {name: outcome.goals[name] for name in GOALS} if outcome.goals else {},
        "goals_today": {name: outcome.today[name] for name in GOALS},
        "cost": outcome.goals.get("cost"),
        "contribution_of_existing": _existing_share(outcome),
        "binding": [row for row in rules if row["binding"]],
        "rules": rules,
        "support_by_year": _money(city, outcome),
        "technologies": _technologies(city, outcome),
        "fields": _names(eco, "Field"),
        "districts": result_places.districts(eco),
        "organisations": result_places.organisations(eco),
        "indicators": result_places.indicators(eco, outcome.plan.starts if outcome.plan else None),
        "audit": audit_dict(audit),
        **conflict_dict(outcome.conflict),
        "mends": [_mend(m) for m in mends.scenario] if mends else [],
        "data_mends": [_mend(m) for m in mends.data] if mends else [],
        "mends_complete": mends.complete if mends else None,
    }


def conflict_dict(conflict: Conflict | None) -> dict[str, Any]:
    """The rules in conflict, and what was proven of them."""
    return {
        "conflict": [_rule(rule) for rule in conflict.rules] if conflict else [],
        "conflict_irreducible": conflict.irreducible if conflict else None,
        "conflict_smallest": conflict.smallest if conflict else None,
        "conflict_at_least": conflict.at_least if conflict else None,
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "target_count": policy.target.count,
        "target_year": policy.target.year,
        "first_year": policy.years.first,
        "last_year": policy.years.last,
        "build_period": policy.build_period,
        "review_after": _review(policy),
        "share": policy.support.share,
        "base": policy.support.base,
        "total_cap": policy.support.total_cap,
        "first_year_cap": policy.support.first_year_cap,
        "support_years": policy.support.years,
    }


def _review(policy: Policy) -> int:
    """Years after approval at which a centre first covers anything: the milestone of the note (2 years)."""
    return next((lag for lag, share in enumerate(policy.goals.coverage.ramp) if share > 0), 0)


def _chosen(city: City, outcome: Outcome) -> list[dict[str, Any]]:
    if outcome.plan is None:
        return []
    where = {c: i for i, c in enumerate(city.candidate_ids)}
    cost = outcome.problem.cost
    _, contribution = ledger(outcome.problem, outcome.plan)
    out = []
    for centre, year in sorted(outcome.plan.starts.items(), key=lambda item: (item[1], where[item[0]])):
        i = where[centre]
        paid = outcome.plan.support.get(centre, {})
        row = int(city.candidates[i])
        out.append(
            {
                "centre": centre,
                "year": year,
                "support": {str(f): amount for f, amount in sorted(paid.items())},
                "total_support": round(sum(paid.values()), 6),
                "contribution": contribution[centre],
                "equity": 0.0 if cost is None else float(cost[i]),
                "district_share": float(city.district_share[i]),
                **{k: v for k, v in result_places.centre(city, row).items() if k != "centre"},
            }
        )
    return out


def _rejected(city: City, outcome: Outcome) -> list[dict[str, Any]]:
    starts = outcome.plan.starts if outcome.plan else {}
    out = []
    for i, centre in enumerate(city.candidate_ids):
        if centre not in starts:
            reasons = [bar.rule.words for bar in outcome.problem.bars if bar.mask[i].all()]
            if not reasons and outcome.plan is not None:
                reasons = [_not_better(outcome)]
            out.append(
                {**result_places.centre(city, int(city.candidates[i])), "reasons": [both(words) for words in reasons]}
            )
    return out


def _not_better(outcome: Outcome) -> Words:
    if outcome.status == "proven":
        return Words(
            "no plan with it that keeps all rules is worth more (proven)",
            "在遵守全部规则的前提下，含它的方案均不优于本方案（已证明）",
        )
    return Words("not in the best plan found (not proven)", "不在目前找到的最优方案中（未证明）")


def _existing_share(outcome: Outcome) -> float:
    """What the first stage is worth with nothing chosen."""
    stage = outcome.problem.stages[0]
    return score.stage_value(outcome.today, stage)


def _mend(mend: Mend) -> dict[str, Any]:
    changes = [{"key": c.key, "old": c.old, "new": c.new, "words": both(c.words)} for c in mend.changes]
    return {"words": both(mend.words), "set": list(mend.sets), "changes": changes}


def _rule(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.name, "family": rule.family, "key": rule.key, "words": both(rule.words), "unit": rule.unit}


def _rules(city: City, outcome: Outcome) -> list[dict[str, Any]]:
    """Every rule with its use; caps on single centres as one row each."""
    if outcome.plan is None:
        return []
    at = score.to_arrays(outcome.problem, outcome.plan)
    rows = [
        {
            **_rule(use.rule),
            "side": use.side,
            "limit": use.limit,
            "used": use.used,
            "slack": use.slack,
            "binding": use.binding,
        }
        for use in score.uses(outcome.problem, at)
    ]
    return rows + _centre_caps(city.policy, outcome.problem, at)


def _centre_caps(policy: Policy, problem: PlanningProblem, at: score.Arrays) -> list[dict[str, Any]]:
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
            use = score.Use(
                Rule(key, "cap", words, f"support.{key}", "money"),
                "most",
                limit,
                float(paid.max()),
                limit - float(paid.max()),
            )
            row = _rule(use.rule)
            out.append(
                {**row, "side": "most", "limit": limit, "used": use.used, "slack": use.slack, "binding": use.binding}
            )
    return out


def _money(city: City, outcome: Outcome) -> list[dict[str, Any]]:
    money = outcome.problem.support
    if outcome.plan is None or money is None:
        return []
    at = score.to_arrays(outcome.problem, outcome.plan)
    paid = at.pay.sum(axis=0)
    by_district = city.district_share @ at.pay
    return [
        {
            "year": year,
            "paid": float(paid[f]),
            "city": float(paid[f] - by_district[f]),
            "district": float(by_district[f]),
            "cap": city.policy.budgets.city.get(year),
        }
        for f, year in enumerate(money.years)
    ]


def _technologies(city: City, outcome: Outcome) -> list[dict[str, Any]]:
    eco = city.eco
    ids, names = eco.ids("Centre"), eco.names("Technology")
    starts = outcome.plan.starts if outcome.plan else {}
    existing = {ids[row] for row in city.existing}
    by, prerequisites = city.strength.tocsc(), result_places.prerequisites(eco)
    out = []
    for t, technology in enumerate(eco.ids("Technology")):
        span = slice(by.indptr[t], by.indptr[t + 1])
        links = sorted((ids[c], float(a)) for c, a in zip(by.indices[span], by.data[span], strict=True) if a > 0)
        centres = [
            {"centre": c, "strength": a, "existing": c in existing} for c, a in links if c in existing or c in starts
        ]
        today = sum(link["existing"] is True for link in centres)
        out.append(
            {
                "technology": technology,
                "name": names[technology],
                "kind": str(eco.column("technologies", "kind")[t]),
                "severity": float(eco.column("technologies", "severity")[t]),
                "field": str(eco.column("technologies", "field")[t]),
                "prerequisites": prerequisites[technology],
                "today": today,
                "with_plan": len(centres),
                "candidates": sum(c not in existing for c, _ in links),
                "centres": centres,
            }
        )
    return out


def _names(eco: Ecosystem, label: str) -> list[dict[str, str]]:
    return [{"id": i, "name": name} for i, name in eco.names(label).items()]


def audit_dict(report: AuditReport | None) -> dict[str, Any]:
    """The audit as JSON, its sentences in both languages; without a plan nothing is claimed."""
    if report is None:
        return {"clean": None, "checked": 0, "by_family": {}, "off": [], "findings": []}
    return report.as_dict("en") | {
        "findings": [f.as_dict("en") | {"message": both(f.words)} for f in report.findings],
    }
