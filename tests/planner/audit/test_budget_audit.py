"""Budgets that are carried over, history that has spent its own, equity before the first year: worked out by hand."""

from types import SimpleNamespace as Plain

import pytest

from planner.audit.past import Past, Stand
from planner.audit.report import Ledger
from planner.audit.rules import budgets, equity

FAMILIES = ("budget_city", "budget_total", "budget_district", "equity")


def given(pay, *, as_of=None, paid=None, carry_over=True, city=None, total=None, districts=None):
    """Centre N of district D1, which pays a quarter; approvals in 2023–2025, support for two years; H is history."""
    stands = {"H": Stand(ours=True, approved=2022, paid=paid or {})}
    centre = Plain(district="D1")
    return Plain(
        facts=Plain(centres={"N": centre, "H": centre}),
        policy=Plain(
            budgets=Plain(
                city={2023: 100.0, 2024: 100.0, 2025: 50.0, 2031: 10.0} if city is None else city,
                carry_over=carry_over, total=total, districts=districts or {},
            ),
            cofunding=Plain(by_district={}, district_share=0.25),
            years=Plain(first=2023, last=2025),
            support=Plain(years=2),
        ),
        pay={"N": pay},
        past=None if as_of is None else Plain(as_of=as_of, stands=stands),
    )  # fmt: skip


def found(pay, **more):
    book = Ledger(FAMILIES)
    budgets.check(book, given(pay, **more))
    return [(f.rule, f.year, f.value, f.limit) for f in book.findings]


def test_what_a_year_leaves_is_there_in_the_next():
    assert found({2023: 80.0, 2024: 160.0, 2025: 80.0}) == []  # 60, 180 and 240 of 100, 200 and 250
    assert found({2023: 80.0, 2024: 200.0, 2025: 40.0}) == [("budget_city", 2024, 210, 200)]
    assert found({2023: 136.0}) == [("budget_city", 2023, 102, 100)]  # but never before
    alone = found({2023: 80.0, 2024: 160.0, 2025: 80.0}, carry_over=False)
    assert alone == [("budget_city", 2024, 120, 100), ("budget_city", 2025, 60, 50)]


def test_a_year_after_the_last_support_year_is_not_carried_into():
    assert found({2031: 12.0}) == []
    assert found({2031: 16.0}) == [("budget_city", 2031, 12, 10)]
    assert found({2026: 40.0}, city={2025: 30.0, 2026: 0.0}) == []  # 2026 is one: 30 of 2025 are left
    assert found({2027: 40.0}, city={2025: 30.0, 2027: 0.0}) == [("budget_city", 2027, 30, 0)]


@pytest.mark.parametrize(("history", "most"), [(30.0, 170.0), (100.0, 100.0), (130.0, 100.0)])
def test_what_history_left_is_carried_over_and_what_it_overspent_is_spent(history, most):
    paid = {"city": {2023: history, 2022: 999.0}, "district": {2023: 500.0}}
    assert found({2023: 7.0, 2024: most / 0.75}, as_of=2023, paid=paid) == []
    over = found({2024: (most + 4.5) / 0.75}, as_of=2023, paid=paid)
    assert [(rule, year, limit) for rule, year, _, limit in over][:1] == [("budget_city", 2024, most)]
    assert over[0][2] == pytest.approx(most + 4.5)


def test_nothing_is_added_where_history_has_spent_more_than_the_budget():
    paid = {"city": {2023: 700.0}, "district": {2023: 100.0}}
    none = {"as_of": 2023, "paid": paid, "city": {}}
    assert found({}, **none, total=600.0, districts={"D1": 50.0, "D2": 0.0}) == []
    over = found({2024: 4.0}, **none, total=600.0, districts={"D1": 50.0, "D2": 0.0})
    assert over == [("budget_total", None, 804, 800), ("budget_district", None, 101, 100)]
    assert found({2024: 4.0}, **none, total=804.0, districts={"D1": 101.0}) == []


def test_the_noise_of_sums_is_no_finding_and_the_last_digit_is_one():
    third = 100 / 3
    assert found({2023: third, 2024: third, 2025: third}, city={}, total=3 * third * (1 - 2e-16)) == []
    assert found({2023: 0.1, 2024: 0.2}, city={}, total=0.3) == []
    assert found({2023: 0.1, 2024: 0.2000000000001}, city={}, total=0.3) != []


def equity_of(pot):
    """Centre H was to get 200; 50 were paid in 2022 and 30 in 2024; the first year is 2023."""
    stand = Stand(ours=True, approved=2022, equity={2022: 50.0, 2024: 30.0})
    centre = Plain(investor="I1", absent=False, new_legal_entity=True, equity=200.0)
    book = Ledger(FAMILIES)
    equity.check(
        book,
        Plain(
            facts=Plain(centres={"H": centre}),
            policy=Plain(
                equity=Plain(pot=pot, pots={}, investors={"I1": pot, "I2": 0.0}, default_amount=0.0),
                years=Plain(first=2023),
            ),
            past=Past(as_of=2024, stands={"H": stand}, announced={}, withdrawn=frozenset()),
            new={}, held={}, stopped=[],
        ),
    )  # fmt: skip
    return [(f.value, f.limit) for f in book.findings], book.by_family["equity"]


def before(**more):
    """Equity that the audit takes for spent or committed by history."""
    given_ = Plain(
        facts=Plain(
            centres={"H": Plain(investor="I1", absent=more.get("absent", False), new_legal_entity=True, equity=200.0)}
        ),
        policy=Plain(equity=Plain(default_amount=0.0), years=Plain(first=2023)),
        past=Past(
            as_of=2024,
            stands={"H": Stand(ours=more.get("ours", True), approved=more.get("approved", 2022), equity=PAID)},
            announced={},
            withdrawn=frozenset(),
        ),
        held=more.get("held", {}),
        stopped=more.get("stopped", []),
    )
    return equity._before(given_, more.get("investor"))


PAID = {2022: 50.0, 2024: 30.0}


def test_equity_of_history_counts_from_the_first_year_on_with_what_is_still_to_come():
    assert before() == 150  # 30 paid since, 120 to come; the 50 of 2022 are of another time
    assert before(absent=True) == 30
    assert before(approved=2023) == 30  # approved in the years of the plan, and not kept
    assert before(held={"H": 2023}) == 200
    assert before(stopped=["H"]) == 200  # all that was paid, and what was still to come of it
    assert before(stopped=["H"], absent=True) == 80
    assert (before(ours=False), before(investor="I2"), before(investor="I1")) == (0, 0, 150)


def test_equity_that_history_has_spent_is_spent():
    assert equity_of(100.0) == ([], 3)
    assert equity_of(150.0) == ([], 3)
