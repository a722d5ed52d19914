"""The rules of the plan: what binds, with nothing left, and what the others leave.

What does not live here: which candidates a rule keeps out (``why``).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, num, pointer, say, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import View
from planner.runs.plan_result import RuleUse

MOST = 100
"""Rules that one table shows; of more, it says how many."""


def rules(view: View) -> Html:
    """The panel of the rules."""
    all_: Sequence[RuleUse] = view.result.rules
    part = "rules"
    if not all_:
        all_, part = view.result.binding, "binding"
    label = Words("Rules", "规则")
    if not all_:
        return panel(view, "rules", label, say(Words("No rule limits this plan", "该方案不受规则限制")))
    named = {b.rule for b in view.result.binding}
    bound = [k for k, r in enumerate(all_) if r.binding or r.rule in named]
    free = [k for k in range(len(all_)) if k not in set(bound)]
    words = Words(
        "{binding} of {rules} rules bind: nothing is left under them",
        "{rules} 条规则中 {binding} 条起约束作用，已无余量",
    )
    finding = say(words, binding=num(view.counts["binding"], "=binding"), rules=num(len(all_), f"={part}"))
    half = (len(bound) + 1) // 2 if len(bound) > 9 else len(bound)
    tables = [_table(view, all_, rows, part) for rows in (bound[:half], bound[half:]) if rows]
    more = len(all_) - sum(len(part[:MOST]) for part in (bound[:half], bound[half:], free))
    body = [tag("div", tables, class_="two") if len(tables) > 1 else tables]
    if free:
        summary = tag(
            "summary", say(Words("{n} others leave some slack", "其余 {n} 条尚有余量"), n=num(len(free), "=free"))
        )
        body.append(tag("details", summary, _table(view, all_, free, part), class_="more"))
    if more:
        words = Words("{n} more rules are in result.json.", "另有 {n} 条规则，见 result.json。")
        body.append(tag("p", say(words, n=f"{more:,}"), class_="note"))
    return panel(view, "rules", label, finding, *body, wide=True)


def _table(view: View, all_: Sequence[RuleUse], rows: list[int], part: str) -> Html:
    head = tag(
        "tr",
        tag("th", say(Words("Rule", "规则")), scope="col"),
        *(
            tag("th", say(w), scope="col", class_="n")
            for w in (Words("limit", "限值"), Words("used", "已用"), Words("left", "余量"))
        ),
    )
    return tag(
        "table",
        tag("thead", head),
        tag("tbody", [_row(view, all_[k], pointer(part, k)) for k in rows[:MOST]]),
        class_="rules",
    )


def _row(view: View, rule: RuleUse, place: str) -> Html:
    unit = tag("small", " ", bidi(view.unit)) if rule.unit == "money" else None
    words = rule.words if rule.words.en else Words(rule.rule, rule.rule)
    sign = {"most": "≤ ", "least": "≥ "}.get(rule.side, "")
    cells = [
        tag("td", sign if key == "limit" else None, num(value, f"{place}/{key}"), class_="n")
        for key, value in (("limit", rule.limit), ("used", rule.used), ("slack", rule.slack))
    ]
    return tag("tr", tag("th", say(words), unit, scope="row"), cells)
