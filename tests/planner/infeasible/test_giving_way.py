"""Which rules give way: by brute force, by hand, and the same one whatever the order of rows and candidates."""

from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.changed_policy import changed
from buju_testing.oracle import ten_candidates
from buju_testing.random_city import random_city
from graph.model.ecosystem import Ecosystem
from loaders.dataset import load
from planner import infeasible
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.infeasible.giving_way import CutShortError, fewest, least
from planner.infeasible.loosening import Loosened, eased
from planner.program.frame import Frame
from planner.rulebook import scenario
from planner.runs.outcome import plan_city
from planner.solving import highs
from planner.solving.highs import Limits
from planner.studies.explain.prices import ExplainedPlan, price

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"


def ask(frame, terms):
    return highs.minimise(frame, terms, Limits())


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7), st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=4), min_size=1, max_size=6))
def test_the_fewest_of_several_sets_is_the_first_of_them(n, wanted):
    """Each of ``wanted`` needs one of its switches: the smallest sets that do for all, and the first of these."""
    wanted = [w & set(range(n)) for w in wanted]
    frame = Frame(replace(ten_candidates(), candidates=(), years=(), layers=(), goals=(), stages=()))
    columns = [frame.column("switch", integer=True) for _ in range(n)]
    for one in wanted:
        frame.at_least({columns[place]: 1.0 for place in one}, 1.0, "one_of")
    sets = [s for size in range(n + 1) for s in combinations(range(n), size) if all(set(s) & w for w in wanted)]
    assert fewest(frame, columns, ask) == (min(sets, key=lambda s: (len(s), s)) if sets else None)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 7), st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=4), min_size=1, max_size=6))
def test_one_after_another_every_least_set_comes_in_order(n, wanted):
    """Each set that is found is forbidden, with all that hold it; what came before bounds what is to come."""
    wanted = [w & set(range(n)) for w in wanted]
    sets = [s for size in range(n + 1) for s in combinations(range(n), size) if all(set(s) & w for w in wanted)]
    told, known, after = [], [], ()
    while after is not None:
        frame = Frame(replace(ten_candidates(), candidates=(), years=(), layers=(), goals=(), stages=()))
        columns = [frame.column("switch", integer=True) for _ in range(n)]
        for one in wanted:
            frame.at_least({columns[place]: 1.0 for place in one}, 1.0, "one_of")
        for one in known:
            frame.at_most({columns[place]: 1.0 for place in one}, len(one) - 1.0, "not_again")
        after = fewest(frame, columns, ask, after)
        if after is not None:
            told.append(after)
            known.append(after)
            again = ask(frame, {})  # the frame holds several that were found
            assert len(after) < 2 or {p for p, c in enumerate(columns) if again.values[c] > 0.5} == set(after)
    least = [s for s in sets if not any(set(o) < set(s) for o in sets)]
    assert told == sorted(least, key=lambda s: (len(s), s))


def test_of_many_places_the_first_set_is_found_whatever_the_solver_gives():
    """Any four of twenty that hold an even and an odd one: the answer to the first question is the last such set."""

    def worst(frame, terms):
        answer = ask(frame, {c: -v for c, v in terms.items()}) if asked == [0] else ask(frame, terms)
        asked[0] += 1
        return answer

    asked = [0]
    frame = Frame(replace(ten_candidates(), candidates=(), years=(), layers=(), goals=(), stages=()))
    columns = [frame.column("switch", integer=True) for _ in range(20)]
    frame.between(dict.fromkeys(columns, 1.0), 4.0, 4.0, "four")
    frame.at_least(dict.fromkeys(columns[::2], 1.0), 1.0, "even")
    frame.at_least(dict.fromkeys(columns[1::2], 1.0), 1.0, "odd")
    frame.at_most({columns[0]: 1.0, columns[1]: 1.0}, 1.0, "not_both")
    assert fewest(frame, columns, worst) == (0, 2, 3, 4)
    assert asked[0] > 2


def shuffled(eco, seed):
    """The same city, the rows of every table in another order."""
    rng = np.random.default_rng(seed)
    tables = {}
    for name, columns in eco.tables.items():
        rows = len(next(iter(columns.values()), ()))
        order = rng.permutation(rows)
        tables[name] = {column: data[order] for column, data in columns.items()}
    return Ecosystem(eco.info, tables)


@pytest.mark.parametrize("seed", range(12))
def test_prices_and_rules_that_give_way_do_not_depend_on_the_order_of_rows(seed):
    eco, policy = random_city(seed)
    outcome = plan_city(eco, policy)
    if outcome.plan is None:
        return
    case = ExplainedPlan(outcome.problem, policy, outcome.plan)
    other = compile_city(shuffled(eco, seed), policy)
    assert seed == 6 or other.candidates != outcome.problem.candidates
    again = ExplainedPlan(other, policy, outcome.plan)
    for centre in outcome.problem.candidates:
        first, second = price(case, centre), price(again, centre)
        assert [m.change().set for m in first.lifted] == [m.change().set for m in second.lifted], centre
        assert [m.change().words for m in first.lifted] == [m.change().words for m in second.lifted], centre
        assert (first.cost is None) == (second.cost is None)
        assert first.cost is None or first.cost == pytest.approx(second.cost, abs=2e-6)


def test_some_of_these_cities_have_rules_that_give_way():
    found = 0
    for seed in range(12):
        eco, policy = random_city(seed)
        outcome = plan_city(eco, policy)
        if outcome.plan is not None:
            case = ExplainedPlan(outcome.problem, policy, outcome.plan)
            found += sum(bool(price(case, c).lifted) for c in outcome.problem.candidates)
    assert found > 10


def feasible(eco, policy, sets=()):
    return conflict.status(compile_city(eco, changed(policy, sets)), Limits()) == "proven"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_mends_do_not_depend_on_the_order_of_rows(seed):
    eco, policy = random_city(seed)
    tight = policy.target.model_copy(update={"count": (policy.target.count or 2) + 3, "maximum": None})
    policy = policy.model_copy(update={"target": tight})
    said = []
    for one in (eco, shuffled(eco, seed), shuffled(eco, seed + 100)):
        problem = compile_city(one, policy)
        if conflict.status(problem, Limits()) == "proven":
            return
        found = infeasible.find(problem, policy, conflict.find(problem), partial(feasible, one, policy))
        said.append([(m.sets, m.words) for m in found.scenario])
    assert said[0] == said[1] == said[2]


def lifted_prices(seeds):
    for seed in seeds:
        eco, policy = random_city(seed)
        outcome = plan_city(eco, policy)
        if outcome.plan is None:
            continue
        case = ExplainedPlan(outcome.problem, policy, outcome.plan)
        for centre in outcome.problem.candidates:
            found = price(case, centre)
            if found.lifted:
                yield case, centre, found


def test_no_rule_before_it_would_have_done_and_nothing_else_of_it_costs_less():
    alone = 0
    for case, centre, found in lifted_prices(range(12)):
        known = case.levers()
        bare, fixed = replace(case.problem, stages=()), case.turn(centre)
        told = [(one.key, one.rules, one.label) for one in known]  # a value that is none (NaN) equals nothing
        places = [told.index((m.lever.key, m.lever.rules, m.lever.label)) for m in found.lifted]
        assert places == sorted(places)
        if len(places) > 1:
            continue
        for lever in known[: places[0]]:
            model = Loosened(bare, case.policy, [lever], fixed)
            assert ask(model.frame, {}).status == "infeasible", (centre, lever.key)
        alone += 1
    assert alone > 10


@pytest.fixture(scope="module")
def tight():
    eco = load(CITY).require()
    policy = scenario.load(CITY / "scenarios" / "tight.yaml").policy
    return eco, policy, plan_city(eco, policy)


@pytest.mark.long
def test_of_single_things_those_give_way_that_cost_least(tight):
    """Where one technology need not be covered any more, several would do: each is tried by itself."""
    _, policy, outcome = tight
    case = ExplainedPlan(outcome.problem, policy, outcome.plan)
    lever = next(one for one in case.levers() if one.key == "must_cover.0.exempt")
    for centre in ("C08", "C24"):
        fixed = case.turn(centre)
        model = Loosened(case.problem, policy, [lever], fixed)
        [moved] = least(model, ask, case.goal(model.worth)[0])
        cost = {}
        for item in lever.items:
            plan, proven = case.best(eased(case.problem, policy, lever, 1.0, [item]), fixed, Limits())
            assert proven
            if plan is not None:
                cost[item.id] = case.sign * case.worth_of(plan)
        assert len(cost) > 1
        cheapest = min(cost.values())
        assert [item.id for item in moved.items] == [min(i for i, c in cost.items() if c < cheapest + 1e-7)]


@pytest.mark.long
def test_the_city_s_prices_do_not_depend_on_the_order_of_rows(tight):
    eco, policy, outcome = tight
    first = ExplainedPlan(outcome.problem, policy, outcome.plan)
    others = [ExplainedPlan(compile_city(shuffled(eco, k), policy), policy, outcome.plan) for k in (1, 2)]
    lifted = 0
    for centre in ("C08", "C10", "C13", "C18", "C21", "C28", "C38", "C40"):
        own, *again = (price(case, centre) for case in (first, *others))
        for other in again:
            assert [m.change() for m in other.lifted] == [m.change() for m in own.lifted], centre
            assert other.cost == pytest.approx(own.cost, abs=2e-6)
        lifted += bool(own.lifted)
    assert lifted == 8


def test_a_search_that_is_cut_short_gives_no_rules():
    case, centre, _ = next(lifted_prices(range(12)))
    model = Loosened(replace(case.problem, stages=()), case.policy, case.levers(), case.turn(centre))
    switches = [model.touched(slack) for slack in model.slacks]
    with pytest.raises(CutShortError):
        fewest(model.frame, switches, lambda _, __: highs.Answer("time_limit", None, None))
    with pytest.raises(CutShortError):
        least(model, lambda _, __: highs.Answer("within_gap", np.zeros(1), 0.0))
    assert price(case, centre, Limits(rounds=1)).cost is None
