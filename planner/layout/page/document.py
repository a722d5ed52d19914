"""The document: all panels in one HTML file with its own style and script, which may load nothing from anywhere.

A content-security policy inside forbids every request; only the style and the script whose hashes it names may run.
What does not live here: what the panels show.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.maps.outlines import Outlines
from planner.layout.page.beside import beside
from planner.layout.page.coverage import coverage
from planner.layout.page.district_map import district_map
from planner.layout.page.goals import goals, ledger
from planner.layout.page.headline import headline
from planner.layout.page.markup import Html, join, num, say, tag
from planner.layout.page.money import money
from planner.layout.page.network import network
from planner.layout.page.periods import periods
from planner.layout.page.rules import rules
from planner.layout.page.shades import field_style
from planner.layout.page.support import support
from planner.layout.page.view import View
from planner.layout.page.why import why

_SECTIONS = (
    ("network", Words("network", "协同")),
    ("map", Words("map", "空间")),
    ("support", Words("support", "资金")),
    ("goals", Words("goals", "目标")),
    ("periods", Words("periods", "建设期")),
    ("coverage", Words("coverage", "覆盖")),
    ("why", Words("why", "缘由")),
    ("rules", Words("rules", "规则")),
    ("money", Words("money", "资金表")),
)

_HINT = Words(
    "Click a centre, or move to it and press Enter: it is lit in every figure. Esc clears.",
    "点击任一中心（或用键盘移到其上按回车），各图同时点亮；按 Esc 取消。",
)


def page_bytes(
    result: Result,
    lang: Lang,
    *,
    explained: Mapping[str, Any] | None = None,
    other: Result | None = None,
    outlines: Outlines | None = None,
) -> bytes:
    """The whole page.

    Parameters
    ----------
    result
        The run's result.
    lang
        The language that it opens in; the other is one click away.
    explained
        What ``buju explain`` has kept of the run (``prices`` and ``centres``), if anything.
    other
        A second run to show beside it.
    outlines
        The user's own district outlines, for the map.

    Returns
    -------
    bytes
        UTF-8; the same input gives the same bytes.

    Raises
    ------
    UsageError
        There is no plan to lay out.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> page_bytes(PlanResult(status="infeasible"), "en")
    Traceback (most recent call last):
    graph.base.errors.UsageError: ...
    """
    content.require_layout(result)
    view = View(result, lang, explained or {})
    style = Html((files(__package__) / "page.css").read_text("utf-8") + field_style(view.field_colours))
    script = Html((files(__package__) / "page.js").read_text("utf-8"))
    titles = {x: f"{content.title(result, x)} · buju 布局" for x in ("en", "zh")}
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
        tag("title", titles[lang], data_en=titles["en"], data_zh=titles["zh"]),
        tag("style", style),
    )
    body = tag(
        "body",
        tag("a", say(Words("Skip to the content", "跳到正文")), href="#content", class_="skip"),
        _bar(other is not None),
        tag("main", _main(view, other, outlines), id="content"),
        _foot(view),
        _dock(),
        tag("script", script),
    )
    whole = tag("html", head, body, lang="zh" if lang == "zh" else "en", data_lang=lang)
    return f"<!DOCTYPE html>\n{whole}\n".encode()


def _policy(style: str, script: str) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _bar(compared: bool) -> Html:
    sections = list(_SECTIONS)
    if compared:
        sections.insert(0, ("beside", Words("compared", "对照")))
    links = [tag("a", say(words), href=f"#{key}") for key, words in sections]
    languages = tag(
        "span",
        tag("button", "中文", type="button", data_set="zh", lang_="zh"),
        tag("button", "English", type="button", data_set="en"),
        class_="switch",
        role="group",
        aria_label="语言 / language",
    )
    theme = tag(
        "button",
        tag("span", say(Words("dark", "深色")), class_="todark"),
        tag("span", say(Words("light", "浅色")), class_="tolight"),
        type="button",
        id="theme",
    )
    return tag(
        "div",
        tag("a", tag("b", "布局"), " buju", href="#top", class_="brand"),
        tag("nav", links, aria_label="目录 / contents"),
        tag("div", languages, theme, class_="tools"),
        class_="bar",
    )


def _main(view: View, other: Result | None, outlines: Outlines | None) -> Html:
    left = tag("div", district_map(view, outlines), periods(view))
    right = tag("div", support(view), goals(view), ledger(view))
    return join(
        headline(view),
        beside(view, other) if other is not None else None,
        tag("p", say(_HINT), class_="hint"),
        network(view),
        tag("div", left, right, class_="columns"),
        coverage(view),
        why(view),
        rules(view),
        money(view),
    )


def _dock() -> Html:
    close = tag(
        "button",
        tag("span", "×", aria_hidden="true"),
        tag("span", say(Words("close", "关闭")), class_="heard"),
        type="button",
        class_="close",
    )
    return tag(
        "aside",
        tag("div", tag("p", class_="title", id="dock-title"), close, class_="top"),
        tag("div", class_="body", tabindex="0"),
        id="dock",
        hidden=True,
        role="region",
        aria_live="polite",
        aria_labelledby="dock-title",
    )


def _foot(view: View) -> Html:
    data = view.result.dataset
    words = Words(
        "Every number is the run's own, shown rounded; the whole number stands behind it. "
        "Scenario {scenario}, {n} candidates, taxonomy {taxonomy}, licence {licence}.",
        "所有数字均取自该次运行，显示时四舍五入，完整数值附在其后。"
        "情景 {scenario}，候选中心 {n} 家，分类 {taxonomy}，许可 {licence}。",
    )
    said = say(
        words,
        scenario=tag("bdi", str(view.result.scenario or "–")),
        n=num(view.counts["candidates"], "=candidates"),
        taxonomy=tag("bdi", str(data.taxonomy or "–")),
        licence=tag("bdi", str(data.licence or "–")),
    )
    mark = (
        tag("strong", say(Words(content.NOTE.en + ". ", content.NOTE.zh + "。")))
        if content.is_made_up(view.result)
        else None
    )
    note = str(data.note or "")
    return tag("footer", tag("p", mark, tag("bdi", note)) if mark or note else None, tag("p", said))
