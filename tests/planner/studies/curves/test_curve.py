"""Budget curves and roadmaps: by hand, by enumeration, laws, a city, honest ends."""

import itertools
import signal
import threading
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.curve_cases import arrays, chart, four
from buju_testing.oracle import OPTIMUM, ten_candidates
from buju_testing.planner_tables import columns, random_tables, tables
from buju_testing.random_city import random_city
from graph.base.errors import UsageError
from graph.base.records import encode
from planner.audit import audit_tables
from planner.families.city_problem import compile_city
from planner.families.use import broken
from planner.problem import score
from planner.problem.tables import Settings, from_tables
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.studies.curves import curve, curve_data, roadmap
from planner.studies.curves.budget import BudgetModel, find_row, fits, with_cap
from planner.studies.curves.curve import ends, gains, grid, stair_points
from planner.studies.curves.curve_data import Listener, Wanted, tables_curve
from planner.studies.curves.roadmap import Best
from planner.studies.curves.stacked_problem import stacked
from planner.studies.curves.stairs import climb
from planner.studies.fronts.front import find

BIG = 1e6


def stairs_of(rows, changes, row="m"):
    """(use, value) of every choice that keeps the other rules, by the audit; then the stairs by their definition."""
    problem = from_tables(columns(rows), Settings(**changes))
    loose = {**rows, "budgets": [{**b, "cap": BIG} if b["row"] == row else b for b in rows["budgets"]]}
    at = find_row(problem, row)
    found = []
    for n in range(len(problem.candidates) + 1):
        for chosen in itertools.combinations(problem.candidates, n):
            report = audit_tables(loose, changes, chosen)
            if report.clean:
                x = np.array([float(c in chosen) for c in problem.candidates])
                found.append((float(at.usage @ x), report.recomputed["objective"], frozenset(chosen)))
    return found


def best_within(found, cap, up):
    values = [v for use, v, _ in found if use <= cap + 1e-9]
    return (max(values) if up else min(values)) if values else None


def best_chain(found, caps, up):
    """The greatest mean value over all nested choices, by trying every one."""
    sign = 1 if up else -1
    reach = {s: sign * v for use, v, s in found if use <= caps[0] + 1e-9}
    for cap in caps[1:]:
        able = [(s, sign * v) for use, v, s in found if use <= cap + 1e-9]
        reach = {s: v + max(w for t, w in reach.items() if t <= s) for s, v in able if any(t <= s for t in reach)}
    return sign * max(reach.values()) / len(caps) if reach else None


class TestByHand:
    def test_stairs_of_four_candidates(self):
        out = chart(four())
        told = [(p["budget"], p["value"]) for p in out["points"]]
        cost = [0, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 15]
        assert told == list(zip(cost, [0, 3, 5, 6, 8, 9, 11, 14, 16, 17, 19, 22], strict=True))
        assert (out["kind"], out["complete"], out["own"]) == ("stairs", True, 9)
        assert (out["least"]["budget"], out["enough"]["budget"], out["enough"]["value"]) == (0, 15, 22)
        assert out["audit"]["clean"]

    def test_one_more_is_the_difference_of_two_optima(self):
        out = chart(four(), at=(3.0, 4.0, 7.0, 15.0), more=2.0)
        assert out["kind"] == "grid"
        assert [p["more"]["gain"] for p in out["points"]] == [3, 3, 3, 0]  # 8 − 5, 9 − 6, 14 − 11, 22 − 22
        assert [p["more"]["budget"] for p in out["points"]] == [5, 6, 9, 17]

    def test_the_price_of_nesting(self):
        # best: B 5, C 6, A + C 9. Kept nested: B, B, A + B = 5, 5, 8; dropping from A + C: nothing, C, A + C
        road = chart(four(), at=(3.0, 4.0, 6.0))["roadmap"]
        assert [s["chosen"] for s in road["steps"]] == [["B"], ["B"], ["A", "B"]]
        assert [s["added"] for s in road["steps"]] == [["B"], [], ["A"]]
        assert [s["price"] for s in road["steps"]] == [0, 1, 1]
        assert (road["mean"], road["bound"], road["status"]) == (6, 6, "proven")
        assert [s["upwards"] for s in road["steps"]] == [5, 5, 8]
        # from A + C (9) down: C (6) at 4, and C costs too much at 3, so nothing is left: 0 + 6 + 9 = 15
        assert [s["downwards"] for s in road["steps"]] == [0, 6, 9]

    def test_ten_candidates_of_the_oracle(self):
        """29.4 at 28, 43.1 at 42 as in ../shared/reference/planner/oracle; all 2^10 choices for the rest."""
        problem = ten_candidates()
        row, stop = problem.budgets[0], threading.Event()
        found, ending = climb(BudgetModel(problem, row, Limits(), stop), 0.0, 60.0, stop)
        assert ending == "complete"
        take = np.array(list(itertools.product([0.0, 1.0], repeat=10)))
        pairs = problem.pairs[0]
        value = take @ problem.values["value"] + (take[:, pairs.a] * take[:, pairs.b]) @ pairs.bonus
        cost, best, truth = take @ row.usage, -1.0, []
        for n in np.lexsort((-value, cost)):
            if value[n] > best + 1e-9:
                best = value[n]
                truth.append((cost[n], value[n]))
        assert [(s.budget, s.value) for s in found] == [(c, pytest.approx(v, abs=1e-9)) for c, v in truth]
        by_budget = {s.budget: s.value for s in found}
        assert by_budget[27.0] == pytest.approx(OPTIMUM, abs=1e-9)  # the best for 28 costs 27
        assert by_budget[41.0] == pytest.approx(43.1, abs=1e-9)

    def test_the_curve_is_the_front_of_value_and_cost(self):
        problem = ten_candidates()
        stop = threading.Event()
        stairs, _ = climb(BudgetModel(problem, problem.budgets[0], Limits(), stop), 0.0, 60.0, stop)
        front = find(with_cap(problem, problem.budgets[0], 60.0), ["total", "cost"])
        assert sorted((cost, round(value, 9)) for value, cost in front.points) == [
            (s.budget, round(s.value, 9)) for s in stairs
        ]

    def test_no_budget_helps_where_other_rules_conflict(self):
        out = chart(four(), {"count_min": 5})
        assert (out["status"], out["points"], out["roadmap"]) == ("infeasible", [], None)
        assert (out["least"]["budget"], out["enough"]) == (None, None)

    def test_the_least_budget_that_works_is_solved(self):
        out = chart(four(), {"count_min": 2}, at=(1.0, 4.9, 5.0, 9.0))
        assert out["least"] == {"budget": 5.0, "bound": 5.0, "status": "proven"}  # A + B
        assert [p["status"] for p in out["points"]] == ["infeasible", "infeasible", "proven", "proven"]
        assert [p["value"] for p in out["points"]] == [None, None, 8, 14]

    def test_rows_by_name(self):
        problem = from_tables(columns(four()), Settings())
        assert find_row(problem, "m").cap == 9
        with pytest.raises(UsageError, match=r"there are: m"):
            find_row(problem, "budgets.total")


@pytest.mark.parametrize("seed", range(15))
def test_curves_equal_enumeration(seed):
    rows, changes = random_tables(seed)
    up = changes["objective"] == "max_value"
    found = stairs_of(rows, changes)
    out = chart(rows, changes, points=3, stairs=True)
    if not found:
        assert out["status"] == "infeasible"
        return
    assert out["complete"]
    uses = sorted({use for use, _, _ in found})
    truth = {cap: best_within(found, cap, up) for cap in uses}
    stairs = [c for n, c in enumerate(uses) if n == 0 or abs(truth[c] - truth[uses[n - 1]]) > 1e-7]
    assert [(p["budget"], p["value"]) for p in out["points"]] == [(c, pytest.approx(truth[c])) for c in stairs]
    assert out["audit"]["clean"]
    road = out["roadmap"]
    caps = [s["budget"] for s in road["steps"]]
    assert road["status"] == "proven"
    assert road["mean"] == pytest.approx(best_chain(found, caps, up), abs=1e-6)


def test_a_knapsack_of_twenty_equals_dynamic_programming():
    """v(b) of every whole budget by Bellman's recursion (Kellerer, Pferschy & Pisinger 2004, Knapsack Problems)."""
    rng = np.random.default_rng(5)
    cost, value = rng.integers(3, 20, 20), rng.integers(1, 60, 20)
    best = np.zeros(int(cost.sum()) + 1)
    for c, v in zip(cost, value, strict=True):
        best[c:] = np.maximum(best[c:], best[:-c] + v)
    truth = [(float(b), best[b]) for b in range(len(best)) if b == 0 or best[b] > best[b - 1]]
    ids = [f"C{i}" for i in range(20)]
    rows = tables(
        dict(zip(ids, map(int, value), strict=True)),
        {"m": 50},
        {(c, "m"): int(a) for c, a in zip(ids, cost, strict=True)},
    )
    out = chart(rows, roadmap=False)
    assert [(p["budget"], p["value"]) for p in out["points"]] == truth
    assert len(truth) > 40
    assert [p["more"]["gain"] for p in out["points"][:-1]] == [best[int(b) + 1] - best[int(b)] for b, _ in truth[:-1]]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(20, 10_000), caps=st.sets(st.integers(0, 30), min_size=2, max_size=4), more=st.integers(1, 9))
def test_laws(seed, caps, more):
    rows, changes = random_tables(seed)
    sign = 1 if changes["objective"] == "max_value" else -1
    out = chart(rows, changes, at=tuple(map(float, caps)), more=float(more))
    if out["status"] == "infeasible":
        return
    found = [p for p in out["points"] if p["value"] is not None]
    values = [sign * p["value"] for p in found]
    assert values == sorted(values)  # more budget never hurts
    for p in out["points"]:
        assert (p["value"] is None) == (p["budget"] < out["least"]["budget"])
        assert p["value"] is None or fits(p["used"], p["budget"])
        if p["more"] is not None:
            assert p["more"]["gain"] >= 0
    if not found:
        return
    road = out["roadmap"]
    best = {p["budget"]: sign * p["value"] for p in found}
    for a, b in itertools.pairwise(road["steps"]):
        assert set(a["chosen"]) <= set(b["chosen"])
    for step in road["steps"]:
        assert sign * step["value"] <= best[step["budget"]] + 1e-9
        assert step["price"] >= 0
        assert step["price"] == pytest.approx(best[step["budget"]] - sign * step["value"], abs=1e-9)
    for name in ("upwards", "downwards"):  # no greedy one is better than the best
        told = [s[name] for s in road["steps"]]
        assert None in told or sign * np.mean(told) <= sign * road["mean"] + 1e-7
    assert out["audit"]["clean"]


@pytest.mark.parametrize("seed", [8, 10, 14, 23])
def test_a_grid_of_a_city_is_what_plan_finds(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    row = next(b for b in problem.budgets if b.share is not None)
    stop = threading.Event()
    edge = ends(model := BudgetModel(problem, row, Limits(), stop))
    low, high = edge.least.used, edge.enough.used
    if low > 0:
        assert solve(with_cap(problem, row, low - 1.0)).status == "infeasible"
    best = solve(with_cap(problem, row, None))
    assert edge.enough.value == pytest.approx(best.objective, abs=1e-6)
    budgets = [model.rounded_up(low), (low + high) / 2, model.rounded_up(high)]
    points, ending = grid(problem, row, budgets, Limits(), stop)
    assert ending == "complete"
    for p in points:
        again = solve(with_cap(problem, row, p.budget))
        assert p.value == pytest.approx(again.objective, abs=1e-6)
        assert broken(with_cap(problem, row, p.budget), score.to_arrays(problem, p.plan)) == []
    told = gains(problem, row, points, 25.0, Limits(), enough=edge.enough)
    for p in told:
        assert p.more.value == pytest.approx(solve(with_cap(problem, row, p.budget + 25.0)).objective, abs=1e-6)


@pytest.mark.parametrize("seed", [10, 24])
def test_stairs_of_a_city_hold_at_every_budget_between(seed):
    """Where money is paid in any amount, nothing changes between two stairs: tried at each and a hair below."""
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    row = next(b for b in problem.budgets if b.share is not None)
    problem = replace(problem, stages=problem.stages[:1])
    stop = threading.Event()
    model = BudgetModel(problem, row, Limits(), stop)
    edge = ends(model)
    points, ending = stair_points(model, model.rounded_up(edge.least.used), model.rounded_up(edge.enough.used), stop)
    assert ending == "complete"
    assert not model.exact
    assert len(points) > 1
    sign = 1 if problem.stages[0].sense == "maximise" else -1
    values = [sign * p.value for p in points]
    assert values == sorted(values)
    for below, at in itertools.pairwise(points):
        assert solve(with_cap(problem, row, at.budget)).objective == pytest.approx(at.value, abs=1e-5)
        just_under = solve(with_cap(problem, row, at.budget - 2 * model.grain)).objective
        assert just_under == pytest.approx(below.value, abs=1e-5)


def test_copies_are_the_problem_itself():
    problem = ten_candidates()
    row = problem.budgets[0]
    alone = [solve(with_cap(problem, row, cap)).objective for cap in (28.0, 42.0)]
    both = stacked(problem, row, [28.0, 42.0])
    free = solve(replace(both, logic=()))  # without nesting each copy finds its own best
    assert free.objective == pytest.approx(np.mean(alone))
    assert solve(both).objective <= free.objective + 1e-9
    flipped = random_tables(3)
    assert flipped[0] == random_tables(3)[0]


def test_row_order_does_not_matter():
    rows, changes = random_tables(5)
    turned = {name: table[::-1] for name, table in rows.items()}
    a, b = chart(rows, changes, stairs=True, roadmap=False), chart(turned, changes, stairs=True, roadmap=False)
    assert [(p["budget"], p["value"]) for p in a["points"]] == [
        (p["budget"], pytest.approx(p["value"])) for p in b["points"]
    ]


def test_time_and_ctrl_c_are_told():
    before = signal.getsignal(signal.SIGINT)
    none = encode(tables_curve(arrays(four()), Settings(), Wanted(row="m"), Limits(seconds=0.0)))
    assert (none["status"], none["complete"], none["points"]) == ("time_limit", False, [])

    def stop(points, _budget):
        if points == 3:
            signal.raise_signal(signal.SIGINT)

    out = encode(tables_curve(arrays(four()), Settings(), Wanted(row="m"), Limits(), Listener(stop)))
    assert (out["status"], out["complete"], out["roadmap"]) == ("interrupted", False, None)
    assert [p["budget"] for p in out["points"]] == [12, 13, 15]  # the upper part, without a hole
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("where", ["grid", "gains", "roadmap"])
def test_a_ctrl_c_that_the_solver_took_stops_everything(monkeypatch, where):
    """The solver keeps the wish to stop for itself; whoever asked it must hear of it, and keep what is done."""
    asked = []

    def cut(problem, *rest):
        asked.append(1)
        solution = solve(problem, *rest)
        late = {"grid": 2, "roadmap": 1}[where]
        if len(asked) == late:
            return replace(solution, interrupted=True, status="time_limit")
        return solution

    if where == "gains":
        most = BudgetModel.most
        cut_short = {"interrupted": True, "status": "time_limit"}
        monkeypatch.setattr(BudgetModel, "most", lambda *asked: replace(most(*asked), **cut_short))
    else:
        monkeypatch.setattr(roadmap if where == "roadmap" else curve, "solve", cut)
    out = chart(four(), at=(3.0, 4.0, 6.0), more=2.0)
    assert (out["status"], out["complete"], out["roadmap"]) == ("interrupted", False, None)
    assert [p["budget"] for p in out["points"]] == ([6] if where == "grid" else [3, 4, 6])
    told = [p["more"] is not None for p in out["points"]]
    assert all(told) == (where == "roadmap")


def test_a_roadmap_without_time_is_the_greedy_one_and_says_so(monkeypatch):
    problem = ten_candidates()
    row = problem.budgets[0]
    best = [
        Best(cap, s.plan, s.objective, s.stages[0].bound)
        for cap in (10.0, 20.0, 30.0, 40.0)
        for s in [solve(with_cap(problem, row, cap))]
    ]
    true = roadmap.find(problem, row, best)
    assert true.status == "proven"
    monkeypatch.setattr(roadmap, "_joint", lambda *_: (None, None, False))
    greedy = roadmap.find(problem, row, best)
    assert greedy.mean <= true.mean + 1e-9
    assert greedy.bound == pytest.approx(np.mean([b.bound for b in best]))
    assert greedy.status == "time_limit"


def test_a_false_bound_is_not_called_proof(monkeypatch):
    """Were the large program to claim less than a plan in hand reaches, the plan stands and the mean is its own."""
    problem = ten_candidates()
    row = problem.budgets[0]
    found = [solve(with_cap(problem, row, cap)) for cap in (15.0, 28.0, 42.0)]
    best = [Best(c, s.plan, s.objective, s.stages[0].bound) for c, s in zip((15.0, 28.0, 42.0), found, strict=True)]
    monkeypatch.setattr(roadmap, "_joint", lambda *_: (None, 1.0, False))
    assert roadmap.find(problem, row, best).status != "proven"


def test_every_plan_is_audited(monkeypatch):
    def faulty(rows, changes, chosen, objective):
        return audit_tables(rows, changes, chosen, objective + 1.0)

    monkeypatch.setattr(curve_data, "audit_tables", faulty)
    out = chart(four())
    assert not out["audit"]["clean"]
    assert not any(p["clean"] for p in out["points"])
    assert asdict(Wanted(row="m"))["row"] == "m"
