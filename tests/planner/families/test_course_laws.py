"""Laws of plans with a history: rolling changes nothing, money never hurts, one grade makes nothing impossible."""

import random
from dataclasses import replace

import pytest

from buju_testing.course_cases import earlier_plan, policy_of
from buju_testing.random_history import random_history
from buju_testing.sample_run import SAMPLE
from graph.model.columns import from_rows
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES
from loaders.dataset import load
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem import score
from planner.rulebook import scenario
from planner.runs.baseline import Sticking, with_baseline
from planner.runs.plan_result import ChosenCentre
from planner.solving.highs import Limits
from planner.solving.stages import solve


def with_rows(eco, **tables):
    """The ecosystem with other tables."""
    given = {name: dict(columns) for name, columns in eco.tables.items()}
    given |= {name: from_rows(TABLES[name], rows) for name, rows in tables.items()}
    return Ecosystem(eco.info, given)


def rows_of(eco, table):
    """The rows of a table."""
    columns = eco.tables[table]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def rolled(eco, plan, until, share):
    """The city as it stands after ``until``: centres of the plan approved, paid as planned, by city and district."""
    status, approved = (eco.tables["centres"][c].copy() for c in ("status", "approved_year"))
    ids = list(eco.ids("Centre"))
    payments = []
    for centre, year in plan.starts.items():
        if year <= until:
            status[ids.index(centre)], approved[ids.index(centre)] = "approved", year
            for f, money in plan.support.get(centre, {}).items():
                part = share.get(centre, 0.0)
                for payer, amount in (("city", money * (1 - part)), ("district", money * part)):
                    if f <= until and amount:
                        payments.append({"centre_id": centre, "year": f, "amount": amount, "payer": payer})
    centres = dict(eco.tables["centres"]) | {"status": status, "approved_year": approved}
    tables = {name: dict(columns) for name, columns in eco.tables.items()} | {"centres": centres}
    return with_rows(Ecosystem(eco.info, tables), payments=payments)


def sample(*sets):
    """The sample city and its base scenario."""
    given = scenario.load(SAMPLE / "scenarios" / "base.yaml", sets)
    return load(SAMPLE).require(), given.policy


def shares(eco, policy):
    """District share by centre."""
    told = policy.cofunding
    districts = zip(eco.ids("Centre"), eco.column("centres", "district"), strict=True)
    return {c: told.by_district.get(d, told.district_share) for c, d in districts}


def stages(eco, policy, year, earlier=None):
    """Stage values and the plan, as of a year."""
    problem = compile_city(eco, policy.model_copy(update={"as_of": year}))
    if earlier is not None:
        problem = with_baseline(problem, Sticking(earlier), eco.info.name)
    found = solve(problem)
    assert found.status == "proven"
    return found


def as_result(plan, name):
    """A plan as a result that another may stick to."""
    bare = earlier_plan(dict(plan.starts), name)
    chosen = tuple(
        ChosenCentre(centre=c.centre, name=c.centre, year=c.year, support=plan.support[c.centre], total_support=0.0)
        for c in bare.chosen
    )
    return replace(bare, chosen=chosen)


@pytest.mark.parametrize(
    "sets",
    [
        (),
        pytest.param(("evaluation.expected={enterprise: pass, institute: pass, joint: pass}",), marks=pytest.mark.long),
        pytest.param(("equity.pot=900",), marks=pytest.mark.long),
    ],
)
def test_rolled_year_by_year_the_plan_of_the_sample_keeps_every_stage(sets):
    eco, policy = sample(*sets)
    first = stages(eco, policy, policy.years.first - 1)
    plan, part = first.plan, shares(eco, policy)
    for year in (2023, 2024, 2025, 2026):
        city = rolled(eco, plan, year, part)
        found = stages(city, policy, year, as_result(plan, eco.info.name))
        for one, other in zip(first.stages, found.stages, strict=True):
            assert other.objective == pytest.approx(one.objective, rel=2e-6, abs=1e-6)
        assert found.plan.starts == plan.starts
        for centre, money in plan.support.items():
            assert found.plan.support[centre] == pytest.approx(money, abs=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_moving_on_a_year_with_payments_as_planned_changes_no_stage(seed):
    eco, policy = random_history(seed)
    policy = policy.model_copy(update={"course": policy.course.model_copy(update={"commitments": "free"})})
    told = policy.evaluation.model_copy(update={"rectify_after": None})
    policy = policy.model_copy(update={"evaluation": told})
    problem = compile_city(eco, policy)
    first = solve(problem)
    if first.plan is None:
        return
    history = [
        dict(zip(eco.tables["payments"], row, strict=True))
        for row in zip(*eco.tables["payments"].values(), strict=True)
    ]
    part = shares(eco, policy)
    status, approved = (eco.tables["centres"][c].copy() for c in ("status", "approved_year"))
    ids = list(eco.ids("Centre"))
    for centre, year in first.plan.starts.items():
        if year == 2025:
            status[ids.index(centre)], approved[ids.index(centre)] = "approved", year
    for centre, money in first.plan.support.items():
        for payer, amount in (("city", 1 - part[centre]), ("district", part[centre])):
            if money.get(2025) and amount:
                history.append({"centre_id": centre, "year": 2025, "amount": money[2025] * amount, "payer": payer})
    centres = dict(eco.tables["centres"]) | {"status": status, "approved_year": approved}
    tables = {name: dict(columns) for name, columns in eco.tables.items()} | {"centres": centres}
    moved = compile_city(
        with_rows(Ecosystem(eco.info, tables), payments=history), policy.model_copy(update={"as_of": 2025})
    )
    second = solve(moved)
    assert second.plan is not None
    for one, other in zip(first.stages, second.stages, strict=True):
        assert other.objective == pytest.approx(one.objective, rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("seed", range(15))
def test_money_added_to_a_future_budget_never_hurts(seed):
    eco, policy = random_history(seed)
    before = solve(compile_city(eco, policy))
    city = {y: m + (300 if y > 2024 else 0) for y, m in policy.budgets.city.items()}
    total = None if policy.budgets.total is None else policy.budgets.total + 500
    more = policy.budgets.model_copy(update={"city": city, "total": total})
    course = policy.course
    after = solve(compile_city(eco, policy.model_copy(update={"budgets": more, "course": course})))
    if before.plan is not None:
        assert after.plan is not None
        if policy.course.commitments != "priority":  # with more money promises come first
            assert after.objective >= before.objective - 1e-6


@pytest.mark.parametrize("seed", range(25))
def test_one_poor_grade_never_makes_a_plan_infeasible(seed):
    """Where budgets are not tied to single years: money that a grade takes in one year is then free in any other."""
    eco, policy = random_history(seed)
    free = policy.budgets.model_copy(update={"city": {}, "carry_over": False})
    policy = policy.model_copy(update={"budgets": free})
    rows = [
        dict(zip(eco.tables["evaluations"], row, strict=True))
        for row in zip(*eco.tables["evaluations"].values(), strict=True)
    ]
    before = compile_city(eco, policy)
    if solve(before).plan is None:
        return
    approved = [c for c, s in zip(eco.ids("Centre"), eco.column("centres", "status"), strict=True) if s == "approved"]
    rng = random.Random(seed)
    for centre in rng.sample(approved, min(2, len(approved))):
        others = [r for r in rows if (r["centre_id"], r["year"]) != (centre, 2024)]
        graded = with_rows(eco, evaluations=[*others, {"centre_id": centre, "year": 2024, "grade": "poor"}])
        after = solve(compile_city(graded, policy))
        assert after.plan is not None


def tied(eco, policy):
    """The policy with city budgets that are just what a plan spends in each year to come; None without a plan."""
    free = policy.model_copy(update={"budgets": policy.budgets.model_copy(update={"city": {}, "carry_over": False})})
    plan = solve(compile_city(eco, free)).plan
    if plan is None:
        return None
    spent = {y: sum(money.get(y, 0.0) for money in plan.support.values()) for y in range(2025, 2031)}
    return policy.model_copy(update={"budgets": free.budgets.model_copy(update={"city": spent})})


@pytest.mark.long
def test_where_budgets_hold_for_single_years_only_they_can_stand_against_a_poor_grade():
    """What is owed falls on other years then; by hand in ``tests/planner/cli/test_poor_grade.py``."""
    failed = 0
    for seed in range(25):
        eco, policy = random_history(seed)
        others = [r for r in rows_of(eco, "evaluations") if r["year"] != 2024]
        bare = with_rows(eco, evaluations=others)
        if (tight := tied(bare, policy)) is None or solve(compile_city(bare, tight)).plan is None:
            continue
        for centre, status in zip(eco.ids("Centre"), eco.column("centres", "status"), strict=True):
            if status == "approved":
                graded = with_rows(eco, evaluations=[*others, {"centre_id": centre, "year": 2024, "grade": "poor"}])
                after = compile_city(graded, tight)
                if conflict.status(after, Limits()) == "infeasible":
                    assert "budget" in {rule.family for rule in conflict.find(after).rules}
                    failed += 1
    assert failed > 0


def test_history_keeps_its_digits():
    eco, policy = random_history(3)
    problem = compile_city(eco, policy)
    found = solve(problem)
    at = score.to_arrays(problem, found.plan)
    assert (at.pay[:, : problem.support.open] == problem.support.paid[:, : problem.support.open]).all()
    assert policy_of({}, 2024).as_of == 2024
