"""Payments of a choice to the last digit, by hand: rounded, moved where a row is missed, refused where none will do."""

import math
from fractions import Fraction
from types import SimpleNamespace as Plain

import numpy as np
import pytest

from planner.problem.tables import Settings, from_tables
from planner.solving.exact_money import _box, _residual, _Row, settled

INF = math.inf
PROBLEM = from_tables({"candidates": {"candidate": ["A"], "value": [1.0]}}, Settings())


def frame(*rows, measured=(), whole=()):
    """Column 0 says yes or no, 1 and 2 are payments, 3 is a measure or a whole number."""
    return Plain(
        problem=PROBLEM, integer=[0], whole=list(whole), measured=set(measured), pay={(0, 0): 1, (0, 1): 2}, money=rows
    )


def money(rows, values, goal=None):
    out = settled(frame(*rows), np.array([1.0, *values, 0.0]), goal)
    return None if out is None else out[1:3].tolist()


CAPS = (({1: 1.0}, -INF, 100.0), ({2: 1.0}, -INF, 100.0))


def test_the_noise_of_a_solver_is_rounded_away():
    assert money(CAPS, [100.0000000004, 49.9999999998]) == [100.0, 50.0]
    assert money(CAPS, [33.3333333333, -1e-10]) == [33.333333, 0.0]  # nine digits of 100.000000


def test_decisions_and_whole_numbers_are_rounded_and_measures_never_say_less():
    found = settled(frame(*CAPS, whole=[3]), np.array([0.9999999, 1.0, 2.0, 6.9999999]))
    assert found.tolist() == [1.0, 1.0, 2.0, 7.0]
    for value, said in ((0.1234567, 0.123457), (0.1234560001, 0.123456), (0.1234562, 0.123457), (0.0, 0.0)):
        found = settled(frame(*CAPS, measured=[3]), np.array([1.0, 1.0, 2.0, value]))
        assert found[3] == pytest.approx(said, abs=1e-12)


def test_without_money_there_is_nothing_to_settle_and_the_values_given_stay_as_they_were():
    given = np.array([0.9999999])
    none = Plain(problem=PROBLEM, integer=[0], whole=[], measured=set(), pay={}, money=())
    assert settled(none, given).tolist() == [1.0]
    assert given.tolist() == [0.9999999]


def test_parts_add_up_exactly_by_as_few_units_as_will_do():
    rows = (*CAPS, ({1: 1.0, 2: 1.0}, 150.0, 160.0))
    assert money(rows, [100.0, 49.999998], {1: 1.0, 2: 2.0}) == [100.0, 50.0]  # the cheaper one is at its cap
    assert money(rows, [49.999998, 100.0], {1: 2.0, 2: 1.0}) == [50.0, 100.0]
    for values in ([99.0, 61.000003], [100.0, 60.0000009], [60.000001, 100.0]):
        found = money(rows, values)
        assert sum(Fraction(str(v)) for v in found) == 160
        assert max(abs(a - b) for a, b in zip(found, values, strict=True)) < 4e-6
    for values in ([90.0, 59.999998], [50.0, 99.9999994]):
        assert sum(Fraction(str(v)) for v in money(rows, values)) == 150
    assert money(rows, [90.0, 60.0]) == [90.0, 60.0]


def test_what_is_decided_takes_its_part_of_a_row():
    row = ({0: 200.0, 1: 1.0}, -INF, 250.5)
    assert money((row, CAPS[1]), [50.5000000003, 1.0]) == [50.5, 1.0]
    told = _residual(row, np.array([1.0, 0.0, 0.0]), {1, 2})
    assert (dict(told.terms), told.low, told.high, told.typed) == ({1: 1}, None, Fraction(101, 2), True)
    told = _residual(({0: 1 / 3, 1: 2.0}, 10.0, INF), np.array([0.0, 0.0, 0.0]), {1, 2})
    assert (dict(told.terms), told.low, told.high, told.typed) == ({1: 2}, 10, None, False)
    told = _residual(({0: 4.0, 1: 2.0}, 10.0, INF), np.array([1.0, 0.0, 0.0]), {1, 2})
    assert told.low == 6


def test_more_digits_are_taken_where_they_are_needed():
    cap = 1000000000.001  # 13 digits: none of the nine or twelve greatest is free
    assert money((({1: 1.0}, cap, cap), CAPS[1]), [1e9, 1.0]) == [cap, 1.0]
    third = money((({1: 3.0}, 100.0, 100.0), CAPS[1]), [33.3, 1.0])
    assert third[0] == pytest.approx(100 / 3, rel=1e-15)


def test_rows_that_no_payment_keeps_are_refused():
    assert money((({1: 1.0}, 10.0, 5.0), CAPS[1]), [7.0, 1.0]) is None
    assert money((*CAPS, ({1: 1.0, 2: 1.0}, 300.0, INF)), [100.0, 100.0]) is None
    assert money((*CAPS, ({0: 5.0}, 6.0, INF)), [1.0, 1.0]) is None  # no payment is in it: nothing can be moved
    assert money((*CAPS, ({0: 5.0}, 5.0, 5.0)), [1.0, 1.0]) == [1.0, 1.0]


def test_a_row_of_decimals_is_never_loosened_and_one_of_thirds_by_its_noise():
    rows = (({1: 1.0}, 1000000000.0011, INF), ({1: 1.0}, -INF, 1000000000.001))
    assert money((*rows, CAPS[1]), [1e9, 1.0]) is None
    thirds = _Row({1: Fraction(1)}, Fraction(-2), Fraction(4), typed=False).loosened(Fraction(1, 4))
    assert (thirds.low, thirds.high) == (-3, 5)
    assert _Row({1: Fraction(1)}, None, Fraction(4), typed=False).loosened(Fraction(1, 4)).low is None
    assert _Row({1: Fraction(1)}, Fraction(4), None, typed=False).loosened(Fraction(1, 4)).high is None
    assert _Row({1: Fraction(1)}, Fraction(-2), Fraction(4)).loosened(Fraction(1, 4)).high == 4


def test_a_row_is_missed_below_its_low_or_above_its_high_side_and_not_on_them():
    row = _Row({1: Fraction(2), 2: Fraction(-1)}, Fraction(3), Fraction(5))
    paid = {1: Fraction(3), 2: Fraction(1)}
    assert (row.used(paid), row.missed(paid)) == (5, False)
    assert row.missed({1: Fraction(3), 2: Fraction(0)})
    assert not row.missed({1: Fraction(2), 2: Fraction(1)})
    assert row.missed({1: Fraction(1), 2: Fraction(0)})
    assert not _Row({1: Fraction(1)}, None, None).missed(paid)


def test_the_box_of_a_payment_is_what_the_rows_of_it_alone_leave():
    rows = [
        _Row({1: Fraction(2)}, Fraction(4), Fraction(10)),
        _Row({1: Fraction(-1)}, Fraction(-4), Fraction(-1)),  # 1 ≤ payment ≤ 4
        _Row({1: Fraction(1), 2: Fraction(1)}, None, Fraction(1)),
        _Row({2: Fraction(1)}, Fraction(-3), None),
    ]
    assert _box([1, 2], rows) == {1: (2, 4), 2: (0, None)}
    assert _box([1], [_Row({1: Fraction(1)}, None, Fraction(3)), _Row({1: Fraction(1)}, None, Fraction(7))]) == {
        1: (0, 3)
    }
