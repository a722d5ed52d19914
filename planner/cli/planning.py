"""Commands that compute: ``plan`` (a city under a scenario) and ``solve`` (planner tables)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.records import encode
from graph.base.words import Words
from planner.cli.console import (
    City,
    Console,
    JsonOption,
    LangOption,
    QuietOption,
    VerboseOption,
    console,
)
from planner.cli.language import LANG, tr
from planner.cli.solver_options import FINDINGS, CrossCheck, Solver, chosen, refuted, solvers_text

if TYPE_CHECKING:
    from planner.solving.highs import Progress

INFEASIBLE, NO_PROOF, BUG = 3, 4, 70

Scenario = Annotated[
    Path | None,
    typer.Option(
        "--scenario",
        "-S",
        metavar="FILE",
        help=tr("scenario file (default: FOLDER/scenarios/base.yaml)", "情景文件（缺省为 目录/scenarios/base.yaml）"),
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help=tr("change one value of the scenario; may be repeated", "修改情景中的一个值，可重复"),
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.0,
        metavar="SECONDS",
        help=tr("stop after this time with the best plan found", "到时即停，保留已找到的最优方案"),
    ),
]
Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        min=0.0,
        max=1.0,
        help=tr("relative gap to accept; 0 asks for proof", "可接受的相对间隙；0 表示要求证明最优"),
    ),
]
Threads = Annotated[int, typer.Option("--threads", min=1, help=tr("threads of the solver", "求解线程数"))]
Seed = Annotated[int, typer.Option("--seed", min=0, help=tr("random seed of the solver", "求解器随机种子"))]
Proof = Annotated[
    bool, typer.Option("--require-proof", help=tr("exit with 4 unless proven optimal", "未证明最优时以 4 退出"))
]
Next = Annotated[
    int | None,
    typer.Option(
        "--next",
        min=1,
        metavar="K",
        help=tr("list the K best plans in proven order", "按已证明的先后次序列出前 K 个方案"),
    ),
]
Differ = Annotated[
    int,
    typer.Option(
        "--differ",
        min=1,
        metavar="D",
        help=tr("with --next: plans that differ in at least D centres", "与 --next 合用：各方案至少有 D 家中心不同"),
    ),
]
Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help=tr("where runs are kept", "运行结果存放目录"))]


def register(app: typer.Typer) -> None:
    """Add ``plan`` and ``solve``."""
    app.command(
        "plan",
        help=tr(
            "Choose centres, years and support for a city under a scenario; prove, audit and keep the run.",
            "按情景为城市选定中心、批复年份与支持资金；证明最优、复核并留存运行结果。",
        ),
    )(plan)
    app.command(
        "solve",
        help=tr("Solve a selection problem given as planner tables.", "求解以规划表给出的选择问题。"),
    )(solve)


def plan(
    folder: City,
    scenario: Scenario = None,
    sets: Sets = None,
    seconds: Seconds = None,
    gap: Gap = 0.0,
    threads: Threads = 1,
    seed: Seed = 0,
    most: Next = None,
    differ: Differ = 1,
    require_proof: Proof = False,
    solver: Solver = "highs",
    cross_check: CrossCheck = None,
    runs: Runs = Path("runs"),
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Plan a city; see the command's help."""
    out = console(lang, as_json, quiet, verbose)
    from loaders.dataset import load
    from planner.cli.alternatives_text import all_clean, alternatives_text
    from planner.cli.plan_text import plan_text
    from planner.problem.doubtful_data import of_city
    from planner.rulebook import scenario as scenarios
    from planner.runs import pipeline
    from planner.solving.highs import Limits

    begin = cpu_seconds()
    limits = Limits(seconds, gap, threads, seed)
    solvers = chosen(out, solver, cross_check, limits, proofs=most is not None)
    file = scenario or folder / "scenarios" / "base.yaml"
    if scenario is None and not file.is_file():
        words = Words(
            "no scenario given and {f} is not there; give one with -S", "未指定情景，且没有 {f}；请用 -S 指定"
        )
        raise UsageError(words.fill(f="scenarios/base.yaml"))
    loaded = load(folder)
    eco = loaded.require()
    asked = scenarios.load(file, sets or ())
    doubts = of_city(eco, asked.policy)
    findings = (*loaded.findings, *asked.findings, *scenarios.check_against(asked, eco), *doubts)
    pipeline.refuse_errors(findings)
    if verbose:
        out.findings(findings)
    else:
        out.findings(doubts if not quiet else ())
    if not verbose and (warnings := sum(f.level == "warning" for f in findings)):
        out.say(Words("{n} warnings about the input; -v shows them", "输入有 {n} 条警告，用 -v 查看").fill(n=warnings))

    def reload(more: Sequence[str]) -> scenarios.Scenario:
        return scenarios.load(file, (*(sets or ()), *more))

    further = None if most is None else pipeline.Further(most, differ)
    done = pipeline.plan_run(eco, asked, limits, findings, loaded.hashes, runs, progress(out), reload, further, solvers)
    result = encode(done.result)
    say_if_interrupted(out, result)
    payload = {**result, **said_mends(result, out), "cpu_seconds": cpu_seconds() - begin, "run": str(done.folder)}
    payload |= done.alternatives
    text = plan_text(result, out.lang, done.folder) + solvers_text(result, out.lang)
    out.result(payload, text + alternatives_text(done.alternatives, out.lang))
    if result["audit"]["clean"] is False or not all_clean(done.alternatives):
        return BUG
    return exit_code(result["status"], result["objective"] is not None, require_proof, refuted(result))


def said_mends(result: Mapping[str, Any], out: Console) -> dict[str, Any]:
    """The mends with their sentence in one language, as ``--json`` prints them."""
    names = ("mends", "data_mends")
    return {name: [m | {"words": Words(**m["words"]).say(out.lang)} for m in result[name]] for name in names}


def say_if_interrupted(out: Console, result: Mapping[str, Any]) -> None:
    """Say after Ctrl-C that the best plan found is kept, or that there is none."""
    if result["interrupted"]:
        kept = Words("interrupted: the best plan found so far is kept", "已中断：保留目前找到的最优方案")
        nothing = Words("interrupted before any plan was found", "已中断：尚未找到任何方案")
        out.error(nothing if result["objective"] is None else kept)


def exit_code(status: str, found: bool, require_proof: bool, caught: bool = False) -> int:
    """Exit code: 4 nothing found, or a proof asked for and missing; 1 a solver was caught; 3 infeasible; else 0."""
    if status != "infeasible" and (not found or (require_proof and status != "proven")):
        return NO_PROOF
    if caught:
        return FINDINGS
    return INFEASIBLE if status == "infeasible" else 0


def cpu_seconds() -> float:
    """CPU time of this process and of the solvers that it called."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def progress(out: Console) -> Any:
    """A listener that says best so far, bound and gap: one live line on a terminal, else a line every 10 s."""
    if out.quiet:
        return None
    live = sys.stderr.isatty()
    last = [0.0]

    def hear(stage: int, at: Progress) -> None:
        if not live and at.seconds - last[0] < 10.0:
            return
        last[0] = at.seconds
        nothing = Words("none yet", "暂无")
        best = nothing if at.best is None else f"{at.best:.6g}"
        bound = nothing if at.bound is None else f"{at.bound:.6g}"
        gap = "–" if at.gap is None else f"{100 * at.gap:.2f} %"
        words = Words(
            "stage {n}: best {best}, bound {bound}, gap {gap}, {s:.0f} s",
            "第 {n} 阶段：当前最优 {best}，上界 {bound}，间隙 {gap}，{s:.0f} 秒",
        ).fill(n=stage + 1, best=best, bound=bound, gap=gap, s=at.seconds)
        end = "" if live else "\n"
        print(("\r\x1b[K" if live else "") + words.say(out.lang), end=end, file=sys.stderr, flush=True)

    return hear


def solve(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help=tr("folder with planner tables and settings.json", "规划表与 settings.json 所在目录")
        ),
    ],
    seconds: Seconds = None,
    gap: Gap = 0.0,
    threads: Threads = 1,
    seed: Seed = 0,
    most: Next = None,
    differ: Differ = 1,
    importance: Annotated[
        bool,
        typer.Option("--importance", help=tr("replacement cost of everything chosen", "给出每个入选对象的替换代价")),
    ] = False,
    require_proof: Proof = False,
    solver: Solver = "highs",
    cross_check: CrossCheck = None,
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Solve planner tables; see the command's help."""
    out = console(lang, as_json, quiet, verbose)
    from planner.cli.alternatives_text import all_clean, alternatives_text
    from planner.cli.plan_text import solve_text
    from planner.cli.planner_tables import add_importance, importance_text, read_planner_tables, stages_text
    from planner.runs.pipeline import Further, solve_tables
    from planner.solving.highs import Limits

    begin = cpu_seconds()
    limits = Limits(seconds, gap, threads, seed)
    solvers = chosen(out, solver, cross_check, limits, proofs=most is not None)
    columns, settings, findings = read_planner_tables(folder, out)
    further = None if most is None else Further(most, differ)
    payload = solve_tables(columns, settings, limits, progress(out), further, solvers)
    if importance:
        add_importance(payload, columns, settings, limits, progress(out))
    payload["findings"] = [f.as_dict(out.lang) for f in findings]
    payload["cpu_seconds"] = cpu_seconds() - begin
    say_if_interrupted(out, payload)
    said = solve_text(payload, out.lang) + stages_text(payload, out.lang) + importance_text(payload, out.lang)
    out.result(payload, said + solvers_text(payload, out.lang) + alternatives_text(payload, out.lang))
    if payload["audit"]["clean"] is False or not all_clean(payload):
        return BUG
    return exit_code(payload["status"], payload["objective"] is not None, require_proof, refuted(payload))
