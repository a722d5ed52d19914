"""Plans of cities with a history, held to numbers that were worked by hand."""

import pytest

from buju_testing.course_cases import FILES, merged, plan_case, plan_variant, policy_of, same_money, variants
from buju_testing.own_technologies import LEAST_COST, policy, tables
from graph.base.errors import UsageError
from planner import infeasible as infeasible_mends
from planner.audit import audit
from planner.families.kinds import filtered
from planner.infeasible import conflict
from planner.problem.plan import Plan
from planner.solving.highs import Limits

CASES = [
    pytest.param(case, variant, id=f"{path.stem}: {name}") for path in FILES for name, case, variant in variants(path)
]


def wanted(case, variant):
    """What a variant wants: its own, else what the case wants."""
    return variant.get("want") or case["want"]


def infeasible(case, variant):
    """Whether there is no plan."""
    return not wanted(case, variant).get("feasible", True)


@pytest.mark.parametrize(("case", "variant"), CASES)
def test_money_that_is_allowed_in_the_reference(case, variant):
    want, found = wanted(case, variant), plan_variant(case, variant)
    allowed = {c: a for i, c in enumerate(found.city.candidate_ids) if (a := found.city.allowed(i)) is not None}
    for figure in ("caps", "promised"):
        for centre, money in want.get(figure, {}).items():
            assert same_money({str(y): m for y, m in getattr(allowed[centre], figure).items()}, money)
    for figure in ("room", "most"):
        for centre, amount in want.get(figure, {}).items():
            assert getattr(allowed[centre], figure) == pytest.approx(amount)


@pytest.mark.parametrize(("case", "variant"), [one for one in CASES if not infeasible(*one.values)])
def test_plans_of_the_reference(case, variant):
    want, found = wanted(case, variant), plan_variant(case, variant)
    assert found.solution.status == "proven"
    assert found.findings() == []
    assert found.new == want.get("chosen", found.new)
    committed, new = found.money(new=False), found.money(new=True)
    assert same_money(committed, want.get("committed", committed))
    assert same_money(new, want.get("new", new))
    for goal, name in (("coverage", "coverage"), ("shortfall", "shortfall"), ("changes", "changes_counted")):
        if name in want:
            assert found.goals[goal] == pytest.approx(want[name])
    for centre, years in want.get("support", {}).items():
        planned = {str(y): m for y, m in found.plan.support[centre].items() if y > found.policy.as_of}
        assert same_money(planned, years)


@pytest.mark.parametrize(("case", "variant"), [one for one in CASES if infeasible(*one.values)])
def test_what_stands_against_a_plan_in_the_reference(case, variant):
    want, found = wanted(case, variant), plan_variant(case, variant)
    assert found.solution.status == "infeasible"
    assert {rule.name for rule in conflict.find(found.problem, 20.0).rules} <= set(want["fails"])
    assert fails(found) == sorted(want["fails"])


def fails(found):
    """Every named rule whose dropping alone makes a case feasible."""
    names = {rule.name for rule in found.problem.rules()}
    status = {
        name: conflict.status(filtered(found.problem, lambda rule, n=name: rule.name != n), Limits()) for name in names
    }
    return sorted(name for name, said in status.items() if said != "infeasible")


# --- typed in: small cases that need no file -----------------------------------------------------------------------

APPROVED = {"id": "C1", "status": "approved", "approved_year": 2023}


def test_caps_go_by_grade_and_a_poor_year_costs_the_money_of_one_year():
    evaluations = [{"centre_id": "C1", "year": 2023, "grade": "poor"}]
    found = plan_case(tables([APPROVED], evaluations=evaluations), policy(2023)).city.allowed(0)
    assert found.caps == {2024: 0.0, 2025: 300.0}
    evaluations = [{"centre_id": "C1", "year": 2023, "grade": "pass"}]
    found = plan_case(tables([APPROVED], evaluations=evaluations), policy(2023)).city.allowed(0)
    assert found.caps == pytest.approx({2024: 210.0, 2025: 300.0})


def test_an_appeal_goes_before_the_first_grade():
    evaluations = [
        {"centre_id": "C1", "year": 2023, "grade": "good", "appeal": True},
        {"centre_id": "C1", "year": 2023, "grade": "poor"},
    ]
    assert plan_case(tables([APPROVED], evaluations=evaluations), policy(2023)).city.allowed(0).caps[2024] == 300


def test_later_payments_and_grades_are_ignored_and_counted():
    more = {
        "payments": [{"centre_id": "C1", "year": y, "amount": 100} for y in (2023, 2024, 2025)],
        "evaluations": [{"centre_id": "C1", "year": y, "grade": "poor"} for y in (2024, 2025)],
    }
    history = plan_case(tables([APPROVED], **more), policy(2023)).city.history
    assert history.ignored == {"payments": 2, "evaluations": 2}
    assert history.records["C1"].own == {2023: 100}


def test_a_stopped_centre_frees_lead_and_money_from_the_year_after():
    centres = [
        {**APPROVED, "lead_id": "O-C1"},
        {"id": "C2", "status": "candidate", "lead_id": "O-C1", "ready_year": 2024},
    ]
    told = tables(centres, decisions=[{"centre_id": "C1", "year": 2024, "decision": "stopped"}])
    found = plan_case(told, policy(2023, exclusive__centres_per_lead=1))
    assert found.new == {"C2": 2025}
    assert found.findings() == []
    assert found.city.allowed(0 if found.city.candidate_ids[0] == "C1" else 1).caps == {2024: 300.0, 2025: 0.0}


def test_a_completed_centre_covers_on_without_money():
    told = tables([APPROVED], decisions=[{"centre_id": "C1", "year": 2023, "decision": "completed"}])
    found = plan_case(told, policy(2023))
    assert found.city.allowed(0).caps == {2024: 0.0, 2025: 0.0}
    assert found.goals["coverage"] > 0


def test_grades_act_on_strength_if_the_policy_says_so():
    evaluations = [{"centre_id": "C1", "year": 2026, "grade": "pass"}]
    judged = {"goals__coverage__years__2030": 0.0, "goals__coverage__years__2027": 1.0, "goals__coverage__ramp": [1.0]}
    asked = policy(2026, years__last=2026, evaluation__capability={"pass": 0.5}, **judged)
    found = plan_case(tables([APPROVED], evaluations=evaluations), asked)
    assert found.goals["coverage"] == pytest.approx(0.5)
    assert found.findings() == []


def test_support_in_whole_units_and_without_gaps():
    centres = [{"id": "C1", "status": "candidate", "ready_year": 2023, "minimum_support": 500.4}]
    found = plan_case(tables(centres, 777), policy(2022, support__unit=10, support__no_gap_years=True,
                                                   budgets__city={2024: 50}))  # fmt: skip
    assert found.solution.status == "proven"
    paid = found.plan.support["C1"]
    assert all(amount % 10 == 0 for amount in paid.values())
    assert sum(paid.values()) == 510
    assert 2024 in paid or len(paid) == 1
    assert found.findings() == []


def test_a_centre_approved_before_the_first_year_counts_as_existing_and_is_paid():
    told = tables([{**APPROVED, "approved_year": 2022, "minimum_support": 500}],
                  payments=[{"centre_id": "C1", "year": 2022, "amount": 250}])  # fmt: skip
    found = plan_case(told, policy(2022))
    assert found.plan.starts == {}
    assert found.plan.support["C1"] == {2023: 250}
    assert found.goals["count"] == 0
    assert found.goals["coverage"] > 0
    assert found.findings() == []


def test_the_program_stops_nobody_unless_it_may():
    promised = [{"centre_id": "C1", "year": y, "amount": 300} for y in (2024, 2025)]
    centres = [{**APPROVED}, {"id": "C2", "status": "candidate", "ready_year": 2024, "minimum_support": 300}]
    told = tables(centres, commitments=promised)
    told["technologies"][0]["severity"] = 1
    budget = {"budgets__city": {2024: 300, 2025: 300, 2026: 0, 2027: 0}}
    kept = plan_case(told, policy(2023, **budget))
    assert kept.plan.starts == {"C1": 2023}
    stops = plan_case(told, policy(2023, **budget, course__may_stop=True))
    assert stops.plan.starts == {"C2": 2025}
    assert stops.plan.support["C1"] == {2024: 300}
    assert stops.findings() == []
    paid_on = Plan(stops.plan.starts, {**stops.plan.support, "C1": {2024: 300.0, 2025: 10.0}})
    assert "A899" in {f.code for f in audit(stops.eco, stops.policy, paid_on).findings}


def test_nothing_is_history_without_a_year_and_the_year_is_asked_for():
    with pytest.raises(UsageError, match="as_of = 2022 to 2027"):
        plan_case(tables([APPROVED]), policy(None))


def test_a_missed_target_is_told_and_makes_nothing_impossible():
    found = plan_case(tables([APPROVED]), policy_of({"objective": LEAST_COST}, 2026, {"target.count": 5}))
    assert found.solution.status == "proven"
    (missed,) = found.problem.missed
    assert (missed.of.name, missed.asked, missed.attained) == ("target", 5, 1)
    assert found.findings() == []


def mends_of(told, policy):
    """The mends of an infeasible case, each tried as the command tries it."""
    found = plan_case(told, policy)
    assert found.solution.status == "infeasible"

    def check(sets):
        changed = policy.model_dump()
        for one in sets:
            key, _, value = one.partition("=")
            if key.startswith("payers.match"):
                changed["payers"]["match"][0]["at_least"] = float(value)
            else:
                changed = merged(changed, {key: value if value.isalpha() else float(value)})
        return plan_case(told, type(policy).model_validate(changed)).solution.status == "proven"

    known = conflict.find(found.problem, 20.0)
    return infeasible_mends.find(found.problem, policy, known, check).scenario


def test_mends_of_promises_that_no_budget_can_hold():
    promised = [{"centre_id": "C1", "year": 2024, "amount": 250}]
    told = tables([APPROVED], commitments=promised)
    found = mends_of(told, policy(2023, budgets__city={2024: 200}))
    assert {mend.sets for mend in found} == {("course.commitments=priority",), ("budgets.city.2024=250",)}
    (promise,) = (mend for mend in found if "commitments" in mend.sets[0])
    assert promise.words.en == "promises come first but may fall short (C1 2024: 250)"


def test_mends_of_a_match_that_no_cap_allows():
    paid = [{"centre_id": "C1", "year": 2023, "amount": 400, "payer": "province"}]
    match = [{"left": ["city", "district"], "at_least": 2.0, "of": ["province"]}]
    found = mends_of(tables([APPROVED], payments=paid), policy(2023, payers__match=match))
    assert [mend.sets for mend in found] == [("payers.match.0.at_least=1.5",)]
