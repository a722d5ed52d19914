"""The program on planner tables: hand-checked cases, laws, brute force, published optima."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.planner_tables import OPTIMA, SHARED, columns, enumerate_best, random_tables, tables
from planner.audit import audit_tables
from planner.families.use import broken
from planner.problem import score
from planner.problem.rows import Stage
from planner.problem.tables import PLANNER_TABLES, Settings, from_tables
from planner.solving.highs import Answer, Limits
from planner.solving.stages import certificate, solve

NUMBERS = {"value", "cap", "amount", "weight", "required", "strength", "bonus"}


def best(rows: dict[str, list[dict[str, Any]]], **changes: Any) -> tuple[str, float | None, set[str]]:
    found = solve(from_tables(columns(rows), Settings(**changes)))
    return found.status, found.objective, set(found.plan.starts) if found.plan else set()


class TestByHand:
    """Small cases whose answers were worked out on paper."""

    def test_knapsack(self):
        rows = tables(
            {"A": 10, "B": 7, "C": 6}, {"m": 10}, {("A", "m"): 8, ("B", "m"): 5, ("C", "m"): 5}
        )  # A alone 10, B + C 13
        assert best(rows) == ("proven", 13.0, {"B", "C"})

    def test_two_budgets_both_hold(self):
        usage = {("A", "m"): 1, ("B", "m"): 1, ("A", "n"): 1, ("B", "n"): 1}
        assert best(tables({"A": 3, "B": 2}, {"m": 2, "n": 1}, usage)) == ("proven", 3.0, {"A"})

    @pytest.mark.parametrize(
        ("mode", "objective"),
        [("any", 5.0), ("best", 5 * 0.9), ("all", 5.0)],
    )
    def test_coverage_modes(self, mode, objective):
        rows = tables({"A": 0, "B": 0}, technologies={"T": (5, 0)}, covers={("A", "T"): 0.4, ("B", "T"): 0.9})
        assert best(rows, coverage=mode)[:2] == ("proven", pytest.approx(objective))
        one = best(rows, coverage=mode, count_max=1)
        # one centre alone: any counts in full, best its own strength, all needs both
        assert one[1] == pytest.approx({"any": 5.0, "best": 4.5, "all": 0.0}[mode])

    def test_pair_bonus_needs_both_and_penalty_applies_to_both(self):
        rows = tables({"A": 1, "B": 1, "C": 1}, synergies={("A", "B"): 2, ("B", "C"): -5})
        assert best(rows) == ("proven", 4.0, {"A", "B"})

    def test_a_pair_given_in_both_orders_adds_up(self):
        rows = tables({"A": 0, "B": 0}, synergies={("A", "B"): 2, ("B", "A"): 1})
        assert best(rows) == ("proven", 3.0, {"A", "B"})

    def test_requires_and_excludes(self):
        rows = tables({"A": 5, "B": -1, "C": 3}, rules=(("requires", "A", "B"), ("excludes", "A", "C")))
        assert best(rows) == ("proven", 4.0, {"A", "B"})

    def test_required_depth_at_least_cost(self):
        # five units of cost 1, 1, 1, 1.1, 5, any three needed: 3.0
        cost = {"A": 1, "B": 1, "C": 1, "D": 1.1, "E": 5}
        rows = tables(
            dict.fromkeys(cost, 0),
            usage={(c, "total"): v for c, v in cost.items()},
            technologies={"T": (0, 3)},
            covers={(c, "T"): 1 for c in cost},
        )
        assert best(rows, objective="min_cost") == ("proven", pytest.approx(3.0), {"A", "B", "C"})

    def test_counts_bind_on_both_sides(self):
        assert best(tables({"A": -1, "B": -2, "C": 3}), count_min=2, count_max=2) == ("proven", 2.0, {"A", "C"})

    def test_infeasible_says_so_and_has_no_objective(self):
        status, objective, chosen = best(tables({"A": 1}), count_min=2)
        assert (status, objective, chosen) == ("infeasible", None, set())

    def test_nothing_to_choose_from(self):
        assert best(tables({})) == ("proven", 0.0, set())

    def test_nothing_to_gain(self):
        assert best(tables({"A": 0, "B": 0}))[:2] == ("proven", 0.0)
        assert best(tables({"A": 0}), objective="min_cost") == ("proven", 0.0, set())

    def test_petersen_1(self):
        """mknap1_1 (Petersen 1967, OR-Library mknap1 problem 1): 6 R&D projects, 10 rows, optimum 3800."""
        value = [100, 600, 1200, 2400, 500, 2000]
        cap = [80, 96, 20, 36, 44, 48, 10, 18, 22, 24]
        use = [
            [8, 12, 13, 64, 22, 41],
            [8, 12, 13, 75, 22, 41],
            [3, 6, 4, 18, 6, 4],
            [5, 10, 8, 32, 6, 12],
            [5, 13, 8, 42, 6, 20],
            [5, 13, 8, 48, 6, 20],
            [0, 0, 0, 0, 8, 0],
            [3, 0, 4, 0, 8, 0],
            [3, 2, 4, 0, 8, 4],
            [3, 2, 4, 8, 8, 4],
        ]
        rows = tables(
            {f"C{i}": v for i, v in enumerate(value)},
            {f"y{r}": c for r, c in enumerate(cap)},
            {(f"C{i}", f"y{r}"): a for r, row in enumerate(use) for i, a in enumerate(row)},
        )
        assert best(rows)[:2] == ("proven", 3800.0)


class TestOracle:
    """Base case of ``reference/planner/oracle`` (all 2^10 portfolios by exact fractions): 29.4 at B = 28."""

    COST = (9, 7, 6, 8, 5, 4, 7, 3, 6, 5)
    SCORE = (
        (8, 3, 5),
        (6, 6, 2),
        (3, 7, 6),
        (7, 2, 8),
        (4, 5, 3),
        (2, 6, 4),
        (5, 5, 6),
        (1, 3, 4),
        (6, 1, 3),
        (3, 4, 2),
    )
    WEIGHTS = (0.45, 0.45, 0.1)
    SYNERGY = ((0, 3, 8), (1, 6, 3), (2, 5, 2), (4, 9, 2))

    def rows(self, budget: float):
        value = {
            f"C{i}": sum(w * s for w, s in zip(self.WEIGHTS, row, strict=True)) for i, row in enumerate(self.SCORE)
        }
        usage = {(f"C{i}", "total"): c for i, c in enumerate(self.COST)}
        return tables(value, {"total": budget}, usage, synergies={(f"C{a}", f"C{b}"): v for a, b, v in self.SYNERGY})

    def test_base(self):
        status, objective, chosen = best(self.rows(28))
        assert status == "proven"
        assert objective == pytest.approx(29.4, abs=1e-9)
        assert chosen == {"C0", "C2", "C3", "C5"}

    @pytest.mark.parametrize("name", ["small10_B28", "small10_B42"])
    def test_shared_files(self, name):
        file = SHARED / "reference" / "planner" / "oracle" / f"{name}.json"
        if not file.is_file():
            pytest.skip("needs shared/reference beside the checkout")
        case = json.loads(file.read_text())
        assert (tuple(case["cost"]), tuple(map(tuple, case["score"]))) == (self.COST, self.SCORE)
        objective = best(self.rows(case["budget"]))[1]
        assert objective == pytest.approx(case["base"]["optimum"], abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_program_equals_enumeration(seed):
    rows, changes = random_tables(seed)
    status, objective, chosen = best(rows, **changes)
    truth = enumerate_best(rows, changes)
    if truth is None:
        assert status == "infeasible"
    else:
        assert status == "proven"
        assert objective == pytest.approx(truth, abs=1e-6)
        assert audit_tables(rows, changes, chosen, objective).clean


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60, 400))
def test_program_equals_enumeration_at_length(seed):
    test_program_equals_enumeration(seed)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 5))
def test_raising_a_cap_never_hurts(seed, more):
    rows, changes = random_tables(seed)
    before = best(rows, **changes)
    rows["budgets"][0]["cap"] += more
    after = best(rows, **changes)
    if before[1] is not None:
        assert after[1] is not None
        gain = after[1] - before[1] if changes["objective"] == "max_value" else before[1] - after[1]
        assert gain >= -1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(seed, rng):
    rows, changes = random_tables(seed)
    before = best(rows, **changes)
    for table in rows.values():
        rng.shuffle(table)
    after = best(rows, **changes)
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=1e-6) if before[1] is not None else after[1] is None


def test_a_time_limit_of_nothing_claims_nothing():
    rng = random.Random(4)
    n = 120
    pairs = {(f"C{i}", f"C{j}"): rng.randint(1, 99) for i in range(n) for j in range(i) if rng.random() < 0.5}
    rows = tables(
        {f"C{i}": 0 for i in range(n)},
        {"m": 600},
        {(f"C{i}", "m"): rng.randint(1, 50) for i in range(n)},
        synergies=pairs,
    )
    found = solve(from_tables(columns(rows), Settings()), Limits(seconds=0.01))
    assert found.status == "time_limit"
    if found.plan is None:
        assert found.objective is None
    else:
        assert audit_tables(rows, {"objective": "max_value"}, list(found.plan.starts), found.objective).clean


def test_a_gap_is_reported_as_a_gap():
    rows, changes = random_tables(7)
    found = solve(from_tables(columns(rows), Settings(**changes)), Limits(gap=0.5))
    assert found.status in ("proven", "within_gap")
    assert found.stages[0].gap is not None
    assert found.stages[0].gap <= 0.5


def test_the_self_check_knows_a_broken_rule():
    rows = tables({"A": 1, "B": 1}, {"m": 1}, {("A", "m"): 1, ("B", "m"): 1}, rules=(("excludes", "A", "B"),))
    problem = from_tables(columns(rows), Settings(count_max=1))
    at = score.Arrays(np.array([0, 0]), np.zeros((2, 0)))
    assert {rule.family for rule in broken(problem, at)} == {"budget", "count", "logic"}


def read_case(folder: Path) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    rows = {}
    for table in PLANNER_TABLES:
        path = folder / f"{table.name}.csv"
        if not path.is_file():
            continue
        with path.open(newline="", encoding="utf-8") as file:
            rows[table.name] = [
                {k: float(v) if k in NUMBERS else v for k, v in row.items()} for row in csv.DictReader(file)
            ]
    return rows, json.loads((folder / "settings.json").read_text())


CASES = sorted(p.name for p in OPTIMA.iterdir() if p.is_dir()) if OPTIMA.is_dir() else []


@pytest.mark.skipif(not CASES, reason="needs shared/reference beside the checkout")
@pytest.mark.parametrize("name", CASES or ["absent"])
def test_known_optima(name):
    """16 published optima, each proven; see SOURCE.txt there for where each comes from."""
    rows, given_settings = read_case(OPTIMA / name)
    case = Settings(**given_settings)
    found = solve(from_tables(columns(rows), case))
    assert found.status == "proven"
    assert found.objective is not None
    assert found.plan is not None
    assert case.offset + case.sign * found.objective == pytest.approx(case.published, abs=case.tol + 1e-9)
    assert audit_tables(rows, given_settings, list(found.plan.starts), found.objective).clean


@pytest.mark.parametrize(
    ("sense", "value", "bound", "status"),
    [
        ("maximise", 10.0, 10.0, "proven"),
        ("maximise", 10.0, 10.000001, "proven"),
        ("maximise", 10.0, 10.1, "time_limit"),
        ("maximise", 10.0, 9.999999, "proven"),  # noise: the plan itself is the better bound
        ("maximise", 10.0, 9.5, "time_limit"),  # a plan better than the bound refutes the bound
        ("minimise", 10.0, 10.5, "time_limit"),
        ("minimise", 10.0, 9.9, "time_limit"),
        ("minimise", 0.0, 0.0, "proven"),
    ],
)
def test_nothing_is_proven_that_the_bound_does_not_prove(sense, value, bound, status):
    sign = -1.0 if sense == "maximise" else 1.0
    answer = Answer("proven", np.zeros(0), sign * bound)
    made = certificate(Stage(sense, {"total": 1.0}), value, 0.0, answer, Limits())
    assert made.status == status
    if abs(value - bound) > 0.4:
        assert made.bound is None
    elif made.bound is not None:
        assert (made.bound - value) * -sign >= 0
