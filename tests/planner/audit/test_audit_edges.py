"""Edges of the definitions, each of which one wrong sign in the audit would move."""

import numpy as np
import pytest

from buju_testing.audit_city import POLICY, ROWS, STARTS, SUPPORT, city, plan, policy
from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.audit.facts import read_facts
from planner.audit.goals import ramp
from planner.audit.rules.budgets import district_share
from planner.audit.rules.support import base, factor, first_year_least, yearly_limit
from planner.problem.plan import Plan
from planner.rulebook.policy import Coverage

ECO = city()


def codes(report):
    return {f.code for f in report.findings}


def changed(table, key, **more):
    """One table of the city with more values in the rows that ``key`` picks."""
    return {table: [r | (more if all(r.get(k) == v for k, v in key.items()) else {}) for r in ROWS[table]]}


def test_ramp_begins_at_approval_and_its_last_value_holds_on():
    goal = Coverage.model_validate(POLICY["goals"]["coverage"] | {"ramp": [0.2, 0.9, 0.6]})
    assert [ramp(goal, lag) for lag in (-5, -1, 0, 1, 2, 3, 40)] == [0, 0, 0.2, 0.9, 0.6, 0.6, 0.6]


def test_a_ramp_that_falls_again_holds_for_existing_centres_without_a_year():
    falling = policy("goals.coverage.ramp", [0.0, 1.0, 0.5])
    # E1 (2020) and E2 (blank) stand at .5; nothing chosen: T2 .25 x .5, T3 1 x .5 -> 4 x .125 + 1.5 x .25, both years
    report = audit(ECO, falling, Plan({}, {}))
    assert report.recomputed["coverage"] == pytest.approx(2 * (4 * 0.125 + 1.5 * 0.25) / 21, abs=1e-12)


def test_an_existing_centre_approved_later_counts_from_then_on():
    later = city(**changed("centres", {"id": "E1"}, approved_year=2025))
    # T3 by E1: nothing in 2024, ramp .5 -> .25 in 2026; T2 by E2: .5 -> .25 in both
    report = audit(later, policy(), Plan({}, {}))
    assert report.recomputed["coverage"] == pytest.approx((2 * 4 * 0.25 + 1.5 * 0.25) / 21, abs=1e-12)


def test_a_blank_investment_is_none():
    facts = read_facts(city(**changed("investments", {"centre_id": "B", "year": 2}, investment=None)))
    assert [base(facts, policy(), "B", k) for k in (1, 2, 3)] == [800, 0, 800]


@pytest.mark.parametrize(
    ("reading", "bases"),
    [("annual", [400, 0, 400]), ("cumulative", [400, 400, 800]), ("total", [1600, 1600, 1600])],
)
def test_bases_of_c(reading, bases):
    facts, told = read_facts(ECO), policy("support.base", reading)
    assert [base(facts, told, "C", k) for k in (1, 2, 3)] == bases


def test_factors_by_centre_then_formation_then_one():
    facts, told = read_facts(ECO), policy()
    assert [factor(facts, told, i, 1) for i in "ABCD"] == [1, 1, 1, 1]
    assert [factor(facts, told, i, 2) for i in "ABCD"] == [0.9, 0.5, 0.5, 0.9]
    blank = read_facts(city(**changed("centres", {"id": "A"}, formation=None)))
    assert factor(blank, told, "A", 2) == 1.0
    assert factor(facts, policy("evaluation.factors", {"good": 0.9}), "B", 3) == 1.0
    assert factor(facts, policy("evaluation.expected", {}), "A", 3) == 1.0


def test_limits_by_hand():
    facts, told = read_facts(ECO), policy()
    assert [yearly_limit(facts, told, "A", k) for k in (1, 2, 3)] == pytest.approx([300, 270, 270])
    assert [district_share(facts, told, i) for i in "ABC"] == [0.2, 0.5, 0.2]


def test_least_on_approval_by_hand():
    facts, told = read_facts(ECO), policy()
    # .4 of 300, of the default 220, of 100; then as far as the caps allow: 250 in A's first year, .3 x 400 of C's base
    assert [first_year_least(facts, told, i) for i in "ABC"] == pytest.approx([120, 88, 40])
    assert first_year_least(facts, policy("support.first_year_least", 1.0), "A") == 250
    dear = read_facts(city(**changed("centres", {"id": "C"}, minimum_support=1000)))
    assert first_year_least(dear, told, "C") == pytest.approx(120)


@pytest.mark.parametrize(("count", "fits"), [(3, True), (4, False)])
def test_target_without_the_existing(count, fits):
    told = policy("target", {"count": count, "maximum": 3, "year": 2024, "count_existing": False})
    assert audit(ECO, told, plan()).clean is fits


def test_maximum_without_the_existing():
    told = policy("target", {"count": None, "maximum": 2, "year": 2024, "count_existing": False})
    assert codes(audit(ECO, told, plan())) == {"A821"}


@pytest.mark.parametrize(("span", "off"), [({}, True), ({"min": 0}, False), ({"max": 9}, False)])
def test_a_quota_that_says_nothing_is_off(span, off):
    report = audit(ECO, policy("quotas.district", {"D1": span}), plan())
    assert ("quota_district" in report.off) is off
    assert report.by_family["quota_district"] == (0 if off else 1)


def test_excludes_means_one_whatever_the_limit():
    rows = [{"kind": "excludes", "members": "A|B|C", "limit": 3}]
    assert codes(audit(city(rules=rows), policy(), plan())) == {"A871"}


@pytest.mark.parametrize(("limit", "fits"), [(0, False), (1, False), (2, True), (3, True)])
def test_at_most_counts_existing_ones(limit, fits):
    rows = [{"kind": "at_most", "members": "A|E1|D", "limit": limit}]
    assert audit(city(rules=rows), policy(), plan()).clean is fits


def test_a_member_listed_twice_counts_once():
    assert audit(city(rules=[{"kind": "excludes", "members": "A|A| A"}]), policy(), plan()).clean


@pytest.mark.parametrize(("distinct", "fits"), [("lead", False), ("centre", True)])
def test_depth_by_lead_or_by_centre(distinct, fits):
    # C gets A's lead: T1 is then covered by two centres of one lead
    same = city(**changed("centres", {"id": "C"}, lead_id="FI1"))
    told = policy("must_cover.0.distinct", distinct)
    told = told.model_copy(update={"exclusive": told.exclusive.model_copy(update={"centres_per_lead": 2})})
    assert codes(audit(same, told, plan())) == (set() if fits else {"A860"})


@pytest.mark.parametrize(("severity", "checks"), [(5, 1), (4.5, 1), (4, 2), (1, 2)])
def test_must_cover_speaks_of_severity_and_kind(severity, checks):
    assert audit(ECO, policy("must_cover.0.severity", severity), plan()).by_family["must_cover"] == checks


def test_exempt_technologies_are_let_off():
    told = policy("must_cover.0", {"severity": 1, "kinds": ["common"], "depth": 1, "exempt": ["T4"]})
    assert audit(ECO, told, plan()).clean


def test_a_lead_that_is_no_firm_needs_no_sales():
    told = policy("lead_firm.minimum_sales", 10**9)
    found = audit(ECO, told, plan()).findings
    assert [(f.code, f.centre) for f in found] == [("A814", "A")]


def test_last_support_year_is_paid_and_the_next_is_not():
    short = policy("support.years", 2)
    found = audit(ECO, short, plan()).findings
    assert {(f.code, f.centre, f.year) for f in found} == {("A809", "A", 2025), ("A809", "C", 2026)}


def test_first_and_last_approval_years_are_inside():
    assert audit(ECO, policy("years", {"first": 2023, "last": 2024}), plan()).clean
    assert codes(audit(ECO, policy("years", {"first": 2024, "last": 2024}), plan())) == {"A810"}


def test_equity_of_old_legal_entities_is_none():
    old = city(**changed("centres", {"id": "A"}, new_legal_entity=False))
    assert audit(old, policy(), plan()).recomputed["cost"] == 1020 + 150


def test_people_and_firms_count_once():
    both = city(
        affiliations=[{"person_id": p, "centre_id": c} for p in ("P1", "P4") for c in ("A", "B", "C")],
        members=[*ROWS["members"], {"centre_id": "C", "organisation_id": "FI1"}],
    )
    figures = audit(both, policy(), plan()).recomputed
    assert (figures["talent"], figures["firms"]) == (13 / 16, 2 / 3)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_ties_and_complementarity_are_weighed(share):
    told = policy("goals.collaboration.ties", share)
    wanted = share * 3 / 4 + (1 - share) * 23 / 41
    assert audit(ECO, told, plan()).recomputed["collaboration"] == pytest.approx(wanted, abs=1e-12)


def test_a_synergy_of_a_centre_with_itself_is_none():
    rows = [*ROWS["synergies"], {"a": "A", "b": "A", "bonus": 50}]
    figures = audit(city(synergies=rows), policy(), plan()).recomputed
    assert figures["collaboration"] == pytest.approx(0.5 * 3 / 4 + 0.5 * 23 / 41)


def test_synergies_of_a_pair_add_up_whichever_comes_first():
    rows = [*ROWS["synergies"], {"a": "B", "b": "A", "bonus": 4}]
    figures = audit(city(synergies=rows), policy(), plan()).recomputed
    assert figures["collaboration"] == pytest.approx(0.5 * 3 / 4 + 0.5 * 27 / 45)


def test_a_negative_pair_costs_only_when_both_are_there():
    rows = [{"a": "A", "b": "C", "bonus": -30}]
    # AC 5 - 30 = -25, AB 5, BC 5, A-E2 5, C-E2 5; not there: AD, BD, D-E2 5 each -> (20 - 25) / 35
    figures = audit(city(synergies=rows), policy("goals.collaboration.ties", 0.0), plan()).recomputed
    assert figures["collaboration"] == pytest.approx(-5 / 35)


def test_terms_of_a_minimised_first_stage():
    told = policy("objective", [{"minimise": {"cost": 2, "delay": 100, "count": 1, "late_money": 0.5}}])
    figures = audit(ECO, told, plan()).recomputed
    assert figures["objective"] == figures["stage1"] == 2 * 1370 + 100 * 2 + 3 + 0.5 * 1090
    assert "stage2" not in figures


def test_no_objective_no_stage():
    assert "objective" not in audit(ECO, policy("objective", []), plan()).recomputed


def test_money_of_unchosen_centres_still_counts_in_the_budgets():
    wrong = Plan({i: STARTS[i] for i in "AC"}, SUPPORT)
    found = audit(ECO, policy(), wrong)
    assert {f.year for f in found.findings if f.code == "A808"} == {2024, 2025}
    assert found.recomputed["cost"] == 1370


def test_organisations_together_in_an_existing_centre_are_no_new_tie():
    # E1 joins L1, U1 and FI1: of the four potential pairs FI1-U1 and FI1-L1 fall away, U1-I1 and U1-FI2 stay
    rows = [*ROWS["members"], {"centre_id": "E1", "organisation_id": "FI1"}]
    told = policy("goals.collaboration.ties", 1.0)
    assert set(read_facts(city(members=rows)).new_ties) == {("I1", "U1"), ("FI2", "U1")}
    assert audit(city(members=rows), told, Plan({"A": 2023}, {})).recomputed["collaboration"] == 0.5


def test_nothing_paid_on_approval_is_nought():
    unpaid = Plan(STARTS, SUPPORT | {"B": {2025: 120.0, 2026: 100.0}})
    found = next(f for f in audit(ECO, policy(), unpaid).findings if f.code == "A855")
    assert (found.centre, found.value, found.limit) == ("B", 0.0, pytest.approx(88))


def test_a_blank_strength_is_full():
    tables = {name: dict(columns) for name, columns in ECO.tables.items()}
    tables["covers"]["strength"] = np.full(len(ROWS["covers"]), np.nan)
    facts = read_facts(Ecosystem(ECO.info, tables))
    assert {a for strengths in facts.strength.values() for a in strengths.values()} == {1.0}
