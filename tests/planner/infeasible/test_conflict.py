"""The conflict is a smallest one: held against every smaller set of rules, and honest where time runs out."""

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from buju_testing.planner_tables import columns, tables
from buju_testing.random_city import random_city
from graph.base.records import decode
from loaders.dataset import load
from planner.cli.app import main
from planner.cli.commands.plan.text import plan_text
from planner.families.city_problem import compile_city
from planner.infeasible import conflict, mends
from planner.problem.tables import Settings, from_tables
from planner.rulebook import scenario
from planner.runs.outcome import conflict_of
from planner.runs.plan_result import PlanResult
from planner.solving.effort import Effort
from planner.solving.highs import Limits

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"
LIMITS = Limits(seconds=20)


def met(problem, names):
    """Whether these rules alone can be kept, by the program without the others: no switches, no corrections."""
    found = conflict.status(conflict.only(problem, names), LIMITS)
    assert found in ("proven", "infeasible")
    return found == "proven"


def tight():
    """Two candidates are asked for, and money is there for one; a third rule does not matter."""
    given = {
        "candidates": {"candidate": ["A", "B"], "value": [1.0, 1.0]},
        "budgets": {"row": ["money", "room"], "cap": [1.0, 9.0]},
        "usage": {"candidate": ["A", "B", "A"], "row": ["money", "money", "room"], "amount": [1.0, 1.0, 1.0]},
    }
    return from_tables(given, Settings(count_min=2))


def check(problem, found):
    """The answer is a conflict, and no set of fewer rules is one (monotone: those of one size less are enough)."""
    names = [rule.name for rule in found.rules]
    assert not met(problem, names)
    every = [rule.name for rule in problem.rules()]
    fewer = [c for c in itertools.combinations(every, len(names) - 1) if not met(problem, c)] if names else []
    assert fewer == []
    assert (found.smallest, found.irreducible, found.at_least) == (True, True, len(names))


def two_conflicts(n):
    """Locks of n candidates that one budget row cannot carry, beside two that exclude one another, stated later."""
    ids = [f"C{i}" for i in range(n)]
    rows = tables(
        {**dict.fromkeys(ids, 1), "X": 1, "Y": 1},
        budgets={"m": n - 1},
        usage={(c, "m"): 1 for c in ids},
        technologies={**{f"T{c}": (0, 1) for c in ids}, "TX": (0, 1), "TY": (0, 1)},
        covers={**{(c, f"T{c}"): 1 for c in ids}, ("X", "TX"): 1, ("Y", "TY"): 1},
        rules=(("excludes", "X", "Y"),),
    )
    return from_tables(columns(rows), Settings())


def test_the_smaller_of_two_conflicts_is_named():
    # deletion filtering alone may end with the budget and its n locks; the smallest has three rules
    problem = two_conflicts(4)
    found = conflict.find(problem)
    assert {rule.name for rule in found.rules} == {"excludes X Y", "required TX", "required TY"}
    check(problem, found)


def test_a_longer_one_that_stands_alone():
    rows = tables(
        dict.fromkeys("ABCDE", 1),
        technologies={f"T{c}": (0, 1) for c in "ABCDE"},
        covers={(c, f"T{c}"): 1 for c in "ABCDE"},
    )
    problem = from_tables(columns(rows), Settings(count_max=4))
    found = conflict.find(problem)
    assert len(found.rules) == 6
    check(problem, found)


@pytest.mark.parametrize("part", range(4))
def test_smallest_on_random_cities(part):
    tried = 0
    for seed in range(15 * part, 15 * part + 15):
        eco, policy = random_city(seed)
        if seed % 2:  # more of them without a plan
            policy = policy.model_copy(
                update={"target": policy.target.model_copy(update={"count": (policy.target.count or 2) + 2})}
            )
        problem = compile_city(eco, policy)
        if met(problem, [rule.name for rule in problem.rules()]):
            continue
        tried += 1
        found = conflict.find(problem)
        if len(found.rules) <= 3:
            check(problem, found)
            continue
        names = [rule.name for rule in found.rules]  # too many sets of one rule less to try: its own subsets then
        assert not met(problem, names)
        assert all(met(problem, [n for n in names if n != name]) for name in names)
        assert found.smallest
    assert tried > 4


def test_figures_far_apart_make_no_conflict_where_there_is_none():
    rows = tables(
        {"A": 1, "B": 1},
        budgets={"m": 5},
        usage={("A", "m"): 1e-6, ("B", "m"): 1e9},
        technologies={"T": (0, 1)},
        covers={("A", "T"): 1},
        rules=(("requires", "A", "B"), ("excludes", "A", "B")),
    )
    problem = from_tables(columns(rows), Settings())
    check(problem, conflict.find(problem))
    assert len(conflict.find(problem).rules) == 3


def test_caps_that_allow_no_least_support_stand_in_the_conflict():
    """1 % of the investments cannot pay the least supports: a rule, without which 20 can be founded."""
    policy = scenario.load(CITY / "scenarios" / "base.yaml", ["support.share=0.01"]).policy
    problem = compile_city(load(CITY).require(), policy)
    found = conflict.find(problem)
    assert [rule.key for rule in found.rules] == ["support.share", "target.count"]
    check(problem, found)


def test_a_problem_that_no_rule_makes_infeasible_has_no_conflict():
    found = conflict.find(from_tables(columns(tables({"A": 1})), Settings()))
    assert found.rules == ()
    assert not found.smallest


def test_the_same_answer_again_and_an_honest_one_without_time():
    problem = two_conflicts(3)
    assert conflict.find(problem) == conflict.find(problem)
    short = conflict.find(problem, seconds=0.0)
    assert (short.irreducible, short.smallest, short.at_least) == (False, False, 0)
    assert short.rules == problem.rules()  # nothing was decided: nothing is left out


def test_more_effort_continues_what_was_cut_short(monkeypatch):
    problem = tight()
    monkeypatch.setattr(conflict, "ROUNDS", 6)
    short, whole = conflict_of(problem, Limits()), conflict_of(problem, Limits(effort=1000))
    assert (short.irreducible, short.smallest) == (False, False)
    assert (len(whole.rules), whole.smallest) == (2, True)
    eco = load(CITY).require()
    policy = scenario.load(CITY / "scenarios" / "impossible.yaml").policy
    asked = []
    monkeypatch.setattr(mends, "Effort", lambda rounds, seconds: asked.append(rounds) or Effort(0, seconds))
    none = conflict.Conflict((), irreducible=True)
    for times in (1, 10):
        assert not mends.find(compile_city(eco, policy), policy, none, lambda _sets: True, times=times).complete
    assert asked == [mends.ROUNDS, 10 * mends.ROUNDS]


@pytest.mark.parametrize(("sets", "size"), [((), 3), (("budgets.total=3000",), 2)])
def test_the_sample_city(sets, size):
    eco = load(CITY).require()
    file = CITY / "scenarios" / ("base.yaml" if sets else "impossible.yaml")
    problem = compile_city(eco, scenario.load(file, sets).policy)
    found = conflict.find(problem)
    if size == 2:
        check(problem, found)
    assert (len(found.rules), found.smallest) == (size, True)


@pytest.mark.long
def test_the_smallest_of_a_hard_case_is_smaller_than_the_first():
    eco = load(CITY).require()
    problem = compile_city(eco, scenario.load(CITY / "scenarios" / "base.yaml", ["target.count=24"]).policy)
    found = conflict.find(problem, seconds=300.0)
    assert (len(found.rules), found.smallest) == (6, True)  # deletion filtering ended with 8


def test_the_command_says_that_it_is_the_smallest(tmp_path, monkeypatch, capsys):
    file = CITY / "scenarios" / "impossible.yaml"
    monkeypatch.setattr(sys, "argv", ["buju", "plan", str(CITY), "-S", str(file), "--lang", "zh"])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 3
    assert "下列 3 条规则相互冲突（已证明没有更少的规则相互冲突）" in capsys.readouterr().out
    kept = json.loads(next(tmp_path.glob("runs/*/result.json")).read_text("utf-8"))
    found = decode(PlanResult, kept)
    assert (found.conflict_smallest, found.conflict_at_least) == (True, 3)
    assert "These 3 rules stand against one another, and no fewer do (proven)" in plan_text(found, (), "en", tmp_path)
    undecided = plan_text(replace(found, conflict_smallest=False, conflict_at_least=2), (), "en", tmp_path)
    assert "not decided (at least 2 do)" in undecided
    assert "--effort 10" in undecided
    open_end = plan_text(replace(found, conflict_smallest=False, conflict_irreducible=False), (), "zh", tmp_path)
    assert "未能进一步缩小范围" in open_end
