"""Laws of stress tests, and equality with trying every plan by the audit, which shares no code with the program."""

import itertools
import os
import random
import signal
from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.brute_force import Purse, feasible_choices
from buju_testing.changed_policy import changed
from buju_testing.planner_tables import columns, random_tables, tables
from buju_testing.random_city import random_city
from graph.base.errors import UsageError
from graph.base.words import Words
from planner.audit import audit_tables
from planner.audit.facts import read_facts
from planner.families.city_problem import compile_city
from planner.families.use import broken
from planner.problem import score
from planner.problem.rows import BUILT_IN, BudgetRow, CountRow, Goal, PlanningProblem, Rule, Stage, Support
from planner.problem.tables import Settings, from_tables
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.studies.stress.answer import CommonChoice
from planner.studies.stress.by_front import by_front
from planner.studies.stress.core_index import choices, core_index, enumerable, exact, goal_values, non_dominated
from planner.studies.stress.joint_program import Joint
from planner.studies.stress.mean_scenario import NoMeanError, mean_problem
from planner.studies.stress.of_scenarios import tables_scenarios
from planner.studies.stress.sampled import sampled
from planner.studies.stress.side_by_side import Scene
from planner.studies.stress.uncertainty import check_chances, measured, stress
from planner.studies.stress.weights import WeightSet, parse

GOALS = ("jobs", "patents")


def two_goals(seed):
    """Random tables with two further columns, their settings, and the problem."""
    rows, told = random_tables(seed)
    told |= {"objective": "max_value"}
    rng = random.Random(seed)
    read = columns(rows)
    for goal in GOALS:
        read["candidates"][goal] = [float(rng.randint(0, 9)) for _ in rows["candidates"]]
    return rows, told, read, from_tables(read, Settings(**told))


def every_plan(rows, told):
    """(chosen, objective) of every plan that the audit finds clean."""
    ids = [row["candidate"] for row in rows["candidates"]]
    for chosen in itertools.chain.from_iterable(itertools.combinations(ids, n) for n in range(len(ids) + 1)):
        report = audit_tables(rows, told, chosen)
        if report.clean:
            yield frozenset(chosen), report.recomputed["objective"]


def scene(name, problem):
    return Scene(name, Words(name, name), problem)


class TestWeights:
    @given(st.lists(st.floats(0, 1), min_size=8, max_size=8), st.integers(2, 4), st.booleans())
    @settings(max_examples=40, deadline=None)
    def test_samples_and_extreme_points_keep_the_limits(self, numbers, n, ordered):
        goals = tuple("abcd"[:n])
        low = {g: min(numbers[2 * k : 2 * k + 2]) / n for k, g in enumerate(goals)}
        high = {g: max(numbers[2 * k : 2 * k + 2]) for k, g in enumerate(goals)}
        try:
            known = WeightSet(goals, low, high, (goals,) if ordered else ())
        except UsageError:
            return
        rows, ends = known.limits()
        for points in (known.vertices(), known.sample(25, seed=3)):
            assert np.all(points @ rows.T <= ends + 1e-7)
            assert points.sum(axis=1) == pytest.approx(1.0)

    def test_samples_are_uniform(self):
        """Beside rejection sampling from the whole simplex."""
        known = WeightSet(("a", "b", "c"), {"a": 0.2}, {"a": 0.5, "b": 0.6})
        drawn = known.sample(20_000, seed=3)
        whole = np.random.default_rng(1).dirichlet(np.ones(3), 200_000)
        inside = whole[(whole[:, 0] >= 0.2) & (whole[:, 0] <= 0.5) & (whole[:, 1] <= 0.6)]
        assert drawn.mean(axis=0) == pytest.approx(inside.mean(axis=0), abs=0.005)
        assert np.cov(drawn.T) == pytest.approx(np.cov(inside.T), abs=0.002)

    def test_a_single_point_and_a_segment(self):
        fixed = WeightSet(("a", "b"), {"a": 0.3, "b": 0.7}, {"a": 0.3, "b": 0.7})
        assert fixed.sample(2) == pytest.approx(np.array([[0.3, 0.7]] * 2))
        assert WeightSet(("a", "b")).vertices().tolist() == [[0.0, 1.0], [1.0, 0.0]]

    @pytest.mark.parametrize(
        ("intervals", "orders", "said"),
        [
            (["a=0.5..0.2"], [], "a from 0.5 to 0.2 is no interval"),
            (["a=0.8", "b=0.7"], [], "no weights that sum to 1"),
            (["a=0.1..0.2"], ["a,b"], "no weights that sum to 1"),
            (["a", "b=x", "c=1..2..3", "a=nan"], [], "not read: a, b=x, c=1..2..3, a=nan"),
            (["z=0.1"], ["a,y"], "z is none of the goals"),
            ([], ["a"], "two or more different goals"),
            (["a=0..7"], [], "no interval within 0..1"),
        ],
    )
    def test_what_is_refused(self, intervals, orders, said):
        with pytest.raises(UsageError, match=said):
            parse(["a", "b"], intervals, orders)

    def test_all_that_is_wrong_is_said_at_once(self):
        with pytest.raises(UsageError) as raised:
            parse(["a", "b"], ["z=0.1", "a=0.9..0.1"], ["b"])
        assert all(w in raised.value.words.en for w in ("z is none", "a from 0.9", "an order names"))
        assert "z 不在目标" in raised.value.words.zh


class TestCore:
    @pytest.mark.parametrize("seed", range(30))
    def test_exact_equals_the_definition(self, seed):
        rows, told, read, problem = two_goals(seed)
        known = WeightSet(GOALS, {"jobs": 0.2}, {"jobs": 0.7})
        worth = {c: [read["candidates"][g][k] for g in GOALS] for k, c in enumerate(problem.candidates)}
        plans = list(every_plan(rows, told))
        value = [
            [v + sum(w * worth[c][k] for c in chosen for k, w in enumerate(weight)) for weight in known.vertices()]
            for chosen, v in plans
        ]
        best = {
            chosen
            for (chosen, _), own in zip(plans, value, strict=True)
            if not any(
                all(a >= b - 1e-9 for a, b in zip(other, own, strict=True))
                and any(a > b + 1e-9 for a, b in zip(other, own, strict=True))
                for other in value
            )
        }
        found = exact(problem, GOALS, known.vertices())
        ids = np.array(problem.candidates)
        assert {frozenset(ids[plan].tolist()) for plan in found.plans} == best
        if best:
            share = [sum(c in chosen for chosen in best) / len(best) for c in problem.candidates]
            assert found.index == pytest.approx(share)

    @pytest.mark.parametrize("seed", range(12))
    def test_sampled_plans_are_non_dominated_and_best_for_their_weights(self, seed):
        rows, told, read, problem = two_goals(seed)
        known = WeightSet(GOALS, orders=(GOALS,))
        found = sampled(problem, known, 8, seed=seed)
        plans = list(every_plan(rows, told))
        assert found.infeasible == (not plans)
        if not plans:
            assert len(found.plans) == 0
            return
        assert found.proven == 8
        assert np.all((found.index.index >= 0) & (found.index.index <= 1))
        assert np.all((found.acceptability >= 0) & (found.acceptability <= 1))
        true = {p.tobytes() for p in exact(problem, GOALS, known.vertices()).plans}
        assert {p.tobytes() for p in found.index.plans} <= true
        worth = {c: [read["candidates"][g][k] for g in GOALS] for k, c in enumerate(problem.candidates)}
        totals = np.array([[v, *(sum(worth[c][k] for c in chosen) for k in (0, 1))] for chosen, v in plans])
        mine = [next(v for chosen, v in plans if chosen == frozenset(p.starts)) for p in found.plans]
        own = np.array(
            [[v, *(sum(worth[c][k] for c in p.starts) for k in (0, 1))] for v, p in zip(mine, found.plans, strict=True)]
        )
        for weight in found.weights:
            w = np.array([1.0, *weight])
            assert (own @ w).max() == pytest.approx((totals @ w).max())

    @pytest.mark.parametrize("seed", range(12))
    def test_the_front_of_extreme_points_is_exact(self, seed):
        """One plan for each different worth at the extreme points; every one of them non-dominated."""
        _, _, _, problem = two_goals(seed)
        vertices = WeightSet(GOALS, {"jobs": 0.2}, {"jobs": 0.7}).vertices()
        found, told = by_front(problem, GOALS, vertices)
        truth = exact(problem, GOALS, vertices).plans

        def worth(plans):
            values = np.stack([goal_values(problem, plans, g) for g in (*GOALS, "total")], axis=1)
            return {tuple(row) for row in (values @ np.vstack([vertices.T, np.ones(2)])).round(6).tolist()}

        assert told.searched
        assert {p.tobytes() for p in found.plans} <= {p.tobytes() for p in truth}
        assert worth(found.plans) == worth(truth)
        assert len(found.plans) == len(worth(truth))

    @pytest.mark.parametrize("seed", range(20))
    def test_values_of_many_choices_are_those_of_one(self, seed):
        _, _, _, problem = two_goals(seed)
        for choice in choices(problem):
            for goal in problem.goals:
                many = goal_values(problem, choice, goal.name)
                for one, value in list(zip(choice, many, strict=True))[:40]:
                    at = score.Arrays(np.where(one, 0, -1), np.zeros((len(one), 0)))
                    assert not broken(problem, at)
                    assert value == pytest.approx(score.goals(problem, at)[goal.name], abs=1e-9)

    @given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_non_dominated_by_its_definition(self, points):
        values = np.array(points, dtype=np.float64)
        kept = [n for n, p in enumerate(values) if not any(np.all(q >= p) and np.any(q > p) for q in values)]
        assert non_dominated(values).tolist() == kept

    def test_narrower_weights_keep_only_plans_that_were_non_dominated(self):
        _, _, _, problem = two_goals(3)
        wide = exact(problem, GOALS, WeightSet(GOALS).vertices())
        narrow = exact(problem, GOALS, WeightSet(GOALS, {"jobs": 0.3}, {"jobs": 0.4}).vertices())
        assert {p.tobytes() for p in narrow.plans} <= {p.tobytes() for p in wide.plans}

    def test_too_many_candidates_are_not_enumerated(self):
        many = from_tables({"candidates": {"candidate": [f"C{i}" for i in range(21)], "value": [1.0] * 21}}, Settings())
        with pytest.raises(UsageError, match="sample the weights"):
            exact(many, ["value", "cost"], np.eye(2))
        with pytest.raises(UsageError, match="unknown goal"):
            exact(replace(many, candidates=many.candidates[:2]), ["jobs"], np.eye(1))

    def test_without_plans_there_is_no_index(self):
        found = core_index(np.zeros((0, 2), dtype=bool))
        assert np.isnan(found.index).all()
        assert (found.core.size, found.exterior.size) == (0, 0)


def random_scenes(seed, k=3):
    """Scenarios of one random case that differ in values, their problems, and every clean plan."""
    rows, told, _, problem = two_goals(seed)
    rng = random.Random(1000 + seed)
    own = [np.array([float(rng.randint(-3, 9)) for _ in problem.candidates]) for _ in range(k)]
    scenes = [scene(f"s{n}", replace(problem, values={**problem.values, "value": v})) for n, v in enumerate(own)]
    plans = [chosen for chosen, _ in every_plan(rows, told)]
    chance = np.array([rng.random() + 0.1 for _ in range(k)])
    return scenes, plans, (chance / chance.sum()).tolist()


class TestScenarios:
    @pytest.mark.parametrize("seed", [0, 1, 2, 4, 6, 10, 13, 19, 20, 23, 27, 29, 30, 33])
    @pytest.mark.parametrize("tail", [0.3, 1.0])
    def test_every_measure_equals_enumeration(self, seed, tail):
        scenes, plans, chances = random_scenes(seed)
        found = stress(scenes, chances, tail, mean_problem([s.problem for s in scenes], chances))
        if not plans:
            assert all(s.status == "infeasible" for s in found.solutions)
            assert not found.robust
            return
        values = [[_value(s, chosen) for s in scenes] for chosen in plans]
        best = [max(column) for column in zip(*values, strict=True)]
        assert [s.objective for s in found.solutions] == pytest.approx(best)
        for measure, made in found.robust.items():
            every = [measured(measure, row, chances, best, tail) for row in values]
            truth = min(every) if measure == "regret" else max(every)
            assert made.value == pytest.approx(truth, abs=1e-6), measure
            assert made.certificate.status == "proven"
        self.laws(found)

    def laws(self, found):
        assert found.evpi >= -1e-6
        assert found.vss is None or found.vss >= -1e-6
        regret = found.robust["regret"].value
        assert regret >= -1e-9
        for row in found.matrix:
            regrets = [found.regret(s, cell) for s, cell in enumerate(row)]
            assert all(r is None or r >= -1e-6 for r in regrets)
            if None not in regrets:
                assert regret <= max(regrets) + 1e-6
        assert found.robust["cvar"].value <= found.robust["expected"].value + 1e-6
        assert found.robust["maximin"].value <= found.robust["cvar"].value + 1e-6

    @pytest.mark.parametrize("seed", range(8))
    def test_costs_that_are_minimised(self, seed):
        rng = random.Random(seed)
        ids = [f"C{i}" for i in range(6)]
        scenes = []
        for name in ("dry", "wet"):
            rows = tables(
                dict.fromkeys(ids, 0.0),
                usage={(c, "m"): rng.randint(1, 9) for c in ids},
                technologies=dict.fromkeys(("T1", "T2"), (1, 1)),
                covers={(c, t): 1 for k, c in enumerate(ids) for t in ("T1", "T2") if (k + (t == "T2")) % 3},
            )
            scenes.append(scene(name, from_tables(columns(rows), Settings(objective="min_cost"))))
        found = stress(scenes, [0.7, 0.3], 0.5)
        cost = [s.problem.cost for s in scenes]
        covers = [{i for i in range(6) if (i + b) % 3} for b in (0, 1)]
        plans = [set(p) for n in range(7) for p in itertools.combinations(range(6), n)]
        values = [[sum(c[i] for i in p) for c in cost] for p in plans if all(p & by for by in covers)]
        best = [min(column) for column in zip(*values, strict=True)]
        for measure, made in found.robust.items():
            truth = min(measured(measure, row, [0.7, 0.3], best, 0.5, -1.0) for row in values)
            assert made.value == pytest.approx(truth), measure
            assert made.certificate.status == "proven"
        assert found.evpi >= -1e-9
        assert all(found.regret(s, c) >= -1e-9 for row in found.matrix for s, c in enumerate(row))

    @pytest.mark.parametrize("seed", [1, 14, 24, 28, 36])
    def test_cities_with_years_and_money(self, seed):
        """Two policies that weigh and pay differently; what both allow, and its worth, come from the audit."""
        eco, policy = random_city(seed)
        poorer = 0.9 * (policy.budgets.total or 1000.0)
        weights = {"coverage": 0.7, "talent": 0.3}, {"coverage": 0.2, "talent": 0.3, "firms": 0.5}
        policies = [
            changed(policy, [f"objective=[{{maximise: {weight}}}]".replace("'", ""), *more])
            for weight, more in zip(weights, ([], [f"budgets.total={poorer}"]), strict=True)
        ]
        scenes = [scene(n, compile_city(eco, p)) for n, p in zip(("rich", "poor"), policies, strict=True)]
        facts = read_facts(eco)
        worth = []
        for one, weight in zip(policies, weights, strict=True):
            purse, kept = Purse(facts, one), {}
            for starts, terms in feasible_choices(facts, one):
                if purse.least(starts, {}) is not None:
                    kept[tuple(sorted(starts.items()))] = sum(w * terms[t] for t, w in weight.items())
            worth.append(kept)
        both = [[kept[key] for kept in worth] for key in worth[0] if key in worth[1]]
        best = [max(kept.values()) for kept in worth]
        found = stress(scenes)
        truth = min(measured("regret", row, [0.5, 0.5], best, 0.2) for row in both)
        assert truth > 0.01
        assert found.robust["regret"].value == pytest.approx(truth, abs=2e-6)
        assert found.robust["maximin"].value == pytest.approx(max(min(row) for row in both), abs=2e-6)

    def test_no_choice_for_all_names_the_rules(self):
        table = {"candidates": {"candidate": ["A", "B"], "value": [1.0, 2.0]}}
        one = scene("one", from_tables(table, Settings(count_max=1)))
        two = scene("two", from_tables(table, Settings(count_min=2)))
        found = stress([one, two], [0.5, 0.5])
        assert not found.robust
        assert [r.words.en for r in found.conflict] == ["one: number chosen", "two: number chosen"]
        assert found.matrix[0][1].broken[0].name == "count"
        assert (found.rp, found.evpi, found.ws) == (None, None, 2.5)

    def test_a_scenario_without_a_plan(self):
        table = {"candidates": {"candidate": ["A"], "value": [1.0]}}
        scenes = [scene(n, from_tables(table, Settings(count_min=k))) for n, k in (("good", 0), ("bad", 2))]
        found = stress(scenes)
        assert [s.status for s in found.solutions] == ["proven", "infeasible"]
        assert (found.matrix, found.robust) == ((), {})

    def test_out_of_time_nothing_is_claimed(self):
        scenes, _, chances = random_scenes(0)
        found = stress(scenes, chances, limits=Limits(seconds=0.0))
        assert all(s.status != "proven" for s in found.solutions)
        assert not found.robust

    def test_ctrl_c_keeps_what_is_known(self):
        """Pressed while the choice of least regret is found: best plans and matrix stay, nothing else is claimed."""
        scenes, _, chances = random_scenes(0)

        def press(words):
            if "regret" in words.en:
                os.kill(os.getpid(), signal.SIGINT)

        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            found = stress(scenes, chances, report=press)
        finally:
            signal.signal(signal.SIGINT, before)
        assert found.interrupted
        assert (len(found.solutions), len(found.matrix), found.robust) == (3, 3, {})
        assert found.evpi is None

    def test_what_is_refused(self):
        problem = from_tables({"candidates": {"candidate": ["A"], "value": [1.0]}}, Settings())
        other = replace(problem, candidates=("B",))
        for scenes, said in (
            ([scene("a", problem)], "two or more"),
            ([scene("a", problem), scene("a", problem)], "different names"),
            ([scene("a", problem), scene("b", other)], "do not decide on the same"),
            (
                [scene("a", problem), scene("b", replace(problem, stages=(Stage("minimise", {"cost": 1.0}),)))],
                "one maximises",
            ),
        ):
            with pytest.raises(UsageError, match=said):
                Joint(scenes)
        two = [scene("a", problem), scene("b", problem)]
        with pytest.raises(UsageError, match="tail"):
            stress(two, [0.5, 0.5], 0.0)
        for chances in ([0.5], [0.7, 0.7], [-0.5, 1.5], [float("nan"), 1.0]):
            with pytest.raises(UsageError, match="sum to 1"):
                check_chances(chances, 2)

    def test_the_choice_is_one_but_each_scenario_pays_in_its_own_years(self):
        """10 are due within two years; one scenario has money in the first of them only, the other in the second."""

        def paying(name, early, late):
            support = Support(
                years=(2023, 2024),
                cap=np.array([[10.0, 10.0]]),
                total=np.array([10.0]),
                minimum=np.array([10.0]),
                first=np.zeros(1),
            )
            rows = tuple(
                BudgetRow(Rule(f"cap {f}", "budget", Words("cap", "上限")), cap, share=np.ones(1), years=(f,))
                for f, cap in ((2023, early), (2024, late))
            )
            problem = PlanningProblem(
                candidates=("A",),
                years=(2023,),
                values={"worth": np.array([3.0])},
                support=support,
                budgets=rows,
                goals=(Goal("worth", (("worth", 1.0),)), Goal("cost", (("cost", 1.0),))),
                stages=(Stage("maximise", {"worth": 1.0}),),
            )
            return scene(name, problem)

        found = stress([paying("early", 10.0, 0.0), paying("late", 0.0, 10.0)])
        made = found.robust["regret"]
        assert (made.value, made.starts) == (0.0, {"A": 2023})
        assert [c.plan.support for c in made.crossings] == [{"A": {2023: 10.0}}, {"A": {2024: 10.0}}]
        poor = stress([paying("early", 10.0, 0.0), paying("none", 4.0, 5.0)])
        assert poor.robust["regret"].value == 3.0
        assert {r.name for r in poor.matrix[0][1].broken} == {"cap 2023", "cap 2024"}


def test_rules_that_are_not_known_are_not_enumerated():
    """A family of rules or a kind of term that a later problem has must not be left out silently."""
    problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [1.0, 1.0]}}, Settings())
    assert enumerable(problem, ["value"])
    assert BUILT_IN == ("cost", "delay", "late_money", "count")  # the joint program adds these by hand

    @dataclass(frozen=True)
    class Later(PlanningProblem):
        wishes: tuple = ()

    row = CountRow(Rule("floor", "floor", Words("floor", "下限")), np.array([0]), low=1)
    plain = {f.name: getattr(problem, f.name) for f in fields(problem)}
    assert enumerable(Later(**plain), ["value"])
    assert not enumerable(Later(**plain, wishes=(row,)), ["value"])
    assert not enumerable(replace(problem, layers=(replace(problem.layers[0], mode="met"),)), ["value"])
    assert not enumerable(replace(problem, layers=(replace(problem.layers[0], candidate=np.array([2])),)), ["value"])
    late = replace(problem, goals=(*problem.goals, Goal("late", (("delay", 1.0),))))
    assert not enumerable(late, ["late"])


def test_mean_of_what_has_no_mean():
    problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [1.0, 3.0]}}, Settings())
    richer = replace(problem, values={"value": np.array([3.0, 5.0])})
    assert mean_problem([problem, richer], [0.25, 0.75]).values["value"].tolist() == [2.5, 4.5]
    assert mean_problem([problem, replace(problem, candidates=("A",))], [1.0, 0.0]).candidates == ("A", "B")
    for other in (
        replace(problem, candidates=("A", "C")),
        replace(problem, values={"worth": problem.values["value"]}),
        replace(problem, values={"value": np.zeros(3)}),
        replace(problem, goals=problem.goals[:-1]),
        from_tables({"candidates": {"candidate": ["A", "B"], "value": [1.0, 3.0]}}, Settings(count_max=1)),
    ):
        with pytest.raises(NoMeanError):
            mean_problem([problem, other], [0.5, 0.5])


def test_own_values_by_scenario_are_audited():
    rows = tables({"A": 1.0, "B": 2.0}, {"m": 1.0}, {("A", "m"): 1.0, ("B", "m"): 1.0})
    read = columns(rows)
    read["candidates"] = {
        k: np.array(v, dtype=object if k == "candidate" else float) for k, v in read["candidates"].items()
    }
    read["candidates"]["wet"] = np.array([5.0, 0.0])
    found = tables_scenarios(read, Settings(), ["value", "wet"], chances=[0.5, 0.5])
    assert found.audit.clean
    assert replace(found.choices["regret"], bound=2.0, gap=0.0) == CommonChoice(
        value=1.0, bound=2.0, gap=0.0, status="proven", chosen=("A",), years={"A": 0}, values=(1.0, 5.0),
        regrets=(1.0, 0.0),
    )  # fmt: skip
    assert (found.ws, found.rp, found.evpi, found.vss) == (3.5, 3.0, 0.5, 0.0)
    for names, holds, said in (
        (["value", "no"], "value", "no numeric column no"),
        (["value", "wet"], "share", "0 to 1"),
        (["wet", "wet"], "value", "different names"),
    ):
        with pytest.raises(UsageError, match=said):
            tables_scenarios(read, Settings(), names, holds)
    with pytest.raises(UsageError, match="does not count it"):
        tables_scenarios(read, Settings(objective="min_cost"), ["value", "wet"])


def _value(one, chosen):
    """First stage of a scenario for a choice of tables, by the arrays of ``planner.problem.score``."""
    at = score.Arrays(
        np.array([0 if c in chosen else -1 for c in one.problem.candidates]), np.zeros((len(one.problem.candidates), 0))
    )
    return score.stage_value(score.goals(one.problem, at), one.problem.stages[0])


def test_enumeration_values_are_those_of_a_solve():
    scenes, plans, _ = random_scenes(1)
    assert solve(scenes[0].problem).objective == pytest.approx(max(_value(scenes[0], p) for p in plans))
