"""The command ``sweep``: many scenarios at once, here or on a cluster; what is always chosen, and where plans fail."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.records import encode, widened
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.ending import BUG, INFEASIBLE, INTERRUPTED
from planner.cli.inputs.city import is_tables, read_city
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.solving import Gap, Scenario, Seconds, Sets
from planner.cli.screen.console import Console
from planner.cli.screen.progress import Teller, end_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.studies.sweep.answer import SweepAnswer
    from planner.studies.sweep.case import CaseRow
    from planner.studies.sweep.varied import Values


def sweep(
    folder: City,
    scenario: Scenario = None,
    sets: Sets = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY=LOW:HIGH",
            help=tr(
                "draw this value of the scenario from a range; may be repeated",
                "在区间内抽取情景的该值，可重复",
            ),
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws", min=1, metavar="N", help=tr("so many cases, by a Latin hypercube", "拉丁超立方抽样的次数")
        ),
    ] = None,
    draw_seed: Annotated[int, typer.Option("--draw-seed", min=0, help=tr("seed of the draws", "抽样种子"))] = 0,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="FILE",
            help=tr(
                "instead of draws: a CSV table, a column a key of the scenario, a row a case",
                "代替抽样：CSV 表，每列一个情景键，每行一例",
            ),
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help=tr("processes on this machine", "本机进程数")),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help=tr("a Dask scheduler whose workers are used, tcp://host:8786", "使用该 Dask 调度器的工作进程"),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help=tr(
                "where cases and answer are kept; the same command goes on from there (default: below sweeps)",
                "保存各情形和结果的目录，再次运行同一命令即由此继续（缺省在 sweeps 下）",
            ),
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=tr("run a long sweep without asking", "无需确认即运行耗时的扫描"))
    ] = False,
    seconds: Seconds = None,
    gap: Gap = 0.0,
    *,
    out: Console,
) -> int:
    """Plan many scenarios; see the command's help."""
    from planner.cli.commands.sweep.text import sweep_text
    from planner.layout.sweep_table import files as files_of
    from planner.solving.highs import Limits
    from planner.studies.sweep import sweeping
    from planner.studies.sweep.answer import PrintedSweep

    begin = time.process_time()
    if is_tables(folder):
        raise UsageError(Words("sweep takes a city's data, not planner tables", "sweep 需要城市数据，不能用规划表"))
    asked = _asked(vary, draws, draw_seed, cases)
    city = read_city(folder, scenario, sets, out)
    limits = Limits(seconds=seconds, gap=gap)
    drawn, seed = asked(city.scenario, city.reload)
    place = output or sweeping.folder_of(city.scenario, city.dataset.hashes, drawn, limits)
    try:
        found = sweeping.sweep(
            city.dataset.ecosystem, city.scenario, city.dataset.hashes, drawn, seed, place, limits,
            jobs=jobs, cluster=cluster, agreed=yes, hear=_progress(out),
        )  # fmt: skip
    except KeyboardInterrupt:
        end_progress(out)
        words = Words(
            "interrupted: the cases that are done are in {p}; the same command goes on from them",
            "已中断：已完成的情形在 {p} 中，再次运行同一命令即可继续",
        )
        out.error(words.fill(p=place))
        return INTERRUPTED
    end_progress(out)
    from graph.base.writing import write_files

    made = files_of(found.answer, found.rows) | _figure(found.answer, found.rows, out)
    written = write_files(place, made, force=True, again=True)
    names = tuple(str(path) for path in written)
    seconds = time.process_time() - begin
    answer = widened(PrintedSweep, found.answer, folder=str(place), files=names, cpu_seconds=seconds)
    out.result(encode(answer), sweep_text(answer, out.lang, everything=out.verbose))
    if not answer.audits_clean or "failed" in answer.statuses:
        return BUG
    return 0 if answer.objective else INFEASIBLE


def _figure(answer: SweepAnswer, rows: Sequence[CaseRow], out: Console) -> dict[str, bytes]:
    """The figure, where matplotlib is there."""
    if find_spec("matplotlib") is None:
        from graph.base.installing import how_to_install

        words = Words(
            "the figure was left out: it needs matplotlib; mend: {how}", "未绘图：缺少 matplotlib；解决办法：{how}"
        )
        out.say(words.fill(how=how_to_install("figures")))
        return {}
    from planner.layout.figures.sweep_figure import picture

    data, said = picture(answer, rows, out.lang, "svg")
    for words in said:
        out.say(words)
    return {"sweep.svg": data}


def _asked(vary: list[str] | None, draws: int | None, seed: int, cases: Path | None) -> Any:
    """What makes the cases once the scenario is read; what can be refused before is refused here."""
    from planner.studies.sweep import varied

    if cases is not None:
        if vary or draws is not None:
            raise UsageError(Words("--cases goes without --vary and --draws", "--cases 不能与 --vary、--draws 合用"))
        try:
            text = cases.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(Words("{f} cannot be read", "无法读取 {f}").fill(f=cases)) from error
        table = varied.from_table(text, cases.name)
        return lambda _scenario, _reload: (table, None)
    if not vary or draws is None:
        words = Words(
            "sweep needs --vary KEY=LOW:HIGH and --draws N, or --cases FILE",
            "sweep 需要 --vary 键=下限:上限 和 --draws N，或 --cases 文件",
        )
        raise UsageError(words)
    ranges = varied.parse(vary)

    def make(scenario: Any, reload: Any) -> tuple[tuple[Values, ...], int]:
        known = varied.typed(ranges, scenario.values())
        for end in ("low", "high"):  # a key that is none, or an end that no scenario takes, is told before any case
            reload([f"{one.key}={getattr(one, end)!r}" for one in known])
        return varied.drawn(known, draws, seed), seed

    return make


def _progress(out: Console) -> Any:
    teller = Teller(out)
    plans: list[frozenset[str]] = []

    def hear(row: CaseRow, done: int, of: int) -> None:
        plans.extend([frozenset(row.chosen)] if row.planned else [])
        words = Words(
            "{d:,} of {n:,} cases; with a plan {p:,}; {k:centre|centres} in every plan so far",
            "{d:,}/{n:,} 种情形；有方案 {p:,} 种；目前每个方案均入选的中心 {k} 家",
        )
        teller(words.fill(d=done, n=of, p=len(plans), k=len(frozenset.intersection(*plans)) if plans else 0))

    return hear


COMMAND = Command(
    sweep,
    Words(
        "Plan many scenarios at once, drawn from ranges or given: what is always chosen, and where plans fail.",
        "一次规划多个情景（区间抽样或给定）：哪些中心总是入选，何种条件下没有方案。",
    ),
    order=96,
    ends_with=(1, INFEASIBLE, 5),
)
