"""What a grade means in money, as the audit computes it: every figure worked out by hand.

C1 is approved in 2023; graded for 2024, its next year is 2025, the third of support. It invests 1000, 2000, … 5000.
"""

from fractions import Fraction

import pytest

from buju_testing.evaluation_cases import ecosystem
from planner.audit.evaluation_money import Till
from planner.rulebook.scenario import load
from planner.rulebook.scenario.sources import POLICIES


def paid(*rows):
    names = ("year", "amount", "payer", "kind")
    return [{"centre_id": "C1", **dict(zip(names, row, strict=False))} for row in rows]


def money(grade="good", changes=(), year=2024, centre="C1", **tables):
    """(factor, cap) of a centre's next year."""
    centres = [
        {"id": "C1", "status": "approved", "approved_year": 2023},
        {"id": "C2", "status": "approved", "approved_year": 2021},
        {"id": "K1", "status": "candidate"},
    ]
    invested = [{"centre_id": "C1", "year": k, "investment": 1000 * k} for k in (5, 4, 3, 2, 1)]
    given = {"centres": centres, "investments": invested, **tables}
    till = Till(ecosystem(given), load(POLICIES / "ningbo-2023.yaml", changes).policy, year)
    return till.next_money(centre, grade)


def test_thirty_per_cent_of_the_third_year():
    assert money() == (1, 900)
    assert money(year=2023) == (1, 600)
    assert money(None) == (None, None)


@pytest.mark.parametrize(
    ("changes", "cap"),
    [
        (["support.total_cap=null"], 900),
        (["support.total_cap=899"], 899),
        (["support.base=cumulative", "support.total_cap=null"], 1800),
        (["support.base=cumulative"], 1000),
        (["support.base=total", "support.total_cap=null"], 4500),
        (["support.base=total", "support.total_cap=null", "build_period=4"], 3000),
        (["support.share=0.1"], 300),
        (["evaluation.factors.good=0.35"], 315),
        (["support.years=2"], 0),
        (["support.years=3"], 900),
        (["support.unit=250"], 750),
        (["support.unit=300"], 900),
        (["support.unit=901"], 0),
    ],
)
def test_the_policy_s_share_base_caps_and_years(changes, cap):
    factor, found = money(changes=changes)
    assert found == cap
    assert factor == (Fraction(35, 100) if "good=0.35" in changes[0] else 1)


def test_a_year_without_investment_has_no_money():
    some = [{"centre_id": "C1", "year": 2, "investment": 2000}]
    assert money(investments=some) == (1, 0)
    assert money(investments=some, changes=["support.base=cumulative"]) == (1, 600)


def test_a_centre_whose_support_years_are_over_keeps_its_factor():
    assert money(centre="C2") == (1, 0)


@pytest.mark.parametrize(
    ("rows", "cap"),
    [
        ([(2023, 100, "city"), (2024, 23, "city")], 877),
        ([(2023, 200, "district")], 800),
        ([(2023, 200, "")], 800),
        ([(2024, 200, "province"), (2024, 200, "nation"), (2024, 200, "other")], 900),
        ([(2024, 200, "city", "equity")], 900),
        ([(2024, 200, "city", "support")], 800),
        ([(2025, 200, "city")], 900),
        ([(2023, 700, "city"), (2024, 600, "city")], 0),
        ([(2023, 1000, "city"), (2024, -300, "city")], 300),
        ([(2023, 999.5, "city")], Fraction(1, 2)),
        ([(2023, 1000, "city")], 0),
    ],
)
def test_what_the_city_and_the_district_have_paid_is_taken_off(rows, cap):
    assert money(payments=paid(*rows)) == (1, cap)


def decided(*rows):
    return [{"centre_id": "C1", "year": y, "decision": d} for y, d in rows]


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        ([(2025, "rectify")], True),
        ([(2024, "rectify")], False),
        ([(2023, "rectify"), (2024, "rectify")], True),
        ([(2022, "rectify"), (2024, "rectify")], False),
        ([(2026, "rectify")], False),
        ([(2024, "stopped")], True),
        ([(2023, "stopped")], True),
        ([(2025, "stopped")], False),
        ([(2024, "merged")], True),
        ([(2025, "merged")], False),
        ([(2024, "completed")], True),
        ([(2025, "completed")], False),
        ([(2024, "promoted")], False),
        ([(2024, "continued"), (2024, "reduced"), (2024, "new_lead")], False),
    ],
)
def test_decisions_that_close_the_next_year(rows, closed):
    assert money(decisions=decided(*rows)) == (1, 0 if closed else 900)


def test_a_promotion_ends_the_money_where_the_policy_says_so():
    ends = ["course.promoted_support_ends=true"]
    assert money(decisions=decided((2024, "promoted")), changes=ends) == (1, 0)
    assert money(decisions=decided((2025, "promoted")), changes=ends) == (1, 900)
    assert money(decisions=decided((2024, "completed")), changes=ends) == (1, 0)


def graded(*rows):
    return [{"centre_id": "C1", "year": y, "grade": g, "appeal": again} for y, g, again in rows]


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        ([(2023, "poor", False)], False),
        ([(2024, "poor", False)], True),
        ([(2022, "poor", False), (2023, "poor", False)], True),
        ([(2021, "poor", False), (2023, "poor", False)], False),
        ([(2025, "poor", False)], False),
        ([(2024, "poor", False), (2024, "good", True)], False),
        ([(2024, "good", True), (2024, "poor", False)], False),
        ([(2024, "good", False), (2024, "poor", True)], True),
        ([(2024, "pass", False)], False),
    ],
)
def test_grades_after_which_a_centre_is_rectified(rows, closed):
    after = ["evaluation.rectify_after=poor"]
    assert money(evaluations=graded(*rows), changes=after) == (1, 0 if closed else 900)
    assert money(evaluations=graded(*rows)) == (1, 900)


def test_the_grade_in_question_itself_may_mean_rectification():
    after = ["evaluation.rectify_after=poor", "evaluation.factors.poor=0.5"]
    assert money("poor", changes=after) == (Fraction(1, 2), 0)
    assert money("poor", changes=after[1:]) == (Fraction(1, 2), 450)


def test_other_centres_rows_are_no_matter():
    other = {"centre_id": "C2"}
    rows = {
        "payments": [{**other, "year": 2023, "amount": 500, "payer": "city"}],
        "decisions": [{**other, "year": 2023, "decision": "stopped"}],
        "evaluations": [{**other, "year": 2024, "grade": "poor"}],
    }
    assert money(changes=["evaluation.rectify_after=poor"], **rows) == (1, 900)
