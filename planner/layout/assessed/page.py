"""The page of an assessment: what stands out, the indicators, the regions, the gaps and what hangs on one.

It is the page of a plan without a plan: the same style, script and policy. What does not live here: the figure that is
a file of its own (``regions``).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.assessment.assessment import Assessment
from graph.base.licence import warning
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.assessed.regions import MEASURES, Measure, Region, finding, regions, shown, shown_measures
from planner.layout.page.document import whole_page
from planner.layout.page.markup import Html, bidi, join, say, tag
from planner.layout.page.panels import scroll
from planner.layout.text import cut

MOST_REMARKS, MOST_ROWS = 40, 300
"""Sentences, and rows of one table, that the page shows; of more it says how many."""
_BAR = 64.0


def page_bytes(found: Assessment, lang: Lang) -> bytes:
    """The whole page; the same assessment gives the same bytes.

    Examples
    --------
    >>> from graph.assessment.assessment import assess
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> eco = Ecosystem.from_rows(DatasetInfo("A<b"), {"organisations": [{"id": "O", "name": "o", "kind": "firm"}]})
    >>> b"A&lt;b" in page_bytes(assess(eco), "en")
    True
    """
    parts: list[tuple[str, Words, Html]] = [
        ("said", Words("findings", "发现"), _said(found)),
        ("indicators", Words("indicators", "指标"), _indicators(found)),
    ]
    rows = regions(found)
    if rows:
        parts.append(("regions", Words("regions", "地区"), _regions(found, rows)))
    parts.append(("gaps", Words("gaps", "空白"), _gaps(found)))
    if any(p.today or p.with_plan for p in found.single_points):
        parts.append(("single", Words("single points", "单点"), _points(found)))
    note = found.info.note
    made_up = (
        tag("strong", say(Words(content.NOTE.en + ". ", content.NOTE.zh + "。"))) if found.info.illustrative else None
    )
    licence, forbids = found.info.licence, warning(found.info.licence)
    terms = say(Words(" Licence of the data: {l}.", "数据许可：{l}。"), l=bidi(licence)) if licence else None
    held = None if forbids is None else tag("strong", " ", say(Words("{w}.", "{w}。").fill(w=forbids)))
    foot = tag("footer", tag("p", made_up, tag("bdi", note), terms, held)) if made_up or note or licence else None
    title = Words("Assessment of {n}", "{n}评估").fill(n=found.info.name)
    head = tag(
        "header",
        tag("h1", say(Words("Assessment of {n}", "{n}评估"), n=bidi(found.info.name))),
        tag("p", _counts(found), class_="soft"),
        class_="head",
        id="top",
    )
    main = join(head, *(html for _, _, html in parts))
    return whole_page({"en": title.en, "zh": title.zh}, lang, [(key, words) for key, words, _ in parts], main, foot)


def _panel(key: str, label: Words, title: Html, *parts: Html | None) -> Html:
    head = tag("header", tag("p", say(label), class_="label"), tag("h2", title, id=f"h-{key}"))
    return tag("section", head, *parts, id=key, class_="panel wide", aria_labelledby=f"h-{key}")


def _table(key: str, heads: Sequence[Words], rows: Sequence[Sequence[object]], left: int = 1) -> Html:
    """A table whose first columns are words and whose others are numbers."""
    head = tag(
        "tr", [tag("th", say(words), scope="col", class_=None if k < left else "r") for k, words in enumerate(heads)]
    )
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            [tag("td", cell, class_=None if k < left else "r") for k, cell in enumerate(row[1:], 1)],
        )
        for row in rows[:MOST_ROWS]
    ]
    more = None
    if len(rows) > MOST_ROWS:
        words = Words("The first {a} of {b} are shown; --json has all.", "仅列前 {a} 项，共 {b} 项；全部见 --json。")
        more = tag("p", say(words, a=str(MOST_ROWS), b=f"{len(rows):,}"), class_="note")
    return join(scroll(tag("table", tag("thead", head), tag("tbody", body)), key), more)


def _counts(found: Assessment) -> Html:
    nodes = sum(found.counts["nodes"].values())
    ties = sum(found.counts["ties"].values())
    return say(Words("{n} nodes, {t} ties", "{n} 个节点，{t} 条关系"), n=f"{nodes:,}", t=f"{ties:,}")


def _said(found: Assessment) -> Html:
    sentences = [tag("li", say(remark.words)) for remark in found.findings[:MOST_REMARKS]]
    none = Words("Nothing stands out", "没有突出的发现")
    title = say(found.findings[0].words if found.findings else none)
    return _panel(
        "said", Words("What stands out", "主要发现"), title, tag("ul", sentences[1:]) if sentences[1:] else None
    )


def _indicators(found: Assessment) -> Html:
    known = [r for r in found.indicators if r.today is not None or r.with_plan is not None]
    planned = found.plan is not None
    heads = [Words("indicator", "指标"), Words("today", "目前")]
    heads += [Words("with the plan", "规划后")] if planned else []
    unit = {"share": "share", "number": "number"}
    rows = [
        [
            say(r.indicator.label),
            *(
                shown(v, unit.get(r.indicator.unit, "index"))
                for v in ((r.today, r.with_plan) if planned else (r.today,))
            ),
        ]
        for r in known
    ]
    title = say(
        Words("{n} of {all} indicators are defined", "{all} 项指标中 {n} 项有定义"),
        n=str(len(known)),
        all=str(len(found.indicators)),
    )
    return _panel("indicators", Words("Indicators", "指标"), title, _table("indicators", heads, rows))


def _regions(found: Assessment, rows: Sequence[Region]) -> Html:
    measures = shown_measures(rows)
    heads = [
        Words("region", "地区"),
        Words("organisations", "单位"),
        *(m.words for m in measures),
        Words("nearest next", "最近的下一项"),
    ]
    spans = {m.key: max((abs(v) for r in rows if (v := getattr(r, m.key)) is not None), default=0.0) for m in measures}
    body = [
        [
            bidi(cut(r.name, 40)),
            f"{r.organisations:,}",
            *(
                join(
                    _bar(getattr(r, m.key), spans[m.key]), tag("span", shown(getattr(r, m.key), m.unit), class_="much")
                )
                for m in measures
            ),
            bidi(cut(r.nearest, 40)) if r.nearest else "–",
        ]
        for r in rows
    ]
    read = tag("p", [_read(m, k) for k, m in enumerate(measures)], class_="note")
    lacking = [m for m in MEASURES if m not in measures]
    why = found.details.complexity_undefined
    undefined = None
    if lacking:
        names = join([[say(Words(", ", "、")) if k else None, say(m.words)] for k, m in enumerate(lacking)])
        told = join(say(Words(" (", "（")), say(why), say(Words(")", "）"))) if why is not None else None
        undefined = tag("p", say(Words("Undefined here: {n}", "此处无定义：{n}"), n=names), told, class_="note")
    return _panel(
        "regions", Words("Regions", "地区"), say(finding(rows)), _table("regions", heads, body), read, undefined
    )


def _read(measure: Measure, k: int) -> Html:
    return join(" · " if k else None, say(measure.words), say(Words(": ", "：")), say(measure.read))


def _bar(value: float | None, span: float) -> Html | None:
    """A bar as long as the value, to the left of the line where it is negative."""
    if value is None or not span:
        return None
    length = _BAR / 2 * abs(value) / span
    bar = tag("rect", x=_BAR / 2 - (length if value < 0 else 0.0), y=2.0, width=length, height=8.0, class_="fill")
    return tag(
        "svg",
        bar,
        tag("path", d=f"M{_BAR / 2:g} 0v12", class_="axis"),
        viewBox=f"0 0 {_BAR:g} 12",
        width=64,
        height=12,
        class_="spark",
        aria_hidden="true",
    )


def _gaps(found: Assessment) -> Html:
    gaps = [t for t in found.gaps if t.open_with_plan is not False]
    title = say(
        Words("{n} of {all} technologies are covered by no centre", "{all} 项技术中 {n} 项没有中心覆盖"),
        n=f"{len(gaps):,}",
        all=f"{len(found.technologies):,}",
    )
    if not gaps:
        return _panel("gaps", Words("Gaps", "空白"), title)
    heads = (
        Words("technology", "技术"),
        Words("severity", "严重度"),
        Words("organisations that are capable", "具备能力的单位"),
    )
    rows = [
        [bidi(cut(t.name or t.technology, 60)), shown(t.severity, "number"), str(t.today.get("organisation", 0))]
        for t in gaps
    ]
    return _panel("gaps", Words("Gaps", "空白"), title, _table("gaps", heads, rows))


def _points(found: Assessment) -> Html:
    points = [p for p in found.single_points if p.today or p.with_plan]
    title = say(Words("{n} technologies hang on one holder", "{n} 项技术系于一家或一人"), n=f"{len(points):,}")
    heads = (Words("technology", "技术"), Words("holder", "持有者"), Words("severity", "严重度"))
    rows = [
        [bidi(cut(p.technology_name, 60)), bidi(cut(p.holder_name, 60)), shown(p.severity, "number")] for p in points
    ]
    return _panel("single", Words("Single points of failure", "单点失效"), title, _table("single", heads, rows, left=2))
