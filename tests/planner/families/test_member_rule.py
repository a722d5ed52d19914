"""At most n centres with one university or institute among their members: by hand, by brute force, audit and mends."""

from functools import partial

import pytest

from buju_testing.audit_city import ROWS, STARTS, city, plan, policy
from buju_testing.brute_force import brute_force
from buju_testing.changed_policy import changed
from buju_testing.random_city import random_city
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner import infeasible
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.families.levers import levers
from planner.families.use import uses
from planner.infeasible import conflict
from planner.problem import score
from planner.problem.plan import Plan
from planner.rulebook import scenario
from planner.runs.outcome import plan_city
from planner.solving.highs import Limits

KEY = "exclusive.centres_per_member"
LIMITS = Limits(seconds=20)


def members_of(problem):
    return {
        row.rule.name.removeprefix("exclusive member "): row for row in problem.counts if row.rule.family == "member"
    }


def small(kinds="uif", existing=0, worth=(5, 4, 3)):
    """Three candidates A, B, C that all have U (university), I (institute) and F (firm) as members, by ``kinds``."""
    names = {"u": "university", "i": "institute", "f": "firm"}
    centres = [{"id": c, "status": "candidate", "lead_id": "L", "ready_year": 2023} for c in "ABC"]
    centres += [{"id": f"E{k}", "status": "existing", "lead_id": "L"} for k in range(existing)]
    return Ecosystem.from_rows(
        DatasetInfo("small"),
        {
            "organisations": [{"id": k.upper(), "name": names[k], "kind": names[k]} for k in kinds]
            + [{"id": "L", "kind": "university"}],
            "centres": centres,
            "technologies": [
                {"id": f"T{c}", "kind": "bottleneck", "severity": s} for c, s in zip("ABC", worth, strict=True)
            ],
            "covers": [{"centre_id": c, "technology_id": f"T{c}"} for c in "ABC"],
            "members": [{"centre_id": c["id"], "organisation_id": k.upper()} for c in centres for k in kinds],
        },
    )


def rules(*sets):
    base = ["target.count=null", "objective=[{maximise: {coverage: 1}}]", "exclusive.centres_per_chief_scientist=null"]
    return changed(scenario.shipped("ningbo-2023").policy, [*base, *sets])


def test_off_unless_a_scenario_sets_it():
    assert scenario.shipped("ningbo-2023").policy.exclusive.centres_per_member is None
    assert members_of(compile_city(small(), rules())) == {}
    report = audit(small(), rules(), Plan(dict.fromkeys("ABC", 2023), {}))
    assert report.by_family["exclusive_member"] == 0
    assert "exclusive_member" in report.off


def test_by_hand_only_members_that_are_universities_or_institutes_count():
    problem = compile_city(small(), rules(f"{KEY}=2"))
    found = members_of(problem)
    assert set(found) == {"U", "I"}  # not the firm F, and not L, which leads all three but is no member
    assert [(row.members.tolist(), row.high, row.given) for row in found.values()] == [([0, 1, 2], 2, 0)] * 2
    assert found["U"].rule.key == KEY
    assert found["U"].rule.words.en == "centres with the member university: at most 2"
    assert found["U"].rule.words.zh == "有成员单位university的中心，至多 2"


@pytest.mark.parametrize(("limit", "chosen"), [(0, ""), (1, "A"), (2, "AB"), (3, "ABC")])
def test_by_hand_the_worthiest_are_chosen(limit, chosen):
    eco, told = small("u"), rules(f"{KEY}={limit}")
    outcome = plan_city(eco, told)
    assert "".join(sorted(outcome.plan.starts)) == chosen
    at = score.to_arrays(outcome.problem, outcome.plan)
    binding = [use.rule.family for use in uses(outcome.problem, at) if use.binding]
    assert binding == ["member"] * (limit < 3)
    assert audit(eco, told, outcome.plan, outcome.goals).clean


@pytest.mark.parametrize(("existing", "limit", "more"), [(1, 2, 1), (2, 2, 0), (3, 2, 0), (3, 5, 2)])
def test_existing_centres_count_and_none_is_added_where_they_exceed_the_limit(existing, limit, more):
    eco, told = small("u", existing), rules(f"{KEY}={limit}", "target.maximum=null")
    row = members_of(compile_city(eco, told))["U"]
    assert (row.given, row.high - row.given) == (existing, more)
    outcome = plan_city(eco, told)
    assert len(outcome.plan.starts) == more
    assert audit(eco, told, outcome.plan, outcome.goals).clean


@pytest.mark.parametrize(("existing", "limit", "chosen", "room"), [(0, 1, "AB", 1), (2, 2, "C", 0), (3, 2, "AB", 0)])
def test_the_audit_catches_a_plan_that_breaks_it(existing, limit, chosen, room):
    found = audit(small("u", existing), rules(f"{KEY}={limit}"), Plan(dict.fromkeys(chosen, 2023), {})).findings
    assert [(f.code, f.key, f.value, f.limit) for f in found] == [("A825", "U", len(chosen), room)]
    assert found[0].words.zh == f"university（U）新参与{len(chosen)}家中心，扣除已有中心后只允许{room}家"


def test_the_audit_counts_a_member_that_is_listed_twice_once():
    twice = [*ROWS["members"], *({"centre_id": "A", "organisation_id": "U1", "role": r} for r in ("partner", ""))]
    eco = city(members=twice)
    joined = {r["centre_id"] for r in twice if r["organisation_id"] == "U1"} & set(STARTS)
    told = policy(KEY, 0)
    found = [f for f in audit(eco, told, plan()).findings if f.key == "U1" and f.code == "A825"]
    assert [f.value for f in found] == [len(joined)] == [1.0] * len(found)


@pytest.mark.parametrize("seed", range(40))
def test_the_program_finds_the_true_optimum_under_the_rule(seed):
    eco, told = random_city(seed)
    told = changed(told, [f"{KEY}={seed % 2}"])
    best, outcome = brute_force(eco, told), plan_city(eco, told)
    if best.objective is None:
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "proven"
    assert outcome.objective == pytest.approx(best.objective, abs=1e-6, rel=1e-6)
    assert audit(eco, told, outcome.plan, {"objective": outcome.objective}).clean


def test_the_rule_changes_plans_of_random_cities():
    """Else the test above could not fail."""
    free = [plan_city(*random_city(seed)) for seed in range(12)]
    held = [plan_city(eco, changed(told, [f"{KEY}=0"])) for eco, told in map(random_city, range(12))]
    assert sum(a.objective != pytest.approx(b.objective) for a, b in zip(free, held, strict=True)) >= 3


def feasible(eco, told, sets=()):
    return conflict.status(compile_city(eco, changed(told, sets)), LIMITS) == "proven"


@pytest.mark.parametrize("existing", [0, 3])
def test_a_conflict_names_it_and_the_mend_is_the_least_that_suffices(existing):
    eco = small("u", existing)
    told = rules("target.count=2", "target.count_existing=false", f"{KEY}=1")
    problem = compile_city(eco, told)
    found = conflict.find(problem)
    assert [rule.key for rule in found.rules] == ["target.count", KEY]
    assert found.smallest
    mends = infeasible.find(problem, told, found, partial(feasible, eco, told))
    assert mends.complete
    said = {mend.sets: mend.words for mend in mends.scenario}
    assert said[(f"{KEY}={existing + 2}",)].en == (
        f"at most {existing + 2} centres with the same university or institute as a member instead of 1"
    )
    assert said[(f"{KEY}={existing + 2}",)].zh == f"同一高校或科研院所作为成员的中心至多 {existing + 2} 家（原 1）"
    assert not feasible(eco, told, [f"{KEY}={existing + 1}"])


def test_the_lever_states_the_limit_of_the_scenario():
    told = rules(f"{KEY}=1")
    [lever] = [one for one in levers(compile_city(small("u", 3), told), told) if one.key == KEY]
    assert (lever.kind, lever.value, lever.reach) == ("most", 1.0, 5.0)
