"""Fronts, budget curves and single failures of a city in the middle of its scheme, held to every choice tried."""

import signal
from dataclasses import replace

import pytest

from buju_testing.changed_policy import changed as changed_policy
from buju_testing.mixed_history import mixed_history
from buju_testing.random_history import every_choice, random_history
from planner.audit import audit
from planner.audit.past import read_past
from planner.families.city_problem import compile_city
from planner.rulebook import scenario
from planner.solving import highs
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.studies.curves.curve_data import Wanted, city_curve
from planner.studies.explain.prices import ExplainedPlan, price
from planner.studies.fronts import front_data
from planner.studies.fronts.front_data import city_front
from planner.studies.stress.failure import Failure, loss, without


def firm(seed, **budgets):
    """A city whose promises are kept or free: what falls short is no question here."""
    eco, policy = random_history(seed, sizes=(3, 5))
    how = "free" if seed % 2 else "firm"
    told = policy.budgets.model_copy(update=budgets) if budgets else policy.budgets
    course = policy.course.model_copy(update={"commitments": how})
    return eco, policy.model_copy(update={"course": course, "budgets": told})


def explained(eco, policy):
    """The plan of a city, to be explained; None where there is none."""
    problem = compile_city(eco, policy)
    plan = solve(problem).plan
    return None if plan is None else ExplainedPlan(problem, policy, plan)


def curve_of(eco, policy, key, at):
    """The points of a curve, each audited clean."""
    given = replace(scenario.shipped("ningbo-2023"), policy=policy)
    wanted = Wanted(row=key, at=at, roadmap=False)
    found = city_curve(eco, given, lambda sets: replace(given, policy=changed_policy(policy, sets)), wanted, Limits())
    assert found.audit.clean
    return found.points


def unbeaten(points):
    """Points (more, more) that no other beats, each once."""
    near, eps = sorted({(round(a, 7), round(b, 7)) for a, b in points}), 2e-7
    return [
        p
        for p in near
        if not any(min(q[0] - p[0], q[1] - p[1]) >= -eps and max(q[0] - p[0], q[1] - p[1]) > eps for q in near)
    ]


def front_is_true(seed):
    """Whether the front of a city has a point at all; its points are those of every choice."""
    eco, policy = firm(seed)
    choices = every_choice(eco, policy)
    for goal, sign in (("collaboration", 1), ("cost", -1)):
        found, _, _ = city_front(eco, policy, ["coverage", goal], Limits())
        assert found.status == "infeasible" if not choices else found.status in ("complete", "resolution"), seed
        truth = unbeaten((one.terms["coverage"], sign * one.terms[goal]) for one in choices)
        got = [(a, sign * b) for a, b in found.points]
        near = (2e-6, 2e-6 if goal == "collaboration" else 0.02)  # goals are told apart down to a resolution
        for point in got:
            assert any(all(abs(a - b) <= e for a, b, e in zip(point, q, near, strict=True)) for q in truth), (
                seed,
                goal,
            )
        for q in truth:
            assert any(all(a >= b - e for a, b, e in zip(p, q, near, strict=True)) for p in got), (seed, goal, q)
        assert found.audit.clean
    return len(choices)


def test_the_front_of_a_scheme_is_that_of_every_choice():
    assert sum(front_is_true(seed) > 1 for seed in range(6)) >= 3


@pytest.mark.long
def test_the_front_of_forty_schemes_is_that_of_every_choice():
    assert sum(front_is_true(seed) > 1 for seed in range(20, 60)) > 15


def curve_is_true(seed):
    """Values of a budget curve at five totals, each the best of every choice under that total."""
    eco, policy = firm(seed)
    totals = (200.0, 600.0, 1100.0, 1700.0, 2600.0)
    wanted = Wanted(row="budgets.total", at=totals, roadmap=False)
    loose = policy.model_copy(update={"budgets": policy.budgets.model_copy(update={"total": 9999.0})})
    given = replace(scenario.shipped("ningbo-2023"), policy=loose)

    def with_total(sets):
        budgets = loose.budgets.model_copy(update={"total": float(sets[0].partition("=")[2])})
        return replace(given, policy=loose.model_copy(update={"budgets": budgets}))

    found = city_curve(eco, given, with_total, wanted, Limits())
    assert found.audit.clean
    by_budget = {p.budget: p for p in found.points}
    past = read_past(eco, policy)
    own = [s.own for s in past.stands.values() if s.ours]
    paid = sum(m for years in own for y, m in years.items() if y >= policy.years.first)
    seen = 0
    for total in totals:
        held = policy.model_copy(update={"budgets": policy.budgets.model_copy(update={"total": total})})
        best = max((one.objective for one in every_choice(eco, held)), default=None)
        if not found.points:
            assert best is None, (seed, total)  # no total leads to a plan
            continue
        point = by_budget[total]
        if total < paid:
            # a plan calls such a total missed; no plan keeps it, and the curve says so
            assert point.status == "infeasible", (seed, total)
            continue
        assert (point.value is None) == (best is None), (seed, total)
        if point.value is None:
            continue
        assert point.value == pytest.approx(best, abs=2e-6), (seed, total)
        seen += 1
    return seen


def test_the_curve_of_a_scheme_is_that_of_every_choice():
    assert sum(curve_is_true(seed) for seed in range(5)) > 5


@pytest.mark.long
def test_the_curve_of_thirty_schemes_is_that_of_every_choice():
    assert sum(curve_is_true(seed) for seed in range(20, 50)) > 30


def other_curves_are_true(seed):
    """Curves of the city's money of single years, carried over or not, and of equity, held to every choice."""
    eco, policy = mixed_history(seed)
    how = "free" if seed % 2 else "firm"
    policy = policy.model_copy(update={"course": policy.course.model_copy(update={"commitments": how})})
    keys = [f"budgets.city.{year}" for year in policy.budgets.city if year > policy.as_of]
    keys += ["equity.pot"] if policy.equity.pot is not None else []
    seen = 0
    for key in keys:
        for point in curve_of(eco, policy, key, (0.0, 50.0, 100.0, 200.0, 400.0)):
            held = changed_policy(policy, [f"{key}={point.budget:g}"])
            values = [one.objective for one in every_choice(eco, held) if keeps(eco, held, key, one.starts)]
            assert (point.value is None) == (not values), (seed, key, point.budget)
            assert not values or point.value == pytest.approx(max(values), abs=2e-6), (seed, key, point.budget)
            seen += bool(values)
    return seen


def keeps(eco, policy, key, starts):
    """Whether a choice keeps a pot that history alone may have overdrawn; money of years is never told so."""
    if key != "equity.pot":
        return True
    problem = compile_city(eco, policy)
    row = next((row for row in problem.budgets if row.rule.key == key), None)
    used = 0.0 if row is None else row.given + sum(row.usage[problem.candidates.index(c)] for c in starts)
    return row is None or used <= policy.equity.pot + 1e-6


@pytest.mark.parametrize("seed", [1, 2, 13])
def test_curves_of_other_money_are_those_of_every_choice(seed):
    """1, 13: what an earlier year leaves is carried over to the year whose money is varied; 2: a pot used up."""
    assert other_curves_are_true(seed) > 0


@pytest.mark.long
def test_curves_of_other_money_in_sixty_schemes_are_those_of_every_choice():
    assert sum(map(other_curves_are_true, range(20, 80))) > 200


def tight(seed):
    """A city whose promises come first and compete with the plan for money."""
    eco, policy = mixed_history(seed)
    course = policy.course.model_copy(update={"commitments": "priority"})
    sets = [f"budgets.city.{year}={0.5 * cap:g}" for year, cap in policy.budgets.city.items()]
    return eco, changed_policy(policy.model_copy(update={"course": course}), sets)


def first(choices):
    """Those that fall short of promises as little as any."""
    least = min((one.shortfall for one in choices), default=0.0)
    return [one for one in choices if one.shortfall < least + 1e-6]


def prices_keep_promises(seed):
    """Prices are those of the best plans that keep promises as well as the plan does, where there are any."""
    eco, policy = tight(seed)
    case = explained(eco, policy)
    if case is None:
        return 0
    choices = first(every_choice(eco, policy))
    best, seen = max(one.objective for one in choices), 0
    for centre in case.problem.candidates:
        others = [c.objective for c in choices if (centre in c.starts) != (centre in case.plan.starts)]
        if others:
            told = price(case, centre)
            assert not told.lifted
            assert told.cost == pytest.approx(best - max(others), abs=3e-6), (seed, centre)
            seen += 1
    return seen


def curve_keeps_promises(seed):
    """The curve of all money: at each budget the best of the plans that fall short of promises least."""
    eco, policy = tight(seed)
    if policy.budgets.total is None:
        return 0
    points = curve_of(eco, policy, "budgets.total", (600.0, 900.0, 1200.0, 2400.0))
    for point in points:
        if point.value is not None:
            held = changed_policy(policy, [f"budgets.total={point.budget:g}"])
            best = max(one.objective for one in first(every_choice(eco, held)))
            assert point.value == pytest.approx(best, abs=2e-6), (seed, point.budget)
    return sum(point.value is not None for point in points)


def front_keeps_promises(seed):
    """The front of the plans that fall short of promises least."""
    eco, policy = tight(seed)
    choices = first(every_choice(eco, policy))
    found, _, _ = city_front(eco, policy, ["coverage", "collaboration"], Limits())
    truth = unbeaten((one.terms["coverage"], one.terms["collaboration"]) for one in choices)
    assert len(found.points) == len(truth), seed
    for got, want in zip(sorted(found.points), sorted(truth), strict=True):
        assert got == pytest.approx(want, abs=2e-6), seed
    return len(truth)


@pytest.mark.parametrize("seed", [95, 101])
def test_promises_that_come_first_do_so_in_studies_too(seed):
    """95: prices were negative, as other plans broke what was promised."""
    assert prices_keep_promises(seed) + curve_keeps_promises(seed) + front_keeps_promises(seed) > 2


def test_ctrl_c_while_promises_are_looked_at_ends_the_front(monkeypatch):
    def looked_at(problem, limits):
        with highs.keeping():
            signal.raise_signal(signal.SIGINT)
        return problem

    monkeypatch.setattr(front_data, "keeping_promises", looked_at)
    found, _, _ = city_front(*tight(101), ["coverage", "collaboration"], Limits())
    assert found.status == "interrupted"


@pytest.mark.long
def test_promises_that_come_first_do_so_in_studies_of_eighty_schemes():
    seeds = range(80)
    assert sum(map(prices_keep_promises, seeds)) > 40
    assert sum(map(curve_keeps_promises, seeds)) > 60
    assert sum(map(front_keeps_promises, seeds)) > 30


def losses_are_true(seed):
    """Losses of single failures in a held plan, recomputed by the audit; how many centres that were there failed."""
    eco, policy = firm(seed)
    case = explained(eco, policy)
    if case is None:
        return 0
    plan = case.plan
    whole = audit(eco, policy, plan, {}).recomputed
    there = 0
    for centre in plan.starts:
        lost = loss(case, Failure(kind="centre", id=centre, name=centre, lost=(centre,), barred=(centre,)), {})
        left = audit(eco, policy, without(plan, [centre]), {}).recomputed
        for goal in ("coverage", "collaboration"):
            assert lost.goals[goal] == pytest.approx(whole[goal] - left[goal], abs=1e-9), (seed, centre, goal)
        assert lost.loss == pytest.approx(
            0.7 * (whole["coverage"] - left["coverage"]) + 0.3 * (whole["collaboration"] - left["collaboration"])
        )
        # what is owed to a centre that is gone is no rule that breaks
        assert not [r for r in lost.broken if r.family == "owed" and r.name.endswith(centre)]
        there += plan.starts[centre] <= policy.as_of
    return there


def test_losses_in_a_scheme_are_those_of_the_audit():
    assert sum(losses_are_true(seed) for seed in range(12)) > 5
