"""Which figures there are, and all of them as files of one format; a figure that the run cannot fill is left out.

What does not live here: what each figure shows (one module each) and the style that they share (``figures``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from graph.base.words import Lang, Words
from planner.layout.content import LackingError, Result
from planner.layout.figures import (
    build_figure,
    change_figure,
    course_figures,
    coverage_figure,
    ledger_figure,
    map_figure,
    network_figure,
    support_figure,
)
from planner.layout.figures.pen import Format, Pen, pen, render
from planner.layout.maps.outlines import Outlines
from planner.layout.maps.places import places

NAMES: Mapping[str, Words] = {
    "coverage": Words("coverage matrix", "关键技术覆盖图"),
    "support": Words("support by year", "年度支持图"),
    "build": Words("build periods", "建设期图"),
    "network": Words("network", "协同网络图"),
    "map": Words("district map", "区县布局图"),
    "ledger": Words("contribution ledger", "贡献分解图"),
    "change": Words("before and after", "规划前后对比图"),
    "years": Words("support paid, committed and new", "已拨付、已承诺与新增支持图"),
    "changes": Words("objective by number of changes", "目标值与变更项数图"),
}
_ONLY: Mapping[str, Callable[[Result], bool]] = {
    "years": lambda result: result.as_of is not None,
    "changes": lambda result: bool(result.changes_curve),
}
"""Figures of runs with a history: of others they are not asked, and nothing is said of them."""


def draws(districts: Outlines | None = None) -> Mapping[str, Callable[[Result, Pen], Any]]:
    """What draws each figure, by its file's name."""
    return {
        "coverage": coverage_figure.draw,
        "support": support_figure.draw,
        "build": build_figure.draw,
        "network": network_figure.draw,
        "map": lambda result, using: map_figure.draw(result, using, districts),
        "ledger": ledger_figure.draw,
        "change": change_figure.draw,
        "years": course_figures.years,
        "changes": course_figures.changes,
    }


def figures(
    result: Result, lang: Lang, form: Format, districts: Outlines | None = None, only: Collection[str] = tuple(NAMES)
) -> tuple[dict[str, bytes], tuple[Words, ...]]:
    """Figures of one result (all, or those named) as files of one format, and what must be said about them."""
    using, said = pen(result, lang)
    files: dict[str, bytes] = {}
    for name, draw in draws(districts).items():
        if name not in only or (name in _ONLY and not _ONLY[name](result)):
            continue
        try:
            shows = name, id(result), id(districts), using.lang
            files[f"{name}.{form}"] = render(draw, result, using, form, shows)
        except LackingError as lacking:
            words = Words("no figure '{name}': {why}", "未绘制“{name}”：{why}")
            said += (words.fill(name=NAMES[name], why=lacking.words),)
    if f"map.{form}" in files:
        said += places(result, districts).said
    return files, said
