"""Goals as linear combinations: by hand, what is refused, and fronts against the same front of a prepared column."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.front_cases import further_columns, problem_of
from buju_testing.planner_tables import random_tables, tables
from graph.base.errors import UsageError
from planner.problem import score
from planner.problem.plan import Plan
from planner.studies.fronts.front import find
from planner.studies.fronts.terms import mentioned, parse, with_goals

KNOWN = ["a", "b", "人才", "jobs-new", "a b", "x.y"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", {"a": 1}),
        (" a ", {"a": 1}),
        ("a+b", {"a": 1, "b": 1}),
        ("-a + 2*b", {"a": -1, "b": 2}),
        ("0.5 * a - b*1e-3", {"a": 0.5, "b": -0.001}),
        ("2*a*3", {"a": 6}),
        (".5*a+1.*b", {"a": 0.5, "b": 1}),
        ("a + a - b + b", {"a": 2}),
        ("人才＋２×a", {"人才": 1, "a": 2}),
        ('"jobs-new" - "a b"', {"jobs-new": 1, "a b": -1}),
        ("jobs-new", {"jobs-new": 1}),
        ("x.y*2", {"x.y": 2}),
    ],
)
def test_what_is_meant(text, meant):
    assert dict(parse(text, KNOWN)) == pytest.approx(meant)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "character 1"),
        ("a+", "character 3"),
        ("a b*2", "character 3"),
        ("2", "character 1"),
        ("a*b", "character 3"),
        ("(a)", "character 1"),
        ("a+__import__('os')", "character 13"),
        ("a ** 2", "character 4"),
        ("1e999*a", "cannot read"),
        ("a;b", "character 2"),
        ("1_000*a", "cannot read"),
        ('"a', "character 1"),
        ("a-a", "comes to nothing"),
        ("aa+b", "unknown goal aa"),
        ("a+" * 300 + "a", "500"),
    ],
)
def test_what_is_refused(text, said):
    with pytest.raises(UsageError, match=said):
        parse(text, KNOWN)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    mentioned([text])
    with contextlib.suppress(UsageError):
        assert parse(text, KNOWN)


def test_unknown_names_are_told_all_at_once():
    problem = problem_of(tables({"A": 3}), {})
    with pytest.raises(UsageError, match=r"unknown goal jobs, totl, patents; .*did you mean totl → total\?") as told:
        with_goals(problem, ["jobs + value", "2*totl - patents"])
    assert "没有目标 jobs, totl, patents" in told.value.words.zh


def test_amounts_to_keep_low():
    problem = problem_of(tables({"A": 3}, {"m": 1}, {("A", "m"): 1}), {})
    _, names = with_goals(problem, ["total - 0.1*cost", "cost + count"])
    assert names == ("total - 0.1*cost", "cost + count")
    with pytest.raises(UsageError, match="write - before it"):
        with_goals(problem, ["total + cost"])
    found = find(problem, ["total", "cost + count"])
    assert found.senses == ("maximise", "minimise")
    assert found.points == ((3.0, 2.0), (0.0, 0.0))


@pytest.mark.parametrize("seed", range(6))
def test_a_combination_is_the_column_prepared_beforehand(seed):
    rows, changes = random_tables(seed)
    further = further_columns(seed, len(rows["candidates"]), "tenths")
    further["both"] = [2 * j - 0.5 * p for j, p in zip(further["jobs"], further["patents"], strict=True)]
    problem = problem_of(rows, changes, **further)
    a = find(problem, ["income", "2*jobs - 0.5*patents"])
    b = find(problem, ["income", "both"])
    assert a.ending == b.ending
    assert sorted(a.points) == [pytest.approx(p, abs=1e-6) for p in sorted(b.points)]


def test_components_are_goals_by_their_own_names():
    """The layer of technologies and the pair bonuses of planner tables, alone and together."""
    rows = tables(
        {"A": 1, "B": 1},
        technologies={"T": (5, 0)},
        covers={("A", "T"): 1},
        synergies={("A", "B"): 2},
    )
    problem, names = with_goals(problem_of(rows, {}), ["technologies", "synergies + 3*value"])
    reached = score.goals(problem, score.to_arrays(problem, Plan({"A": 0, "B": 0}, {})))
    assert [reached[n] for n in names] == [5.0, 8.0]
