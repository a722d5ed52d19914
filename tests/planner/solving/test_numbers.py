"""Figures at the edge: small, large and whole ones, thresholds that are met to the last digit, and money that adds up.

The inputs by hand are those of the cases "numbers at the edge" that the project was given; the right answers were
found there by an independent brute force.
"""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.audit import audit_tables
from planner.problem.tables import Settings, from_tables
from planner.solving.next_best import next_best
from planner.solving.stages import solve


def tables(values, rows=(), cost=None):
    """Candidates with values; rows of (cap, amounts)."""
    names = [f"c{k}" for k in range(len(values))]
    candidates = {"candidate": names, "value": list(values)}
    if cost is not None:
        candidates["cost"] = list(cost)
    caps = {"row": [f"r{n}" for n in range(len(rows))], "cap": [float(cap) for cap, _ in rows]}
    used = [(c, f"r{n}", float(a)) for n, (_, amounts) in enumerate(rows) for c, a in zip(names, amounts, strict=True)]
    usage = {key: [u[k] for u in used] for k, key in enumerate(("candidate", "row", "amount"))}
    return {"candidates": candidates, "budgets": caps, "usage": usage}


def rows_of(columns):
    return {
        name: [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]
        for name, data in columns.items()
    }


def solved(columns, asked=None):
    asked = asked or Settings()
    found = solve(from_tables(columns, asked))
    assert found.status == "proven"
    assert all(s.gap == 0.0 and s.bound == s.objective for s in found.stages)
    assert audit_tables(rows_of(columns), vars(asked), list(found.plan.starts), found.objective).clean
    return found, sorted(found.plan.starts)


VALUES = (3.8, 4.5, 5.9, 3.9, 3.8, 4.2, 4.7, 2.2, 2.1, 4.2, 4.0)


@pytest.mark.parametrize("power", range(-9, 10))
def test_three_amounts_of_which_two_fit_at_every_size(power):
    unit = Fraction(10) ** power
    found, chosen = solved(tables([1.0, 1.0, 1.0], [(10 * unit, [4 * unit] * 3)]))
    assert (len(chosen), found.objective) == (2, 2.0)


@pytest.mark.parametrize("amounts", [(10**9,) * 3, (10**9 + 7, 10**9 + 9, 10**9 + 21), (10**12 + 1, 10**12, 10**12)])
def test_one_unit_beyond_a_great_cap_is_beyond_it(amounts):
    _, chosen = solved(tables([1.0, 1.0, 1.0], [(sum(amounts) - 1, amounts)]))
    assert len(chosen) == 2
    _, chosen = solved(tables([1.0, 1.0, 1.0], [(sum(amounts), amounts)]))
    assert len(chosen) == 3


@pytest.mark.parametrize("power", [-6, 0, 6])
@pytest.mark.parametrize("digits", [12, 13, 14])
def test_one_unit_of_the_last_digit_beyond_a_cap_of_many_digits_is_beyond_it(digits, power):
    unit = Fraction(10) ** (power - digits)  # 0.12…: figures of `digits` digits, no two of them share a greater unit
    amounts = [int("2468123571357"[: digits - 1] + "1") * unit, int("1357246824682"[: digits - 1] + "3") * unit]
    cap = sum(amounts)
    assert len(f"{float(cap) / 10.0**power:.15g}") == digits + 2
    _, chosen = solved(tables([1.0, 1.0], [(cap - unit, amounts)]))
    assert len(chosen) == 1
    _, chosen = solved(tables([1.0, 1.0], [(cap, amounts)]))
    assert len(chosen) == 2
    given = rows_of(tables([1.0, 1.0], [(cap - unit, amounts)]))
    audited = audit_tables(given, vars(Settings()), ["c0", "c1"], 2.0)
    assert [f.rule for f in audited.findings] == ["budget"]


def test_sums_and_thirds_that_arithmetic_has_rounded_still_meet_their_own_sum():
    thirds = [1 / 3, 1 / 7, 1 / 11]
    _, chosen = solved(tables([1.0] * 3, [(sum(reversed(thirds)) * (1 - 3e-16), thirds)]))
    assert len(chosen) == 3
    _, chosen = solved(tables([1.0] * 3, [(sum(thirds) * (1 - 1e-11), thirds)]))
    assert len(chosen) == 2


@pytest.mark.parametrize("power", [-6, -3, 0, 3, 6])
def test_the_cheaper_by_one_in_twenty_million_comes_first(power):
    cost = [float(20_000_001 * Fraction(10) ** power), float(20_000_000 * Fraction(10) ** power)]
    columns = tables([9.0, 1.0], cost=cost)
    asked = Settings(count_min=1, count_max=1, stages=({"minimise": {"cost": 1}}, {"maximise": {"value": 1}}))
    found, chosen = solved(columns, asked)
    assert (chosen, found.objective) == (["c1"], cost[1])


@pytest.mark.parametrize("first", [10**7, 10**9, 10**11])
def test_next_best_of_great_whole_numbers_one_apart(first):
    values = [float(first + k) for k in (3, 2, 1, 0)]
    problem = from_tables(tables(values), Settings(count_min=1, count_max=1))
    found = next_best(problem, solve(problem), 4)
    assert [p.objective for p in found.plans] == values
    assert found.ties == 1


def test_whole_numbers_that_the_solver_cannot_tell_apart_are_not_called_proven():
    values = [float(10**13 + k) for k in (3, 2, 1, 0)]
    found = solve(from_tables(tables(values), Settings(count_min=1, count_max=1)))
    assert (found.status, found.stages[0].bound) == ("time_limit", None)


WHOLE = st.integers(0, 12)


def best(values, rows):
    """The best value of any choice that keeps the rows, by enumeration in whole numbers."""
    sizes = range(len(values) + 1)
    every = (s for n in sizes for s in itertools.combinations(range(len(values)), n))
    kept = (s for s in every if all(sum(a[i] for i in s) <= cap for cap, a in rows))
    return max(sum(values[i] for i in s) for s in kept)


@settings(max_examples=40)
@given(
    st.data(),
    st.integers(2, 7),
    st.sampled_from([-6, -4, -1, 0, 2, 6, 9]),
    st.sampled_from([-6, 0, 3, 6, 8]),
    st.sampled_from([0, 10**4, 10**6, 10**8]),
)
def test_a_knapsack_is_the_same_at_every_size(data, size, power, value_power, much):
    """Any unit of amounts and of values, and amounts that differ by little of what they are."""
    values = data.draw(st.lists(st.integers(1, 60), min_size=size, max_size=size))
    amounts = [much + a for a in data.draw(st.lists(WHOLE, min_size=size, max_size=size))]
    cap = data.draw(st.integers(0, sum(amounts)))
    unit, worth = Fraction(10) ** power, Fraction(10) ** value_power
    columns = tables([float(v * worth) for v in values], [(cap * unit, [a * unit for a in amounts])])
    found, _ = solved(columns)
    assert Fraction(found.objective).limit_denominator(10**12) == best(values, [(cap, amounts)]) * worth
