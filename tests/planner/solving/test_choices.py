"""Choices without payments: every plan keeps the rows that stand for its money; the answers are those of the whole."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from buju_testing.random_city import random_city
from graph.base.words import Words
from planner import program
from planner.families.city_problem import compile_city
from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, Goal, PlanningProblem, Rule, Stage, Support
from planner.solving import choices, exact_stage, small_program
from planner.solving.choices import ChoiceProgram, flow_rows, is_complete, least_within
from planner.solving.highs import Limits
from planner.solving.stages import solve

CITY = Rule("city", "budget", Words("city", "city"))
YEARS, FUNDING = (2023, 2024), (2023, 2024, 2025)
SETTLED = tuple(range(0, 40, 2))
"""Seeds of random cities."""


def scheme(need, budgets, *, cap=5.0, first=0.0, values=None):
    """Centres that need so much within two support years of at most ``cap``."""
    count = len(need)
    return PlanningProblem(
        candidates=tuple("ABCDEFGH"[:count]),
        years=YEARS,
        support=Support(
            years=FUNDING,
            cap=np.broadcast_to(cap, (count, 2)).copy(),
            total=np.full(count, np.inf),
            minimum=np.array(need, dtype=float),
            first=np.full(count, first),
        ),
        budgets=tuple(budgets),
        values={"jobs": np.array(values or [1.0] * count)},
        goals=(Goal("jobs", (("jobs", 1.0),)), Goal("cost", (("cost", 1.0),)), Goal("late", (("late_money", 1.0),))),
        stages=(Stage("maximise", {"jobs": 1.0}), Stage("minimise", {"cost": 1.0}), Stage("minimise", {"late": 1.0})),
    )


def yearly(caps, share):
    return [BudgetRow(CITY, float(c), share=np.array(share), years=(f,)) for f, c in zip(FUNDING, caps, strict=True)]


def payable(problem, starts):
    """Whether payments within caps and budgets exist for starts (position of the year, None: not chosen)."""
    money = problem.support
    columns = [(i, k, y + k) for i, y in enumerate(starts) if y is not None for k in range(2)]
    if not columns:
        return True
    rows = [[-float(c[0] == i) for c in columns] for i in range(len(starts))]
    sides = [-money.minimum[i] if y is not None else 0.0 for i, y in enumerate(starts)]
    for row in problem.budgets:
        counted = [f for f, year in enumerate(FUNDING) if row.years is None or year in row.years]
        rows.append([row.share[i] * (f in counted) for i, _, f in columns])
        sides.append(row.cap)
    bounds = [(money.first[i] if k == 0 else 0.0, money.cap[i, k]) for i, k, _ in columns]
    return linprog(np.zeros(len(columns)), A_ub=rows, b_ub=sides, bounds=bounds, method="highs").status == 0


def kept(problem, starts):
    """Whether starts keep the rows without payments."""
    on = [i for i, y in enumerate(starts) if y is not None]
    return all(sum(row.need[i, starts[i]] + row.usage[i] for i in on) <= row.cap + 1e-9 for row in flow_rows(problem))


def every(count):
    return product((None, 0, 1), repeat=count)


def drawn(seed, *, districts):
    """Four centres of whole amounts, yearly budgets that not all of them fit; with districts, budgets that cross."""
    rng = np.random.default_rng(seed)
    cap = rng.integers(2, 7, (4, 2)).astype(float)
    need = np.minimum(rng.integers(2, 10, 4), cap.sum(axis=1))
    budgets = yearly(rng.integers(3, 14, 3), [0.5 if districts else 1.0] * 4)
    if districts:
        part = rng.integers(0, 2, 4) * 0.5
        budgets += [
            BudgetRow(CITY, float(rng.integers(1, 8)), share=part),
            BudgetRow(CITY, float(rng.integers(1, 4)), share=0.5 - part, years=(2024, 2025)),
        ]
    return scheme(need, budgets, cap=cap, first=float(rng.integers(0, 3)))


@pytest.mark.parametrize("seed", range(25))
def test_every_choice_that_can_be_paid_keeps_the_rows(seed):
    for problem in (drawn(seed, districts=True), drawn(seed, districts=False)):
        for starts in every(4):
            assert kept(problem, starts) or not payable(problem, starts)


@pytest.mark.parametrize("seed", range(25))
def test_of_budgets_of_single_years_the_rows_say_all(seed):
    problem = drawn(seed, districts=False)
    told = [kept(problem, starts) for starts in every(4)]
    assert told == [payable(problem, starts) for starts in every(4)]
    assert is_complete(problem)


@pytest.mark.parametrize("seed", range(25))
def test_budgets_of_all_years_may_carry_any_share(seed):
    problem = drawn(seed, districts=False)
    part = np.random.default_rng(seed).integers(0, 3, 4) * 0.25
    problem = replace(problem, budgets=(*problem.budgets, BudgetRow(CITY, 3.0, share=part)))
    assert is_complete(problem)
    assert all(kept(problem, starts) == payable(problem, starts) for starts in every(4))


def test_rows_that_may_not_be_all_are_known():
    plain = drawn(0, districts=False)
    assert not is_complete(drawn(0, districts=True))
    assert not is_complete(crossing())
    uneven = replace(plain.budgets[0], share=np.array([1.0, 1.0, 1.0, 0.5]))
    assert not is_complete(replace(plain, budgets=(uneven, *plain.budgets[1:])))
    assert not is_complete(replace(plain, budgets=(*plain.budgets, replace(plain.budgets[0], years=YEARS))))
    assert not is_complete(replace(plain, support=replace(plain.support, first=np.full(4, 9.0))))
    assert not is_complete(replace(plain, support=replace(plain.support, unit=1.0)))
    assert not is_complete(replace(plain, support=None))


def test_budgets_of_many_years_get_rows_of_neighbours():
    money = Support(
        years=tuple(range(2023, 2032)),
        cap=np.full((2, 2), 5.0),
        total=np.full(2, np.inf),
        minimum=np.full(2, 8.0),
        first=np.zeros(2),
    )
    budgets = tuple(BudgetRow(CITY, 0.5, share=np.ones(2), years=(f,)) for f in money.years)
    problem = PlanningProblem(candidates=("A", "B"), years=tuple(range(2023, 2031)), support=money, budgets=budgets)
    assert len(list(flow_rows(problem))) == 9 * 10 / 2


def test_what_is_due_on_approval_counts_within_its_year():
    money = scheme([4.0], [], cap=6.0, first=3.0).support
    assert least_within(money, 2, [0]).tolist() == [[3.0, 0.0]]
    assert least_within(money, 2, [0, 1, 2]).tolist() == [[4.0, 4.0]]


def crossing(**more):
    """A and B need 6 each: A may have 4 and B 1 of 2024, so that both would need 7 of the 6 of 2023; no row says so."""
    budgets = [
        BudgetRow(CITY, 6.0, share=np.ones(2), years=(2023,)),
        BudgetRow(CITY, 4.0, share=np.array([1.0, 0.0]), years=(2024,)),
        BudgetRow(CITY, 1.0, share=np.array([0.0, 1.0]), years=(2024,)),
        BudgetRow(CITY, 0.0, share=np.ones(2), years=(2025,)),
    ]
    return scheme([6.0, 6.0], budgets, **more)


def test_a_choice_that_cannot_be_paid_after_all_is_cut_away():
    problem = crossing(values=[2.0, 3.0])
    assert kept(problem, (0, 0))
    assert not payable(problem, (0, 0))
    solved = solve(problem)
    assert solved.status == "proven"
    assert solved.plan == Plan({"B": 2023}, {"B": {2023: 5.0, 2024: 1.0}})


def test_after_some_of_them_the_program_with_payments_is_asked(monkeypatch):
    monkeypatch.setattr(exact_stage, "UNPAID", 1)
    assert solve(crossing(values=[2.0, 3.0])).plan.starts == {"B": 2023}


def test_stages_of_late_or_large_payments_are_of_the_whole():
    problem = crossing()
    alone = ChoiceProgram.of(program.build(problem)[0])
    asked = [alone.asked(stage) is not None for stage in (*problem.stages, Stage("maximise", {"cost": 1.0}))]
    assert asked == [True, True, False, False]
    assert not alone.frame.pay


@pytest.mark.parametrize("odd", [{"unit": 1.0}, {"no_gap": True}])
def test_units_and_years_without_gaps_keep_their_payments(odd):
    problem = crossing()
    problem = replace(problem, support=replace(problem.support, **odd))
    assert ChoiceProgram.of(program.build(problem)[0]) is None


def test_rows_larger_than_the_payments_are_not_made(monkeypatch):
    whole, _ = program.build(crossing())
    assert ChoiceProgram.of(whole) is not None
    monkeypatch.setattr(choices, "WIDE", 4 * 4 - 1)  # two centres of two years, four rows of budgets
    assert ChoiceProgram.of(whole) is None


def stage_values(problem):
    solved = solve(problem, Limits())
    return solved.status, [None if s.objective is None else pytest.approx(s.objective, abs=1e-6) for s in solved.stages]


@pytest.mark.parametrize("seed", SETTLED)
def test_random_cities_have_the_answers_of_the_program_with_payments(seed, monkeypatch):
    problem = compile_city(*random_city(seed))
    monkeypatch.setattr(exact_stage, "MANY_CHOICES", 0)
    without = stage_values(problem)
    monkeypatch.setattr(ChoiceProgram, "of", staticmethod(lambda _: None))
    assert stage_values(problem) == without


def test_some_of_the_random_cities_are_asked_without_payments():
    problems = [compile_city(*random_city(seed)) for seed in SETTLED]
    assert sum(ChoiceProgram.of(program.build(problem)[0]) is not None for problem in problems) >= len(SETTLED) / 2


@pytest.mark.parametrize(("small", "asked"), [(150, (small_program, "none_but")), (0, (exact_stage, "is_only_choice"))])
def test_who_is_chosen_is_settled_only_where_no_others_reach_as_much(small, asked, monkeypatch):
    monkeypatch.setattr(exact_stage, "MANY_CHOICES", 0)
    monkeypatch.setattr(small_program, "SMALL", small)
    told = []
    ask = getattr(*asked)

    def hears(*given, **more):
        told.append(ask(*given, **more))
        return told[-1]

    monkeypatch.setattr(*asked, hears)
    room = yearly((5, 5, 5), [1.0, 1.0, 1.0])
    alone = solve(scheme([6.0, 7.0, 7.0], room, values=[3.0, 2.0, 1.0]))
    assert (told, set(alone.plan.starts)) == ([True], {"A", "B"})
    tied = solve(scheme([6.0, 8.0, 7.0], room, values=[3.0, 2.0, 2.0]))  # B or C beside A; C costs less
    assert (told[1], set(tied.plan.starts), tied.stages[1].objective) == (False, {"A", "C"}, 13.0)
