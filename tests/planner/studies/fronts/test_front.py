"""Fronts: by hand, by enumeration with two to four goals, laws, published fronts, and honest ends."""

import csv
import itertools
import random
import signal
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from buju_testing.front_cases import further_columns, problem_of
from buju_testing.planner_tables import columns, random_tables, tables
from buju_testing.random_city import random_city
from graph.base.errors import UsageError
from graph.base.records import encode
from planner.audit import audit, audit_tables
from planner.families.city_problem import compile_city
from planner.families.use import broken
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import BUILT_IN, Stage
from planner.problem.tables import Settings
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.studies.fronts import front
from planner.studies.fronts.front import find
from planner.studies.fronts.front_data import ideal_and_nadir, knee, tables_front

PARETO = Path(__file__).parents[5] / "shared" / "reference" / "planner" / "pareto"


def non_dominated(points, goals):
    """The points that no other beats, by their definition."""
    sign = np.array([-1 if g in BUILT_IN else 1 for g in goals])
    found = {tuple(float(round(v, 9)) for v in p) for p in points}
    at = np.array(sorted(found)) * sign if found else np.zeros((0, len(goals)))
    kept = [p for p in at if not np.any(np.all(at >= p - 1e-9, axis=1) & np.any(at > p + 1e-9, axis=1))]
    return sorted(tuple(float(v) for v in p * sign) for p in kept)


def true_front(problem, rows, changes, goals):
    """Enumerate with the audit, which shares no code with the program."""
    ids = problem.candidates
    points = []
    for chosen in itertools.chain.from_iterable(itertools.combinations(ids, n) for n in range(len(ids) + 1)):
        if audit_tables(rows, changes, chosen).clean:
            reached = score.goals(problem, score.to_arrays(problem, Plan(dict.fromkeys(chosen, 0), {})))
            points.append([reached[g] for g in goals])
    return non_dominated(points, goals)


def same(found, truth):
    assert len(found) == len(truth)
    for a, b in zip(sorted(found), truth, strict=True):
        assert a == pytest.approx(b, abs=1e-6)


def test_two_goals_by_hand():
    rows = tables(dict.fromkeys("ABC", 0))
    problem = problem_of(rows, {"count_max": 1}, jobs=[5, 3, 3], patents=[0, 3, 2])
    found = find(problem, ["jobs", "patents"])
    assert found.points == ((5.0, 0.0), (3.0, 3.0))  # C is beaten by B
    assert [set(p.starts) for p in found.plans] == [{"A"}, {"B"}]
    assert (found.complete, found.questions, found.steps) == (True, 3, (1.0, 1.0))


@pytest.mark.parametrize("kind", ["whole", "tenths", "real"])
@pytest.mark.parametrize("seed", range(12))
def test_fronts_equal_enumeration(seed, kind):
    rows, changes = random_tables(seed)
    further = further_columns(seed, len(rows["candidates"]), kind)
    problem = problem_of(rows, changes, **further)
    rng = random.Random(seed)
    goals = rng.sample(["jobs", "patents", "income", "total", "cost", "count"], rng.choice([2, 2, 3, 4]))
    found = find(problem, goals)
    truth = true_front(problem, rows, changes, goals)
    # real numbers have no step: their front is complete down to a stated resolution, and not called complete
    assert found.ending in (("complete", "resolution") if truth else ("infeasible",))
    assert found.complete or (kind == "real" and set(found.resolution) == set(goals))
    same(found.points, truth)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12, 150))
def test_fronts_equal_enumeration_at_length(seed):
    for kind in ("whole", "tenths", "real"):
        test_fronts_equal_enumeration(seed, kind)


def knapsack(seed, n, goals, kind="whole"):
    """A knapsack of n items with so many goals whose front has more than a few points."""
    rng = random.Random(seed)
    draw = (lambda: rng.randint(10, 99)) if kind == "whole" else (lambda: 10 + 89 * rng.random())
    weights = [rng.randint(10, 99) for _ in range(n)]
    rows = tables(
        {f"C{i}": 0 for i in range(n)},
        {"m": sum(weights) / 2},
        {(f"C{i}", "m"): w for i, w in enumerate(weights)},
    )
    names = [f"g{k}" for k in range(goals)]
    return problem_of(rows, {}, **{g: [draw() for _ in range(n)] for g in names}), rows, names


@pytest.mark.parametrize(("goals", "kind"), [(2, "whole"), (3, "whole"), (4, "whole"), (2, "real"), (3, "real")])
def test_knapsack_fronts_equal_enumeration(goals, kind):
    sizes = []
    for seed in range(4):
        problem, _, names = knapsack(seed, 10, goals, kind)
        found = find(problem, names)
        take = np.array(list(itertools.product([0.0, 1.0], repeat=10)))
        take = take[take @ problem.budgets[0].usage <= problem.budgets[0].cap]
        truth = non_dominated(take @ np.array([problem.values[g] for g in names]).T, names)
        assert found.searched
        assert found.complete is (kind == "whole")
        same(found.points, truth)
        sizes.append(len(truth))
        if goals == 2 and kind == "whole":
            assert found.questions <= len(truth) + 1
    assert max(sizes) > goals


def test_laws():
    problem, _, names = knapsack(5, 14, 3)
    found = find(problem, names)
    points = np.array(found.points)
    for p in points:  # none beats another
        assert not np.any(np.all(points >= p, axis=1) & np.any(points > p, axis=1))
    for order in itertools.permutations(names):  # lexicographic optima are on the front
        best = solve(problem_for(problem, *order)).plan
        reached = score.goals(problem, score.to_arrays(problem, best))
        assert tuple(reached[g] for g in names) in found.points
    turned = find(problem, [names[2], names[0], names[1]])
    assert {(p[1], p[2], p[0]) for p in turned.points} == set(found.points)
    for plan, point in zip(found.plans, found.points, strict=True):  # the plan has the values that are claimed
        reached = score.goals(problem, score.to_arrays(problem, plan))
        assert tuple(reached[g] for g in names) == point
        assert broken(problem, score.to_arrays(problem, plan)) == []


def problem_for(problem, *goals):
    return replace(problem, stages=tuple(Stage("maximise", {g: 1.0}) for g in goals))


@pytest.mark.parametrize("seed", [2, 3, 7])
def test_a_city_front_holds_its_extremes_and_passes_the_audit(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    found = find(problem, ["coverage", "cost"])
    assert found.searched
    assert found.ending == "infeasible" or found.resolution["cost"] > 0.0  # money is paid in any amount
    if not found.points:
        assert found.ending == "infeasible"
        return
    best = solve(problem_for(problem, "coverage"))
    assert found.points[0][0] == pytest.approx(best.objective, abs=1e-6)
    values = [p[1] for p in found.points]
    assert values == sorted(values, reverse=True)
    for plan, (coverage, cost) in zip(found.plans, found.points, strict=True):
        assert audit(eco, policy, plan, {"coverage": coverage, "cost": cost}).clean


def read_published(case):
    folder = PARETO / case
    if not folder.is_dir():
        pytest.skip("needs shared/reference beside the checkout")
    read = {
        k: [
            [float(v) for v in row[1:]]
            for row in list(csv.reader((folder / f"{k}.csv").read_text("utf-8").splitlines()))[1:]
        ]
        for k in ("a", "b", "c", "pareto_sols")
    }
    ids = [f"C{i}" for i in range(len(read["c"][0]))]
    rows = tables(
        dict.fromkeys(ids, 0),
        {f"r{r}": b[0] for r, b in enumerate(read["b"])},
        {(i, f"r{r}"): v for r, a in enumerate(read["a"]) for i, v in zip(ids, a, strict=True)},
    )
    further = {f"g{k}": c for k, c in enumerate(read["c"])}
    return problem_of(rows, {}, **further), list(further), {tuple(p) for p in read["pareto_sols"]}


def test_2kp50():
    """All 35 points as published (pyaugmecon), with 36 questions."""
    problem, goals, published = read_published("2kp50")
    found = find(problem, goals)
    assert found.complete
    assert set(found.points) == published
    assert (len(found.points), found.questions) == (35, 36)


@pytest.mark.long
def test_3kp40():
    """All 389 points as published (pyaugmecon)."""
    problem, goals, published = read_published("3kp40")
    found = find(problem, goals)
    assert found.complete
    assert set(found.points) == published
    assert len(found.points) == 389


def test_goals_are_checked():
    problem = problem_of(tables({"A": 1}), {}, jobs=[1])
    for goals, word in ((["jobs"], "two to four"), (["jobs", "jobs"], "different"), (["jobs", "jbos"], "jbos")):
        with pytest.raises(UsageError, match=word):
            find(problem, goals)


def test_no_candidates_and_no_differences():
    assert find(problem_of(tables({}), {}), ["total", "cost"]).points == ((0.0, 0.0),)
    flat = find(problem_of(tables({"A": 0, "B": 0}), {}, jobs=[0, 0]), ["jobs", "total"])
    assert (flat.points, flat.complete) == (((0.0, 0.0),), True)


def test_a_time_limit_keeps_true_points():
    problem, _, goals = knapsack(1, 30, 3)
    none = find(problem, goals, Limits(seconds=0.0))
    assert (none.complete, none.ending, none.points) == (False, "time_limit", ())


def test_ctrl_c_keeps_the_points_so_far():
    before = signal.getsignal(signal.SIGINT)
    problem, _, goals = knapsack(1, 30, 3)

    def stop(points, _zones, _seconds):
        if points == 5:
            signal.raise_signal(signal.SIGINT)

    found = find(problem, goals, report=stop)
    assert (found.complete, found.ending, len(found.points)) == (False, "interrupted", 5)
    assert knee(found) is None
    assert signal.getsignal(signal.SIGINT) is before


def test_a_point_that_does_not_hold_is_not_kept(monkeypatch):
    problem, _, goals = knapsack(1, 8, 2)
    right = score.goals
    monkeypatch.setattr(front.score, "goals", lambda *at: {g: v - 500.0 for g, v in right(*at).items()})
    found = find(problem, goals)
    assert (found.complete, found.ending) == (False, "inexact")


def test_knee_ideal_and_nadir_by_hand():
    rows = tables(dict.fromkeys("ABC", 0))
    problem = problem_of(rows, {"count_max": 1}, jobs=[10, 8, 0], cost_saved=[0, 3, 4])
    found = find(problem, ["jobs", "cost_saved"])
    assert ideal_and_nadir(found) == ([10.0, 4.0], [0.0, 0.0])
    assert encode(knee(found)) == {"point": 1, "reached": [0.8, 0.75]}
    straight = find(problem_of(rows, {"count_max": 1}, jobs=[2, 1, 0], saved=[0, 1, 2]), ["jobs", "saved"])
    assert knee(straight) is None


def test_every_plan_of_a_front_is_audited():
    rows, changes = random_tables(5)
    read = {t: {c: np.array(v) for c, v in table.items()} for t, table in columns(rows).items()}
    payload = encode(tables_front(read, Settings(**changes), ["total", "cost"], Limits()))
    assert payload["audit"]["clean"]
    assert payload["audit"]["checked"] > len(payload["points"])


@pytest.mark.parametrize("power", range(-6, 10))
@pytest.mark.parametrize("seed", range(3))
def test_fronts_are_complete_in_every_unit(seed, power):
    """Whole numbers times 10⁻⁶ … 10⁹, some of them a million times the others, equal enumeration."""
    rng = random.Random(seed)
    amounts = [[rng.randint(1, 40) * rng.choice([1, 1, 10**6]) for _ in range(6)] for _ in range(2)]
    unit = Fraction(10) ** power
    rows = tables({f"C{i}": 0 for i in range(6)}, {}, {})
    changes = {"count_max": 3}
    names = ["g0", "g1"]
    problem = problem_of(
        rows, changes, **{g: [float(a * unit) for a in own] for g, own in zip(names, amounts, strict=True)}
    )
    found = find(problem, names)
    choices = [set(c) for n in range(4) for c in itertools.combinations(range(6), n)]
    reached = {tuple(sum(own[i] for i in c) for own in amounts) for c in choices}
    truth = {p for p in reached if not any(q != p and all(b >= a for a, b in zip(p, q, strict=True)) for q in reached)}
    assert found.complete
    assert {tuple(round(Fraction(v) / unit) for v in p) for p in found.points} == truth
    assert len(found.points) == len(truth)


def test_a_front_of_few_and_of_millions_has_all_its_points():
    """The case "pareto-resolution" that the project was given: none, A, B and the plant, as enumeration shows."""
    rows = tables({"A": 8.5, "B": 12.75, "plant": 12500000.5}, {}, {})
    rows["candidates"] = [r | {"cost": c} for r, c in zip(rows["candidates"], (3000, 4500, 86000000), strict=True)]
    found = find(problem_of(rows, {"count_max": 1}), ["value", "cost"])
    assert found.complete
    assert set(found.points) == {(0.0, 0.0), (8.5, 3000.0), (12.75, 4500.0), (12500000.5, 86000000.0)}
