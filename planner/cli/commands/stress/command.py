"""The command ``stress``: what a plan loses when something fails, and what several scenarios or weights make of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.errors import UsageError
from graph.base.records import encode
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.stress.options import (
    Chances,
    FigureFile,
    Force,
    Goals,
    Grades,
    Holds,
    Orders,
    Place,
    Samples,
    Scenarios,
    Tail,
    Weights,
    WeightSeed,
)
from planner.cli.ending import BUG, INFEASIBLE, INTERRUPTED, NO_PROOF
from planner.cli.inputs.city import is_tables, load_city, say_findings
from planner.cli.inputs.runs import newest
from planner.cli.options.figure import form_of, write_figure
from planner.cli.options.runs import Runs
from planner.cli.options.solving import Proof, Seconds, Threads
from planner.cli.screen.console import Console
from planner.cli.screen.progress import Teller, counted, end_progress
from planner.cli.settings import SETTINGS

if TYPE_CHECKING:
    from planner.runs.certificates import SolverName
    from planner.studies.stress.answer import StressAnswer

LOOKED_AT = Words("{n} of {of} failures looked at", "已检验 {n}/{of} 种失效")


def stress(
    place: Place,
    scenarios: Scenarios = None,
    chances: Chances = None,
    tail: Tail = 0.2,
    holds: Holds = "value",
    goals: Goals = None,
    orders: Orders = None,
    weights: Weights = None,
    samples: Samples = None,
    grades: Grades = None,
    seed: WeightSeed = 0,
    figure: FigureFile = None,
    force: Force = False,
    seconds: Seconds = None,
    threads: Threads = SETTINGS.threads,
    require_proof: Proof = False,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> int:
    """Put a plan under stress; see the command's help."""
    from planner.cli.commands.stress.text import stress_text
    from planner.solving.highs import Limits

    begin = time.process_time()
    if figure is not None:
        form_of(figure)
    if holds not in ("value", "share"):
        raise UsageError(Words("--column-is takes value or share", "--column-is 只能是 value 或 share"))
    place = _named(place, runs)
    limits = Limits(seconds=seconds, gap=0.0, threads=threads, seed=0)
    asked = _Asked(
        out, limits, scenarios or [], _numbers(chances), tail, holds, goals or [], orders or [], weights or []
    )
    asked.samples, asked.seed, asked.grades = samples, seed, grades
    if grades is not None and not _is_run(place):
        words = Words("--grades holds the plan of a run: plan first", "--grades 检验运行结果的方案：请先用 plan 规划")
        raise UsageError(words)
    if _is_run(place):
        answer = _of_run(place, asked)
    elif is_tables(place):
        answer = _of_tables(place, asked)
    else:
        answer = _of_city(place, asked, runs)
    if answer.interrupted:
        out.error(Words("interrupted: what was found so far is shown", "已中断：显示目前得到的结果"))
    answer = replace(answer, cpu_seconds=time.process_time() - begin)
    if figure is not None:
        from planner.layout.figures.stress_figure import picture

        answer = replace(answer, figure=str(write_figure(picture, answer, figure, out, force=force)))
    out.result(answer, stress_text(answer, out.lang, everything=out.verbose))
    code = _code(answer, require_proof)
    return INTERRUPTED if answer.interrupted and code != BUG else code


class _Asked:
    """What the person asked for, as the three kinds of places read it."""

    samples: int | None = None
    seed: int = 0
    grades: int | None = None

    def __init__(
        self,
        out: Console,
        limits: Any,
        scenarios: Sequence[str],
        chances: list[float] | None,
        tail: float,
        holds: Any,
        goals: Sequence[str],
        orders: Sequence[str],
        weights: Sequence[str],
    ) -> None:
        self.out, self.limits, self.scenarios, self.chances = out, limits, scenarios, chances
        self.tail, self.holds, self.goals, self.orders, self.weights = tail, holds, goals, orders, weights
        if chances is not None and not scenarios:
            raise UsageError(Words("--chance needs scenarios (-S)", "--chance 须与 -S 合用"))

    @property
    def weighs(self) -> bool:
        """Whether a core index is asked for."""
        return bool(self.orders or self.weights or self.goals)

    @property
    def each(self) -> Any:
        """Limits of each single solve of a replacement: counted work, and the time that is given."""
        from planner.studies.explain.prices import ROUNDS

        return replace(self.limits, rounds=ROUNDS)

    def known(self, goals: Sequence[str]) -> Any:
        """The partly known weights of ``goals``."""
        from planner.studies.stress.weights import parse

        return parse(goals, self.weights, self.orders)


def _numbers(text: str | None) -> list[float] | None:
    """The chances as numbers."""
    if text is None:
        return None
    try:
        return [float(part) for part in text.replace("，", ",").split(",")]
    except ValueError:
        words = Words(
            "--chance {t}: write numbers with commas, e.g. .5,.3,.2", "--chance {t}：应写成以逗号分隔的数，如 .5,.3,.2"
        )
        raise UsageError(words.fill(t=text)) from None


def _named(place: Path, runs: Path) -> Path:
    """The place, or the run that has this name or tag where there is no such place."""
    from planner.runs import shelf

    if place.exists():
        return place
    try:
        return shelf.find(place, runs)
    except UsageError:
        return place


def _is_run(place: Path) -> bool:
    """Whether the place is a run, or holds runs."""
    from planner.runs.shelf import MAIN
    from planner.runs.store import RESULT

    here = place.name == RESULT or any((place / name).is_file() for name in MAIN)
    return here or any(place.glob(f"*/{RESULT}"))


def _of_run(place: Path, asked: _Asked) -> StressAnswer:
    from planner.cli.screen.progress import zones_progress
    from planner.runs.store import read_run
    from planner.studies.stress.answer import StressAnswer
    from planner.studies.stress.of_run import RunStress

    if asked.scenarios:
        words = Words(
            "a run has its scenario: to hold several against one another, give the data with -S, not a run",
            "运行结果已有情景：要比较多个情景，请给出数据目录与 -S",
        )
        raise UsageError(words)
    folder = newest(place, asked.out)
    run = read_run(folder)
    test = RunStress(run)
    known = asked.known(asked.goals or test.goals) if asked.weighs else None
    rows = (*run.result.existing, *run.result.chosen, *run.result.rejected)
    told = StressAnswer(
        run=str(folder),
        dataset=run.result.dataset,
        title=run.result.title,
        centres={row.centre: row.name for row in rows},
    )
    if asked.grades is not None:
        return replace(told, grades=test.grades(asked.grades, asked.seed))
    failures, core = test.failures(asked.each, counted(asked.out, LOOKED_AT)), None
    if known is not None and failures.complete:
        heard = counted(asked.out, Words("{n} of {of} weights", "已求解 {n}/{of} 组权重"))
        core = test.core(known, asked.samples, asked.seed, asked.limits, heard, zones_progress(asked.out))
    end_progress(asked.out)
    return replace(told, failures=failures, core=core)


def _of_tables(place: Path, asked: _Asked) -> StressAnswer:
    from planner.cli.inputs.planner_tables import read_planner_tables
    from planner.cli.screen.progress import zones_progress
    from planner.problem.tables import from_tables
    from planner.studies.stress.answer import StressAnswer
    from planner.studies.stress.core_index_data import core_data
    from planner.studies.stress.of_scenarios import tables_scenarios

    named = [*asked.goals, *(w.partition("=")[0].strip() for w in asked.weights)]
    named += [g.strip() for order in asked.orders for g in order.replace(">", ",").split(",")]
    goals = list(dict.fromkeys(named))
    if not goals and not asked.scenarios:
        words = Words(
            "planner tables: name scenarios with -S COLUMN, or goals with --goal and --order or --weight",
            "规划表：请用 -S 列名 给出情景，或用 --goal 与 --order、--weight 给出目标",
        )
        raise UsageError(words)
    given = read_planner_tables(place, asked.out, [*goals, *asked.scenarios])
    core = answer = None
    if goals:
        heard = counted(asked.out, Words("{n} of {of} weights", "已求解 {n}/{of} 组权重"))
        problem = from_tables(given.columns, given.settings)
        known = asked.known(goals)
        core = core_data(problem, known, {}, asked.samples, asked.seed, asked.limits, heard, zones_progress(asked.out))
    if asked.scenarios:
        answer = tables_scenarios(
            given.columns,
            given.settings,
            asked.scenarios,
            asked.holds,
            asked.chances,
            asked.tail,
            asked.limits,
            Teller(asked.out),
        )
    end_progress(asked.out)
    return StressAnswer(tables=place.name, centres={}, core=core, scenarios=answer)


def _of_city(place: Path, asked: _Asked, runs: Path) -> StressAnswer:
    from buju.asking import questions
    from planner.studies.data_behind import data_behind
    from planner.studies.stress.answer import StressAnswer
    from planner.studies.stress.of_scenarios import candidate_names, city_scenarios

    if asked.weighs:
        words = Words(
            "partly known weights: plan the city first, then give the run",
            "权重不完全确定：请先用 plan 规划，再给出运行结果",
        )
        raise UsageError(words)
    city = load_city(place, asked.out)
    read = questions(city, asked.scenarios)
    say_findings(asked.out, read.found.all, read.found.doubts)
    eco, given = city.ecosystem, read.scenarios
    answer = city_scenarios(eco, given, asked.chances, asked.tail, asked.limits, Teller(asked.out))
    end_progress(asked.out)
    told = StressAnswer(dataset=data_behind(eco), centres=candidate_names(eco, given), scenarios=answer)
    if not answer.matrix:  # nothing was found that is worth keeping
        return told
    return replace(told, kept=str(_keep(told, answer.solver, given, city.hashes, asked, runs)))


def _keep(told: StressAnswer, solver: SolverName, given: Sequence[Any], hashes: Any, asked: _Asked, runs: Path) -> Path:
    """Keep the answer in a folder of its own among the runs."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    from planner.runs.provenance import provenance
    from planner.runs.shelf import same_run
    from planner.runs.store import beside_bytes, result_bytes, write_run
    from planner.studies.stress.kept import FORMAT, KEPT

    text = result_bytes({"format": FORMAT, **encode(told)})
    origin = provenance(
        inputs=hashes,
        solver=(solver.name, solver.version),
        limits=asdict(asked.limits),
        cpu_seconds=time.process_time(),
        result=text,
    )
    files = {KEPT: text, "provenance.json": beside_bytes(origin)}
    for k, one in enumerate(given, 1):
        files[f"scenario-{k}.resolved.yaml"] = one.resolved().encode()
    return same_run(runs, KEPT, files) or write_run(runs, datetime.now(UTC), "stress", files, main=KEPT)


def _code(answer: StressAnswer, require_proof: bool) -> int:
    """Exit code: a fault of the audit, infeasible, no proof, or done."""
    told, core, failures = answer.scenarios, answer.core, answer.failures
    if told is not None and not told.audit.clean:
        return BUG
    if (told is not None and told.status in ("infeasible", "no_common")) or (core is not None and core.infeasible):
        return INFEASIBLE
    open_ = (told is not None and told.status in ("stopped", "interrupted")) or (core is not None and not core.complete)
    nothing = (core is not None and not core.plans) or (told is not None and not told.matrix)
    if failures is not None:
        open_ = open_ or not failures.complete or any(not row.replacement.proven for row in failures.losses)
    return NO_PROOF if nothing or (open_ and require_proof) else 0


COMMAND = Command(
    stress,
    Words(
        (
            "Put a plan under stress. A run: what is lost when a centre, a lead organisation or a chief "
            "scientist fails. With --grades N: what grades to come do to its money, target and cover. "
            "With --order or --weight: which candidates are in every good plan, whatever the weights. "
            "A city or planner tables with two or more -S: one choice held against several scenarios."
        ),
        (
            "检验方案的稳健性。运行结果：某中心、牵头单位或首席科学家失效时损失什么；加 --grades N：未来等次对资金、"
            "目标和覆盖的影响；加 --order 或 --weight：权重"
            "不完全确定时哪些候选总在优良方案之中。城市数据或规划表加两个以上 -S：一个方案面对多个情景。"
        ),
    ),
    order=110,
)
