"""Searches are bounded by counted work: the same answer on a busy machine, and what is cut short is no answer."""

import random
import signal
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.random_city import random_city
from planner import program
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem.tables import Settings, from_tables
from planner.solving import highs
from planner.solving.effort import Effort
from planner.solving.highs import Answer, Limits
from planner.solving.stages import solve
from planner.studies.explain.prices import ExplainedPlan, price


def hard():
    """A knapsack of ten rows whose optimum takes long to prove."""
    rng = random.Random(5)
    names = [f"c{i}" for i in range(100)]
    rows = [[rng.randint(1, 100) for _ in names] for _ in range(10)]
    worth = [sum(row[i] for row in rows) / 10 + rng.randint(0, 20) for i in range(100)]
    used = [(c, f"r{r}", float(a)) for r, row in enumerate(rows) for c, a in zip(names, row, strict=True)]
    return from_tables(
        {
            "candidates": {"candidate": names, "value": [float(round(w)) for w in worth]},
            "budgets": {"row": [f"r{r}" for r in range(10)], "cap": [float(sum(row) // 2) for row in rows]},
            "usage": {k: [u[j] for u in used] for j, k in enumerate(("candidate", "row", "amount"))},
        },
        Settings(),
    )


def spin(stop):
    while not stop.is_set():
        sum(range(1000))


def asked(rounds):
    frame, worth = program.build(hard())
    terms, _ = program.stage_worth(worth, frame.problem.stages[0])
    return highs.minimise(frame, {c: -v for c, v in terms.items()}, Limits(rounds=rounds))


@pytest.mark.parametrize("rounds", [1, 20])
def test_the_same_work_on_a_busy_machine(rounds):
    idle = asked(rounds)
    stop = threading.Event()
    busy = [threading.Thread(target=spin, args=(stop,)) for _ in range(4)]
    for thread in busy:
        thread.start()
    try:
        under_load = asked(rounds)
    finally:
        stop.set()
        for thread in busy:
            thread.join()
    assert idle.status == under_load.status == "time_limit"
    assert idle.rounds == under_load.rounds == rounds
    assert idle.bound == under_load.bound
    assert (idle.values is None) == (under_load.values is None)


def test_a_time_limit_is_cpu_time():
    begin = time.process_time()
    found = solve(hard(), Limits(seconds=0.3))
    assert found.status == "time_limit"
    assert time.process_time() - begin < 5.0


def test_effort_counts_questions_and_their_rounds():
    effort = Effort(100)
    assert (effort.limits.rounds, effort.over, effort.cut) == (100, False, False)
    effort.spent(Answer("proven", None, 0.0, rounds=60))
    assert (effort.left, effort.cut) == (35, False)
    effort.spent(Answer("time_limit", None, None, rounds=35))
    assert (effort.over, effort.cut, effort.limits.rounds) == (True, True, 1)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 30))
def test_a_price_is_whole_or_cut_short(seed):
    eco, policy = random_city(seed)
    problem = compile_city(eco, policy)
    found = solve(problem)
    if found.plan is None:
        assert conflict.find(problem).rules == conflict.find(problem).rules
        return
    case = ExplainedPlan(problem, policy, found.plan)
    for centre in problem.candidates[:3]:
        whole, cut = price(case, centre), price(case, centre, Limits(rounds=0))
        assert not whole.cut_short
        assert whole.proven
        assert cut.cost in (None, whole.cost)
        assert cut.cut_short == (cut.cost is None and whole.cost is not None)


def test_one_ctrl_c_ends_a_search_of_many_questions():
    """A question that no search around keeps raises; one inside such a search says that it was interrupted."""

    thread = threading.Timer(0.5, signal.raise_signal, (signal.SIGINT,))
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        asked(None)
    thread.join()
    thread = threading.Timer(0.5, signal.raise_signal, (signal.SIGINT,))
    thread.start()
    found = solve(hard())
    thread.join()
    assert found.interrupted
