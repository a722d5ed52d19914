"""A planning problem survives JSON: every field, every dtype, the same bytes, and the same answers."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from buju_testing.random_city import random_city
from graph.base.errors import InputError
from loaders.dataset import load
from planner.families.city_problem import compile_city
from planner.problem.as_json import from_bytes, to_bytes
from planner.problem.rows import PlanningProblem
from planner.rulebook import scenario
from planner.solving.stages import solve

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype == np.float64)
    if is_dataclass(a):
        return type(a) is type(b) and all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


@pytest.mark.parametrize("seed", range(30))
def test_every_field_comes_back(seed):
    problem = compile_city(*random_city(seed))
    data = to_bytes(problem)
    again = from_bytes(data)
    assert to_bytes(again) == data
    for f in fields(problem):
        a, b = getattr(problem, f.name), getattr(again, f.name)
        if f.name in ("counts", "budgets"):  # a whole limit may be a float or an integer there
            assert [to_bytes(PlanningProblem(candidates=(), years=(), **{f.name: (row,)})) for row in a] == [
                to_bytes(PlanningProblem(candidates=(), years=(), **{f.name: (row,)})) for row in b
            ]
        else:
            assert same(a, b), f.name


def test_the_sample_city_is_small_and_solves_alike():
    policy = scenario.load(CITY / "scenarios" / "base.yaml", ["objective=[{minimise: {cost: 1}}]"]).policy
    eco = load(CITY).require()
    problem = compile_city(eco, policy)
    data = to_bytes(problem)
    assert data == to_bytes(compile_city(eco, policy))
    assert len(data) < 150_000
    assert solve(from_bytes(data)).objective == solve(problem).objective


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"format":"buju-problem/2"}', b'{"format":"buju-problem/1","years":3}', b"\xff"]
)
def test_what_is_no_problem_is_refused(data):
    with pytest.raises(InputError):
        from_bytes(data)
