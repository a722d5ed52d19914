"""Solvers as declared features: what each can do is refused or kept, and all of them agree with enumeration."""

import json
import sys
from dataclasses import replace

import pytest

from buju_testing.planner_tables import OPTIMA, columns, enumerate_best, random_tables, tables
from buju_testing.random_city import random_city
from graph.base.errors import ServiceError, UsageError
from loaders.table_set import read_tables
from planner.audit import audit, audit_tables
from planner.families.city_problem import compile_city
from planner.problem.tables import PLANNER_TABLES, Settings, from_tables, read_settings
from planner.solving import solvers
from planner.solving.highs import Limits
from planner.solving.solvers import SOLVERS, engine, features, installed, refuse
from planner.solving.solvers.crosscheck import Attempt, Checked, judge
from planner.solving.stages import Solution, StageCertificate, solve


def here(*keys):
    """Parameters of solvers, skipped where one is not installed."""
    return [
        pytest.param(k, marks=pytest.mark.skipif(not installed(k), reason=f"{SOLVERS[k].name} is not installed"))
        for k in keys
    ]


def test_options_that_a_solver_lacks_are_refused_all_at_once():
    bare = replace(features("scip"), name="Bare", time_limit=False, gap=False, threads=False, seed=False)
    with pytest.raises(UsageError) as refused:
        refuse(bare, Limits(seconds=1, gap=0.1, threads=2, seed=3))
    for option in ("--time-limit", "--gap", "--threads 2", "--seed 3"):
        assert option in refused.value.words.en
        assert option in refused.value.words.zh
    assert refused.value.words.en.endswith("these can: highs, cbc")
    refuse(bare, Limits())


def test_a_solver_that_is_not_there_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(solvers._MAKERS, "scip", lambda: None)
    with pytest.raises(ServiceError, match=r"SCIP is not installed; get it with: python -m pip install pyscipopt"):
        engine("scip")
    with pytest.raises(UsageError, match="known: highs, cbc, scip"):
        engine("gurobi")


def test_scip_is_missing_where_its_package_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyscipopt", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not installed("scip")


@pytest.mark.parametrize("key", here("cbc", "scip"))
@pytest.mark.parametrize("seed", range(0, 30, 3))
def test_every_solver_equals_enumeration(key, seed):
    rows, changes = random_tables(seed)
    found = solve(from_tables(columns(rows), Settings(**changes)), engine=engine(key))
    truth = enumerate_best(rows, changes)
    if truth is None:
        assert found.status == "infeasible"
        return
    assert found.objective == pytest.approx(truth, abs=1e-6)
    assert audit_tables(rows, changes, list(found.plan.starts), found.objective).clean
    assert found.solver[0] == SOLVERS[key].name


@pytest.mark.parametrize("key", here("cbc", "scip"))
@pytest.mark.parametrize("seed", [2, 5, 9, 11])
def test_every_solver_agrees_on_cities(key, seed):
    eco, policy = random_city(seed)

    def audited(plan, objective):
        report = audit(eco, policy, plan, {"objective": objective})
        return report.clean, report.checked

    both = Checked(audited, "highs", key)
    found = both(compile_city(eco, policy))
    assert both.verdict.agree is True
    assert both.verdict.findings == ()
    assert found.status == solve(compile_city(eco, policy)).status


@pytest.mark.parametrize("key", here("cbc", "scip"))
@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_nothing_found_is_said_and_no_objective_is_made_up(key, seconds):
    eco, policy = random_city(2)
    problem = compile_city(eco, policy)
    found = solve(problem, Limits(seconds=seconds), engine=engine(key))
    best = solve(problem).objective
    assert found.status in ("time_limit", "proven")
    assert (found.objective is None) == (found.plan is None)
    assert found.objective is None or 0 < found.objective <= best + 1e-6


@pytest.mark.parametrize("key", here("cbc", "scip"))
def test_a_seed_and_a_gap_are_taken(key):
    eco, policy = random_city(5)
    problem = compile_city(eco, policy)
    best = solve(problem).objective
    for seed in (7, 8):
        assert solve(problem, Limits(seed=seed), engine=engine(key)).objective == pytest.approx(best, abs=1e-6)
    near = solve(problem, Limits(gap=0.2), engine=engine(key))
    assert near.objective >= best / 1.2 - 1e-6


@pytest.mark.skipif(not installed("cbc"), reason="CBC is not installed")
def test_the_threads_and_the_seed_reach_cbc(monkeypatch):
    from planner.solving.solvers import cbc  # noqa: PLC0415 - beside its use

    seen = []
    monkeypatch.setattr(cbc._Command, "getOptions", lambda self: seen.append((self.options, self.optionsDict)) or [])
    rows, changes = random_tables(3)
    solve(from_tables(columns(rows), Settings(**changes)), Limits(threads=2, seed=7), engine=engine("cbc"))
    assert seen[0][0] == ["randomSeed 7", "randomCbcSeed 7"]
    assert seen[0][1]["threads"] == 2


@pytest.mark.skipif(not OPTIMA.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("key", here("cbc", "scip"))
@pytest.mark.parametrize("case", ["mknap1_1", "mknap1_3", "SJC324_p3"])
def test_a_cross_check_of_published_optima_agrees(key, case):
    read = read_tables(OPTIMA / case, PLANNER_TABLES)
    told, _ = read_settings(OPTIMA / case / "settings.json")
    both = Checked(lambda _plan, _objective: (True, 1), "highs", key)
    found = both(from_tables(read.columns, told))
    assert both.verdict.agree is True
    assert found.status == "proven"
    assert told.offset + told.sign * found.objective == pytest.approx(told.published, abs=max(told.tol, 1e-6))


def test_cbc_is_proven_by_a_trusted_second_and_not_alone(monkeypatch):
    monkeypatch.setitem(solvers._MAKERS, "cbc", _honest("cbc"))
    problem = from_tables(columns(tables({"A": 3, "B": 2})), Settings(count_max=1))
    alone = Checked(lambda _plan, _objective: (True, 1), "cbc")
    assert (alone(problem).status, alone.verdict.agree) == ("time_limit", None)
    both = Checked(lambda _plan, _objective: (True, 1), "cbc", "highs")
    assert (both(problem).status, both.verdict.agree) == ("proven", True)
    json.dumps(both.verdict.as_dict(), allow_nan=False)


def _honest(key):
    def call(frame, terms, limits, _start, _progress):
        answer = solvers.engine("highs").minimise(frame, terms, limits)
        return solvers.Raw(answer.status, answer.values, objective=answer.bound, bound=answer.bound)

    return lambda: solvers.Engine(SOLVERS[key], "1", call)


def attempt(key, value, bound, status="proven", clean=True):
    """A made-up answer of one maximised stage."""
    plan = solve(from_tables(columns(tables({"A": 1})), Settings())).plan if value is not None else None
    stages = (
        (
            StageCertificate(
                sense="maximise", weights={"total": 1.0}, objective=value, bound=bound, gap=None, status=status
            ),
        )
        if value is not None
        else ()
    )
    found = Solution(
        status=status, plan=plan, stages=stages, solver=(SOLVERS[key].name, "1"), cpu_seconds=0.0, interrupted=False
    )
    return Attempt(features=SOLVERS[key], version="1", solution=found, clean=clean if plan else None, checked=1)


PROBLEM = from_tables(columns(tables({"A": 1})), Settings())


@pytest.mark.parametrize(
    ("first", "second", "agree", "status", "plan_of", "codes"),
    [
        (("highs", 1.0, 1.0), ("scip", 1.0, 1.0), True, "proven", "HiGHS", []),
        (("highs", 0.9, 1.0, "time_limit"), ("scip", 1.0, 1.0), None, "proven", "SCIP", ["V907"]),
        (("highs", 1.0, 1.2, "time_limit"), ("scip", 1.0, 1.0), None, "proven", "SCIP", ["V907"]),
        (("highs", 0.9, 0.9), ("scip", 1.0, 1.0), False, "proven", "SCIP", ["V904"]),
        (("highs", None, None, "infeasible"), ("scip", None, None, "infeasible"), True, "infeasible", None, []),
        (("highs", None, None, "infeasible"), ("cbc", None, None, "infeasible"), True, "infeasible", None, []),
        (("cbc", None, None, "infeasible"), ("scip", 1.0, 1.0), False, "proven", "SCIP", ["V905"]),
        (("cbc", 1.0, 1.0), ("scip", None, None, "time_limit"), None, "time_limit", "CBC", ["V907"]),
        (("highs", 1.0, 1.0), ("cbc", 1.0 + 5e-7, 1.0 + 5e-7), True, "proven", "HiGHS", []),
    ],
)
def test_who_is_believed(first, second, agree, status, plan_of, codes):
    verdict = judge(PROBLEM, [attempt(*first), attempt(*second)], Limits())
    assert verdict.agree is agree
    assert verdict.solution.status == status
    assert (verdict.solution.solver[0] if verdict.solution.plan else None) == plan_of
    assert [f.code for f in verdict.findings] == codes


def test_an_answer_without_columns_needs_no_solver():
    nobody = from_tables(columns(tables({})), Settings())
    assert solve(nobody, engine=engine("highs")).status == "proven"
