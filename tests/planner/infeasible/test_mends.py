"""Mends: each makes the scenario solvable, a slightly smaller change does not, and none is offered untried."""

import math
from functools import partial
from pathlib import Path

import pytest

from buju_testing.changed_policy import changed
from buju_testing.random_city import random_city
from loaders.dataset import load
from planner import infeasible
from planner.families.city_problem import compile_city
from planner.families.lever import moved, rounding_step
from planner.families.levers import levers
from planner.infeasible import conflict
from planner.infeasible.loosening import eased
from planner.rulebook import scenario
from planner.solving.highs import Limits

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"
LIMITS = Limits(seconds=20)


def feasible(eco, policy, sets=()):
    return conflict.status(compile_city(eco, changed(policy, sets)), LIMITS) == "proven"


def infeasible_cities():
    out = []
    for seed in range(40):
        eco, policy = random_city(seed)
        tight = policy.target.model_copy(update={"count": (policy.target.count or 2) + 3, "maximum": None})
        policy = policy.model_copy(update={"target": tight})
        if not feasible(eco, policy):
            out.append((seed, eco, policy))
        if len(out) == 6:
            break
    return out


@pytest.fixture(scope="module")
def cities():
    found = infeasible_cities()
    assert len(found) == 6
    return found


def test_each_mend_suffices_and_a_smaller_change_does_not(cities):
    several, single = 0, 0
    for seed, eco, policy in cities:
        problem = compile_city(eco, policy)
        found = infeasible.find(problem, policy, conflict.find(problem), partial(feasible, eco, policy))
        for mend in found.scenario:
            assert mend.sets
            assert feasible(eco, policy, mend.sets), (seed, mend.sets)
            several += len(mend.changes) > 1
            for k, change in enumerate(mend.changes):  # without one of the changes, or with less of it, it fails
                others = [text for n, text in enumerate(mend.sets) if n != k]
                assert not feasible(eco, policy, others), (seed, mend.sets, change.key)
            if len(mend.changes) == 1 and (less := _less(mend.changes[0])) is not None:
                single += 1
                assert not feasible(eco, policy, [f"{mend.changes[0].key}={less}"]), (seed, mend.sets, less)
    assert several > 1
    assert single > 2


def _less(change):
    """The figure one unit nearer to the old one; None for lists."""
    if not change.new.replace(".", "").isdecimal():
        return None
    old, new = float(change.old), float(change.new)
    whole = change.key.startswith(("target", "quotas", "exclusive")) or change.key.endswith("depth")
    step = 1.0 if whole else rounding_step(new)
    less = new - math.copysign(step, new - old)
    return f"{less:.12g}"


def test_mends_that_the_scenario_refuses_are_not_offered(cities):
    _, eco, policy = cities[0]
    problem = compile_city(eco, policy)
    found = infeasible.find(problem, policy, conflict.find(problem), lambda _sets: False)
    assert found.scenario == ()


def test_the_time_is_kept_and_said(cities):
    _, eco, policy = cities[0]
    problem = compile_city(eco, policy)
    found = infeasible.find(problem, policy, conflict.find(problem), lambda _sets: True, seconds=0.0)
    assert not found.complete
    assert found.scenario == ()


def test_impossible():
    eco = load(CITY).require()
    file = CITY / "scenarios" / "impossible.yaml"
    policy = scenario.load(file).policy
    problem = compile_city(eco, policy)

    def check(sets):
        return conflict.status(compile_city(eco, scenario.load(file, sets).policy), LIMITS) == "proven"

    found = infeasible.find(problem, policy, conflict.find(problem), check, seconds=120.0, money_unit="万元")
    first = found.scenario[0]
    assert first.sets == ("target.count=20",)
    assert first.words.en == "at least 20 centres by 2025 instead of 26; 20 is the most that can be met"
    assert first.words.zh == "到 2025 年至少 20 家中心（原 26）；最多可达 20 家"
    assert len(found.scenario) > 1
    assert all("target.count" not in " ".join(m.sets) for m in found.scenario[1:])
    assert any("万元 more" in m.words.en for m in found.scenario)


@pytest.mark.parametrize("seed", range(12))
def test_a_lever_moved_in_the_problem_is_the_scenario_changed(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    for lever in levers(problem, policy):
        if not lever.key:
            continue
        items = lever.items[:1]
        by = 1.0 if lever.kind != "score" else min(lever.reach, 5.0)
        text = moved(lever, by, items).set
        if lever.kind in ("cap", "score"):
            by = abs(float(text.partition("=")[2]) - lever.value)
        there = compile_city(eco, changed(policy, [text]))
        here = eased(problem, policy, lever, by, items)
        assert (here.allowed == there.allowed).all(), text
        assert _limits(here) >= _limits(there), text
        assert [b.cap for b in here.budgets] == pytest.approx([b.cap for b in there.budgets])


def _limits(problem):
    """Limits of counts and depths as a set; compiling leaves out what cannot bind."""
    rows = {(row.rule.key, tuple(row.members), row.low, row.high) for row in problem.counts}
    return rows | {(row.rule.key, tuple(row.candidate), row.depth) for row in problem.depths if row.depth > 0}
