"""The rules of the plan: what binds, with nothing left, and what the others leave.

What does not live here: which candidates a rule keeps out (``why``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, num, pointer, say, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import View


def rules(view: View) -> Html:
    """The panel of the rules."""
    all_: Sequence[Mapping[str, Any]] = view.result.get("rules") or ()
    part = "rules"
    if not all_:
        all_, part = view.result.get("binding") or (), "binding"
    label = Words("Rules", "规则")
    if not all_:
        return panel(view, "rules", label, say(Words("No rule limits this plan", "该方案不受规则限制")))
    named = {str(b["rule"]) for b in view.result.get("binding") or ()}
    bound = [k for k, r in enumerate(all_) if r.get("binding", str(r["rule"]) in named)]
    free = [k for k in range(len(all_)) if k not in set(bound)]
    words = Words(
        "{binding} of {rules} rules bind: nothing is left under them",
        "{rules} 条规则中 {binding} 条起约束作用，已无余量",
    )
    finding = say(words, binding=num(view.counts["binding"], "=binding"), rules=num(len(all_), f"={part}"))
    half = (len(bound) + 1) // 2 if len(bound) > 9 else len(bound)
    tables = [_table(view, all_, rows, part) for rows in (bound[:half], bound[half:]) if rows]
    body = [tag("div", tables, class_="two") if len(tables) > 1 else tables]
    if free:
        summary = tag(
            "summary", say(Words("{n} others leave some slack", "其余 {n} 条尚有余量"), n=num(len(free), "=free"))
        )
        body.append(tag("details", summary, _table(view, all_, free, part), class_="more"))
    return panel(view, "rules", label, finding, *body, wide=True)


def _table(view: View, all_: Sequence[Mapping[str, Any]], rows: list[int], part: str) -> Html:
    head = tag(
        "tr",
        tag("th", say(Words("Rule", "规则")), scope="col"),
        *(
            tag("th", say(w), scope="col", class_="n")
            for w in (Words("limit", "限值"), Words("used", "已用"), Words("left", "余量"))
        ),
    )
    return tag(
        "table", tag("thead", head), tag("tbody", [_row(view, all_[k], pointer(part, k)) for k in rows]), class_="rules"
    )


def _row(view: View, rule: Mapping[str, Any], place: str) -> Html:
    unit = tag("small", " ", bidi(view.unit)) if rule.get("unit") == "money" else None
    words = rule.get("words") or {"en": str(rule["rule"]), "zh": str(rule["rule"])}
    sign = {"most": "≤ ", "least": "≥ "}.get(str(rule.get("side")), "")
    cells = [
        tag("td", sign if key == "limit" else None, num(_plain(rule.get(key)), f"{place}/{key}"), class_="n")
        for key in ("limit", "used", "slack")
    ]
    return tag("tr", tag("th", say(words), unit, scope="row"), cells)


def _plain(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
