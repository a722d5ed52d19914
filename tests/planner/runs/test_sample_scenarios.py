"""The four scenarios of the sample city: what each of them is there to show."""

from pathlib import Path

import numpy as np
import pytest

from graph.measures.evidence import used_strength
from loaders.dataset import load
from planner.audit import audit
from planner.families import use
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem import score
from planner.rulebook import scenario
from planner.runs.outcome import plan_city
from planner.solving.highs import Limits

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"


@pytest.fixture(scope="module")
def eco():
    return load(CITY).require()


@pytest.fixture(scope="module")
def outcomes(eco):
    names = ("base", "tight", "resilient", "impossible")
    found = {n: scenario.load(CITY / "scenarios" / f"{n}.yaml") for n in names}
    assert all(s.name == n and s.title.en and s.title.zh for n, s in found.items())
    return {n: (s.policy, plan_city(eco, s.policy)) for n, s in found.items()}


def uses(outcome):
    at = score.to_arrays(outcome.problem, outcome.plan)
    return {u.rule.name: u for u in use.uses(outcome.problem, at)}


@pytest.mark.parametrize("name", ["base", "tight", "resilient"])
def test_plans_are_proven_and_pass_the_audit(eco, outcomes, name):
    policy, outcome = outcomes[name]
    assert outcome.status == "proven"
    assert all(s.status == "proven" for s in outcome.solution.stages)
    report = audit(eco, policy, outcome.plan, outcome.goals)
    assert report.clean, report.findings
    assert report.checked > 500


def test_base_reaches_twenty_and_target_budget_and_quotas_all_bind(outcomes):
    policy, outcome = outcomes["base"]
    assert policy.target.count == 20
    assert len(outcome.plan.starts) == 18
    used = uses(outcome)
    binding = {name for name, use in used.items() if use.binding}
    assert used["target"].used == 20
    assert {"target", "budget total", "budget city 2024", "budget city 2025"} <= binding
    assert {"quota year 2023 max", "quota channel city min", "quota district XS min"} <= binding
    assert "exclusive chief_scientist_id P049" in binding
    assert outcome.goals["coverage"] > outcome.today["coverage"]


def test_less_money_gives_another_and_a_lesser_plan(outcomes):
    (base_policy, base), (tight_policy, tight) = outcomes["base"], outcomes["tight"]
    assert tight_policy.budgets.total < base_policy.budgets.total
    assert set(base.plan.starts) - set(tight.plan.starts)
    assert tight.objective < base.objective
    assert tight.goals["cost"] < base.goals["cost"]


def test_resilient_covers_the_severest_bottlenecks_by_two_leads(eco, outcomes):
    (_, base), (_, resilient) = outcomes["base"], outcomes["resilient"]
    used, leads = used_strength(eco).toarray(), eco.column("centres", "lead_id")
    severest = np.flatnonzero(eco.column("technologies", "severity") == 5)

    def depth(outcome):
        rows = [eco.position("Centre")[c] for c in outcome.plan.starts]
        return [len({leads[i] for i in rows if used[i, t] >= 0.5}) for t in severest]

    assert min(depth(resilient)) >= 2
    assert min(depth(base)) == 1
    assert set(base.plan.starts) - set(resilient.plan.starts)
    assert resilient.goals["cost"] > base.goals["cost"]


def test_impossible_names_more_than_one_rule(outcomes):
    _, outcome = outcomes["impossible"]
    assert outcome.status == "infeasible"
    assert outcome.plan is None
    families = {rule.family for rule in outcome.conflict.rules}
    assert len(families) > 1
    assert "target" in families
    assert all(rule.words.zh and rule.words.en for rule in outcome.conflict.rules)


@pytest.mark.parametrize(
    ("change", "met"), [("target.count=20", True), ("target.count=21", False), ("budgets.total=null", False)]
)
def test_impossible_is_met_when_the_target_gives_way_to_twenty(eco, change, met):
    eased = scenario.load(CITY / "scenarios" / "impossible.yaml", [change])
    assert (conflict.status(compile_city(eco, eased.policy), Limits(seconds=30)) != "infeasible") == met
