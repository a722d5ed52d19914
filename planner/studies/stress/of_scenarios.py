"""From loaded input to the answer on several scenarios: problems, joint choice, audit of every plan.

What does not live here: the analysis (``uncertainty``) and sentences (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Literal

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import AuditReport, audit, audit_tables
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.problem.city import City
from planner.problem.plan import Plan
from planner.problem.rows import Floats, Layer, Pairs, PlanningProblem
from planner.problem.tables import Settings, from_tables
from planner.rulebook.scenario import Scenario
from planner.runs.certificates import AuditCount, SolverName
from planner.runs.tables_case import rows_of
from planner.solving import highs
from planner.solving.highs import Limits
from planner.studies.stress.answer import BrokenRule, Cell, CommonChoice, Ending, MeanPlan, ScenarioRow, ScenariosAnswer
from planner.studies.stress.cross_evaluation import Crossing
from planner.studies.stress.mean_scenario import NoMeanError, mean_problem
from planner.studies.stress.side_by_side import Scene
from planner.studies.stress.uncertainty import Report, Robust, Stressed, check_chances, stress

Holds = Literal["value", "share"]
Columns = Mapping[str, Mapping[str, Any]]
Check = Callable[[int, Plan, float], AuditReport]
"""Audits a plan under scenario s, whose objective is claimed."""


def city_scenarios(
    eco: Ecosystem,
    scenarios: Sequence[Scenario],
    chances: Sequence[float] | None = None,
    tail: float = 0.2,
    limits: Limits | None = None,
    report: Report | None = None,
) -> ScenariosAnswer:
    """Hold one choice of centres and years of a city against several scenarios.

    Parameters
    ----------
    eco : Ecosystem
    scenarios : sequence of Scenario
    chances, tail, limits, report
        As in ``planner.studies.stress.uncertainty.stress``.
    """
    scenes = [Scene(s.name, s.title, compile_city(eco, s.policy)) for s in scenarios]
    mean, differ = None, False
    if chances is not None and len(chances) == len(scenes):
        try:
            mean = mean_problem([s.problem for s in scenes], check_chances(chances, len(scenes)))
        except NoMeanError:
            differ = True
    found = stress(scenes, chances, tail, mean, limits, report)

    def check(s: int, plan: Plan, value: float) -> AuditReport:
        return audit(eco, scenarios[s].policy, plan, {"objective": value})

    return data(found, check, no_mean=differ)


def candidate_names(eco: Ecosystem, scenarios: Sequence[Scenario]) -> dict[str, str]:
    """Name of each centre that the first scenario decides on, by id."""
    names = eco.names("Centre")
    return {centre: names[centre] for centre in City(eco, scenarios[0].policy).candidate_ids}


def tables_scenarios(
    columns: Columns,
    settings: Settings,
    names: Sequence[str],
    holds: Holds = "value",
    chances: Sequence[float] | None = None,
    tail: float = 0.2,
    limits: Limits | None = None,
    report: Report | None = None,
) -> ScenariosAnswer:
    """Hold one choice of planner tables against several scenarios, each a numeric column of candidates.

    Parameters
    ----------
    columns : mapping of table → column → array
        Read with the scenario columns.
    settings : Settings
    names : sequence of str
        Columns of candidates.
    holds : {"value", "share"}
        What the columns hold: the own value of each candidate in the scenario, in place of ``value``; or the share of
        it that is delivered, from 0 (it fails) to 1 (as planned): its value, its coverage and its pair bonuses.
    chances, tail, limits, report
        As in ``planner.studies.stress.uncertainty.stress``.

    Raises
    ------
    UsageError
        There is no such column, a share lies outside 0..1, or the objective does not count own values.
    """
    table = columns["candidates"]
    known = [name for name in table if name != "candidate" and np.asarray(table[name]).dtype.kind == "f"]
    if unknown := [name for name in names if name not in known]:
        words = Words("candidates have no numeric column {n}; there are {k}", "candidates 没有数值列 {n}；现有：{k}")
        raise UsageError(words.fill(n=", ".join(unknown), k=", ".join(known)))
    if len(set(names)) < len(names):
        raise UsageError(Words("the scenarios must have different names", "各情景的名称须互不相同"))
    own = {name: np.asarray(table[name], dtype=np.float64) for name in names}
    if holds == "share" and any(np.any((v < 0) | (v > 1)) for v in own.values()):
        raise UsageError(Words("a delivered share must lie from 0 to 1", "兑现比例须在 0 与 1 之间"))
    base = from_tables(columns, settings)
    sought = {part for goal in base.goals if base.stages[0].weights.get(goal.name) for part, _ in goal.parts}
    if "value" not in sought:
        words = Words(
            "the scenarios change what candidates are worth, but the objective does not count it",
            "情景改变的是候选价值，而目标并不计入价值",
        )
        raise UsageError(words)
    scenes = [Scene(n, Words(n, n), changed(base, own[n], holds)) for n in own]
    mean = None
    if chances is not None and len(chances) == len(scenes) == len(names):
        level = sum((p * v for p, v in zip(chances, own.values(), strict=True)), np.zeros(len(base.candidates)))
        mean = changed(base, level, holds)
    found = stress(scenes, chances, tail, mean, limits, report)
    rows = {name: rows_of(values) for name, values in columns.items()}

    def check(s: int, plan: Plan, value: float) -> AuditReport:
        if holds == "value":
            for row, worth in zip(rows["candidates"], own[names[s]], strict=True):
                row["value"] = float(worth)
        else:  # the rules do not depend on the shares; the objective is checked as planned
            value = score.stage_value(score.goals(base, score.to_arrays(base, plan)), base.stages[0])
        return audit_tables(rows, asdict(settings), list(plan.starts), value)

    return data(found, check, no_mean=False, holds=holds)


def changed(problem: PlanningProblem, own: Floats, holds: Holds) -> PlanningProblem:
    """The problem of planner tables in which candidates are worth, or deliver, something else.

    Examples
    --------
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [3.0, 2.0]}, "synergies":
    ...     {"a": ["A"], "b": ["B"], "bonus": [4.0]}}, Settings())
    >>> half = changed(problem, np.array([0.5, 1.0]), "share")
    >>> half.values["value"], half.pairs[0].bonus
    (array([1.5, 2. ]), array([2.]))
    """
    if holds == "value":
        return replace(problem, values={**problem.values, "value": own})
    # what several candidates do together, where a problem has that, is delivered as far as its least part
    together = [own[p.members].min() for p in getattr(problem, "projects", ())]
    return replace(
        problem,
        values={**problem.values, "value": problem.values["value"] * own},
        pairs=tuple(_pairs(p, own) for p in problem.pairs),
        layers=tuple(_layer(x, np.concatenate([own, together])) for x in problem.layers),
    )


def _pairs(pairs: Pairs, share: Floats) -> Pairs:
    return replace(pairs, bonus=pairs.bonus * share[pairs.a] * share[pairs.b])


def _layer(layer: Layer, share: Floats) -> Layer:
    """Coverage by what is delivered; an item that needs every part is delivered as far as its least part."""
    if layer.mode != "all":
        return replace(layer, strength=layer.strength * share[layer.candidate])
    least = np.ones(len(layer.items))
    np.minimum.at(least, layer.item, share[layer.candidate])
    return replace(layer, weight=layer.weight * least)


def data(found: Stressed, check: Check, *, no_mean: bool, holds: Holds | None = None) -> ScenariosAnswer:
    """The answer on several scenarios; every plan is audited under every scenario in which it stands."""
    reports: list[AuditReport] = []

    def seen(s: int, crossing: Crossing) -> Cell:
        if crossing.plan is not None and crossing.value is not None:
            reports.append(check(s, crossing.plan, crossing.value))
        broken = tuple(map(BrokenRule.of, crossing.broken))
        return Cell(value=crossing.value, regret=found.regret(s, crossing), broken=broken)

    candidates = found.scenes[0].problem.candidates
    scenarios = []
    # after Ctrl-C there may be fewer solutions than scenarios
    for s, (scene, solution) in enumerate(zip(found.scenes, found.solutions, strict=False)):
        first = solution.stages[0] if solution.stages else None
        scenarios.append(
            ScenarioRow(
                name=scene.name,
                title=scene.title,
                chance=found.chances[s] if found.chances else None,
                status=solution.status,
                objective=first.objective if first else None,
                bound=first.bound if first else None,
                gap=first.gap if first else None,
                **_chosen(candidates, solution.plan.starts if solution.plan else None),
            )
        )
    matrix = tuple(tuple(seen(s, crossing) for s, crossing in enumerate(row)) for row in found.matrix)
    choices = {measure: _choice(candidates, robust, seen) for measure, robust in found.robust.items()}
    mean = None
    if found.mean_starts is not None:
        cells = tuple(seen(s, crossing) for s, crossing in enumerate(found.mean_crossings))
        mean = MeanPlan(**_chosen(candidates, found.mean_starts), cells=cells)
    return ScenariosAnswer(
        status=_status(found),
        sense=found.scenes[0].stage.sense,
        scenarios=tuple(scenarios),
        matrix=matrix,
        choices=choices,
        conflict=tuple(map(BrokenRule.of, found.conflict)),
        tail=found.tail,
        ws=found.ws,
        rp=found.rp,
        eev=found.eev,
        evpi=found.evpi,
        vss=found.vss,
        mean=mean,
        solver=SolverName(name="HiGHS", version=highs.version()),
        audit=AuditCount(clean=all(r.clean for r in reports), checked=sum(r.checked for r in reports)),
        no_mean=no_mean,
        holds=holds,
    )


def _status(found: Stressed) -> Ending:
    if found.interrupted:
        return "interrupted"
    if any(s.status == "infeasible" for s in found.solutions):
        return "infeasible"
    if found.conflict or (found.matrix and not found.robust):
        return "no_common"
    proofs = [s.status for s in found.solutions] + [r.certificate.status for r in found.robust.values()]
    return "complete" if all(p == "proven" for p in proofs) else "stopped"


def _choice(candidates: Sequence[str], robust: Robust, seen: Callable[[int, Crossing], Cell]) -> CommonChoice:
    cells = [seen(s, crossing) for s, crossing in enumerate(robust.crossings)]
    told = robust.certificate
    return CommonChoice(
        value=robust.value,
        bound=told.bound,
        gap=told.gap,
        status=told.status,
        **_chosen(candidates, robust.starts),
        values=tuple(cell.value for cell in cells),
        regrets=tuple(cell.regret for cell in cells),
    )


def _chosen(candidates: Sequence[str], starts: Mapping[str, int] | None) -> dict[str, Any]:
    ids = tuple(c for c in candidates if starts is not None and c in starts)
    return {"chosen": ids, "years": {c: starts[c] for c in ids} if starts else {}}
