"""Money of a held plan under grades that are not known yet: by hand, and what holds in every draw."""

import numpy as np
import pytest

from buju_testing.course_cases import plan_case, policy_of
from buju_testing.random_history import random_history
from graph.base.errors import UsageError
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.rulebook.scenario.consistency import check
from planner.runs.plan_result import ChosenCentre, Covering, PlanResult, RuleUse, TechnologyFacts
from planner.solving.stages import solve
from planner.studies.stress.grade_draws import NEVER, Held, fate, settle
from planner.studies.stress.grade_stress import grade_stress

HALF = {"enterprise": {"good": 0.5, "poor": 0.5}}
STAGES = [
    {"maximise": {"coverage": 1}},
    {"minimise": {"cost": 1}},
    {"minimise": {"delay": 1}},
    {"minimise": {"late_money": 1}},
]
GOOD, POOR = 1, 3


def tables(**more):
    """C2, a candidate of least support 600 and caps of 300 a year; it alone covers T1."""
    return {
        "centres": [
            {"id": "C2", "name": "C2", "status": "candidate", "field": "F1", "district": "D1", "lead_id": "O1",
             "formation": "enterprise", "ready_year": 2025, "minimum_support": 600, **more},
        ],
        "technologies": [{"id": "T1", "name": "T1", "field": "F1", "kind": "bottleneck", "severity": 5}],
        "covers": [{"centre_id": "C2", "technology_id": "T1"}],
        "investments": [{"centre_id": "C2", "year": k, "investment": 1000} for k in range(1, 6)],
        "organisations": [{"id": "O1", "kind": "firm"}],
        "districts": [{"id": "D1"}],
        "fields": [{"id": "F1"}],
    }  # fmt: skip


def planned(changes, **more):
    told = {"objective": STAGES, "target.count": 1, "years.first": 2025, "years.last": 2025, "target.year": 2025}
    found = plan_case(tables(**more), policy_of({**told, "evaluation.chances": HALF}, 2024, changes))
    assert found.solution.status == "proven"
    assert found.plan.support == {"C2": {2025: 300, 2026: 300}}
    return found, Held.of(found.problem, score.to_arrays(found.problem, found.plan))


def histories(held, *pairs):
    """The expected history with the grades of 2025 and 2026 that are given."""
    grades = np.repeat(held.expected(), len(pairs), axis=0)
    for d, (first, second) in enumerate(pairs):
        grades[d, 0, 1:3] = first, second
    return grades


FOUR = ((GOOD, GOOD), (GOOD, POOR), (POOR, GOOD), (POOR, POOR))


def test_a_poor_year_is_caught_up_where_the_next_grade_allows():
    _, held = planned({})
    assert held.years.tolist() == [2024, 2025, 2026, 2027]
    done = settle(held, fate(held, histories(held, *FOUR)))
    assert done.pay[:, 0, 1:].tolist() == [[300, 300, 0], [300, 300, 0], [300, 0, 300], [300, 0, 0]]
    assert done.solved == 0
    assert done.missing.tolist() == [[0], [0], [0], [0]]


def test_a_budget_that_cannot_hold_what_is_caught_up_fails_by_that_amount():
    found, held = planned({"budgets.city": {2026: 300, 2027: 120}})
    done = settle(held, fate(held, histories(held, *FOUR)))
    names = [row.rule.name for row, *_ in held.budgets]
    assert names == ["budget city 2026", "budget city 2027"]
    assert done.over.tolist() == [[0, 0], [0, 0], [0, pytest.approx(180)], [0, 0]]
    assert done.solved == 1
    shares = grade_stress(found.problem, found.policy, found.plan, _result(found), 4000, 0)
    chance = {row.rule: row.chance for row in shares.rules}
    assert chance["budget city 2027"] == pytest.approx(0.25, abs=0.03)
    assert shares.any_rule == chance["budget city 2027"]


def _result(found):
    chosen = ChosenCentre(centre="C2", name="C2", year=2025, support=found.plan.support["C2"], total_support=600.0)
    rule = RuleUse(rule="target", family="target", key="target.count", side="least", limit=1.0, used=1.0)
    covered = TechnologyFacts(technology="T1", name="T1", centres=(Covering(centre="C2"),))
    return PlanResult(status="proven", chosen=(chosen,), rules=(rule,), technologies=(covered,))


def test_two_poor_grades_end_a_centre_and_what_only_it_covers():
    """poor, poor: rectified in 2026 and 2027, gone from 2028; the target year 2027 is still kept, that of 2028 not."""
    found, held = planned({"evaluation.rectify_after": "poor", "must_cover": [{"severity": 5}]})
    fates = fate(held, histories(held, *FOUR))
    assert fates.ends[:, 0].tolist() == [NEVER, NEVER, NEVER, 2027]
    shares = grade_stress(found.problem, found.policy, found.plan, _result(found), 4000, 1)
    chance = {row.kind: row.chance for row in shares.rules}
    assert chance["target"] == 0
    assert chance["must_cover"] == pytest.approx(0.25, abs=0.03)
    (bare,) = shares.technologies
    assert (bare.technology, bare.grades) == ("T1", ())
    assert bare.chance == chance["must_cover"]


def test_a_technology_hangs_on_one_grade_where_it_takes_all_strength():
    found, _ = planned({"evaluation.capability": {"poor": 0.0}})
    shares = grade_stress(found.problem, found.policy, found.plan, _result(found), 4000, 1)
    (bare,) = shares.technologies
    assert [(g.centre, g.year, g.grade, g.chance) for g in bare.grades] == [
        ("C2", 2025, "poor", 0.5),
        ("C2", 2026, "poor", 0.5),
    ]
    assert bare.chance == pytest.approx(0.75, abs=0.03)


def test_the_same_seed_gives_the_same_sample():
    found, _ = planned({})
    one, same, other = (grade_stress(found.problem, found.policy, found.plan, _result(found), 50, s) for s in (3, 3, 4))
    assert one == same
    assert one.years != other.years


def test_without_chances_nothing_is_drawn():
    found = plan_case(tables(), policy_of({"objective": STAGES, "target.count": None}, 2024))
    assert found.problem.grading is None
    with pytest.raises(UsageError, match=r"evaluation\.chances"):
        grade_stress(found.problem, found.policy, found.plan, _result(found), 5, 0)


def test_chances_have_to_sum_to_one():
    (clash,) = check(policy_of({"evaluation.chances": {"joint": {"good": 0.5, "poor": 0.4}}}, 2024))
    assert (clash.code, clash.path, clash.value) == ("Y746", ("evaluation", "chances", "joint"), "0.9")


@pytest.mark.parametrize("seed", range(10))
def test_every_draw_keeps_caps_and_the_expected_one_is_the_plan(seed):
    eco, policy = random_history(seed)
    chance = {"excellent": 0.1, "good": 0.5, "pass": 0.2, "poor": 0.2}
    chances = dict.fromkeys(("enterprise", "institute"), chance)
    told = policy.evaluation.model_copy(update={"chances": chances})
    problem = compile_city(eco, policy.model_copy(update={"evaluation": told}))
    found = solve(problem)
    if found.plan is None:
        return
    held = Held.of(problem, score.to_arrays(problem, found.plan))
    usual = settle(held, fate(held, held.expected()))
    assert usual.over.max(initial=0.0) == 0
    assert usual.pay[0] == pytest.approx(held.pay, abs=1e-4)
    done = settle(held, fate(held, held.draw(60, seed)))
    assert (done.pay <= done.cap + 1e-6).all()
    assert done.pay[:, :, 1] == pytest.approx(np.broadcast_to(held.pay[:, 1], done.pay.shape[:2]), abs=1e-4)
    assert (done.pay.sum(axis=2) <= held.grading.room[held.at] + 1e-6).all()
    for b, (_, share, counts, left) in enumerate(held.budgets):
        used = np.einsum("dny,n->d", done.pay[..., counts], share)
        assert (used <= left + done.over[:, b] + 1e-3).all()
