"""The document: all panels in one HTML file with its own style and script, which may load nothing from anywhere.

A content-security policy inside forbids every request; only the style and the script whose hashes it names may run.
What does not live here: what the panels show.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.maps.outlines import Outlines
from planner.layout.page.beside import beside
from planner.layout.page.centre_list import centre_list
from planner.layout.page.course import course
from planner.layout.page.coverage import coverage
from planner.layout.page.district_map import district_map
from planner.layout.page.evaluation import evaluation as evaluation_panel
from planner.layout.page.goals import goals, ledger
from planner.layout.page.headline import headline
from planner.layout.page.markup import Html, join, say, tag
from planner.layout.page.money import money
from planner.layout.page.network import network
from planner.layout.page.opening import opening
from planner.layout.page.periods import periods
from planner.layout.page.proof import proof
from planner.layout.page.rules import rules
from planner.layout.page.shades import field_style
from planner.layout.page.support import support
from planner.layout.page.view import View
from planner.layout.page.why import why
from planner.studies.explain.answer import Explained

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult

MANY = 20
"""With more centres than this the goals stand below the map and the contributions, not beside the map."""
_SECTIONS = (
    ("list", Words("list", "名单")),
    ("opens", Words("gaps", "攻关")),
    ("beside", Words("changes", "变化")),
    ("support", Words("money", "资金")),
    ("course", Words("years", "年度")),
    ("evaluation", Words("grades", "评价")),
    ("map", Words("map", "空间")),
    ("network", Words("network", "协同")),
    ("coverage", Words("coverage", "覆盖")),
    ("why", Words("why", "缘由")),
    ("rules", Words("rules", "规则")),
    ("proof", Words("proof", "证明")),
)


def page_bytes(
    result: Result,
    lang: Lang,
    *,
    explained: Explained | None = None,
    other: Result | None = None,
    outlines: Outlines | None = None,
    evaluation: EvaluationResult | None = None,
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
    evaluation
        A year's evaluation to show with the grades.

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
    view = View(result, lang, explained or Explained())
    graded = evaluation_panel(view, evaluation)
    main = _main(view, other, outlines, graded)
    shown = {"beside": other is not None, "course": result.as_of is not None, "evaluation": graded is not None}
    return whole_page(
        {x: content.title(result, x) for x in ("en", "zh")},
        lang,
        [s for s in _SECTIONS if shown.get(s[0], True)],
        main,
        _foot(view),
        style=field_style(view.field_colours),
    )


def whole_page(
    titles: Mapping[Lang, str],
    lang: Lang,
    sections: Sequence[tuple[str, Words]],
    main: Html,
    foot: Html | None,
    *,
    style: str = "",
) -> bytes:
    """The panels as one file: bar, foot, style and script, and a policy that forbids all else.

    Parameters
    ----------
    titles
        The page's name in both languages.
    lang
        The language that it opens in.
    sections
        Id and name of each section that the bar leads to.
    main, foot
        The panels, and what stands under them.
    style
        More style than that of all pages.
    """
    ours = Html((files(__package__) / "page.css").read_text("utf-8") + style)
    script = Html(_script(crowded="<script type=application/json id=crowd>" in main))
    named = {x: f"{title} · buju 布局" for x, title in titles.items()}
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(ours, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
        tag("title", named[lang], data_en=named["en"], data_zh=named["zh"]),
        tag("style", ours),
    )
    body = tag(
        "body",
        tag("a", say(Words("Skip to the content", "跳到正文")), href="#content", class_="skip"),
        _bar(sections),
        tag("main", main, id="content"),
        foot,
        _dock(),
        tag("script", script),
    )
    whole = tag("html", head, body, lang="zh" if lang == "zh" else "en", data_lang=lang)
    return f"<!DOCTYPE html>\n{whole}\n".encode()


_CROWD = "/* crowd.js, or what stands for it where there is no crowd */"
_NO_CROWD = (
    "const texts = null, map = null, near = () => null, mark = () => {}, card = (key) => document.getElementById(key);"
)


def _script(*, crowded: bool) -> str:
    """The script; what draws a crowd is part of it where there is one."""
    crowd = (files(__package__) / "crowd.js").read_text("utf-8") if crowded else _NO_CROWD
    return _lean((files(__package__) / "page.js").read_text("utf-8").replace(_CROWD, crowd))


def _lean(script: str) -> str:
    """A script without indents, blank lines and lines of comment; no text in it goes over several lines."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _policy(style: str, script: str) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _bar(sections: Sequence[tuple[str, Words]]) -> Html:
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


def _main(view: View, other: Result | None, outlines: Outlines | None, graded: Html | None) -> Html:
    paying = tag("div", support(view)), tag("div", periods(view))
    many = len(view.of("chosen")) > MANY
    beside_map = ledger(view) if many else join(ledger(view), goals(view))
    placing = tag("div", district_map(view, outlines)), tag("div", beside_map)
    return join(
        headline(view),
        centre_list(view),
        opening(view),
        beside(view, other) if other is not None else None,
        tag("div", *paying, class_="columns"),
        money(view),
        course(view),
        graded,
        tag("div", *placing, class_="columns"),
        goals(view, wide=True) if many else None,
        network(view),
        coverage(view),
        why(view),
        rules(view),
        proof(view),
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


def _foot(view: View) -> Html | None:
    if not content.is_made_up(view.result) and not view.result.dataset.note:
        return None
    mark = tag("strong", say(Words(content.NOTE.en + ". ", content.NOTE.zh + "。")))
    said = mark if content.is_made_up(view.result) else None
    return tag("footer", tag("p", said, tag("bdi", view.result.dataset.note)))
