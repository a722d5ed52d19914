"""The proof, at the foot: how good the plan is proven to be, what was recomputed, and what it rests on.

What does not live here: the answer itself, which stands first (``headline``).
"""

from __future__ import annotations

from graph.base.licence import warning
from graph.base.rounding import gap_percent
from graph.base.words import Words
from planner.layout.page.markup import Html, bidi, figure_of, num, say, tag
from planner.layout.page.panels import panel
from planner.layout.page.view import View
from planner.runs.words import STATUS_WORDS

_TICK = {"good": "✓ ", "warn": "! ", "bad": "✗ "}


def proof(view: View) -> Html:
    """The panel of the proof."""
    result = view.result
    words = Words("No better plan exists under these rules", "在既定规则下，没有更优的方案")
    if result.front:
        words = Words("A plan chosen from the front", "选自前沿的方案")
    elif result.status != "proven":
        words = Words("Whether a better plan exists is not proven", "是否存在更优方案，尚未证明")
    return panel(view, "proof", Words("Proof", "证明"), say(words), _certificate(view), _origin(view), wide=True)


def short(view: View) -> Html:
    """Status and audit in a few words, leading to the proof; a plan that is not proven or not clean says so aloud."""
    status, audit = _status(view), _audit(view)
    return tag("p", tag("a", status, " · ", audit, href="#proof"), class_="certificate")


def _status(view: View) -> Html:
    status = view.result.status
    kind = "good" if status == "proven" else "warn"
    return tag("span", tag("span", _TICK[kind], aria_hidden="true"), say(STATUS_WORDS[status]), class_=kind)


def _audit(view: View, at: bool = False) -> Html:
    audit = view.result.audit
    kind = "good" if audit.clean is True else "bad"
    words = Words("AUDIT NOT CLEAN", "独立复核未通过")
    if kind == "good":
        words = Words("audit clean", "独立复核通过")
    if at:
        words = Words(words.en + ", {n} checks", words.zh + "，{n} 项检查")
    said = say(words, n=num(audit.checked, "/audit/checked")) if at else say(words)
    return tag("span", tag("span", _TICK[kind], aria_hidden="true"), said, class_=kind)


def _certificate(view: View) -> Html:
    result = view.result
    solver = result.solver
    bounds = Words("bound {v}", "上界 {v}" if _maximised(view) else "下界 {v}")
    items = [
        tag("li", _status(view)),
        tag("li", _audit(view, at=True)),
        tag("li", say(Words("objective {v}", "目标值 {v}"), v=num(result.objective, "/objective", 6))),
        tag("li", say(bounds, v=num(result.bound, "/bound", 6))),
        tag(
            "li",
            say(
                Words("gap {v}", "间隙 {v}"),
                v=figure_of(result.gap, "/gap", "" if result.gap is None else gap_percent(result.gap)),
            ),
        ),
        tag("li", bidi(f"{solver.name} {solver.version}".strip()), class_="soft"),
    ]
    return tag("ul", items, class_="certificate")


def _maximised(view: View) -> bool:
    stages = view.result.stages
    return not stages or stages[0].sense == "maximise"


def _origin(view: View) -> Html:
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
    forbids = warning(data.licence)
    return tag(
        "p",
        said,
        None if forbids is None else tag("strong", " ", say(Words("{w}.", "{w}。").fill(w=forbids))),
        class_="note",
    )
