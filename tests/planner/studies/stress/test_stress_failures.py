"""N−1: hand-checked losses, losses by the audit, groups, what a run keeps, and the pictures of it."""

import json
import os
import shutil
import signal
from dataclasses import replace

import pytest

from buju_testing.oracle import ten_candidates
from buju_testing.random_city import random_city
from buju_testing.typed_result import typed
from graph.base.errors import InputError, UsageError
from graph.base.words import Words
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.audit import audit
from planner.rulebook import scenario
from planner.rulebook.policy import Policy
from planner.runs import pipeline
from planner.runs.outcome import plan_city
from planner.runs.store import read_run
from planner.solving.highs import Limits
from planner.solving.stages import solve
from planner.studies.explain.explaining import KEPT as PRICES
from planner.studies.explain.prices import ExplainedPlan
from planner.studies.stress.answer import StressAnswer
from planner.studies.stress.failure import Failure, failures, loss, replacement, without
from planner.studies.stress.kept import KEPT
from planner.studies.stress.of_run import RunStress
from planner.studies.stress.weights import WeightSet
from planner.studies.stress.words import core_finding, failures_finding

POLICY = scenario.shipped("ningbo-2023").policy


def fails(*centres, kind="centre"):
    return Failure(kind=kind, id=centres[0], name=centres[0], lost=centres, barred=centres)


def a_run(seed, folder, **changes):
    eco, policy = random_city(seed)
    given = replace(scenario.shipped("ningbo-2023"), policy=policy.model_copy(update=changes), name="small")
    return pipeline.plan_run(eco, given, Limits(), (), {}, folder).folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_run(5, tmp_path_factory.mktemp("runs"))


@pytest.fixture
def run(made, tmp_path):
    return shutil.copytree(made, tmp_path / "run")


class TestLoss:
    def test_ten_candidates(self):
        """C0 … C5 of small10: own value at (.45, .45, .1), and the bonus of the pair that is torn (8 or 2)."""
        problem = ten_candidates()
        case = ExplainedPlan(problem, POLICY, solve(problem).plan)
        for centre, own, pair in (("C0", 5.45, 8), ("C3", 4.85, 8), ("C2", 5.1, 2), ("C5", 4.0, 2)):
            found = loss(case, fails(centre), {"T": [centre], "U": [centre, "C9"], "V": []})
            assert found.loss == pytest.approx(own + pair)
            assert found.technologies == ("T",)
            assert found.broken == ()
        assert loss(case, fails("C0", "C3"), {}).loss == pytest.approx(5.45 + 4.85 + 8)

    def test_several_at_once_are_replaced_by_the_best_plan_without_them(self):
        """Scenario 2 of small10, in which C0 and C3 fail: 27.4 of 29.4 (5.6 + 4.35 + 4 + 5.1 + 3.35, pairs 3 + 2)."""
        problem = ten_candidates()
        case = ExplainedPlan(problem, POLICY, solve(problem).plan)
        found = replacement(case, fails("C0", "C3"))
        assert found.cost == pytest.approx(2.0)
        assert sorted(found.starts) == ["C1", "C4", "C5", "C6", "C9"]
        assert found.proven

    @pytest.mark.parametrize("seed", [2, 5, 8, 9, 10])
    def test_losses_are_those_of_the_audit(self, seed):
        eco, policy = random_city(seed)
        outcome = plan_city(eco, policy)
        case = ExplainedPlan(outcome.problem, policy, outcome.plan)
        whole = audit(eco, policy, outcome.plan, {}).recomputed
        monotone = all((p.bonus >= 0).all() for p in outcome.problem.pairs) and case.stage.sense == "maximise"
        for centre in outcome.plan.starts:
            found = loss(case, fails(centre), {})
            left = audit(eco, policy, without(outcome.plan, [centre]), {})
            for goal, change in found.goals.items():
                if goal in whole:
                    assert change == pytest.approx(whole[goal] - left.recomputed[goal], abs=1e-9), goal
            assert bool(found.broken) == (not left.clean)
            assert not monotone or found.loss >= -1e-12
            price = replacement(case, fails(centre))
            if not found.broken:
                # what is left of the plan is a plan, so the best one cannot be worse
                assert price.cost is not None
                assert price.cost <= found.loss + 1e-6

    def test_who_can_fail(self):
        chosen = [
            {"centre": c, "name": c, "lead": o, "lead_name": "Firm", "chief_scientist": p, "chief_scientist_name": "Dr"}
            for c, o, p in (("A", "O1", "P1"), ("B", "O1", ""), ("C", "", "P1"))
        ]
        rejected = [{"centre": "D", "name": "D", "lead": "O1"}]
        existing = [{"centre": "E", "name": "E", "lead": "O1"}]
        found = {(f.kind, f.id): f for f in failures(told(chosen, rejected, existing))}
        firm = found["organisation", "O1"]
        assert (firm.lost, firm.barred, firm.existing) == (("A", "B"), ("A", "B", "D"), ("E",))
        assert found["person", "P1"].lost == ("A", "C")
        assert [f for f in found if f[0] == "centre"] == [("centre", c) for c in "ABC"]
        older = [{k: v for k, v in c.items() if not k.startswith("chief")} for c in chosen]
        assert not any(f.kind == "person" for f in failures(told(older, [], [])))


def told(chosen, rejected, existing):
    """A result that tells of these centres alone."""
    plan = {"year": 2024, "support": {}, "total_support": 0.0}
    rows = [{**c, **plan} for c in chosen]
    return typed({"status": "proven", "chosen": rows, "rejected": rejected, "existing": existing})


class TestRun:
    def test_worst_first_and_kept(self, run):
        test = RunStress(read_run(run))
        heard = []
        found = test.failures(hear=lambda n, of: heard.append((n, of)))
        rows = found.losses
        assert [n for n, _ in heard] == list(range(len(rows)))
        assert [r.loss for r in rows] == sorted((r.loss for r in rows), reverse=True)
        single = [r for r in rows if r.kind == "centre"]
        assert {r.id for r in single} == {c.centre for c in test.result.chosen}
        assert found.mean_loss == pytest.approx(sum(r.loss for r in single) / len(single))
        covered = {t.technology: [c.centre for c in t.centres] for t in test.result.technologies}
        for row in single:
            alone = [t for t, by in covered.items() if by == [row.id]]
            assert [t.technology for t in row.technologies] == alone
            assert row.replacement.cost == test.explainer.price(row.id).cost
        weights = test.explainer.case.stage.weights
        for row in rows:
            assert row.loss == pytest.approx(sum(w * row.goals.get(g, 0.0) for g, w in weights.items()), abs=1e-9)
        before = (run / KEPT).read_bytes()
        (run / PRICES).unlink()
        assert RunStress(read_run(run)).failures() == found
        assert not (run / PRICES).exists()
        (run / KEPT).unlink()
        assert RunStress(read_run(run)).failures() == found
        assert (run / KEPT).read_bytes() == before

    def test_ctrl_c_shows_the_failures_looked_at(self, run):
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            found = RunStress(read_run(run)).failures(hear=lambda n, _: n == 1 and os.kill(os.getpid(), signal.SIGINT))
        finally:
            signal.signal(signal.SIGINT, before)
        assert (found.complete, len(found.losses)) == (False, 2)
        assert any("interrupted" in words.en for words in failures_finding(found))
        assert not (run / KEPT).exists()

    def test_a_damaged_or_foreign_keep_is_made_anew(self, run):
        found = RunStress(read_run(run)).failures()
        kept = json.loads((run / KEPT).read_text("utf-8"))
        for text in ("{", "[]", json.dumps(kept | {"result_sha256": "0"}), json.dumps(kept | {"parts": 3}),
                     json.dumps(kept | {"parts": {"failures": {"losses": []}}})):  # fmt: skip
            (run / KEPT).write_text(text, "utf-8")
            assert RunStress(read_run(run)).failures() == found

    def test_core_index_of_a_run(self, run):
        test = RunStress(read_run(run))
        known = WeightSet(test.goals, orders=(test.goals,))
        found = test.core(known, samples=6, seed=4)
        assert (found.method, found.samples, found.proven, found.seed) == ("sampled", 6, 6, 4)
        assert sum(p.weights for p in found.plans) == 6
        for row in found.candidates:
            holds = [row.candidate in p.chosen for p in found.plans]
            assert row.core_index == pytest.approx(sum(holds) / len(holds))
            assert row.class_ == ("core" if all(holds) else "borderline" if any(holds) else "exterior")
            assert row.proven == (row.class_ == "borderline")
        assert "sampled: 6 of 6 weights (seed 4)" in core_finding(found)[1].en
        assert RunStress(read_run(run)).core(known, samples=6, seed=4) == found
        assert test.core(known, samples=6, seed=5).weights != found.weights

    def test_few_extreme_points_give_an_exact_index_of_a_run(self, run):
        test = RunStress(read_run(run))
        fixed = dict.fromkeys(test.goals[2:], 0.0)
        known = WeightSet(test.goals, {**fixed, test.goals[0]: 0.1}, {**fixed, test.goals[0]: 0.8})
        found = test.core(known)
        assert (found.method, found.complete, len(found.vertices)) == ("front", True, 2)
        assert all(row.proven for row in found.candidates)
        sample = test.core(known, samples=8)
        assert {tuple(p.chosen) for p in sample.plans} <= {tuple(p.chosen) for p in found.plans}
        late = test.core(known, limits=Limits(seconds=0.0), seed=1)
        assert (late.complete, late.plans) == (False, ())
        assert core_finding(late)[0].en == "no plan was proven in time"

    def test_runs_that_hold_no_plan_or_no_problem(self, run, tmp_path):
        eco, policy = random_city(5)
        target = policy.target.model_copy(update={"count": 30, "maximum": None})
        many = a_run(5, tmp_path / "many", target=target)
        with pytest.raises(UsageError, match="holds no plan"):
            RunStress(read_run(many))
        (run / "problem.json").unlink()
        with pytest.raises(InputError, match="make it again"):
            RunStress(read_run(run)).failures()
        assert eco.size("Centre")

    def test_a_run_that_minimises_says_so(self, tmp_path):
        eco, policy = random_city(5)
        data = policy.model_dump()
        data["objective"] = [{"minimise": {"cost": 1.0}}]
        given = replace(scenario.shipped("ningbo-2023"), policy=Policy.model_validate(data), name="cheap")
        folder = pipeline.plan_run(eco, given, Limits(), (), {}, tmp_path).folder
        found = RunStress(read_run(folder)).failures()
        assert found.sense == "minimise"
        if found.losses and found.losses[0].loss < 0:
            assert "since it minimises" in failures_finding(found)[0].en

    def test_a_city_where_nothing_is_chosen(self, tmp_path):
        eco = Ecosystem.from_rows(
            DatasetInfo("empty"), {"centres": [{"id": "C1", "status": "candidate", "ready_year": 2099}]}
        )
        given = scenario.shipped("ningbo-2023")
        data = given.policy.model_dump()
        data["target"]["count"] = None
        folder = pipeline.plan_run(
            eco, replace(given, policy=Policy.model_validate(data)), Limits(), (), {}, tmp_path
        ).folder
        found = RunStress(read_run(folder)).failures()
        assert (found.losses, found.mean_loss) == ((), 0.0)
        assert failures_finding(found) == [
            Words("the plan chooses no centre, so none can fail", "方案未选入任何中心，无可失效")
        ]


class TestPictures:
    @pytest.fixture
    def answer(self, run):
        test = RunStress(read_run(run))
        known = WeightSet(test.goals, orders=(test.goals,))
        core = test.core(known, samples=4)
        told = {"dataset": test.result.dataset, "title": test.result.title}
        return StressAnswer(**told, failures=test.failures(), core=core)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("form", ["png", "svg", "pdf"])
    def test_same_bytes_each_time(self, answer, lang, form):
        pytest.importorskip("matplotlib")
        from planner.layout.figures.stress_figure import picture  # noqa: PLC0415

        data, said = picture(answer, lang, form)
        assert picture(answer, lang, form)[0] == data
        assert len(data) > 3000
        assert said == () or len(said) == 1

    def test_without_chinese_the_ids_stand_for_names(self, answer, monkeypatch):
        pytest.importorskip("matplotlib")
        from planner.layout.figures import fonts, pen, stress_figure  # noqa: PLC0415

        monkeypatch.setattr(pen, "choose", lambda: fonts.choose((), extra=False))
        losses = tuple(replace(r, name="示例中心") for r in answer.failures.losses)
        answer = replace(answer, failures=replace(answer.failures, losses=losses))
        data, said = stress_figure.picture(answer, "zh", "svg")
        assert said == (fonts.NO_CHINESE,)
        assert len(data) > 3000
