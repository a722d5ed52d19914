"""Promotion to provincial and national level: by hand, against trying every choice, and against a simulation."""

import random
from itertools import product

import pytest

from buju_testing.course_cases import plan_case, policy_of
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS
from planner.audit import audit
from planner.cli.screen.levels import levels_text
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem.plan import Plan
from planner.runs.levels import pipeline_of_levels
from planner.solving.stages import solve

STAGES = [{"minimise": {"count": 1}}, {"minimise": {"delay": 1}}]


def tables(centres, scores=None):
    """Centres with a score on all ten conditions each (default 80)."""
    rows = [
        {"name": c["id"], "field": "F1", "district": "D1", "lead_id": f"O{c['id']}", "formation": "enterprise",
         "level": "municipal", "status": "candidate", "ready_year": 2025, **c}
        for c in centres
    ]  # fmt: skip
    ids = [c["id"] for c in rows]
    scores = scores or {}
    return {
        "centres": rows,
        "conditions": [{"centre_id": i, **{name: scores.get(i, 80) for name, _, _ in CONDITIONS}} for i in ids],
        "investments": [{"centre_id": i, "year": k, "investment": 1000} for i in ids for k in range(1, 6)],
        "technologies": [{"id": "T1", "field": "F1", "kind": "bottleneck", "severity": 5}],
        "covers": [{"centre_id": i, "technology_id": "T1"} for i in ids],
        "organisations": [{"id": f"O{i}", "kind": "firm"} for i in ids],
        "districts": [{"id": "D1"}],
        "fields": [{"id": "F1"}],
    }


def policy(levels, as_of=2024, **changes):
    told = {"objective": STAGES, "target.count": None, "years.first": 2025, "years.last": 2028, "target.year": 2028}
    return policy_of({**told, "levels": levels, **{k.replace("__", "."): v for k, v in changes.items()}}, as_of)


FOUR = [{"id": f"C{k}"} for k in range(4)]


def test_a_target_asks_for_as_many_approvals_in_time():
    """Two provincial by 2028: promoted in 2027 at the latest, so approved in 2025, two years before."""
    found = plan_case(tables(FOUR), policy({"provincial": {"target": 2, "year": 2028, "after": 2}}))
    assert found.solution.status == "proven"
    assert sorted(found.plan.starts.values()) == [2025, 2025]
    assert found.findings() == []


def test_who_is_not_ready_does_not_count():
    told = tables(FOUR, {"C0": 50, "C1": 50})
    asked = {"provincial": {"target": 2, "year": 2028, "readiness": {"each": {}, "mean": 70}}}
    found = plan_case(told, policy(asked))
    assert set(found.plan.starts) == {"C2", "C3"}
    wrong = Plan({"C0": 2025, "C1": 2025}, {})
    report = audit(found.eco, found.policy, wrong)
    assert [f.code for f in report.findings] == ["A826"]
    assert found.findings() == []


def test_at_most_one_promotion_a_year_takes_time():
    """One a year up to 2029: by 2030 three need one who waits in 2027, two in 2028, three in 2029."""
    asked = {"provincial": {"target": 3, "year": 2030, "after": 2, "quota": 1}}
    one_a_year = {year: {"max": 1} for year in (2025, 2026, 2027, 2028)}
    found = plan_case(tables(FOUR), policy(asked, quotas__year=one_a_year))
    assert sorted(found.plan.starts.values()) == [2025, 2026, 2027]
    late = Plan({"C0": 2026, "C1": 2027, "C2": 2028}, {})
    assert [f.code for f in audit(found.eco, found.policy, late).findings] == ["A826"]


def test_a_national_centre_is_provincial_first():
    """National by 2029: promoted in 2028, provincial in 2027, approved in 2025."""
    asked = {"provincial": {"after": 2}, "national": {"target": 1, "year": 2029, "after": 2}}
    found = plan_case(tables(FOUR), policy(asked))
    assert sorted(found.plan.starts.values()) == [2025]
    late = Plan({"C0": 2026}, {})
    assert [f.code for f in audit(found.eco, found.policy, late).findings] == ["A826"]


def test_what_is_provincial_already_counts_and_goes_on():
    centres = [{"id": "P", "status": "existing", "level": "provincial", "approved_year": 2020}, *FOUR]
    asked = {"provincial": {"target": 1, "year": 2028}, "national": {"target": 1, "year": 2027}}
    found = plan_case(tables(centres), policy(asked))
    assert found.plan.starts == {}
    assert found.findings() == []


def test_the_money_of_the_level_limits_promotions():
    asked = {"provincial": {"target": 3, "year": 2030, "each": 500, "pot": 1200}}
    found = plan_case(tables(FOUR), policy(asked))
    assert found.solution.status == "infeasible"
    (rule,) = conflict.find(found.problem, 20.0).rules
    assert (rule.name, rule.key) == ("level provincial", "levels.provincial.target")
    asked["provincial"]["target"] = 2
    assert plan_case(tables(FOUR), policy(asked)).solution.status == "proven"


def test_no_levels_change_nothing():
    eco = Ecosystem.from_rows(DatasetInfo("four"), tables(FOUR))
    plain, named = policy({}), policy({"provincial": {}})
    assert compile_city(eco, plain).rules() == compile_city(eco, named).rules()


def random_case(seed):
    """A small city, some of it approved, and levels with targets, pace and thresholds."""
    rng = random.Random(seed)
    centres = []
    for k in range(rng.randint(3, 4)):
        one = {"id": f"C{k}", "ready_year": rng.choice((2025, 2026))}
        chance = rng.random()
        if chance < 0.25:
            one |= {"status": "approved", "approved_year": rng.choice((2022, 2023, 2024))}
            one["level"] = rng.choice(("municipal", "provincial"))
        elif chance < 0.4:
            one |= {"status": "existing", "level": rng.choice(("municipal", "provincial")), "approved_year": 2021}
        centres.append(one)
    scores = {c["id"]: rng.choice((60, 75, 90)) for c in centres}

    def level(year):
        return {
            "target": rng.choice((1, 1, 2, 3)),
            "year": year,
            "after": rng.randint(0, 2),
            "quota": rng.choice((None, 1, 2)),
            "readiness": {"each": {}, "mean": rng.choice((None, 70, 80))},
        }

    levels = {"provincial": level(rng.randint(2026, 2029))}
    if rng.random() < 0.7:
        levels["national"] = level(rng.randint(2027, 2030)) | {"target": rng.choice((None, 1, 1, 2))}
    asked = policy(levels, years__first=rng.choice((2023, 2025)), years__last=2027)
    return Ecosystem.from_rows(DatasetInfo(f"levels {seed}"), tables(centres, scores)), asked


def best_of_all(eco, asked, candidates, held):
    """The fewest centres of any choice that the audit passes but for its money."""
    best = None
    ready = dict(zip(eco.ids("Centre"), eco.column("centres", "ready_year").tolist(), strict=True))
    for when in product((None, 2025, 2026, 2027), repeat=len(candidates)):
        starts = held | {c: y for c, y in zip(candidates, when, strict=True) if y is not None}
        if any(y < ready[c] for c, y in starts.items() if c not in held):
            continue
        codes = {f.code for f in audit(eco, asked, Plan(starts, {})).findings}
        if "A826" not in codes and (best is None or len(starts) < best):
            best = len(starts)
    return best


def held_to_the_truth(seed):
    eco, asked = random_case(seed)
    found = solve(compile_city(eco, asked))
    rows = zip(eco.ids("Centre"), eco.column("centres", "status"), eco.column("centres", "approved_year"), strict=True)
    status = {c: (s, y) for c, s, y in rows}
    held = {c: int(y) for c, (s, y) in status.items() if s == "approved" and y >= asked.years.first}
    truth = best_of_all(eco, asked, [c for c, (s, _) in status.items() if s == "candidate"], held)
    assert (found.status == "infeasible") == (truth is None), seed
    if truth is not None:
        assert found.objective == truth, seed
        report = audit(eco, asked, found.plan)
        assert report.clean, (seed, [f.words.en for f in report.findings])
    return truth is not None


def test_the_program_finds_the_fewest_that_reach_the_levels():
    assert sum(held_to_the_truth(seed) for seed in range(12)) > 3


@pytest.mark.long
def test_the_program_finds_the_fewest_that_reach_the_levels_in_three_hundred_cities():
    assert sum(held_to_the_truth(seed) for seed in range(12, 312)) > 100


def test_a_level_tells_who_is_promoted_and_what_the_next_ones_lack():
    told = tables(FOUR, {"C0": 90, "C1": 85, "C2": 74, "C3": 60})
    asked = policy({"provincial": {"target": 3, "year": 2030, "readiness": {"each": {"top_talent": 75}, "mean": 80}}})
    found = plan_case(told, asked)
    assert found.solution.status == "infeasible"
    (level,) = pipeline_of_levels(found.city, None)
    assert [(p.centre, p.year) for p in level.promotions] == [("C0", 2027), ("C1", 2027)]
    assert (level.there, level.short) == (0, 1)
    assert [(n.centre, [(c.condition, c.score, c.least) for c in n.lacks]) for n in level.next_up] == [
        ("C2", [("top_talent", 74, 75), ("mean", 74, 80)]),
        ("C3", [("top_talent", 60, 75), ("mean", 60, 80)]),
    ]
    said = levels_text((level,), "en")
    assert "target of 3 by 2030: short of 1" in said
    assert "top talent 74 of 75, mean of the ten conditions 74 of 80 in D1 (C2)" in said
    assert "尚缺 1 家" in levels_text((level,), "zh")
    planned = pipeline_of_levels(found.city, {"C1": 2027})
    assert [(p.centre, p.year) for p in planned[0].promotions] == [("C1", 2029)]
