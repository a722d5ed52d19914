"""Must-cover by centres that share neither lead nor chief scientist nor key person: program, audit, brute force."""

import itertools
import random

import numpy as np
import pytest

from buju_testing.brute_force import brute_force
from buju_testing.random_city import random_city
from graph.measures.coverage import active_centres
from graph.measures.independence import STAKES, greatest_disjoint, independent_depth
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.audit import audit, catalogue
from planner.audit.facts import read_facts
from planner.audit.family import Given
from planner.audit.report import Ledger
from planner.audit.rules import must_cover
from planner.families.city_problem import compile_city
from planner.families.rules.must_cover import apart
from planner.problem.as_json import from_bytes, to_bytes
from planner.rulebook.policy import MustCover, Policy
from planner.runs.outcome import plan_city


def by_trying(sets):
    return max(
        len(some)
        for size in range(len(sets) + 1)
        for some in itertools.combinations(sets, size)
        if all(not (set(a) & set(b)) for a, b in itertools.combinations(some, 2))
    )


@pytest.mark.parametrize("seed", range(60))
def test_greatest_disjoint_is_what_trying_finds(seed):
    rng = random.Random(seed)
    sets = [set(rng.sample(range(7), rng.randint(0, 3))) for _ in range(rng.randint(0, 8))]
    assert greatest_disjoint(sets) == by_trying(sets)
    assert greatest_disjoint(sets, enough=2) == min(2, by_trying(sets))


def test_a_ring_of_shared_people_is_where_a_relaxation_fails():
    """Five centres in a ring, each neighbour pair shares a person: two are independent, halves would add to 2.5."""
    ring = [{i, (i + 1) % 5} for i in range(5)]
    assert greatest_disjoint(ring) == 2


def ring_city(people=5):
    """Five candidates of different leads on one technology; neighbours share a person."""
    rows = {
        "districts": [{"id": "D"}],
        "fields": [{"id": "F"}],
        "organisations": [{"id": f"O{i}", "kind": "institute"} for i in range(5)],
        "people": [{"id": f"P{i}", "tier": "top"} for i in range(5)],
        "technologies": [{"id": "T", "name": "Rotor", "kind": "bottleneck", "severity": 5, "field": "F"}],
        "centres": [
            {
                "id": f"C{i}",
                "status": "candidate",
                "lead_id": f"O{i}",
                "ready_year": 2023,
                "field": "F",
                "district": "D",
            }
            for i in range(5)
        ],
        "investments": [{"centre_id": f"C{i}", "year": y, "investment": 1000} for i in range(5) for y in range(1, 6)],
        "covers": [{"centre_id": f"C{i}", "technology_id": "T"} for i in range(5)],
        "affiliations": [
            {"person_id": f"P{k % 5}", "centre_id": f"C{i}"} for i in range(5) for k in (i, i + 1) if k % 5 < people
        ],
    }
    return Ecosystem.from_rows(DatasetInfo("ring"), rows)


def asking(depth, *apart):
    """A policy that asks for nothing but the rule, with as few centres as will do."""
    rules = {
        "target": {"count": None, "maximum": None},
        "quotas": {key: {} for key in ("district", "field", "channel", "formation", "year")},
        "readiness": {"each": {}, "mean": None},
        "lead_firm": dict.fromkeys(("minimum_sales", "minimum_rd_share")),
        "exclusive": dict.fromkeys(("centres_per_lead", "centres_per_chief_scientist", "centres_per_subfield")),
        "budgets": {"city": {}, "total": None, "districts": {}},
    }
    data = random_city(3)[1].model_dump()
    for key, rule in rules.items():
        data[key] = data[key] | rule
    data["objective"] = [{"minimise": {"count": 1.0}}]
    data["fixed"] = {"chosen": [], "rejected": []}
    data["must_cover"] = [{"severity": 5.0, "depth": depth, "disjoint": apart}]
    return Policy.model_validate(data)


def test_the_ring_by_hand():
    eco = ring_city()
    two = plan_city(eco, asking(2, "key_person"))
    assert two.status == "proven"
    chosen = sorted(int(c[1]) for c in two.plan.starts)
    assert len(chosen) == 2
    assert (chosen[1] - chosen[0]) % 5 in (2, 3)  # not neighbours
    active = active_centres(eco, two.plan.starts)
    assert independent_depth(eco, active).tolist() == [2]  # the function of the assessment says the same
    assert plan_city(eco, asking(3, "key_person")).status == "infeasible"
    assert plan_city(eco, asking(3, "chief_scientist")).status == "proven"  # nobody is chief scientist
    assert plan_city(eco, asking(5)).status == "proven"  # leads differ
    assert plan_city(ring_city(people=1), asking(4, "key_person")).status == "proven"


def test_the_audit_finds_centres_that_share():
    eco, policy = ring_city(), asking(2, "key_person")
    found = {}
    for pair in (("C0", "C1"), ("C0", "C2")):
        book = Ledger(catalogue.FAMILIES)
        must_cover.AUDIT.check(book, Given(read_facts(eco), policy, dict.fromkeys(pair, 2023), {}))
        found[pair] = [f.rule for f in book.findings]
    assert found == {("C0", "C1"): ["must_cover"], ("C0", "C2"): []}


def test_the_rule_is_named_and_kept_as_data():
    problem = compile_city(ring_city(), asking(2, "key_person", "chief_scientist"))
    (row,) = problem.depths
    assert (
        row.rule.words.en
        == "Rotor must be covered by 2 centres that share no lead and no chief scientist and no key person"
    )
    assert row.rule.words.zh == "Rotor须由 2 家互不共有牵头单位、首席科学家、关键人才的中心承担"
    assert sorted(row.sharing) == [(0, 1), (0, 4), (1, 2), (2, 3), (3, 4)]
    again = from_bytes(to_bytes(problem))
    assert again.depths[0].sharing == row.sharing


def test_shared_leads_count_where_leads_must_differ():
    rule = MustCover.model_validate({"severity": 5, "disjoint": ["key_person"]})
    assert apart(rule) == ("lead", "key_person")
    assert apart(rule.model_copy(update={"distinct": "centre"})) == ("key_person",)
    assert set(STAKES) == {"lead", "chief_scientist", "key_person"}


def shared_city(seed):
    """A random city in which people are shared a lot, and its policy with an independent must-cover rule."""
    eco, policy = random_city(seed)
    rng = random.Random(seed)
    kinds = rng.sample(STAKES, rng.randint(1, 3))
    rule = {
        "severity": 3,
        "kinds": ["bottleneck"],
        "depth": 2,
        "distinct": rng.choice(["lead", "centre"]),
        "disjoint": kinds,
        "exempt": [f"T{k}" for k in range(6) if rng.random() < 0.5],
    }
    return eco, policy.model_copy(update={"must_cover": (MustCover.model_validate(rule),)})


SEEDS = range(60)


@pytest.mark.parametrize("seed", [s for s in SEEDS if s < 30])
def test_program_finds_the_true_optimum(seed):
    eco, policy = shared_city(seed)
    best, outcome = brute_force(eco, policy), plan_city(eco, policy)
    if best.objective is None:
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "proven"
    assert outcome.objective == pytest.approx(best.objective, abs=1e-6, rel=1e-6)
    assert audit(eco, policy, outcome.plan, {"objective": outcome.objective, **outcome.goals}).clean
    active = active_centres(eco, outcome.plan.starts)
    told = policy.must_cover[0]
    wanted = (eco.column("technologies", "severity") >= 3) & (eco.column("technologies", "kind") == "bottleneck")
    wanted &= ~np.isin(np.array(eco.ids("Technology")), told.exempt)
    assert (independent_depth(eco, active, told.disjoint)[wanted] >= 2).all()


def test_the_random_cities_tell_something():
    """Some are feasible, and in some the rule changes the answer: the comparison above is no empty one."""
    values = []
    for seed in range(30):
        eco, policy = shared_city(seed)
        loose = policy.must_cover[0].model_copy(update={"disjoint": ()})
        strict, free = (
            plan_city(eco, p).objective for p in (policy, policy.model_copy(update={"must_cover": (loose,)}))
        )
        values.append((strict, free))
    assert sum(strict is not None for strict, _ in values) >= 3
    assert sum(free is not None and strict != free for strict, free in values) >= 1
