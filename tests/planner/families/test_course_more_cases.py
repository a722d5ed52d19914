"""More small cases of a scheme's course, each worked by hand: caps 300 a year (30 % of 1000) unless said otherwise."""

import pytest

from buju_testing.course_cases import plan_case
from buju_testing.own_technologies import policy, tables

C1 = {"id": "C1", "status": "approved", "approved_year": 2024}
C2 = {"id": "C2", "status": "candidate", "ready_year": 2025, "minimum_support": 300}
C3 = {**C2, "id": "C3"}
PASS = [{"centre_id": "C1", "year": 2024, "grade": "pass"}]


def paid(**years):
    """City support of C1 by year."""
    return [{"centre_id": "C1", "year": int(y[1:]), "amount": m, "payer": "city"} for y, m in years.items()]


def decided(*rows, centre="C1"):
    """Decisions (year, decision, level or id)."""
    return [
        {"centre_id": centre, "year": y, "decision": d, **({"to_id" if d != "promoted" else "level": x} if x else {})}
        for y, d, x in rows
    ]


def promised(**years):
    return [{"centre_id": "C1", "year": int(y[1:]), "amount": m} for y, m in years.items()]


def allowed(asked, centre=C1, investment=1000, **more):
    """What C1 may still be paid, the plan that was found beside it."""
    found = plan_case(tables([centre], investment, **more), asked)
    assert found.findings() == []
    return found.city.allowed(found.city.candidate_ids.index("C1")), found


def test_a_rectified_year_takes_its_money_its_promise_and_part_of_what_is_owed():
    centre = {**C1, "minimum_support": 900}
    more = {
        "payments": paid(y2024=300),
        "decisions": decided((2025, "rectify", "")),
        "commitments": promised(y2025=100),
    }
    got, found = allowed(policy(2024), centre, **more)
    assert got.caps == {2025: 0.0, 2026: 300.0}
    assert got.promised == {2025: 0.0}
    assert (got.owed, got.waived) == (300, 300)  # least 900, reach 300 + 300
    assert found.plan.support["C1"] == {2024: 300, 2026: 300}


def test_rectified_twice_running_ends_and_twice_apart_does_not():
    for years, ends in (((2025, 2026), 2026), ((2025, 2027), None)):
        _, found = allowed(policy(2024), decisions=decided(*((y, "rectify", "") for y in years)))
        record = found.city.history.records["C1"]
        assert record.ends == ends
        assert record.there(2026)
        assert record.there(2027) is (ends is None)
    assert record.lag(2028) == 2  # four years since approval, two of them rectified


def test_promises_take_the_room_in_the_order_of_years():
    """Of 1000 in all 500 are paid; 600 a year by cap. Pass takes 30 % of the promise of the year after only."""
    more = {"payments": paid(y2024=500), "commitments": promised(y2025=350, y2026=350)}
    got, _ = allowed(policy(2024), investment=2000, **more)
    assert (got.room, got.promised) == (500, {2025: 350.0, 2026: 150.0})
    got, _ = allowed(
        policy(2024), investment=2000, **more, evaluations=[{"centre_id": "C1", "year": 2024, "grade": "pass"}]
    )
    assert got.promised == pytest.approx({2025: 245.0, 2026: 255.0})
    assert got.caps == pytest.approx({2025: 420.0, 2026: 600.0})


@pytest.mark.parametrize(
    ("base", "caps"), [("cumulative", {2025: 600.0, 2026: 900.0}), ("total", {2025: 1500.0, 2026: 1500.0})]
)
def test_cumulative_and_total_bases_bound_each_year_on_its_own(base, caps):
    got, _ = allowed(policy(2024, support__base=base), payments=paid(y2024=100))
    assert got.caps == caps
    assert got.room == 900


def test_a_completion_that_is_announced_ends_the_money_of_the_years_after():
    got, found = allowed(policy(2024), decisions=decided((2025, "completed", "")))
    assert got.caps == {2025: 300.0, 2026: 0.0}
    assert found.city.history.records["C1"].there(2030)


@pytest.mark.parametrize(("switch", "cap"), [(True, 0.0), (False, 300.0)])
def test_promotion_ends_municipal_money_only_where_the_policy_says_so(switch, cap):
    asked = policy(2024, course__promoted_support_ends=switch)
    got, found = allowed(asked, decisions=decided((2024, "promoted", "provincial")))
    assert got.caps == {2025: cap, 2026: cap}
    assert found.city.history.records["C1"].level == "provincial"


@pytest.mark.parametrize(("unit", "cap"), [(None, 210.0), (1, 210.0), (100, 200.0)])
def test_a_graded_cap_comes_in_whole_units(unit, cap):
    got, _ = allowed(policy(2024, support__unit=unit), evaluations=PASS)
    assert got.caps[2025] == pytest.approx(cap)


@pytest.mark.parametrize(("total", "chosen"), [(700, {"C2": 2025}), (690, {})])
def test_what_is_returned_frees_the_total(total, chosen):
    """500 paid, 100 returned: 700 leave the 300 that C2 needs, 690 do not."""
    told = tables([C1, C2], payments=paid(y2024=500) + paid(y2024=-100))
    found = plan_case(told, policy(2024, budgets__total=total))
    assert found.new == chosen
    assert found.findings() == []


@pytest.mark.parametrize(("carry", "number"), [(True, 2), (False, 1)])
def test_what_named_years_left_is_carried_over_where_the_policy_says_so(carry, number):
    """300 of 2024's 500 are left. C2 and C3 need 300 each in 2025, the only year with money."""
    city = {2024: 500, 2025: 300, 2026: 0, 2027: 0}
    asked = policy(2024, budgets__city=city, budgets__carry_over=carry, years__last=2025)
    found = plan_case(tables([C1, C2, C3], payments=paid(y2024=200)), asked)
    assert len(found.new) == number
    assert found.findings() == []


def test_a_merger_passes_on_what_is_covered_and_frees_the_lead():
    centres = [C1, {**C1, "id": "C0"}, {**C2, "lead_id": "O-C1"}]
    told = tables(centres, decisions=decided((2024, "merged", "C0")))
    for year, there in ((2024, True), (2025, False)):
        found = plan_case(told, policy(2024, exclusive__centres_per_lead=1, goals__coverage__ramp=[1.0]))
        assert found.city.history.records["C1"].there(year) is there
    assert found.new == {"C2": 2025}
    assert found.goals["coverage"] == pytest.approx(1.0)  # C0 covers what C1 did
    assert found.findings() == []


def test_a_new_lead_frees_the_old_one():
    told = tables([C1, {**C2, "lead_id": "O-C1"}])
    told["organisations"].append({"id": "O-new", "kind": "firm"})
    asked = policy(2024, exclusive__centres_per_lead=1)
    assert plan_case(told, asked).new == {}
    told["decisions"] = decided((2024, "new_lead", "O-new"))
    found = plan_case(told, asked)
    assert found.new == {"C2": 2025}
    assert found.findings() == []


def test_an_approval_that_is_announced_binds():
    told = tables([C1, C2], decisions=decided((2026, "approved", ""), centre="C2"))
    found = plan_case(told, policy(2024, years__last=2026))
    assert found.new == {"C2": 2026}
    assert found.findings() == []


@pytest.mark.parametrize(("pot", "chosen"), [(350, {"C2": 2025}), (340, {})])
def test_equity_that_is_not_paid_yet_stays_committed(pot, chosen):
    """C1 is still to get its 150: of 350 there are 200 left for C2."""
    centres = [{**C1, "new_legal_entity": True, "equity": 150}, {**C2, "new_legal_entity": True, "equity": 200}]
    found = plan_case(tables(centres), policy(2024, equity__pot=pot))
    assert found.new == chosen
    assert found.findings() == []


@pytest.mark.parametrize(("count", "chosen"), [(True, {}), (False, {"C2": 2025})])
def test_a_maximum_counts_those_outside_the_scheme_only_where_the_policy_says_so(count, chosen):
    centres = [{"id": "E1", "status": "existing"}, C2]
    asked = policy(2024, quotas__district={"D1": {"max": 1}}, quotas__count_existing=count)
    found = plan_case(tables(centres), asked)
    assert found.new == chosen
    assert found.findings() == []


@pytest.mark.parametrize(("least", "chosen"), [(300, {"C2": 2025}), (301, {})])
def test_expected_grades_of_candidates_cap_their_later_years(least, chosen):
    """Poor is expected: 300 in the first year, nothing after it."""
    asked = policy(2024, evaluation__expected={"enterprise": "poor"})
    found = plan_case(tables([C1, {**C2, "minimum_support": least}]), asked)
    assert found.new == chosen
    assert found.findings() == []


def test_as_of_the_last_funding_year_nothing_is_left_to_pay():
    got, found = allowed(policy(2027, years__last=2025), payments=paid(y2024=300))
    assert got.caps == {}
    assert found.solution.status == "proven"
    assert found.plan.support == {"C1": {2024: 300}}


@pytest.mark.parametrize(
    ("needed", "rows", "chosen"),
    [
        (C1, (), {"C2"}),
        (C1, ((2025, "stopped", ""),), set()),  # there until 2025 and gone when it is needed
        (C1, ((2024, "stopped", ""),), set()),
        (C1, ((2025, "rectify", ""), (2026, "rectify", "")), set()),
        (C1, ((2025, "completed", ""),), {"C2"}),  # cover and count stay
        ({**C1, "status": "ended"}, (), set()),
        ({**C1, "approved_year": 2020}, (), {"C2"}),
        ({"id": "C1", "status": "candidate", "ready_year": 2025}, ((2024, "stopped", ""),), set()),  # withdrawn
    ],
)
def test_a_centre_that_needs_another_is_chosen_only_while_that_stays(needed, rows, chosen):
    more = {"decisions": decided(*rows), "rules": [{"kind": "requires", "members": "C2|C1"}]}
    found = plan_case(tables([needed, C2], 1000, **more), policy(2024))
    assert found.findings() == []
    assert set(found.new) - {"C1"} == chosen
    asked = plan_case(tables([needed, C2], 1000, **more), policy(2024, fixed__chosen=["C2"]))
    assert asked.solution.status == ("proven" if chosen else "infeasible")
