"""Command about the ecosystem: assess. What is measured stands in ``graph``; here it is read in and printed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from unicodedata import category

import typer

from graph.errors import UsageError
from graph.sentences import listed, named
from graph.words import Lang, Words
from planner.cli.console import DEFAULT_LANG, JsonOption, LangOption, QuietOption, VerboseOption, console
from planner.cli.language import tr
from planner.cli.network_text import network_text
from planner.cli.tables import aligned

if TYPE_CHECKING:
    from graph.assessment import Assessment, PointView, Reading, TechnologyView
    from graph.ecosystem import Ecosystem

SHOWN = 8
"""Gaps and single points of failure that the screen shows; ``-v`` shows all, as ``--json`` does."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(
        help=tr(
            "Say what the ecosystem covers, what is missing and what hangs on one, today and with a plan.",
            "评估创新生态：已覆盖什么、缺什么、哪些系于一家或一人；可并列规划前后。",
        )
    )(assess)


def assess(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help=tr("folder of CSV files, workbook (.xlsx) or zip", "CSV 文件夹、工作簿（.xlsx）或 zip"),
        ),
    ],
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="RUN",
            help=tr(
                "a run of `buju plan` (folder or result.json) to set beside today",
                "并列比较的规划结果（运行文件夹或 result.json）",
            ),
        ),
    ] = None,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Measure the ecosystem today and, with ``--plan``, as it would be with the chosen centres."""
    from graph.assessment import assess as assess_ecosystem
    from loaders.dataset import load

    speak = console(lang, as_json, quiet, verbose)
    if not path.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=path))
    chosen = None if plan is None else read_chosen(plan)
    loaded = load(path)
    eco = loaded.require()
    if verbose:
        speak.findings(loaded.findings)
    if chosen is not None and plan is not None:
        _belongs(eco, chosen, plan)
    assessment = assess_ecosystem(eco, chosen)
    speak.result(assessment.as_dict(speak.lang), assessment_text(assessment, speak.lang, None if verbose else SHOWN))


def read_chosen(run: Path) -> dict[str, int]:
    """Read the chosen centres of a run and their years of approval.

    Parameters
    ----------
    run : Path
        The folder of a run, or its ``result.json``.

    Raises
    ------
    UsageError
        There is no result at that place, or it holds no plan.
    """
    place = run / "result.json" if run.is_dir() else run
    try:
        result = json.loads(place.read_text("utf-8"))
    except OSError:
        words = Words("{run} is not a run: {place} cannot be read", "{run} 不是运行结果：无法读取 {place}")
        raise UsageError(words.fill(run=run, place=place)) from None
    except (ValueError, RecursionError):
        raise UsageError(Words("{place} is not JSON", "{place} 不是 JSON 文件").fill(place=place)) from None
    if isinstance(result, dict) and result.get("status") == "infeasible":
        words = Words("{place} holds no plan: its rules cannot all be met", "{place} 中没有规划：各项规则无法同时满足")
        raise UsageError(words.fill(place=place))
    try:
        return {str(row["centre"]): int(row["year"]) for row in result["chosen"]}
    except (KeyError, TypeError, ValueError):
        words = Words(
            "{place} is not a result of `buju plan`: it has no list 'chosen' of centre and year",
            "{place} 不是 buju plan 的结果：缺少由 centre 和 year 组成的 chosen 列表",
        )
        raise UsageError(words.fill(place=place)) from None


def _belongs(eco: Ecosystem, chosen: Mapping[str, int], run: Path) -> None:
    """Refuse a plan that chooses centres which the dataset does not have."""
    strange = sorted(set(chosen) - set(eco.ids("Centre")))
    if strange:
        words = Words(
            "the plan in {run} is not one of this dataset: it chooses {n} unknown centres, e.g. {id}",
            "{run} 中的规划与本数据集不符：其中 {n} 个中心不在数据集中，如 {id}",
        )
        raise UsageError(words.fill(run=run, n=len(strange), id=strange[0]))


def assessment_text(assessment: Assessment, lang: Lang, most: int | None = SHOWN) -> str:
    """Write the assessment for the screen: sentences first, then gaps, single points and the table of indicators.

    Parameters
    ----------
    most : int, optional
        Gaps and single points shown; None shows all.
    """
    say = Words.say
    planned = assessment.plan is not None
    title = Words("Assessment of {name}", "{name}评估").fill(name=assessment.info.name)
    lines = [say(title, lang)]
    if assessment.info.illustrative:
        lines.append(say(Words("(made-up data, for illustration)", "（示例数据，非真实情况）"), lang))
    lines += ["", *(f"- {remark.words.say(lang)}" for remark in assessment.findings)]
    gaps = [t for t in assessment.gaps if t.open_with_plan is not False]
    if gaps:
        lines += ["", say(_heading_of_gaps(planned, len(gaps)), lang)]
        lines += _cut([_gap(t, lang) for t in gaps], most, lang)
    points = [p for p in assessment.single_points if p.today or p.with_plan]
    if points:
        heading = Words("Single points of failure ({n}):", "单点失效（{n} 处）：").fill(n=len(points))
        lines += ["", say(heading, lang), *_cut([_point(p, lang) for p in points], most, lang)]
    lines = ["".join(" " if category(c) == "Cc" else c for c in line) for line in lines]
    network = network_text(*assessment.network, lang, *(() if most is not None else (None,)))
    return "\n".join([*lines, "", _indicator_table(assessment.indicators, lang, planned=planned), "", network])


def _heading_of_gaps(planned: bool, n: int) -> Words:
    if planned:
        return Words(
            "Technologies that no centre covers with the plan ({n}):", "按规划建成后仍无中心覆盖的技术（{n} 项）："
        ).fill(n=n)
    return Words("Technologies that no centre covers today ({n}):", "目前无中心覆盖的技术（{n} 项）：").fill(n=n)


def _gap(view: TechnologyView, lang: Lang) -> str:
    who = listed([Words(centre, centre) for centre in view.could_cover])
    if view.could_cover:
        able = Words("could be covered by {who}", "可覆盖：{who}").fill(who=who)
    elif view.claimed_by:
        who = listed([Words(centre, centre) for centre in view.claimed_by])
        able = Words("claimed without evidence by {who}", "申报但无能力依据：{who}").fill(who=who)
    else:
        able = Words("no candidate", "无候选中心")
    line = Words("  {name} · {kind} · severity {s:g} · {able}", "  {name} · {kind} · 严重度 {s:g} · {able}")
    name = named({view.technology: view.name}, view.technology)
    return line.fill(name=name, kind=_kind(view.kind), s=view.severity, able=able).say(lang)


def _point(view: PointView, lang: Lang) -> str:
    layer = Words("organisation", "单位") if view.point.layer == "organisation" else Words("person", "人才")
    note = Words("", "")
    if view.with_plan is not None and view.today != view.with_plan:
        note = Words(" · today only", " · 仅目前") if view.today else Words(" · with the plan only", " · 仅规划后")
    line = Words(
        "  {name} · {kind} · severity {s:g} · {layer} {holder}{note}",
        "  {name} · {kind} · 严重度 {s:g} · {layer} {holder}{note}",
    )
    return line.fill(
        name=named({view.point.technology: view.technology_name}, view.point.technology),
        kind=_kind(view.kind),
        s=view.severity,
        layer=layer,
        holder=named({view.point.holder: view.holder_name}, view.point.holder),
        note=note,
    ).say(lang)


def _kind(kind: str) -> Words:
    from graph.schema import TECHNOLOGY_KINDS

    return Words(kind or "-", dict(TECHNOLOGY_KINDS).get(kind, kind or "-"))


def _cut(lines: Sequence[str], most: int | None, lang: Lang) -> list[str]:
    if most is None or len(lines) <= most:
        return list(lines)
    rest = Words("  … and {n} more (-v shows all)", "  …另有 {n} 条（-v 全部显示）").fill(n=len(lines) - most)
    return [*lines[:most], rest.say(lang)]


def _indicator_table(readings: Sequence[Reading], lang: Lang, planned: bool) -> str:
    heads = [Words("indicator", "指标"), Words("today", "目前")]
    if planned:
        heads += [Words("with plan", "规划后"), Words("", "")]
    rows = [[head.say(lang) for head in heads]]
    for r in readings:
        row = [r.indicator.label.say(lang), _value(r.today, r.indicator.unit)]
        if planned:
            row += [_value(r.with_plan, r.indicator.unit), _change(r).say(lang)]
        rows.append(row)
    return aligned(rows[1:], rows[0], right=(1, 2), most=60)


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:g}" if value == int(value) and unit == "number" else f"{value:.2f}"


def _change(reading: Reading) -> Words:
    before, after, better = reading.today, reading.with_plan, reading.indicator.better
    if before is None or after is None or before == after or better == "neither":
        return Words("", "")
    return Words("better", "改善") if (after > before) == (better == "more") else Words("worse", "变差")
