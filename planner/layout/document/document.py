"""The document: the recommended layout in words, tables and figures, in a template that can be replaced.

Every number is the result's. What does not live here: the template (``document_template``), filling it
(``document_fill``), sentences (``statements``) and figures.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from graph.base.errors import UsageError
from graph.base.installing import how_to_install
from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.layout import content, statements
from planner.layout.amounts import evened
from planner.layout.content import Result
from planner.layout.course_sheets import course_sheets, sticking
from planner.layout.document import points
from planner.layout.document.fill import Content, Lines, Picture, Table, document_bytes, fields, fill
from planner.layout.document.template import ANNEXES, CLOSING, PARTS, Parts
from planner.layout.document.template import template as own_template
from planner.layout.maps.outlines import Outlines
from planner.layout.maps.places import SKETCH
from planner.layout.text import number
from planner.runs.words import GOAL_WORDS

MOST_BYTES = 50_000_000
_MOST_ROWS = 300
"""Rows of a table; a longer one says how many it left to the workbook."""
_FIGURES = {"support": 100, "build": 104, "coverage": 205, "network": 200, "map": 126, "ledger": 86, "change": 104}
"""Figures and the most height for each, in millimetres: two that follow one another share a page of 225."""


def document(
    result: Result, lang: Lang, template: Path | None = None, districts: Outlines | None = None
) -> tuple[bytes, tuple[Words, ...]]:
    """The document as the bytes of a ``.docx`` file, and what must be said about it.

    Parameters
    ----------
    result, lang
        What to lay out, in which language.
    template : Path, optional
        A ``.docx`` file with fields ``{{name}}``; without one, the shipped layout.
    districts : Outlines, optional
        For the map.

    Raises
    ------
    UsageError
        There is no plan, or the template cannot be read or has unknown fields.
    """
    content.require_layout(result)
    paper = _own(lang, parts_of(result)) if template is None else read_template(template)
    asked = [n.removeprefix("figure_") for n in fields(paper) if n.startswith("figure_")]
    figures, said = figures_of(result, lang, districts, asked)
    contents = contents_of(result, lang) | figures
    fill(paper, contents)
    return document_bytes(paper, str(contents["title"]).replace("\n", " ")), said


def parts_of(result: Result) -> Parts:
    """Sections of the document: with a history, one on the year that is decided next stands after the money."""
    if result.as_of is None:
        return PARTS
    at = 1 + next(k for k, (_, subs) in enumerate(PARTS) if any("money_table" in fields for _, fields in subs))
    head = Words("Plan of the year {y}", "{y} 年度计划").fill(y=str(result.as_of + 1))
    course = (
        (Words("Paid, committed and new", "已拨付、已承诺与新增"), ("money_parts_table",)),
        (Words("Decisions", "年度决定"), ("decisions_table",)),
        *([(Words("Missed by history", "历史未达成事项"), ("missed_table",))] if result.missed else []),
        *([(Words("Milestones not reached in time", "逾期里程碑"), ("late_table",))] if result.milestones else []),
        *([(Words("Changes", "方案变更"), ("sticking", "changes_table"))] if result.price_of_sticking else []),
    )
    return (*PARTS[:at], (head, course), *PARTS[at:])


def template_bytes(lang: Lang) -> bytes:
    """The shipped template itself, to start one's own from."""
    return document_bytes(_own(lang), "buju")


def _own(lang: Lang, parts: Parts = PARTS) -> Any:
    return own_template(lang, parts, annexes=ANNEXES, closing=CLOSING)


def read_template(path: Path) -> Any:
    """A template of one's own.

    Raises
    ------
    UsageError
        It is no Word document, too large, or cannot be read.
    """
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    words = Words("the template {path} is no Word document (.docx)", "模板 {path} 不是 Word 文档（.docx）").fill(
        path=path
    )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(
                Words("the template {path} is larger than 50 MB", "模板 {path} 超过 50 MB").fill(path=path)
            )
        return docx.Document(io.BytesIO(path.read_bytes()))
    except OSError as error:
        why = str(error.strerror or error)
        gone = Words("the template {path} cannot be read: {why}", "无法读取模板 {path}：{why}").fill(path=path, why=why)
        raise UsageError(gone) from error
    except (PackageNotFoundError, ValueError, KeyError, AttributeError, zipfile.BadZipFile, LxmlError) as error:
        raise UsageError(words) from error


def contents_of(result: Result, lang: Lang) -> dict[str, Content]:
    """What each field of a template becomes, by the field's name; figures apart."""
    title = Words(
        "Report on the recommended layout of technology innovation centres\n{t}",
        "关于技术创新中心推荐布局方案的报告\n（{t}）",
    )
    return {
        "title": title.fill(t=content.title(result, lang)).say(lang),
        "scenario": content.title(result, lang),
        "dataset": str(result.dataset.name or ""),
        "notice": content.notice(result).say(lang),
        "recommendation": statements.recommendation(result).say(lang),
        "coverage": statements.coverage(result).say(lang),
        "certificate": statements.certificate(result).say(lang),
        "origin": statements.origin(result).say(lang),
        "objective": statements.plain(result.objective),
        "bound": statements.plain(result.bound),
        "count": str(len(result.chosen)),
        "support": number(sum(c.total_support for c in result.chosen), 2),
        "unit": content.unit(result),
        "reasons": _reasons(result, lang),
        "chief_reasons": _points(points.reasons(result), lang),
        "risks": _points(points.risks(result), lang),
        "not_chosen": _points(points.not_chosen(result), lang),
        "open_technologies": _open(result, lang),
        "goals_table": _goals(result, lang),
        "centres_table": _centres(result, lang),
        "money_table": _money(result, lang),
        **_course(result, lang),
        "rules_table": _rules(result, lang),
        "rejected_table": _rejected(result, lang),
    }


def _points(said: list[Words], lang: Lang) -> Lines:
    """Points one below the other, numbered where there are several."""
    mark = "{k}．{words}" if lang == "zh" else "{k}. {words}"
    many = len(said) > 1
    return Lines([mark.format(k=k, words=w.say(lang)) if many else w.say(lang) for k, w in enumerate(said, 1)])


def _reasons(result: Result, lang: Lang) -> Lines:
    ordered = sorted(result.chosen, key=lambda c: (c.year, c.centre))
    dot = "．" if lang == "zh" else ". "
    lines = [f"{k}{dot}{statements.reason(result, c).say(lang)}" for k, c in enumerate(ordered[:_MOST_ROWS], 1)]
    none = Words("No centre is recommended.", "本方案未推荐任何中心。").say(lang)
    return Lines(lines or [none])


def _open(result: Result, lang: Lang) -> Lines:
    bare = [t.name for t in sorted(content.uncovered(result), key=lambda t: -t.severity)]
    thin = [t.name for t in sorted(content.single(result), key=lambda t: -t.severity)]
    lines = []
    if bare:
        words = Words("Left open: {t}.", "仍无人承担：{t}。")
        lines.append(words.fill(t=statements.listed(bare, 40)).say(lang))
    if thin:
        words = Words("Covered by one centre only: {t}.", "仅一家承担：{t}。")
        lines.append(words.fill(t=statements.listed(thin, 40)).say(lang))
    return Lines(lines or [statements.coverage(result).say(lang)])


def _table(
    heads: list[Words],
    rows: list[list[str]],
    lang: Lang,
    widths: list[float],
    right: tuple[int, ...],
    size: float | None = None,
) -> Table:
    shown = rows[:_MOST_ROWS]
    if len(rows) > len(shown):
        more = (
            Words("… {n} more rows: see the workbook", "……另有{n}行，见工作簿").fill(n=len(rows) - len(shown)).say(lang)
        )
        shown = [*shown, [more, *[""] * (len(heads) - 1)]]
    if not rows:
        shown = [[Words("none", "无").say(lang), *[""] * (len(heads) - 1)]]
    usual = 10.5 if lang == "zh" else 9.5
    return Table([h.say(lang) for h in heads], shown, widths, right, size or usual)


def _goals(result: Result, lang: Lang) -> Table:
    today = result.goals_today
    rows = []
    for name, share in result.goals.items():
        before = today.get(name)
        label = GOAL_WORDS.get(name, Words(name, name)).say(lang)
        rows.append([label, "–" if before is None else percent(float(before)), percent(float(share))])
    heads = [Words("Goal", "目标"), Words("Today", "现状"), Words("With the plan", "布局后")]
    return _table(heads, rows, lang, [76, 40, 40], (1, 2))


def _centres(result: Result, lang: Lang) -> Table:
    rows, ordered = [], sorted(result.chosen, key=lambda c: (c.year, c.centre))
    for k, c in enumerate(ordered, 1):
        cells = [text or "–" for text in (c.name, c.field_name, c.district_name, c.lead_name)]
        rows.append([str(k), *cells, str(c.year), number(c.total_support, 2)])
    if ordered:
        whole = number(sum(c.total_support for c in ordered), 2)
        rows.append(["", Words("Total", "合计").say(lang), *[""] * 4, whole])
    heads = [
        Words("No.", "序号"),
        Words("Centre", "中心名称"),
        Words("Field", "领域"),
        Words("District", "区县"),
        Words("Lead", "依托单位"),
        Words("Year", "批复年份"),
        Words("Support ({u})", "支持资金（{u}）").fill(u=content.unit(result)),
    ]
    wide = [11.6, 30.6, 26, 18.4, 38.6, 13.4, 19.4] if lang == "en" else [11, 32.8, 26.3, 14.5, 38.8, 17.6, 17]
    return _table(heads, evened(rows, [6]), lang, wide, (0, 5, 6), size=9)


def _amount(value: float | None) -> str:
    return "–" if value is None else number(value, 2)


def _money(result: Result, lang: Lang) -> Table:
    rows = []
    for y in result.support_by_year:
        left = None if y.cap is None else y.cap - y.city
        rows.append([str(y.year), *(_amount(v) for v in (y.paid, y.city, y.district, y.cap, left))])
    if rows:
        sums = [sum(getattr(y, k) for y in result.support_by_year) for k in ("paid", "city", "district")]
        rows.append([Words("Total", "合计").say(lang), *(_amount(v) for v in sums), "", ""])
    heads = [
        Words("Year", "年份"),
        Words("Support ({u})", "支持资金（{u}）").fill(u=content.unit(result)),
        Words("City", "其中市级"),
        Words("Districts", "其中区县级"),
        Words("City's cap", "市级上限"),
        Words("Left under the cap", "市级余量"),
    ]
    return _table(heads, evened(rows, range(1, 6)), lang, [18, 34, 26, 26, 26, 26], (1, 2, 3, 4, 5))


def _course(result: Result, lang: Lang) -> dict[str, Content]:
    """Money in three parts and next year's decisions; empty tables without a history."""
    sheets = {sheet.name: sheet for sheet in course_sheets(result, lang)}
    money = [[str(row[0]), *(number(float(m or 0.0), 2) for m in row[1:5])] for row in _rows(sheets, "money_parts")]
    if money:
        sums = [math.fsum(part.values()) for part in (result.paid, result.committed, result.new)]
        total = Words("Total", "合计").say(lang)
        money.append([total, *(number(m, 2) for m in (*sums, math.fsum(sums)))])
    unit = content.unit(result)
    heads = [
        Words("Year", "年份"),
        Words("Paid ({u})", "已拨付（{u}）").fill(u=unit),
        Words("Committed", "已承诺"),
        Words("New", "新增"),
        Words("Together", "合计"),
    ]
    decided = [
        [str(row[1]), str(row[3]), number(float(row[4] or 0.0), 2), str(row[5])] for row in _rows(sheets, "decisions")
    ]
    told = [
        Words("Centre", "中心名称"),
        Words("Decision", "决定"),
        Words("Support", "当年支持"),
        Words("Reason", "理由"),
    ]
    return {
        "money_parts_table": _table(heads, evened(money, range(1, 5)), lang, [22, 34, 34, 34, 32], (1, 2, 3, 4)),
        "decisions_table": _table(told, evened(decided, [2]), lang, [48, 24, 24, 60], (2,)),
        **_unlike(result, sheets, lang),
    }


def _unlike(result: Result, sheets: dict[str, content.Sheet], lang: Lang) -> dict[str, Content]:
    """What history has missed, and what the plan changes of an earlier one."""
    asked = [[str(r[1]), *(statements.plain(v) for v in r[3:5])] for r in _rows(sheets, "missed")]
    heads = [Words("Rule", "规则"), Words("Asked", "要求"), Words("Came", "实际")]
    late = [[str(r[1]), str(r[2]), str(r[3]), str(r[4] or "–")] for r in _rows(sheets, "milestones")]
    due = [Words("Centre", "中心名称"), Words("Milestone", "里程碑"), Words("Due", "应达"), Words("Reached", "实际")]
    moved = [
        [str(r[1]), *("–" if y is None else str(y) for y in r[2:4]), str(r[6]), str(r[7])]
        for r in _rows(sheets, "changes")
    ]
    told = [
        Words("Centre", "中心名称"),
        Words("Planned", "原定"),
        Words("Now", "现定"),
        Words("Counted", "计为变更"),
        Words("Reason", "理由"),
    ]
    said = sticking(result)
    return {
        "missed_table": _table(heads, asked, lang, [96, 30, 30], (1, 2)),
        "late_table": _table(due, late, lang, [56, 60, 20, 20], (2, 3)),
        "changes_table": _table(told, moved, lang, [52, 20, 20, 24, 40], (1, 2)),
        "sticking": "" if said is None else said.say(lang),
    }


def _rows(sheets: dict[str, content.Sheet], name: str) -> tuple[tuple[content.Cell, ...], ...]:
    return sheets[name].rows if name in sheets else ()


def _rules(result: Result, lang: Lang) -> Table:
    def figure(value: Any, of: Any) -> str:
        return number(float(value), 2) if value is not None and of == content.unit(result) else statements.plain(value)

    sheet = content.rules(result, lang)
    at = {c.key: k for k, c in enumerate(sheet.columns)}
    rows = [
        [
            str(r[at["words"]]),
            figure(r[at["limit"]], r[at["unit"]]),
            figure(r[at["used"]], r[at["unit"]]),
            str(r[at["unit"]] or ""),
        ]
        for r in sheet.rows
        if r[at["binding"]]
    ]
    heads = [Words("Rule", "规则"), Words("Limit", "限值"), Words("Used", "已用"), Words("Unit", "单位")]
    return _table(heads, rows, lang, [88, 24, 24, 20], (1, 2))


def _rejected(result: Result, lang: Lang) -> Table:
    sheet = content.rejected(result, lang)
    rows = [[str(c or "–") for c in row[:5]] for row in sheet.rows]
    heads = [
        Words("Id", "编号"),
        Words("Centre", "中心名称"),
        Words("Field", "领域"),
        Words("District", "区县"),
        Words("Reasons", "未入选原因"),
    ]
    return _table(heads, rows, lang, [14, 38, 24, 18, 62], ())


def figures_of(
    result: Result, lang: Lang, districts: Outlines | None, asked: Collection[str]
) -> tuple[dict[str, Content], tuple[Words, ...]]:
    """The figures, or a line of words where one cannot be drawn."""
    from importlib.util import find_spec  # noqa: PLC0415

    from planner.layout.figures import figure_set  # noqa: PLC0415

    missing: dict[str, Content] = {
        f"figure_{n}": Words("(figure left out: {n})", "（图略：{n}）").fill(n=figure_set.NAMES[n]).say(lang)
        for n in _FIGURES
    }
    if not asked:
        return missing, ()
    if find_spec("matplotlib") is None:
        words = Words(
            "the document has no figures: they need matplotlib; mend: {how}",
            "文档中没有图：缺少 matplotlib；解决办法：{how}",
        )
        return missing, (words.fill(how=how_to_install("figures")),)
    files, said = figure_set.figures(result, lang, "png", districts, asked)
    made: dict[str, Content] = {}
    for name, high in _FIGURES.items():
        if f"{name}.png" in files:
            shows = figure_set.NAMES[name].say(lang) + (f" · {SKETCH.say(lang)}" if name == "map" else "")
            made[f"figure_{name}"] = Picture(files[f"{name}.png"], shows, high=high)
    return missing | made, said
