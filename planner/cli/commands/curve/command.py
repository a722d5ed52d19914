"""The command ``curve``: what each budget buys, what one more million adds, and the roadmap that fits all budgets."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.records import encode, widened
from graph.base.rounding import percent
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INTERRUPTED, exit_code
from planner.cli.inputs.city import is_tables, read_city, refuse_scenario
from planner.cli.language import tr
from planner.cli.options.course import AsOf, with_year
from planner.cli.options.runs import Runs
from planner.cli.options.solving import Proof, Scenario, Seconds, Seed, Sets, Threads
from planner.cli.screen.console import Console
from planner.cli.screen.progress import Teller, end_progress
from planner.cli.settings import SETTINGS

if TYPE_CHECKING:
    from planner.studies.curves.answer import CurveAnswer

FULL = str.maketrans("０１２３４５６７８９．，、；;", "0123456789.,,,,")


def curve(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help=tr(
                "a city's data, or planner tables (with candidates.csv)", "城市数据，或规划表（含 candidates.csv）"
            ),
        ),
    ],
    scenario: Scenario = None,
    sets: Sets = None,
    as_of: AsOf = None,
    row: Annotated[
        str | None,
        typer.Option(
            "--row",
            metavar="ROW",
            help=tr(
                "the budget that is varied: a scenario key such as budgets.total (the default), budgets.city.2024, "
                "equity.pot; tables: a row of budgets",
                "所变动的预算：情景键，如 budgets.total（缺省）、budgets.city.2024、equity.pot；规划表：budgets 的一行",
            ),
        ),
    ] = None,
    low: Annotated[
        float | None,
        typer.Option(
            "--from",
            metavar="A",
            help=tr("lowest budget (default: the least that works)", "最低预算（缺省为可行的最低额）"),
        ),
    ] = None,
    high: Annotated[
        float | None,
        typer.Option(
            "--to",
            metavar="B",
            help=tr("highest budget (default: where more adds nothing)", "最高预算（缺省为再增也无收益之处）"),
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            "--points",
            min=1,
            metavar="N",
            help=tr("so many budgets, and steps of the roadmap (default: about 8)", "预算档数及路线图步数（缺省约 8）"),
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="A,B,…", help=tr("these budgets, instead of a range", "指定各档预算，代替区间")),
    ] = None,
    stairs: Annotated[
        bool,
        typer.Option(
            "--stairs",
            help=tr(
                "find every budget at which a better plan becomes possible, instead of a grid (the default where the "
                "row is a fixed amount for each centre)",
                "求出最优方案改变的每一档预算，而非网格（当每家中心在该行用量固定时为缺省）",
            ),
        ),
    ] = False,
    more: Annotated[
        float | None,
        typer.Option(
            "--more",
            metavar="AMOUNT",
            help=tr(
                "amount whose gain is told at each budget (default: one million yuan where the money unit says what "
                "it is, else 1)",
                "各档预算再增多少并说明收益（缺省：货币单位明确时为一百万元，否则为 1）",
            ),
        ),
    ] = None,
    roadmap: Annotated[
        bool,
        typer.Option(
            "--roadmap/--no-roadmap",
            help=tr("find the nested roadmap as well", "同时求各档预算逐级包含的路线图"),
        ),
    ] = True,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help=tr("write tables and figure to this folder", "将表和图写入该目录")
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=tr("overwrite files that are there and differ", "覆盖已有且内容不同的文件"))
    ] = False,
    seconds: Seconds = None,
    threads: Threads = SETTINGS.threads,
    seed: Seed = 0,
    require_proof: Proof = False,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> int:
    """Compute a budget curve; see the command's help."""
    from planner.cli.commands.curve.text import curve_text
    from planner.solving.highs import Limits
    from planner.studies.curves.answer import PrintedCurve
    from planner.studies.curves.curve_data import Listener, Wanted

    begin = time.process_time()
    for word, value in (("--from", low), ("--to", high), ("--more", more)):
        if value is not None and not math.isfinite(value):
            raise UsageError(Words("{o} takes a number", "{o} 应为数字").fill(o=word))
    tables = is_tables(folder)
    wanted = Wanted(
        row=row if row is not None else "" if tables else "budgets.total",
        at=_budgets(at, low, high, stairs=stairs),
        low=low,
        high=high,
        points=points,
        stairs=stairs,
        more=_positive(more),
        roadmap=roadmap,
    )
    limits = Limits(seconds=seconds, gap=0.0, threads=threads, seed=seed)
    hear = Listener(_progress(out), _roadmap_progress(out))
    run = None
    if tables:
        found = _of_tables(folder, wanted, limits, scenario, with_year(sets, as_of), hear, out)
    else:
        found, run = _of_city(folder, wanted, limits, scenario, with_year(sets, as_of), runs, hear, out)
    end_progress(out)
    seconds = time.process_time() - begin
    files = [str(path) for path in _write(found, output, out, force=force)] if output and found.found else []
    answer = widened(PrintedCurve, found, cpu_seconds=seconds, run=run, files=tuple(files))
    if answer.status == "interrupted":
        shown = Words("interrupted: the budgets done so far are kept", "已中断：保留已完成的各档预算")
        out.error(shown if answer.points else Words("interrupted before any budget was done", "已中断：尚无结果"))
    out.result(encode(answer), curve_text(answer, out.lang, everything=out.verbose))
    if not answer.audit.clean:
        return BUG
    return INTERRUPTED if answer.status == "interrupted" else _code(answer, require_proof)


def _code(answer: CurveAnswer, require_proof: bool) -> int:
    """Exit code: 3 where no budget asked for has a plan, 4 where nothing was found or proof is wanted and missing."""
    found = bool(answer.found)
    if not found and (answer.status == "infeasible" or (answer.complete and answer.points)):
        return exit_code("infeasible", found, require_proof)
    road = answer.roadmap
    sure = answer.complete and (road is None or road.status == "proven")
    sure = sure and all(p.more is None or p.more.status == "proven" for p in answer.points)
    return exit_code("proven" if sure else "time_limit", found, require_proof)


def _budgets(at: str | None, low: float | None, high: float | None, *, stairs: bool) -> tuple[float, ...]:
    """Budgets of ``--at``; all that is wrong with them is said at once."""
    if at is None:
        return ()
    if low is not None or high is not None or stairs:
        raise UsageError(
            Words("--at goes without --from, --to and --stairs", "--at 不能与 --from、--to、--stairs 合用")
        )
    found, wrong = [], []
    for part in at.translate(FULL).split(","):
        text = part.strip()
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if text and "_" not in text and math.isfinite(value):
            found.append(value)
        elif text:
            wrong.append(text)
    if wrong or not found:
        words = Words("--at takes budgets such as 7500,8050; wrong: {w}", "--at 应为 7500,8050 这样的预算；有误：{w}")
        raise UsageError(words.fill(w=", ".join(wrong) or "–"))
    return tuple(sorted(set(found)))


def _positive(more: float | None) -> float | None:
    if more is not None and not (more > 0 and math.isfinite(more)):
        raise UsageError(Words("--more takes an amount above 0", "--more 应为大于 0 的数额"))
    return more


def _of_tables(
    folder: Path, wanted: Any, limits: Any, scenario: str | None, sets: Sequence[str] | None, hear: Any, out: Console
) -> CurveAnswer:
    from planner.cli.inputs.planner_tables import read_planner_tables
    from planner.studies.curves.curve_data import tables_curve

    refuse_scenario(scenario, sets)
    given = read_planner_tables(folder, out)
    return tables_curve(given.columns, given.settings, wanted, limits, hear)


def _of_city(
    folder: Path,
    wanted: Any,
    limits: Any,
    scenario: str | None,
    sets: Sequence[str] | None,
    runs: Path,
    hear: Any,
    out: Console,
) -> tuple[CurveAnswer, str | None]:
    """The curve, and the run that keeps it (nothing is kept where nothing was found)."""
    from planner.runs.kept_answers import CURVE, keep
    from planner.runs.store import check_writable
    from planner.studies.curves.curve_data import city_curve

    city = read_city(folder, scenario, sets, out)
    check_writable(runs)
    begin = time.process_time()
    found = city_curve(city.dataset.ecosystem, city.scenario, city.reload, wanted, limits, hear)
    seconds = time.process_time() - begin
    if found.status == "interrupted" and not found.points:
        return found, None
    run = keep(runs, encode(found), city.scenario, city.findings, city.dataset.hashes, limits, seconds, CURVE)
    return found, str(run)


def _write(found: CurveAnswer, folder: Path, out: Console, *, force: bool) -> list[Path]:
    """Write the tables, and the figure where matplotlib is there."""
    from graph.base.writing import write_files
    from planner.layout.csv_text import csv_bytes
    from planner.layout.curve_sheets import sheets

    files = {f"{sheet.name}.csv": csv_bytes(sheet, out.lang) for sheet in sheets(found)}
    if find_spec("matplotlib") is None:
        from graph.base.installing import how_to_install

        out.say(
            Words(
                "the figure was left out: it needs matplotlib; mend: {how}",
                "未绘图：缺少 matplotlib；解决办法：{how}",
            ).fill(how=how_to_install("figures"))
        )
    else:
        from planner.layout.figures.curve_figure import picture

        for form in ("png", "svg", "pdf"):
            files[f"curve.{form}"], said = picture(found, out.lang, form)
        for words in said:
            out.say(words)
    return list(write_files(folder, files, force=force, again=True))


def _progress(out: Console) -> Any:
    """A listener that says how many budgets are done."""
    teller, begin = Teller(out), time.monotonic()

    def hear(points: int, budget: float) -> None:
        words = Words("{n:budget|budgets} done, down to {b}, {s:.0f} s", "已完成 {n} 档预算，至 {b}，{s:.0f} 秒")
        teller(words.fill(n=points, b=f"{budget:,.12g}", s=time.monotonic() - begin))

    return hear


def _roadmap_progress(out: Console) -> Any:
    """A listener for the roadmap's one large program: best mean value so far and bound."""
    teller = Teller(out)

    def hear(at: Any) -> None:
        off = ""
        words = Words("roadmap: none found yet, {s:.0f} s", "路线图：尚未找到，{s:.0f} 秒")
        if at.best is not None:
            words = Words("roadmap: one found, {s:.0f} s", "路线图：已找到一个，{s:.0f} 秒")
        if at.best and at.bound is not None:
            words = Words(
                "roadmap: the best one found is at most {p} off the best there is, {s:.0f} s",
                "路线图：目前最好的与最优者至多相差{p}，{s:.0f} 秒",
            )
            off = percent(abs((at.bound - at.best) / at.best), 2)
        teller(words.fill(p=off, s=at.seconds))

    return hear


COMMAND = Command(
    curve,
    Words(
        ("Say what each budget buys: the best plan, what one more million adds, and one roadmap for all budgets."),
        "各档预算能办成什么：最优方案、再增一百万元的收益，以及各档预算通用的建设路线图。",
    ),
    order=90,
)
