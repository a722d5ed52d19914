"""The head of the page: the plan in one sentence, how sure it is, the key figures, and made-up data said loudly.

What does not live here: the sections below it, the proof among them.
"""

from __future__ import annotations

from graph.base.words import Words
from planner.layout import content
from planner.layout.page.markup import Html, bidi, join, num, pointer, say, tag
from planner.layout.page.proof import short
from planner.layout.page.view import View
from planner.runs.plan_result import RuleUse


def headline(view: View) -> Html:
    """Everything above the first section."""
    title = {lang: content.title(view.result, lang) for lang in ("en", "zh")}
    data = str(view.result.dataset.name)
    return tag(
        "header",
        _made_up(view),
        tag("p", bidi(data), " · " if data else None, say(title), class_="eyebrow"),
        tag("h1", _sentence(view)),
        short(view),
        _figures(view),
        class_="head",
        id="top",
    )


def _made_up(view: View) -> Html | None:
    if not content.is_made_up(view.result):
        return None
    loud = Words(
        "Made-up data, for illustration only: not a real recommendation.", "虚构数据，仅作示例，不构成任何真实建议。"
    )
    return tag("div", tag("strong", say(loud)), class_="loud", role="note")


def _sentence(view: View) -> Html:
    words = Words(
        "{chosen} new centres|with {money} of support:|{covered} of {technologies} technologies are covered",
        "新建 {chosen} 家中心，|支持 {money}，|{technologies} 项关键技术覆盖 {covered} 项",
    )
    if not view.result.chosen:
        words = Words(
            "No new centre:|{covered} of {technologies} technologies are covered|by what exists",
            "不新建中心：|{technologies} 项关键技术中|现有 {covered} 项已覆盖",
        )
    if view.counts["there"]:
        words = Words(
            "{new} new centres beside {there} approved before,|with {money} of support:|"
            "{covered} of {technologies} technologies are covered",
            "在已批复 {there} 家之外新增 {new} 家中心，|支持 {money}，|{technologies} 项关键技术覆盖 {covered} 项",
        )
    elif view.counts["chosen"] == 1:
        words = Words(words.en.replace("new centres", "new centre"), words.zh)
    values = {k: num(view.counts[k], f"={k}") for k in ("chosen", "new", "there", "covered", "technologies")}
    values["money"] = tag("span", num(view.counts["support"], "=support"), " ", view.unit, class_="nb")
    clauses = zip(words.en.split("|"), words.zh.split("|"), strict=True)
    return join(
        *(
            [say(Words(" ", "")) if k else None, tag("span", say(Words(*c), **values), class_="clause")]
            for k, c in enumerate(clauses)
        )
    )


def _target(view: View) -> tuple[int, RuleUse] | None:
    rules = view.result.rules
    return next(((k, r) for k, r in enumerate(rules) if r.key == "target.count" and r.used is not None), None)


def _figures(view: View) -> Html:
    target = _target(view)
    year = view.result.policy.target_year
    if target:
        place = pointer("rules", target[0])
        centres = join(
            num(target[1].used, f"{place}/used"),
            tag("small", " / ", num(target[1].limit, f"{place}/limit")),
        )
        words = (
            Words(f"centres by {year}, of the target", f"到 {year} 年的中心，对照目标")
            if year
            else Words("centres, of the target", "中心，对照目标")
        )
    else:
        centres, words = (
            num(view.counts["centres"], "=centres"),
            Words("centres with the existing ones", "中心（含已建）"),
        )
    n = {k: num(view.counts[k], f"={k}") for k in ("covered", "technologies", "uncovered", "single", "support")}
    covered, thin = (
        Words("technologies covered", "关键技术已覆盖"),
        Words("held by nobody + by one only", "无人承担 + 仅一家承担"),
    )
    items = [
        (centres, words),
        (join(n["covered"], tag("small", " / ", n["technologies"])), covered),
        (join(n["uncovered"], tag("small", " + ", n["single"])), thin),
        (join(n["support"], tag("small", " ", bidi(view.unit))), Words("support in all years", "各年支持资金合计")),
    ]
    return tag("dl", [tag("div", tag("dd", value), tag("dt", say(label))) for value, label in items], class_="figures")
