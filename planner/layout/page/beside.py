"""Two runs side by side: what changes from this run to the other.

The differences come from ``planner.studies.compare``; what does not live here: how they are found.
"""

from __future__ import annotations

from typing import Any, Literal

from graph.base.words import Words
from planner.layout import content
from planner.layout.amounts import most_places
from planner.layout.content import Result
from planner.layout.page.markup import Html, bidi, figure_of, join, num, pointer, say, share, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import View
from planner.layout.text import cut, number
from planner.runs.words import GOAL_WORDS
from planner.studies.compare import CentreChange, Comparison, compare

_FIGURES = {
    "objective": Words("the plan's worth", "方案综合得分"),
    "chosen": Words("new centres", "新建中心"),
    "support": Words("support", "支持资金"),
    "equity": Words("equity", "股权投入"),
    "covered": Words("technologies covered", "已覆盖技术"),
    "covered_by_one": Words("covered by one centre only", "仅一家承担"),
    "uncovered": Words("covered by nobody", "无人承担"),
}


def beside(view: View, other: Result) -> Html:
    """The panel of the comparison."""
    found = compare(view.result, other)
    label = Words("Beside it: {t}", "对照：{t}").fill(t=Words(content.title(other, "en"), content.title(other, "zh")))
    if not found.b.has_plan:
        rules = [tag("li", say(w)) for w in found.b.conflict]
        said = Words(
            "The other run cannot be met: these rules stand against one another", "另一次运行无法满足：下列规则相互冲突"
        )
        return panel(view, "beside", label, say(said), tag("ul", rules), wide=True)
    words = Words(
        "In the other run {left} centres fall out, {joined} come in, {kept} stay; "
        "{opened} technologies lose their last centre, {closed} get a first one",
        "另一次运行中 {left} 家退出、{joined} 家进入、{kept} 家不变；{opened} 项技术重新空缺，{closed} 项补上",
    )
    counts = {k: num(len(getattr(found, k)), f"~#{k}") for k in ("left", "joined", "opened", "closed")}
    finding = say(words, kept=num(found.kept, "~/kept"), **counts)
    parts: list[Html | None] = [_note(found), _figures(view, found), _years(view, found)]
    lists = [
        _centres(view, found, "left", Words("Fall out", "退出"), "a"),
        _centres(view, found, "joined", Words("Come in", "进入"), "b"),
        _moved(view, found),
        _technologies(found, "opened", Words("Technologies left open", "重新空缺的技术")),
        _technologies(found, "closed", Words("Technologies newly covered", "补上的技术")),
    ]
    return panel(
        view, "beside", label, finding, tag("div", parts, class_="two"), tag("div", lists, class_="lists"), wide=True
    )


def _note(found: Comparison) -> Html | None:
    if found.same_data:
        return None
    return tag("p", say(Words("The two runs stand on different data.", "两次运行的数据不同。")), class_="note bad")


def _figures(view: View, found: Comparison) -> Html:
    rows = []
    for k, f in enumerate(found.figures):
        words = _FIGURES.get(f.name) or GOAL_WORDS.get(f.name.removeprefix("goal_"), Words(f.name, f.name))
        goal = f.name.startswith("goal_")
        worth, digits = f.name == "objective", 1 if goal else 2
        shown: Any = share if goal else num
        unit = tag("small", " ", bidi(view.unit)) if f.name in ("support", "equity") else None
        cells = [
            tag("td", view.worth(v, place) if worth and v is not None else shown(v, place, digits), class_="n")
            for key, v in (("a", f.a), ("b", f.b))
            for place in ("~" + pointer("figures", k, key),)
        ]
        change = tag(
            "td",
            None if not f.change else "+" if f.change > 0 else None,
            _change(view, f.change, k, digits, of="worth" if worth else "goal" if goal else "count"),
            class_="n soft",
        )
        rows.append(tag("tr", tag("th", say(words), unit, scope="row"), cells, change))
    head = [say(w) for w in (Words("this run", "本次"), Words("the other", "另一次"), Words("change", "变化"))]
    return tag(
        "table",
        tag("thead", tag("tr", tag("td"), [tag("th", h, scope="col", class_="n") for h in head])),
        tag("tbody", rows),
    )


def _change(
    view: View, change: float | None, k: int, digits: int, *, of: Literal["worth", "goal", "count"]
) -> Html | str:
    if not change:
        return "–"
    place = "~" + pointer("figures", k, "change")
    if of == "worth":
        return view.worth(change, place)
    return (
        join(figure_of(change, place, number(100 * change, digits)), tag("small", say(Words(" pp", " 个百分点"))))
        if of == "goal"
        else num(change, place, digits)
    )


def _years(view: View, found: Comparison) -> Html:
    rows = []
    least = most_places(v for y in found.years for v in (y.paid_a, y.paid_b, y.cap_a, y.cap_b))
    for k, y in enumerate(found.years):
        paid, caps = (
            [
                tag("td", num(getattr(y, f"{what}_{s}"), f"~/years/{k}/{what}_{s}", least=least), class_=look)
                for s in ("a", "b")
            ]
            for what, look in (("paid", "n"), ("cap", "n soft"))
        )
        rows.append(tag("tr", tag("th", y.year, scope="row", class_="nb"), paid, caps))
    heads = (
        Words("paid: this run", "支出：本次"),
        Words("the other", "另一次"),
        Words("cap: this run", "上限：本次"),
        Words("the other", "另一次"),
    )
    first = tag("th", say(Words("Year", "年份")), tag("small", " ", bidi(view.unit)), scope="col")
    return tag(
        "table",
        tag("thead", tag("tr", first, [tag("th", say(h), scope="col", class_="n") for h in heads])),
        tag("tbody", rows),
    )


def _named(view: View, c: CentreChange) -> Html:
    known = view.by_id.get(c.centre)
    return view.link(known, bidi(cut(known.name, 40))) if known else bidi(cut(c.name, 40))


def _list(title: Words, rows: list[Html]) -> Html | None:
    return tag("div", tag("h3", say(title)), tag("ul", [tag("li", r) for r in rows])) if rows else None


def _centres(view: View, found: Comparison, key: str, title: Words, side: str) -> Html | None:
    rows = []
    for k, c in enumerate(getattr(found, key)):
        place = "~" + pointer(key, k, f"support_{side}")
        money = num(getattr(c, f"support_{side}"), place)
        rows.append(
            join(
                _named(view, c), tag("small", " ", str(getattr(c, f"year_{side}")), " · ", money, " ", bidi(view.unit))
            )
        )
    return _list(title, rows)


def _moved(view: View, found: Comparison) -> Html | None:
    rows = [join(_named(view, c), tag("small", f" {c.year_a} → {c.year_b}")) for c in found.moved]
    return _list(Words("Change their year", "批复年份变化"), rows)


def _technologies(found: Comparison, key: str, title: Words) -> Html | None:
    rows = []
    for k, t in enumerate(getattr(found, key)):
        severity = num(t.severity, "~" + pointer(key, k, "severity"), 1)
        rows.append(
            join(bidi(cut(t.name, 40)), tag("small", " ", say(Words("severity {s}", "严重度 {s}"), s=severity)))
        )
    return _list(title, rows)
