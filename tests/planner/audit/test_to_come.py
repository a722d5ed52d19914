"""What an approved centre may and must still be paid, by hand: caps, grades, promises, matches; units and gaps."""

from types import SimpleNamespace as Plain

import pytest

from planner.audit.past import Stand
from planner.audit.report import Ledger
from planner.audit.rules import schedules
from planner.audit.to_come import ToCome

INVESTED = {1: 1000.0, 2: 900.0, 3: 800.0, 4: 700.0, 5: 600.0}


def given(*, pay=None, starts=None, stands=None, as_of=2024, minimum=500.0, grade="good", centres=None, **more):
    """A city with the centres A (approved) and N (new): 30 % of each year's investment for four years."""
    support = {
        "unit": None, "share": 0.3, "base": "annual", "first_year_cap": 250.0, "total_cap": 900.0, "years": 4,
        "default_minimum": 0.0, "no_gap_years": True,
    }  # fmt: skip
    centre = Plain(district="D1", formation="enterprise", existing=False, absent=False, minimum_support=minimum)
    policy = Plain(
        support=Plain(**{**support, **more}),
        evaluation=Plain(
            centres=centres or {}, expected={"enterprise": grade}, factors={"good": 1.0, "pass": 0.5, "poor": 0.0}
        ),
        cofunding=Plain(by_district={"D1": 0.25}, district_share=0.9),
        payers=Plain(shares={"province": 0.2}),
        years=Plain(first=2023),
        build_period=5,
        course=Plain(may_stop=True),
    )
    return Plain(
        facts=Plain(centres={"A": centre, "N": centre}, investments={"A": INVESTED, "N": INVESTED}),
        policy=policy,
        starts=starts if starts is not None else {"A": 2023},
        pay=pay or {},
        past=None if as_of is None else Plain(as_of=as_of, stands=stands or {}),
    )


def stand(*, approved=2023, grades=None, paid=None, promised=None, **more):
    told = {"city": {2023: 200.0, 2024: 100.0}, "district": {2023: 50.0}}
    return Stand(
        ours=True, approved=approved, grades=grades or {2024: "pass"}, paid={**told, **(paid or {})},
        promised=promised or {}, **more,
    )  # fmt: skip


def to_come(of=None, **more):
    return ToCome(given(**more), "A", of or stand())


def test_caps_are_share_times_base_times_the_grade_of_the_year_before():
    one = to_come()
    assert one.caps == {2025: 0.3 * 800 * 0.5, 2026: pytest.approx(0.3 * 700)}
    assert (one.before, one.room) == (350, 550)
    assert (one.most, one.ungraded) == (pytest.approx(330), pytest.approx(450))


def test_in_whole_units_every_part_is_rounded_down():
    one = to_come(unit=50.0, total_cap=890.0)
    assert one.caps == {2025: 100, 2026: 200}
    assert (one.room, one.most, one.ungraded) == (500, 300, 400)


def test_a_multiple_that_arithmetic_has_rounded_is_one():
    assert 0.3 / 0.1 < 3
    assert to_come(unit=0.1).whole(0.3) == pytest.approx(0.3)
    assert to_come(unit=0.1).whole(0.2999) == pytest.approx(0.2)


def test_without_a_total_cap_there_is_room_and_a_cap_that_is_spent_leaves_none():
    assert to_come(total_cap=None).room == float("inf")
    assert (to_come(total_cap=300.0).room, to_come(total_cap=300.0).most, to_come(total_cap=300.0).ungraded) == (
        0,
        0,
        0,
    )
    assert (to_come(total_cap=400.0).most, to_come(total_cap=400.0).ungraded) == (50, 50)


def test_the_first_year_has_its_own_cap_and_no_grade():
    one = to_come(stand(approved=2025, grades={2024: "poor"}))
    assert one.caps == {2025: 250, 2026: 270, 2027: 240, 2028: pytest.approx(210)}
    assert to_come(stand(approved=2025), first_year_cap=None).caps[2025] == 300
    assert to_come(stand(approved=2025), first_year_cap=400.0).caps[2025] == 300
    assert to_come(stand(approved=2022), as_of=2021).span == range(2023, 2026)  # not before the first year


def test_grades_are_the_recorded_then_the_centres_own_then_the_expected_one():
    assert [to_come().factor(year) for year in (2023, 2025, 2026)] == [1.0, 0.5, 1.0]
    assert to_come(centres={"A": "poor", "N": "good"}).factor(2026) == 0.0
    assert to_come(centres={"N": "poor"}).factor(2026) == 1.0
    assert to_come(centres={"A": "poor"}).factor(2025) == 0.5
    assert to_come(grade="pass").factor(2026) == 0.5
    assert to_come(grade="never heard of").factor(2026) == 1.0


def test_a_paused_year_is_lost_by_decision_and_a_year_after_the_end_is_none():
    paused = to_come(stand(pauses={2026}))
    assert (paused.caps, paused.ungraded) == ({2025: 120, 2026: 0}, pytest.approx(450))
    for ends in ({"until": 2025}, {"money_until": 2025}):
        one = to_come(stand(**ends))
        assert (one.caps, one.ungraded) == ({2025: 120, 2026: 0}, 240)


@pytest.mark.parametrize(("minimum", "owed"), [(500, 150), (800, 330), (300, 0)])
def test_what_is_owed_of_the_least_support_is_what_can_still_be_paid(minimum, owed):
    assert to_come(minimum=float(minimum)).owed() == pytest.approx(owed)


def test_promises_of_one_payer_are_promises_of_the_whole_and_follow_the_grade():
    promised = {"": {2025: 30.0, 2031: 9.0}, "city": {2025: 60.0}, "district": {2026: 20.0}, "province": {2025: 7.0}}
    # 2025: 30 + 60 / 0.75 = 110, half of it; 2026: 20 / 0.25
    assert to_come(stand(promised=promised)).promises() == {2025: 55, 2026: 80}
    assert to_come(stand(promised=promised), unit=50.0).promises() == {2025: 50, 2026: 50}
    none = to_come(stand(promised={"district": {2026: 20.0}}))
    none.given.policy.cofunding.by_district["D1"] = 0.0
    assert none.promises() == {2026: 0}


def test_promises_are_held_within_the_caps_and_the_room_the_earlier_year_first():
    promised = {"": {2026: 100.0, 2025: 300.0}}
    assert to_come(stand(promised=promised), total_cap=480.0).promises() == {2025: 120, 2026: 10}
    assert to_come(stand(promised=promised), total_cap=440.0).promises() == {2025: 90, 2026: 0}


def matched(left=("city", "district"), at_least=3.0, paid=None, promised=None, **more):
    one = to_come(stand(paid=paid, promised=promised), **more)
    return one.match(left, at_least, ["province"])


def test_a_match_counts_what_was_given_and_what_a_unit_of_support_brings():
    # province pays 0.2 / 0.8 of city and district: a unit brings 1 − at_least · 0.25
    assert matched(at_least=2.0, paid={"province": {2024: 40.0}}, promised={"province": {2026: 20.0}}) == (0.5, -230)
    assert matched(at_least=10.0, paid={"province": {2024: 40.0}}) == (-1.5, 50)  # nothing to gain: nothing is waived


@pytest.mark.parametrize(("province", "due"), [(240.0, 340.0), (150.0, 82.5)])
def test_what_grades_have_made_unreachable_of_a_match_is_waived(province, due):
    # asked for 3 · province − 350; 0.25 of 450 would have come without grades, 0.25 of 330 comes
    assert matched(paid={"province": {2024: province}}) == (0.25, pytest.approx(due))
    spent = {"paid": {"province": {2024: province}}, "total_cap": 400.0}  # the cap binds with and without grades
    assert matched(**spent) == (0.25, pytest.approx(3 * province - 350))


def test_promises_of_others_count_for_a_match_those_of_city_and_district_do_not():
    found = matched(
        left=("city", "nation"), paid={"province": {2024: 150.0}},
        promised={"city": {2025: 500.0}, "nation": {2025: 10.0}}, total_cap=400.0,
    )  # fmt: skip
    assert found == (pytest.approx(0.75 - 3 * 0.25), 450 - 300 - 10)


def test_nothing_has_to_match_nothing():
    assert matched() is None
    assert matched(paid={"province": {2024: 40.0}}, total_cap=350.0) is None
    assert matched(paid={"province": {2024: 0.5}}) is not None
    assert matched(paid={"province": {2024: 40.0}}, total_cap=350.5) is not None


def test_what_the_plan_pays_and_whether_it_stops_the_centre():
    one = to_come(pay={"A": {2024: 5.0, 2025: 100.0, 2026: 50.5}})
    assert (one.pay, one.total) == ({2025: 100, 2026: 50.5}, 150.5)
    assert (to_come().pay, to_come().total) == ({}, 0)
    assert not to_come().stopped
    assert to_come(starts={}).stopped
    for change in ("existing", "absent"):
        kept = to_come(starts={})
        setattr(kept.given.facts.centres["A"], change, True)
        assert not kept.stopped
    kept = to_come(starts={})
    kept.given.policy.course.may_stop = False
    assert not kept.stopped


def checked(**more):
    book = Ledger(("support_unit", "support_gap"))
    schedules.check(book, given(**more))
    return [(f.rule, f.centre, f.year, f.value, f.limit) for f in book.findings], book


def test_a_payment_that_is_no_whole_multiple_of_the_unit():
    found, book = checked(unit=50.0, no_gap_years=False, pay={"N": {2024: 33.0, 2025: 100.0, 2026: 120.0}})
    assert found == [("support_unit", "N", 2026, 120.0, 50.0)]  # what history paid is not asked
    assert (book.by_family["support_unit"], book.off) == (2, ["support_gap"])
    assert "no whole multiple of 50" in book.findings[0].words.en
    found, book = checked(pay={"N": {2025: 120.0}}, as_of=None)
    assert (found, book.off, book.by_family["support_unit"]) == ([], ["support_unit"], 0)
    assert len(checked(unit=1.0, pay={"N": {2025: 1.00001}})[0]) == 1


def gaps(pay, **more):
    return [(centre, year) for kind, centre, year, _, _ in checked(pay=pay, **more)[0] if kind == "support_gap"]


def test_a_year_without_money_between_two_with_money():
    pay = {"N": {2024: 100.0, 2026: 50.0, 2027: 0.0}}
    new = {"starts": {"N": 2024}, "as_of": None}
    assert gaps(pay, **new) == [("N", 2025)]
    assert gaps(pay, **new, no_gap_years=False) == []
    assert gaps({"N": {2024: 100.0, 2025: 1.0, 2026: 50.0}}, **new) == []
    assert gaps({"N": {2024: 0.0, 2025: 0.0}}, **new) == []
    assert gaps(pay, **new, grade="poor") == []  # no money is allowed then
    assert gaps(pay, **new, unit=300.0) == []  # 0.3 · 900 holds no unit
    assert gaps(pay, **new, unit=270.0) == [("N", 2025)]
    assert gaps(pay, **new, share=0.0) == []
    assert gaps(pay, **new, share=0.001) == [("N", 2025)]  # 0.9 is money too
    assert gaps({"N": {2024: 0.5, 2026: 0.5}}, **new) == [("N", 2025)]
    assert gaps({"N": {2024: 100.0, 2025: 1.0, 2026: 0.0, 2027: 0.0}}, **new) == []  # nothing follows
    assert gaps(pay, starts={"N": 2024}, as_of=2025) == []


def test_a_gap_of_an_approved_centre_goes_by_its_own_caps_and_history_has_none():
    pay = {"A": {2024: 50.0, 2026: 50.0}}
    free = {"A": stand(approved=2023, grades={2024: "good"})}
    assert gaps(pay, stands=free) == [("A", 2025)]
    assert gaps(pay, stands={"A": stand(pauses={2025})}) == []
    assert gaps(pay, stands={"A": stand(grades={2024: "poor"})}) == []
    assert gaps(pay, stands=free, as_of=2025) == []
    assert gaps(pay, stands=free, share=0.001) == [("A", 2025)]
    assert gaps({"A": {2026: 50.0, 2028: 50.0}}, stands=free) == []  # 2027 is no support year


def test_the_family_is_asked_where_the_policy_asks_for_either():
    for unit, gap, asked in ((None, False, False), (5.0, False, True), (None, True, True)):
        assert schedules.asked(Plain(support=Plain(unit=unit, no_gap_years=gap))) is asked
