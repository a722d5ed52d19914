"""The five goal shares today and with the plan, and the ledger: what each centre adds to the objective.

Below the goals stand the chief indicators of the ecosystem, folded. What does not live here: how anything was measured.
"""

from __future__ import annotations

from graph.assessment.printed import IndicatorReading
from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, num, part, pointer, say, share, tag
from planner.layout.page.panels import listed_note, panel
from planner.layout.page.view import View
from planner.layout.text import cut
from planner.runs.words import GOAL_WORDS


def goals(view: View, *, wide: bool = False) -> Html:
    """The panel of the goal shares; ``wide`` sets goals and indicators side by side."""
    today, plan = view.result.goals_today, view.result.goals
    names = [g for g in GOAL_WORDS if g in plan]
    weights = _weights(view)
    rows = [
        tag(
            "tr",
            tag("th", say(GOAL_WORDS[g]), _weight(weights, g), scope="row"),
            tag("td", _bar(float(plan[g]), today.get(g)), class_="strip", aria_hidden="true"),
            tag("td", share(today.get(g), pointer("goals_today", g)), class_="n soft"),
            tag("td", "→", class_="to", aria_hidden="true"),
            tag("td", share(float(plan[g]), pointer("goals", g)), class_="n strong"),
        )
        for g in names
    ]
    head = tag(
        "tr",
        tag("th", say(Words("Goal", "目标")), scope="col"),
        tag("td"),
        tag("th", say(Words("today", "现状")), scope="col", class_="n"),
        tag("td"),
        tag("th", say(Words("with the plan", "布局后")), scope="col", class_="n"),
    )
    columns = tag("colgroup", *(tag("col", class_=f"w{k}") for k in range(5)))
    table = tag("table", columns, tag("thead", head), tag("tbody", rows), class_="goals") if rows else None
    indicators = _indicators(view)
    inside = [tag("div", tag("div", table), tag("div", indicators), class_="two")] if wide else [table, indicators]
    return panel(view, "goals", Words("Five goals", "五项目标"), _finding(view, names), *inside, wide=wide)


def _weights(view: View) -> dict[str, float]:
    stages = view.result.stages
    return {k: float(v) for k, v in ((stages[0].weights or {}) if stages else {}).items()}


def _weight(weights: dict[str, float], goal: str) -> Html | None:
    if goal not in weights:
        return None
    value = num(weights[goal], pointer("stages", 0, "weights", goal))
    return tag("small", say(Words("weight {w}", "权重 {w}"), w=value))


def _finding(view: View, names: list[str]) -> Html:
    plan, today = view.result.goals, view.result.goals_today
    if not names:
        return say(Words("No goal is scored in this run", "该运行没有目标得分"))
    rise = {g: float(plan[g]) - float(today.get(g) or 0.0) for g in names}
    top = max(names, key=lambda g: rise[g])
    words = Words("Most is gained in {goal}: from {a} to {b}", "提升最大的是{goal}：由 {a} 升至 {b}")
    return say(
        words,
        goal=say(GOAL_WORDS[top]),
        a=share(float(today.get(top) or 0.0), pointer("goals_today", top)),
        b=share(float(plan[top]), pointer("goals", top)),
    )


def _bar(plan: float, today: float | None) -> Html:
    def wide(value: float) -> str:
        return f"{100 * min(1.0, max(0.0, value)):.2f}%"

    parts = [
        tag("rect", x=0, y=5, width="100%", height=12, rx=2, class_="track"),
        tag("rect", x=0, y=5, width=wide(plan), height=12, rx=2, class_="plan"),
    ]
    if today is not None:
        parts.append(tag("rect", x=0, y=2, width=wide(max(today, 0.004)), height=18, class_="today"))
    return tag("svg", parts, width="100%", height=22)


def _indicators(view: View) -> Html | None:
    """The chief indicators of the ecosystem, folded away; runs of old have none."""
    rows = []
    for name, row in view.result.indicators.items():
        a, b = (_reading(row, name, k, v) for k, v in (("today", row.today), ("with_plan", row.with_plan)))
        cells = tag("td", a, class_="n soft"), tag("td", b, class_="n strong"), tag("td", _better(row), class_="to")
        rows.append(tag("tr", tag("th", say(row.label), scope="row"), cells))
    if not rows:
        return None
    head = tag(
        "tr",
        tag("th", say(Words("Indicator", "指标")), scope="col"),
        tag("th", say(Words("today", "现状")), scope="col", class_="n"),
        tag("th", say(Words("with the plan", "布局后")), scope="col", class_="n"),
        tag("td"),
    )
    words = Words("{n} indicators of the ecosystem, today and with the plan", "生态指标 {n} 项：现状与布局后")
    return tag(
        "details",
        tag("summary", say(words, n=num(len(rows), "=indicators"))),
        tag("table", tag("thead", head), tag("tbody", rows)),
        class_="more",
    )


def _reading(row: IndicatorReading, name: str, key: str, value: float | None) -> Html:
    place = pointer("indicators", name, key)
    return share(value, place) if row.unit == "share" else num(value, place, 3)


def _better(row: IndicatorReading) -> Html | None:
    a, b, better = row.today, row.with_plan, row.better
    if a is None or b is None or a == b or better not in ("more", "less"):
        return None
    good = (b > a) == (better == "more")
    words = Words("better", "改善") if good else Words("worse", "变差")
    return tag("span", say(words), class_="good" if good else "bad")


def ledger(view: View) -> Html:
    """The panel of the contribution ledger."""
    chosen = sorted(
        ((c, c.decision.contribution) for c in view.of("chosen") if c.decision.contribution is not None),
        key=lambda pair: (-pair[1], pair[0].id),
    )
    label = Words("What each centre adds", "贡献构成")
    whole, base = view.result.objective, view.result.contribution_of_existing
    if not chosen or whole is None:
        return panel(view, "ledger", label, say(Words("No contributions in this run", "该运行没有贡献分解")))
    values = [value for _, value in chosen]
    low, high = min(0.0, *values), max(0.0, *values) or 1.0

    def bar(value: float, colour: str) -> Html:
        zero = -low / (high - low) * 100
        size = abs(value) / (high - low) * 100
        left = zero if value >= 0 else zero - size
        return tag(
            "svg",
            tag("rect", x=part(left), y=3, width=part(size), height=12, class_=f"seg {colour}"),
            width="100%",
            height=18,
        )

    rows = [
        tag(
            "tr",
            tag("th", view.link(c, bidi(cut(c.name, 22))), scope="row"),
            tag("td", bar(value, view.colour(c.row)), class_="strip", aria_hidden="true"),
            tag("td", view.worth(value, c.at + "/contribution"), class_="n"),
            class_="k",
            data_c=c.key,
        )
        for c, value in chosen
        if c.key in view.listed_keys
    ]
    foot = []
    if base is not None:
        foot.append(
            _sum(view, Words("existing centres, as one", "已建中心（合计）"), base, "/contribution_of_existing")
        )
    foot.append(_sum(view, Words("all together", "合计"), whole, "/objective", class_="sum"))
    share_ = Words("share of the plan's worth", "贡献占比")
    heads = (
        tag("th", say(Words("Centre", "中心")), scope="col"),
        tag("td"),
        tag("th", say(share_), scope="col", class_="n"),
    )
    head = tag("tr", heads)
    top, most = chosen[0]
    finding = say(
        Words("{top} adds most, {v} of what the plan is worth", "{top}贡献最大，占方案综合得分的 {v}"),
        top=bidi(cut(top.name, 40)),
        v=view.worth(most, top.at + "/contribution"),
    )
    columns = tag("colgroup", *(tag("col", class_=f"w{k}") for k in range(3)))
    table = tag(
        "table", columns, tag("thead", head), tag("tbody", rows, class_="rove"), tag("tfoot", foot), class_="ledger"
    )
    note = Words(
        "Shared coverage is split fairly (Shapley); the parts add up to the whole.",
        "共同覆盖按 Shapley 值分摊，各项相加为方案综合得分。",
    )
    return panel(view, "ledger", label, finding, listed_note(view), table, tag("p", say(note), class_="note"))


def _sum(view: View, words: Words, value: float, place: str, class_: str | None = None) -> Html:
    figure = tag("td", view.worth(value, place), class_="n")
    return tag("tr", tag("th", say(words), scope="row"), tag("td"), figure, class_=class_)
