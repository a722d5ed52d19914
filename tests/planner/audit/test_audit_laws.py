"""Laws of the audit on random cities: it agrees with the graph's measures, and finds whatever is tampered with."""

import random
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.brute_force import Purse, brute_force
from buju_testing.random_city import random_city
from graph.measures.collaboration import new_cross_sector_pairs
from graph.measures.coverage import cover_value
from graph.measures.evidence import used_strength
from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.audit.catalogue import FAMILIES, SOMETIMES
from planner.audit.facts import read_facts
from planner.audit.goals import worth
from planner.audit.rules.support import yearly_limit
from planner.problem.plan import Plan

SEEDS = range(25)


@cache
def planned(seed):
    """City, policy and a best plan that is paid at the least cost (``None``: no plan is feasible)."""
    eco, policy = random_city(seed)
    best = brute_force(eco, policy)
    if best.objective is None:
        return eco, policy, None
    support = Purse(read_facts(eco), policy).payments(best.starts)
    return eco, policy, Plan(best.starts, support)


PLANNED = [seed for seed in SEEDS if planned(seed)[2] is not None]


@pytest.mark.parametrize("seed", SEEDS)
def test_used_strength_is_that_of_the_graph(seed):
    eco, _ = random_city(seed)
    mine = read_facts(eco).strength
    matrix = np.zeros((eco.size("Centre"), eco.size("Technology")))
    for centre, strengths in mine.items():
        for technology, strength in strengths.items():
            matrix[eco.position("Centre")[centre], eco.position("Technology")[technology]] = strength
    assert np.abs(matrix - used_strength(eco).toarray()).max() < 1e-12


@pytest.mark.parametrize("seed", SEEDS)
def test_potential_ties_are_those_of_the_graph(seed):
    eco, _ = random_city(seed)
    facts = read_facts(eco)
    theirs = new_cross_sector_pairs(eco)
    names = eco.ids("Organisation")
    assert {tuple(sorted((names[a], names[b]))) for a, b in theirs.pairs.tolist()} == set(facts.new_ties)


@given(
    cover=st.floats(0, 12),
    failure=st.floats(0, 0.99),
    depth=st.integers(1, 9),
)
def test_worth_is_that_of_the_graph(cover, failure, depth):
    theirs = float(cover_value(np.array([cover]), failure, depth)[0])
    assert worth(cover, failure, depth) == pytest.approx(theirs, abs=1e-12)


@given(st.floats(0, 8), st.floats(0, 8), st.floats(0, 0.99), st.integers(1, 9))
def test_more_cover_is_never_worth_less_and_never_more_than_one(a, b, failure, depth):
    low, high = sorted((worth(min(a, b), failure, depth), worth(max(a, b), failure, depth)))
    assert worth(min(a, b), failure, depth) == low
    assert 0 <= low <= high <= 1 + 1e-12


@pytest.mark.parametrize("seed", PLANNED)
def test_a_best_plan_is_clean(seed):
    eco, policy, plan = planned(seed)
    report = audit(eco, policy, plan)
    assert report.clean, [f.words.en for f in report.findings]


@pytest.mark.parametrize("seed", PLANNED[:12])
def test_the_order_of_rows_is_irrelevant(seed):
    eco, policy, plan = planned(seed)
    rng = np.random.default_rng(seed)
    tables = {}
    for name, columns in eco.tables.items():
        order = rng.permutation(len(next(iter(columns.values()))))
        tables[name] = {column: values[order] for column, values in columns.items()}
    mixed = audit(Ecosystem(eco.info, tables), policy, plan)
    straight = audit(eco, policy, plan)
    assert mixed.by_family == straight.by_family
    assert mixed.clean is straight.clean
    assert mixed.recomputed == pytest.approx(straight.recomputed, abs=1e-12)


@pytest.mark.parametrize("seed", PLANNED)
def test_one_more_than_the_share_of_any_year_is_found(seed):
    eco, policy, plan = planned(seed)
    facts = read_facts(eco)
    for centre, years in plan.support.items():
        for year in years:
            limit = yearly_limit(facts, policy, centre, year - plan.starts[centre] + 1)
            worse = Plan(plan.starts, {**plan.support, centre: {**years, year: limit + 1}})
            assert "A840" in {f.code for f in audit(eco, policy, worse).findings}


def _tampered(rng, plan, facts):
    """A plan with one thing made wrong, whatever the policy."""
    centre = rng.choice(sorted(plan.starts))
    years = plan.support[centre]
    kind = rng.choice(
        ["early", "late", "unpaid year", "negative", "nan", "unknown", "existing", "unchosen pay", "text"]
    )
    starts, support = dict(plan.starts), {i: dict(y) for i, y in plan.support.items()}
    first = plan.starts[centre]
    if kind == "early":
        starts[centre] = 2022
    elif kind == "late":
        starts[centre] = 2030
    elif kind == "unpaid year":
        support[centre][first - 1 if rng.random() < 0.5 else first + 5] = 1.0
    elif kind == "negative":
        support[centre][rng.choice(sorted(years))] = -1.0
    elif kind == "nan":
        support[centre][rng.choice(sorted(years))] = float("nan")
    elif kind == "unknown":
        starts["nobody"] = first
    elif kind == "existing":
        starts["nobody" if not facts.existing else facts.existing[0]] = first
    elif kind == "unchosen pay":
        support[next(i for i in facts.centres if i not in starts)] = {first: 0.5}
    else:
        starts[centre] = str(first)
    return kind, Plan(starts, support)


def test_tampering_is_always_found():
    rng, kinds = random.Random(1), Counter()
    for seed in PLANNED:
        eco, policy, plan = planned(seed)
        facts = read_facts(eco)
        if not plan.starts or len(plan.starts) == len(facts.centres):
            continue
        for _ in range(12):
            kind, wrong = _tampered(rng, plan, facts)
            assert not audit(eco, policy, wrong).clean, (seed, kind)
            kinds[kind] += 1
    assert len(kinds) == 9


def test_the_random_cities_switch_on_every_rule():
    on = Counter()
    for seed in range(200):
        eco, policy = random_city(seed)
        off = set(audit(eco, policy, Plan({}, {}), {}).off)
        on.update(f for f in FAMILIES if f not in off and f not in SOMETIMES)
    elsewhere = SOMETIMES | {"exclusive_member"}  # test_member_rule has random cities of its own
    assert {f: on[f] for f in FAMILIES if on[f] < 10 and f not in elsewhere} == {}
