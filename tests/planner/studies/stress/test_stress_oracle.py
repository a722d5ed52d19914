"""Stress analyses against the oracle: every number of small10, and the oracle's files where they are present."""

import json
from pathlib import Path

import numpy as np
import pytest

from buju_testing import stress_oracle as oracle
from buju_testing.oracle import COST, SCORE, SYNERGY
from graph.base.words import Words
from planner.problem.ledger import ledger
from planner.rulebook import scenario
from planner.solving.stages import solve
from planner.studies.explain.prices import ExplainedPlan, price
from planner.studies.stress.core_index import exact
from planner.studies.stress.of_scenarios import changed
from planner.studies.stress.side_by_side import Scene
from planner.studies.stress.uncertainty import stress
from planner.studies.stress.weights import WeightSet

FILES = Path(__file__).parents[5] / "shared" / "reference" / "planner" / "oracle"


def positions(starts):
    return tuple(sorted(oracle.IDS.index(c) for c in starts))


def test_extreme_points_of_an_order_with_a_least_weight():
    known = WeightSet(oracle.GOALS, low=dict.fromkeys(oracle.GOALS, 0.1), orders=(oracle.GOALS,))
    assert known.vertices() == pytest.approx(np.array(sorted(oracle.VERTICES)))


@pytest.mark.parametrize(("budget", "pairs", "narrower"), oracle.RPM)
def test_core_index(budget, pairs, narrower):
    number, held = oracle.RPM[budget, pairs, narrower]
    problem = oracle.small10(budget, pairs=pairs, weighted=False)
    vertices = oracle.NARROWER if narrower else oracle.VERTICES
    found = exact(problem, oracle.GOALS, np.array(vertices))
    assert len(found.plans) == number
    assert found.index == pytest.approx(np.array(held) / number)
    assert found.core.tolist() == [i for i in range(10) if held[i] == number]
    assert found.exterior.tolist() == [i for i in range(10) if held[i] == 0]


@pytest.mark.parametrize("budget", oracle.BUDGETS)
def test_prices_and_shares(budget):
    problem = oracle.small10(budget)
    case = ExplainedPlan(problem, scenario.shipped("ningbo-2023").policy, solve(problem).plan)
    value, chosen = oracle.OPTIMUM[budget]
    assert case.worth == pytest.approx(value)
    assert positions(case.plan.starts) == chosen
    for i, cost in (oracle.REPLACEMENT[budget] | oracle.FORCING[budget]).items():
        found = price(case, oracle.IDS[i])
        assert found.cost == pytest.approx(cost)
        assert found.proven
    rest, shares = ledger(problem, case.plan)
    assert rest == 0.0
    assert shares == pytest.approx({oracle.IDS[i]: share for i, share in oracle.SHAPLEY[budget].items()})
    assert sum(shares.values()) == pytest.approx(value)


@pytest.fixture(scope="module", params=oracle.BUDGETS)
def answered(request):
    """The stress of four scenarios at the tails 0.2 and 0.4."""
    base = oracle.small10(request.param)
    share = np.array(oracle.DELIVERED, dtype=np.float64)
    scenes = [Scene(f"s{k}", Words("", ""), changed(base, row, "share")) for k, row in enumerate(share)]
    mean = changed(base, np.array(oracle.CHANCES) @ share, "share")
    return request.param, {tail: stress(scenes, oracle.CHANCES, tail, mean) for tail in (0.2, 0.4)}


def test_best_of_each_scenario(answered):
    budget, found = answered
    assert [s.objective for s in found[0.2].solutions] == pytest.approx(oracle.BEST[budget])


def test_value_of_information_and_of_the_stochastic_solution(answered):
    budget, found = answered
    for name, value in oracle.STOCHASTIC[budget].items():
        assert getattr(found[0.2], name) == pytest.approx(value), name
    assert positions(found[0.2].mean_starts) == oracle.EXPECTED_VALUE[budget]


def test_choices_for_all_scenarios(answered):
    budget, found = answered
    for (told, measure, tail), (value, portfolios) in oracle.ROBUST.items():
        if told == budget:
            made = found[tail].robust[measure]
            assert made.value == pytest.approx(value), (measure, tail)
            assert made.certificate.status == "proven"
            assert made.certificate.bound == pytest.approx(value)
            assert positions(made.starts) in portfolios


@pytest.mark.parametrize("budget", oracle.BUDGETS)
def test_what_is_typed_here_is_what_the_files_say(budget):
    file = FILES / f"small10_B{budget}.json"
    if not file.is_file():
        pytest.skip(f"no reference file {file.name} beside this checkout")
    told = json.loads(file.read_text("utf-8"))
    assert (told["cost"], told["budget"]) == (list(COST), budget)
    assert told["score"] == [list(row) for row in SCORE]
    assert told["synergy"] == [list(row) for row in SYNERGY]
    assert told["weight_vertices"] == pytest.approx(np.array(oracle.VERTICES))
    assert told["scenarios"] == [[p, list(row)] for p, row in zip(oracle.CHANCES, oracle.DELIVERED, strict=True)]
    for pairs, name in ((False, "rpm_additive"), (True, "rpm_with_synergy")):
        for narrower, head, number in ((False, "", "n_nondominated"), (True, "narrower_", "narrower_info_n")):
            n, held = oracle.RPM[budget, pairs, narrower]
            assert told[name][number] == n
            assert told[name][f"{head}core_index"] == pytest.approx(np.array(held) / n)
        assert told[name]["narrower_vertices"] == pytest.approx(np.array(oracle.NARROWER))
    value, chosen = oracle.OPTIMUM[budget]
    assert (told["base"]["optimum"], told["base"]["portfolio"]) == (value, list(chosen))
    assert told["base"]["weights"] == list(oracle.WEIGHTS)
    for mine, name in (("REPLACEMENT", "replacement_cost"), ("FORCING", "forcing_cost")):
        assert told[name] == {str(i): v for i, v in getattr(oracle, mine)[budget].items()}
    assert told["shapley_within_portfolio"] == {str(i): v for i, v in oracle.SHAPLEY[budget].items()}
    stochastic = told["stochastic"]
    assert {k.lower(): stochastic[k] for k in ("WS", "RP", "EEV", "EVPI", "VSS")} == oracle.STOCHASTIC[budget]
    assert stochastic["EV_solution"] == list(oracle.EXPECTED_VALUE[budget])
    assert told["minimax_regret"]["per_scenario_best"] == list(oracle.BEST[budget])
    for (of, measure, tail), (best, portfolios) in oracle.ROBUST.items():
        names = {"regret": "minimax_regret", "maximin": "maximin", "cvar": f"cvar_{tail}"}
        if of == budget and measure in names:
            every = [list(p) for p in portfolios]
            assert (told[names[measure]]["value"], told[names[measure]]["portfolios"]) == (best, every)
        elif of == budget:
            assert (stochastic["RP"], stochastic["RP_portfolios"]) == (best, [list(p) for p in portfolios])
