"""Small programs on one live linear program: the answers are those of HiGHS's own search, and a cut says so."""

import os
import signal

import numpy as np
import pytest

from buju_testing.random_city import random_city
from planner import program
from planner.families.city_problem import compile_city
from planner.problem.tables import Settings, from_tables
from planner.program.whole_rows import most_of
from planner.solving import highs, search, small_program
from planner.solving.asked import Asked
from planner.solving.highs import Limits
from planner.solving.stages import solve

SEEDS = range(16)


def stage_of(problem):
    """The model of a problem, and its first stage as it is asked."""
    frame, worth = program.build(problem)
    asked = Asked.of(problem, problem.stages[0], program.stage_worth(worth, problem.stages[0]))
    return frame, asked.scaled()[0], Limits(absolute=asked.absolute)


def knapsacks(seed, items=18, rows=3):
    """Several budgets within which no bound of a linear program closes soon."""
    rng = np.random.default_rng(seed)
    ids = [f"C{k}" for k in range(items)]
    amounts = rng.integers(5, 100, (rows, items)).astype(float)
    names = [f"r{k}" for k in range(rows)]
    tables = {
        "candidates": {"candidate": ids, "value": (amounts.sum(axis=0) + rng.integers(0, 20, items)).tolist()},
        "budgets": {"row": names, "cap": (amounts.sum(axis=1) / 2).tolist()},
        "usage": {
            "candidate": ids * rows,
            "row": [name for name in names for _ in ids],
            "amount": amounts.ravel().tolist(),
        },
    }
    return from_tables(tables, Settings())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_is_that_of_the_solver_alone(seed):
    problem = compile_city(*random_city(seed))
    frame, terms, limits = stage_of(problem)
    if not small_program.is_small(frame, terms, limits):
        pytest.skip("nothing to decide or to gain")
    found = small_program.minimise(frame, terms, limits)
    plain = highs.minimise(*stage_of(problem))
    assert found.status == plain.status
    if plain.values is not None:
        value = sum(v * found.values[c] for c, v in terms.items())
        assert value == pytest.approx(sum(v * plain.values[c] for c, v in terms.items()), abs=1e-6)
        assert found.bound <= value + 1e-9
        assert value - found.bound <= max(1e-6, limits.absolute)


@pytest.mark.parametrize("seed", range(4))
def test_every_stage_and_plan_is_that_of_the_solver_alone(seed, monkeypatch):
    problem = compile_city(*random_city(seed))
    found = solve(problem)
    monkeypatch.setattr(small_program, "SMALL", 0)
    plain = solve(problem)
    assert found.status == plain.status
    assert [s.objective for s in found.stages] == pytest.approx([s.objective for s in plain.stages], abs=1e-6)


def test_what_takes_long_is_left_to_the_solver_with_what_is_known(monkeypatch):
    problem = knapsacks(1)
    frame, terms, limits = stage_of(problem)
    cut = small_program.minimise(frame, terms, Limits(rounds=3, absolute=limits.absolute))
    assert cut.status == "time_limit"
    monkeypatch.setattr(small_program, "ROUNDS", 3)
    whole = search.minimise(*stage_of(problem))
    monkeypatch.setattr(small_program, "SMALL", 0)
    plain = search.minimise(*stage_of(problem))
    assert (whole.status, plain.status) == ("proven", "proven")
    assert whole.bound == pytest.approx(plain.bound, abs=limits.absolute)
    assert cut.bound <= plain.bound + limits.absolute  # what was cut short still bounds
    assert whole.rounds > 3


def test_work_limits_hold_over_both_searches():
    frame, terms, limits = stage_of(knapsacks(2))
    found = search.minimise(frame, terms, Limits(rounds=5, absolute=limits.absolute))
    assert found.status == "time_limit"
    assert 5 <= found.rounds <= 7


def test_a_start_is_a_plan_that_is_never_lost():
    problem = knapsacks(3)
    frame, terms, limits = stage_of(problem)
    best = highs.minimise(frame, terms, limits)
    found = small_program.minimise(frame, terms, Limits(rounds=0, absolute=limits.absolute), start=best.values)
    assert found.status in ("time_limit", "proven")
    assert np.allclose(found.values, best.values)


def test_progress_is_heard_and_ctrl_c_ends_the_search():
    frame, terms, limits = stage_of(knapsacks(4))
    heard = []

    def hear(best, bound):
        heard.append((best, bound))
        os.kill(os.getpid(), signal.SIGINT)

    with highs.keeping():
        found = small_program.minimise(frame, terms, limits, progress=hear)
    assert found.status == "interrupted"
    assert len(heard) == 1


def test_a_program_that_the_simplex_method_does_not_end_goes_to_the_solver(monkeypatch):
    problem = knapsacks(5)

    def unsolved(*_args, **_more):
        raise small_program.UnsolvedError

    monkeypatch.setattr(small_program.WarmTree, "minimise", unsolved)
    found = search.minimise(*stage_of(problem))
    monkeypatch.undo()
    assert found.status == "proven"
    frame, terms, limits = stage_of(problem)
    # each bound is within the tolerance of the one best value
    assert found.bound == pytest.approx(search.minimise(frame, terms, limits).bound, abs=1.01 * limits.absolute)


@pytest.mark.parametrize("seed", SEEDS)
def test_whether_others_are_as_good_is_what_the_second_best_choice_says(seed):
    problem = compile_city(*random_city(seed))
    frame, terms, limits = stage_of(problem)
    if not small_program.is_small(frame, terms, limits):
        pytest.skip("nothing to decide or to gain")
    best = highs.minimise(*stage_of(problem))
    if best.values is None:
        pytest.skip("no plan")
    value = sum(v * best.values[c] for c, v in terms.items())
    columns = [row[-1] for row in frame.active if row[-1] is not None]
    other, _, _ = stage_of(problem)
    cut = {c: 1.0 if best.values[c] > 0.5 else -1.0 for c in columns}
    other.at_most(cut, most_of(cut), "cover")
    second = highs.minimise(other, terms, limits)
    loss = np.inf if second.values is None else sum(v * second.values[c] for c, v in terms.items()) - value
    for room in (1e-3, 1.0, 30.0):
        if abs(loss - room) > 1e-4:
            shown = small_program.none_but(frame, terms, best.values, value + room, limits, columns)
            assert shown is bool(loss > room)


def test_no_work_allowed_leaves_open_whether_others_are_as_good():
    frame, terms, limits = stage_of(knapsacks(1))
    none = np.zeros(len(frame.columns))
    work = Limits(rounds=0, absolute=limits.absolute)
    assert small_program.none_but(frame, terms, none, 1e9, work, frame.integer) is None
