"""Today's approvals under grades that are not known yet: the worked case, laws, and trying every choice."""

import heapq
import json
import math
from itertools import pairwise, product

import numpy as np
import pytest
from scipy.linalg import block_diag
from scipy.optimize import linprog

import buju
from buju.asking import question
from buju_testing.course_cases import FOLDER, policy_of
from buju_testing.random_history import kept, purse_of, random_history
from graph.base.errors import UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.audit import audit, goals
from planner.audit.facts import read_facts
from planner.audit.past import decided, read_past, with_past
from planner.studies.course import joint_grades
from planner.studies.course.grade_tree import branches, grow

CASE = FOLDER / "14-two-grades.json"
CHANCES = {"enterprise": {"good": 0.4, "poor": 0.6}, "institute": {"good": 0.7, "poor": 0.3}}


def clean(eco, policy, tree):
    """Whether the audit passes every plan behind every value, under the grades of its branch."""
    for valued in tree.values.values():
        for branch, plan in zip(tree.told.branches, valued.plans or (), strict=False):
            report = audit(eco, policy, plan, None, branch.foreseen(tree.told.year))
            if not report.clean:
                return [f.words.en for f in report.findings]
    return []


@pytest.mark.skipif(not CASE.is_file(), reason="the shared reference is not here")
def test_the_worked_case():
    case = json.loads(CASE.read_text("utf-8"))
    policy = policy_of({**case["policy"], "evaluation.chances": {"enterprise": {"good": 0.4, "poor": 0.6}}}, 2024)
    eco = Ecosystem.from_rows(DatasetInfo("case"), case["tables"])
    told = branches(eco, policy)
    assert told.listed
    assert [(dict(b.grades), b.chance) for b in told.branches] == [({"C1": "good"}, 0.4), ({"C1": "poor"}, 0.6)]
    tree = grow(eco, policy, told)
    points = sum(row["severity"] for row in case["tables"]["technologies"])
    for name in ("single", "recourse", "foresight", "only_now"):
        assert tree.values[name].value * points == pytest.approx(case["want"][name])
        assert tree.values[name].certificate.status == "proven"
    for name, pair in (
        ("value_of_recourse", ("recourse", "single")),
        ("value_of_information", ("foresight", "recourse")),
        ("value_of_waiting", ("recourse", "only_now")),
    ):
        assert tree.difference(*pair) * points == pytest.approx(case["want"][name])
    plans = tree.values["recourse"].plans
    new = [{c: y for c, y in plan.starts.items() if c != "C1"} for plan in plans]
    assert [sorted(one) for one in new] == list(case["want"]["sets_by_branch"].values())
    assert {c: y for c, y in new[0].items() if y == 2025} == case["want"]["first_year"]
    assert clean(eco, policy, tree) == []


def best_by_enumeration(eco, policy, told, link):
    """The best expected first stage over one choice for each branch, every choice tried; None: there is none."""
    worlds = [_world(eco, policy, branch.foreseen(told.year)) for branch in told.branches]
    best = None
    for common in sorted({_key(starts, told.year, link) for starts, _, _ in worlds[0][1]}, key=str):
        lists = []
        for (facts, past), options in worlds:
            mine = [
                one for one in options if _key(one[0], told.year, link) == common and _only(one[0], past, told, link)
            ]
            lists.append([(*one, facts, past) for one in mine])
        if not all(lists):
            continue
        found = _first_feasible(policy, told, [sorted(some, key=lambda one: -one[1]) for some in lists], best)
        best = found if found is not None else best
    return best


def _key(starts, year, link):
    """What is common to all branches: approvals that are decided now (of all years for one plan)."""
    return tuple(sorted((c, y) for c, y in starts.items() if y >= year and (link == "single" or y == year)))


def _only(starts, past, told, link):
    return link != "only_now" or all(y <= told.year or c in past.announced for c, y in starts.items())


def _world(eco, policy, foreseen):
    """Facts of one branch, and its choices that keep all rules but those on money: (starts, worth, shortfall)."""
    past = read_past(eco, policy, foreseen)
    facts = with_past(read_facts(decided(eco)), past, policy)
    held = {
        i: s.approved
        for i, s in past.stands.items()
        if s.ours and not facts.centres[i].absent and not facts.centres[i].existing and s.approved is not None
    }
    years = [None, *range(past.as_of + 1, policy.years.last + 1)]
    free = [i for i in facts.candidates if i not in held]
    out = []
    for when in product(*([past.announced[i]] if i in past.announced else years for i in free)):
        starts = held | {i: y for i, y in zip(free, when, strict=True) if y is not None}
        if kept(facts, policy, starts, past):
            terms = goals.terms(facts, policy, starts, {}, past)
            out.append((starts, 0.7 * terms["coverage"] + 0.3 * terms["collaboration"], 0.0))
    return (facts, past), out


def _first_feasible(policy, told, lists, floor):
    """The best total of one option for each branch whose money fits together; None where none beats the floor."""
    chances = [b.chance for b in told.branches]

    def worth(places):
        return math.fsum(p * some[k][1] for p, some, k in zip(chances, lists, places, strict=True))

    heap, seen = [(-worth((0,) * len(lists)), (0,) * len(lists))], set()
    while heap:
        value, places = heapq.heappop(heap)
        if floor is not None and -value <= floor + 1e-9:
            return None
        if _fits(policy, told, [some[k] for some, k in zip(lists, places, strict=True)]):
            return -value
        for b, k in enumerate(places):
            following = (*places[:b], k + 1, *places[b + 1 :])
            if k + 1 < len(lists[b]) and following not in seen:
                seen.add(following)
                heapq.heappush(heap, (-worth(following), following))
    return None


def _fits(policy, told, options):
    """Whether the money of all branches can be paid, that of the next year alike in all."""
    purses = [purse_of(facts, policy, starts, past) for starts, _, _, facts, past in options]
    if any(purse is None for purse in purses):
        return False
    if not any(purse.size for purse in purses):
        return all(cap >= 0 for purse in purses for cap in purse.caps)
    sizes = np.cumsum([0, *(purse.size for purse in purses)])
    same = []
    first = {c[0]: k for k, c in enumerate(purses[0].columns) if c[1] == told.year}
    for b, purse in enumerate(purses[1:], 1):
        for k, column in enumerate(purse.columns):
            if column[1] == told.year:
                row = np.zeros(sizes[-1])
                row[sizes[b] + k] = 1.0
                if column[0] in first:
                    row[first[column[0]]] = -1.0
                same.append(row)
    caps = [cap for purse in purses for cap in purse.caps]
    bounds = [bound for purse in purses for bound in purse.bounds]
    rows = block_diag(*(p.rows.reshape(len(p.caps), p.size) for p in purses))
    equal = {"A_eq": np.array(same), "b_eq": np.zeros(len(same))} if same else {}
    found = linprog(np.zeros(sizes[-1]), A_ub=rows, b_ub=caps, bounds=bounds, method="highs", **equal)
    assert found.status in (0, 2), found.message
    return found.status == 0


def small(seed):
    """A city of two or three centres with promises that hold or do not, and chances of grades."""
    eco, policy = random_history(seed, sizes=(2, 4))
    course = policy.course.model_copy(update={"commitments": "free" if seed % 3 == 0 else "firm"})
    told = policy.evaluation.model_copy(update={"chances": CHANCES})
    return eco, policy.model_copy(update={"course": course, "evaluation": told})


def held_to_the_truth(seed):
    """Hold every value of a small city's tree to enumeration; how many branches there are."""
    eco, policy = small(seed)
    told = branches(eco, policy)
    tree = grow(eco, policy, told)
    for link in ("recourse", "single", "only_now"):
        truth = best_by_enumeration(eco, policy, told, link)
        valued = tree.values[link]
        assert valued.infeasible == (truth is None), (seed, link)
        if truth is not None:
            assert valued.value == pytest.approx(truth, abs=2e-6), (seed, link)
            assert valued.certificate.status == "proven"
    order = [tree.values[name].value for name in ("single", "recourse", "foresight")]
    for less, more in pairwise(order):
        assert less is None or less <= more + 1e-6
    assert clean(eco, policy, tree) == []
    return len(told.branches)


def test_the_tree_is_the_best_of_all_choices():
    assert max(held_to_the_truth(seed) for seed in range(6)) > 1


@pytest.mark.long
def test_the_tree_is_the_best_of_all_choices_in_a_hundred_cities():
    assert sum(held_to_the_truth(seed) > 1 for seed in range(12, 112)) > 20


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_a_search_cut_short_is_said_and_its_bound_holds(seed, monkeypatch):
    monkeypatch.setattr(joint_grades, "ROUNDS", 0)
    monkeypatch.setattr(joint_grades, "LATER_ROUNDS", 1)
    eco, policy = small(seed)
    told = branches(eco, policy)
    tree = grow(eco, policy, told)
    for link in ("recourse", "single", "only_now"):
        truth, valued = best_by_enumeration(eco, policy, told, link), tree.values[link]
        if truth is None:
            assert valued.value is None
        elif valued.value is not None:
            assert valued.value <= truth + 2e-6
            assert valued.certificate.bound is None or valued.certificate.bound >= truth - 2e-6
            if valued.certificate.status == "proven":
                assert valued.value == pytest.approx(truth, abs=2e-6)
    assert clean(eco, policy, tree) == []


@pytest.mark.long
def test_the_sample_with_one_poor_grade_that_rectifies_is_proven():
    """Eleven centres whose grade acts: 16 draws, of which 12 differ; the joint program alone took over 300 s."""
    city = buju.load(buju.sample("ningbo_2026"))
    policy = question(city, "base", {"evaluation.rectify_after": "poor"}).scenario.policy
    told = branches(city.ecosystem, policy)
    assert len(told.branches) > 8
    tree = grow(city.ecosystem, policy, told)
    proven = {name: valued.certificate.status for name, valued in tree.values.items() if valued.certificate}
    assert proven == dict.fromkeys(("foresight", "recourse", "single"), "proven")
    assert tree.values["only_now"].infeasible  # the target of 2030 cannot be met by 2027's approvals
    values = [tree.values[name].value for name in ("single", "recourse", "foresight")]
    assert values == sorted(values)
    assert clean(city.ecosystem, policy, tree) == []


def test_more_than_sixteen_joint_grades_are_drawn_with_a_seed():
    centres = [
        {"id": f"C{k}", "status": "approved", "approved_year": 2024, "formation": "enterprise"} for k in range(6)
    ]
    rows = {
        "centres": [{"field": "F1", "district": "D1", "lead_id": f"O{c['id']}", **c} for c in centres],
        "investments": [{"centre_id": c["id"], "year": k, "investment": 500} for c in centres for k in range(1, 6)],
        "organisations": [{"id": f"O{c['id']}", "kind": "firm"} for c in centres],
        "districts": [{"id": "D1"}],
        "fields": [{"id": "F1"}],
    }
    eco = Ecosystem.from_rows(DatasetInfo("six"), rows)
    policy = policy_of({"evaluation.chances": CHANCES}, 2024)
    one, same, other = (branches(eco, policy, seed=s) for s in (1, 1, 2))
    assert one == same
    assert one.branches != other.branches
    assert not one.listed
    assert len(one.branches) <= 16
    assert math.fsum(b.chance for b in one.branches) == pytest.approx(1.0)


def test_grades_that_act_alike_are_one():
    rows = {
        "centres": [{"id": "C1", "status": "approved", "approved_year": 2024, "formation": "enterprise"}],
        "investments": [{"centre_id": "C1", "year": k, "investment": 500} for k in range(1, 6)],
    }
    eco = Ecosystem.from_rows(DatasetInfo("one"), rows)
    chances = {"enterprise": {"excellent": 0.2, "good": 0.5, "pass": 0.2, "poor": 0.1}}
    told = branches(eco, policy_of({"evaluation.chances": chances}, 2024))
    assert [(b.grades["C1"], pytest.approx(b.chance)) for b in told.branches] == [
        ("good", 0.7),
        ("pass", 0.2),
        ("poor", 0.1),
    ]
    assert branches(eco, policy_of({"evaluation.chances": chances}, 2026)).branches[0].grades == {}


def test_no_chances_no_tree():
    eco, policy = random_history(0)
    with pytest.raises(UsageError, match=r"evaluation\.chances"):
        branches(eco, policy)
