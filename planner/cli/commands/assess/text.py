"""An assessment on the screen: what matters, short; the whole of it with ``-v``, and as data with ``--json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category

from graph.assessment.sentences import listed, named
from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from graph.assessment.advice import MissingTie
    from graph.assessment.assessment import Assessment, PointView, Reading, TechnologyView
    from graph.assessment.by_age import ByAge
    from graph.assessment.list_rows import DistrictRow, FieldRow
    from graph.assessment.sentences import Remark

T = TypeVar("T")
SHOWN = 5
"""Findings of a topic, gaps, single points and missing ties that the short screen shows."""
LATER = {
    "thin cover",
    "prerequisites",
    "missing tie",
    "communities",
    "robustness",
    "leading firms",
    "talent",
    "fields without a centre",
    "districts without a centre",
}
"""Topics of findings that only ``-v`` shows: the table or a list says the same, or they can wait."""


def assessment_text(assessment: Assessment, lang: Lang, *, whole: bool = False) -> str:
    """Write the assessment for the screen: sentences, then gaps, single points, advice, and a table of indicators.

    Parameters
    ----------
    whole : bool
        Show all of it, not only what matters most.
    """
    from graph.assessment.indicators import HEADLINES

    say, most = Words.say, None if whole else SHOWN
    planned = assessment.plan is not None
    title = Words("Assessment of {name}", "{name}评估").fill(name=assessment.info.name)
    lines = [say(title, lang)]
    if assessment.info.illustrative:
        lines.append(say(Words("(made-up data, for illustration)", "（示例数据，非真实情况）"), lang))
    shown = [remark for remark in assessment.findings if whole or remark.topic not in LATER]
    lines += ["", *_sentences(shown, most, lang)]
    if assessment.by_age is not None:
        lines += [f"- {words.say(lang)}" for words in assessment.by_age.said()]
    gaps = [t for t in assessment.gaps if t.open_with_plan is not False]
    if gaps:
        lines += ["", say(_heading_of_gaps(planned, len(gaps)), lang)]
        names = {one.centre: one.name for one in assessment.pipeline}
        lines += _cut(gaps, lambda view, lang: _gap(view, names, lang), most, lang)
    points = [p for p in assessment.single_points if p.today or p.with_plan]
    if points:
        heading = Words("Single points of failure ({n}):", "单点失效（{n} 处）：").fill(n=len(points))
        lines += ["", say(heading, lang), *_cut(points, _point, most, lang)]
    if assessment.advice:
        heading = Words(
            "Who should work together (first of {n} missing cross-sector ties):",
            "建议促成的合作（跨类型缺失合作 {n} 对，列最要紧的）：",
        ).fill(n=assessment.missing)
        lines += ["", say(heading, lang), *(_tie(tie, lang) for tie in assessment.advice[:most])]
    lines = ["".join(" " if category(c) == "Cc" else c for c in line) for line in lines]
    readings = [
        r
        for r in assessment.indicators
        if whole or (r.indicator.name in HEADLINES and (r.today is not None or r.with_plan is not None))
    ]
    lines += ["", _indicator_table(readings, lang, planned=planned)]
    if whole:
        lines += _places(assessment, lang)
        lines += [] if assessment.by_age is None else _by_age(assessment.by_age, lang)
    else:
        more = Words("-v shows all {n} indicators and findings", "-v 显示全部 {n} 项指标和各项发现")
        lines += ["", more.fill(n=len(assessment.indicators)).say(lang)]
    return "\n".join(lines)


def _places(assessment: Assessment, lang: Lang) -> list[str]:
    """Tables of districts and of fields: how each stands today and, after an arrow, with the plan."""

    def both(row: DistrictRow | FieldRow, key: str, unit: str = "number") -> str:
        values = [getattr(state, key) for state in (row.today, row.with_plan) if state is not None]
        return " → ".join(_value(value, unit) for value in values)

    districts = [
        [
            row.name,
            both(row, "centres"),
            both(row, "technologies_covered"),
            both(row, "diversity"),
            str(row.organisations),
            str(row.people),
            _value(row.eci, "index"),
        ]
        for row in assessment.details.districts
    ]
    fields = [
        [
            row.name,
            both(row, "centres"),
            f"{both(row, 'technologies_covered')} / {row.technologies}",
            f"{both(row, 'bottlenecks_covered')} / {row.bottlenecks}",
            both(row, "severity_weighted_coverage", "share"),
        ]
        for row in assessment.details.fields
    ]
    heads = (
        Words("district", "区（县、市）"),
        Words("centres", "中心"),
        Words("technologies covered", "覆盖技术"),
        Words("technologies done", "具备技术"),
        Words("organisations", "单位"),
        Words("people", "人才"),
        Words("ECI today", "目前 ECI"),
    )
    others = (
        Words("field", "领域"),
        Words("centres", "中心"),
        Words("technologies covered", "覆盖技术"),
        Words("bottlenecks covered", "覆盖“卡脖子”技术"),
        Words("severity covered", "覆盖严重度占比"),
    )
    lines: list[str] = []
    for rows, head in ((districts, heads), (fields, others)):
        if rows:
            lines += ["", aligned(rows, [word.say(lang) for word in head], right=tuple(range(1, len(head))))]
    why = assessment.details.complexity_undefined
    return [*lines, "", f"ECI: {why.say(lang)}"] if why is not None and districts else lines


def _by_age(found: ByAge, lang: Lang) -> list[str]:
    """Tables of one year: the centres that are there by age, and the technologies that they do not cover fully yet."""
    say = Words.say
    centres = [
        [
            c.centre,
            found.names[c.centre],
            "–" if c.approved_year is None else str(c.approved_year),
            "–" if c.age is None else str(c.age),
            percent(c.share, 0),
        ]
        for c in found.centres
    ]
    heads = [
        Words("id", "编号"),
        Words("centre", "中心"),
        Words("approved", "批复年"),
        Words("years on the ramp", "建设年限"),
        Words("share of full strength", "能力达成"),
    ]
    lines = ["", aligned(centres, [say(head, lang) for head in heads], right=(2, 3, 4), most=40)]
    growing = [t for t in found.technologies if min(1.0, t.today) < min(1.0, t.full)]
    if growing:
        technologies = [[t.technology, t.name, f"{t.severity:g}", f"{t.full:.2f}", f"{t.today:.2f}"] for t in growing]
        heads = [
            Words("id", "编号"),
            Words("technology", "技术"),
            Words("severity", "严重度"),
            Words("cover at full strength", "满负荷覆盖"),
            Words("cover at the end of {y}", "{y} 年底覆盖").fill(y=found.as_of),
        ]
        lines += ["", aligned(technologies, [say(head, lang) for head in heads], right=(2, 3, 4), most=40)]
    return lines


def _tie(tie: MissingTie, lang: Lang) -> str:
    from graph.assessment.advice import SECTOR_WORDS

    a, b = (
        Words("{name} ({sector})", "{name}（{sector}）").fill(name=name, sector=SECTOR_WORDS[sector])
        for name, sector in zip(tie.names, tie.sectors, strict=True)
    )
    return Words("  {a} – {b}: {why}", "  {a}—{b}：{why}").fill(a=a, b=b, why=tie.reason).say(lang)


def _heading_of_gaps(planned: bool, n: int) -> Words:
    if planned:
        return Words(
            "Technologies that no centre covers with the plan ({n}):", "按规划布局后仍无中心承担的技术（{n} 项）："
        ).fill(n=n)
    return Words("Technologies that no centre covers today ({n}):", "目前尚无中心承担的技术（{n} 项）：").fill(n=n)


def _called(names: Mapping[str, str], centre: str) -> Words:
    name = names.get(centre, centre)
    return Words(name, name)


def _gap(view: TechnologyView, names: Mapping[str, str], lang: Lang) -> str:
    who = listed([_called(names, centre) for centre in view.could_cover])
    if view.could_cover:
        able = Words("could be covered by {who}", "可由{who}承担").fill(who=who)
    elif view.claimed_by:
        who = listed([_called(names, centre) for centre in view.claimed_by])
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
    from graph.model.schema import TECHNOLOGY_KINDS

    return Words(kind or "-", dict(TECHNOLOGY_KINDS).get(kind, kind or "-"))


def _sentences(remarks: Sequence[Remark], most: int | None, lang: Lang) -> list[str]:
    """One line a finding; of one topic only the first few, and how many there are besides."""
    lines: list[str] = []
    for _, group in groupby(remarks, key=lambda remark: remark.topic):
        lines += _cut(list(group), lambda remark, lang: f"- {remark.words.say(lang)}", most, lang)
    return lines


def _cut(rows: Sequence[T], say: Callable[[T, Lang], str], most: int | None, lang: Lang) -> list[str]:
    lines = [say(row, lang) for row in rows[:most]]
    if len(lines) == len(rows):
        return lines
    rest = Words("  … and {n} more (-v shows all)", "  …另有 {n} 条（-v 全部显示）").fill(n=len(rows) - len(lines))
    return [*lines, rest.say(lang)]


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
        return percent(value)
    if unit == "number" and value == int(value):
        return str(int(value))
    return f"{value:.2f}" if value == 0 or abs(value) >= 0.05 else f"{value:.4f}"


def _change(reading: Reading) -> Words:
    before, after, better = reading.today, reading.with_plan, reading.indicator.better
    if before is None or after is None or before == after or better == "neither":
        return Words("", "")
    return Words("better", "改善") if (after > before) == (better == "more") else Words("worse", "变差")
