"""The workbook: summary with certificate, recommended list, money by year, coverage, rules, and what was not chosen.

Totals are formulas that carry their values, text never becomes a formula or a link, and the same result
gives the same bytes. What does not live here: the tables themselves (``planner.layout.content``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from graph.base.cell_text import neutral
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.amounts import most_places, settled_cells
from planner.layout.columns import Field
from planner.layout.content import Cell, Result, Sheet
from planner.layout.course_sheets import course_sheets
from planner.layout.text import width
from planner.layout.workbook import notes
from planner.layout.workbook.charts import goals_chart, support_chart
from planner.layout.workbook.styles import FORMATS, amount, fixed
from planner.runs.genuine import paid_beside
from planner.runs.plan_result import YearMoney
from planner.runs.words import GOAL_WORDS

Tint = Callable[[Sequence[Cell], Sheet], str]
"""Gives a row its tint: a key of ``_TINTS``, or nothing."""
_NOTE = {"x_scale": 1.7, "y_scale": 0.7, "author": "buju"}
WHOLE = 5e-7
"""A number this near to a whole one is shown without decimals; the cell holds it as it is."""
_TINTS = {"left open": "#FBE4E8", "one only": "#FDF1DA", "binding": "#FDF1DA"}
_WIDE = {
    "reasons": 70,
    "technologies": 34,
    "centres": 40,
    "words": 44,
    "name": 36,
    "lead_name": 30,
    "key": 30,
    "rule": 30,
}
_CODES = {"field", "district", "lead"}
"""Id columns whose names stand beside them: in the CSV files, but not in the workbook."""
_WRAPPED = {"reasons", "technologies", "centres", "words"}
_COURSE_TOTALS = {
    "money_parts": ("paid", "committed", "new", "support"),
    "decisions": ("support",),
    "scheme": ("paid", "to_come", "promised", "waived", "equity_paid"),
    "equity_parts": ("paid", "committed", "new", "equity"),
}
NAMES = {
    "summary": Words("Summary", "概要"),
    "centres": Words("Centres", "推荐名单"),
    "money": Words("Money by year", "分年度资金"),
    "money_parts": Words("Paid, committed, new", "已拨付已承诺新增"),
    "decisions": Words("Next year", "下一年度"),
    "scheme": Words("Centres of the scheme", "已批复中心"),
    "equity_parts": Words("Equity in three parts", "股权三部分"),
    "missed": Words("Missed", "未达成"),
    "milestones": Words("Late milestones", "逾期里程碑"),
    "changes": Words("Changes", "变更"),
    "coverage": Words("Coverage", "技术覆盖"),
    "rules": Words("Rules", "规则"),
    "rejected": Words("Not recommended", "未入选"),
    "notes": Words("Notes", "说明"),
}


def workbook_bytes(result: Result, lang: Lang) -> bytes:
    """The workbook of one result, as the bytes of an ``.xlsx`` file.

    Raises
    ------
    UsageError
        There is no plan to lay out.
    ImportError
        ``xlsxwriter`` is not installed.
    """
    import xlsxwriter  # noqa: PLC0415

    content.require_layout(result)
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties(
        {"title": content.title(result, lang), "author": "buju", "created": datetime(2000, 1, 1, tzinfo=UTC)}
    )
    book.set_calc_mode("auto")
    pages = _Pages(book, result, lang)
    pages.summary()
    pages.table("centres", content.centres(result, lang), total=("total_support", "equity"))
    pages.money()
    for sheet in course_sheets(result, lang):
        pages.table(sheet.name, sheet, total=_COURSE_TOTALS.get(sheet.name, ()))
    pages.table("coverage", content.coverage(result, lang), tint=_coverage_tint)
    pages.table(
        "rules", content.rules(result, lang), tint=lambda row, sheet: "binding" if row[_at(sheet, "binding")] else ""
    )
    pages.table("rejected", content.rejected(result, lang))
    pages.notes()
    book.close()
    return data.getvalue()


def _left(year: YearMoney) -> float | None:
    """What the city's cap of a year leaves."""
    return None if year.cap is None else year.cap - year.city


def _numbers(sheet: Sheet, column: Field) -> list[float]:
    return [c for c in sheet.column(column.key) if isinstance(c, (int, float))]


class _Pages:
    """The sheets of one workbook while it is written."""

    def __init__(self, book: Any, result: Result, lang: Lang) -> None:
        self.book, self.result, self.lang = book, result, lang
        self._formats: dict[tuple[str, str, bool], Any] = {}

    def style(self, name: str, tint: str = "", *, quoted: bool = False) -> Any:
        """A cell format, made once."""
        key = (name, tint, quoted)
        if key not in self._formats:
            extra = {"bg_color": _TINTS[tint]} if tint else {}
            family = "Microsoft YaHei" if self.lang == "zh" else "Calibri"
            self._formats[key] = self.book.add_format(
                {"font_name": family, "font_size": 10, **FORMATS[name], **extra, "quote_prefix": quoted}
            )
        return self._formats[key]

    def sheet(self, name: str, *, landscape: bool = True, repeat: int | None = None) -> Any:
        """A new sheet, set up for A4 print: fits the width, page numbers, and the note on made-up data."""
        page = self.book.add_worksheet(NAMES[name].say(self.lang))
        page.hide_gridlines(2)
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.fit_to_pages(1, 0)
        if landscape:
            page.set_landscape()
        if repeat is not None:
            page.repeat_rows(repeat)
        note = content.NOTE.say(self.lang) if content.is_made_up(self.result) else ""
        page.set_header("&L" + content.title(self.result, self.lang).replace("&", "&&") + "&R" + note)
        page.set_footer("&C&P / &N")
        return page

    def put(self, page: Any, row: int, column: int, value: Cell, style: str, tint: str = "") -> None:
        """One cell: text stays text, numbers numbers, blanks blank (but tinted)."""
        if value is None:
            page.write_blank(row, column, None, self.style(style, tint))
        elif isinstance(value, str):
            page.write_string(row, column, value, self.style(style, tint, quoted=neutral(value) != value))
        else:
            whole = style == "number" and abs(value - round(value)) < WHOLE
            page.write_number(row, column, value, self.style("whole" if whole else style, tint))

    def table(self, name: str, sheet: Sheet, *, total: Sequence[str] = (), tint: Tint | None = None) -> None:
        """A table with frozen head, filter, widths and, under it, totals of the columns ``total``."""
        sheet = _without(sheet, _CODES)
        page = self.sheet(name, repeat=0)
        money = content.unit(self.result)
        page.set_row(0, 30)
        for k, column in enumerate(sheet.columns):
            head = column.header(self.lang).replace("_", " ") + (f" ({money})" if column.kind == "money" else "")
            self.put(
                page,
                0,
                k,
                head,
                {"money": "headmoney", "number": "headnumber", "year": "headnumber"}.get(column.kind, "head"),
            )
            page.set_column(k, k, _width(column, sheet, head))
            if column.key in notes.HEADS:
                page.write_comment(0, k, notes.HEADS[column.key].say(self.lang), _NOTE)
        amounts = [c.kind in ("money", "number") for c in sheet.columns]
        styles = [self.column_style(column, sheet, total) for column in sheet.columns]
        for r, row in enumerate(sheet.rows, 1):
            shade = tint(row, sheet) if tint else ""
            for k, (style, cell) in enumerate(zip(styles, settled_cells(row, amounts), strict=True)):
                self.put(page, r, k, cell, style, shade)
        page.freeze_panes(1, min(3, len(sheet.columns)))
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        if total and sheet.rows:
            for k, column in enumerate(sheet.columns):
                self.sum(page, k, column, sheet, total)

    def column_style(self, column: Field, sheet: Sheet, total: Sequence[str]) -> str:
        """What the cells of a column are shown in; amounts with the decimals that one of them or their sum needs."""
        if column.key in _WRAPPED:
            return "wrap"
        if column.kind != "money":
            return column.kind
        cells = _numbers(sheet, column)
        return amount("money", [*cells, sum(cells)] if column.key in total else cells)

    def sum(self, page: Any, k: int, column: Field, sheet: Sheet, total: Sequence[str]) -> None:
        """One cell of the row of totals: a formula with its value, or the word, or blank."""
        row = len(sheet.rows) + 1
        if column.key in total:
            cells = _numbers(sheet, column)
            value = sum(cells)
            style = self.style(amount("total", [*cells, value]))
            page.write_formula(row, k, f"=SUM({_letter(k)}2:{_letter(k)}{row})", style, value)
        else:
            self.put(page, row, k, Words("Total", "合计").say(self.lang) if k == 0 else None, "total")

    def money(self) -> None:
        """Money: centre by year with totals, the city's and districts' parts, the cap and what it leaves."""
        page, years = self.sheet("money", repeat=0), self.result.support_by_year
        chosen = [
            (c.centre, c.name, [content.support_of(c, y.year) for y in years])
            for c in sorted(self.result.chosen, key=lambda c: (c.year, c.centre))
        ]
        names = {c.centre: c.name for c in self.result.history}
        beside = paid_beside(self.result).items()
        chosen += [(c, names[c], [money.get(y.year, 0.0) for y in years]) for c, money in beside]
        end, first, last = len(chosen), _letter(2), _letter(len(years) + 1)
        page.set_row(0, 24)
        page.set_column(0, 0, 12)
        page.set_column(1, 1, 40)
        page.set_column(2, len(years) + 2, 13)
        unit = content.unit(self.result)
        heads = [
            Words("centre", "编号"),
            Words("name", "中心名称"),
            *(Words(str(y.year), str(y.year)) for y in years),
        ]
        for k, head in enumerate([*heads, Words("Total ({u})", "合计（{u}）").fill(u=unit)]):
            self.put(page, 0, k, head.say(self.lang), "head" if k < 2 else "headmoney")
        page.freeze_panes(1, 2)
        totals = [sum(paid[k] for _, _, paid in chosen) for k in range(len(years))]
        by_year = [v for y in years for v in (y.city, y.district, y.cap, _left(y))]
        parts = [sum(getattr(y, key) for y in years) for key in ("city", "district")]
        cells = [money for _, _, paid in chosen for money in (*paid, sum(paid))]
        digits = most_places([*cells, *totals, sum(totals), *by_year, *parts])
        for r, (centre, name, paid) in enumerate(chosen, 1):
            self.put(page, r, 0, centre, "text")
            self.put(page, r, 1, name, "text")
            for k, money in enumerate(paid, 2):
                self.put(page, r, k, money or None, fixed("money", digits))
            style = self.style(fixed("rowtotal", digits))
            page.write_formula(r, len(years) + 2, f"=SUM({first}{r + 1}:{last}{r + 1})", style, sum(paid))
        row = end + 1
        self.put(page, row, 0, Words("Total", "合计").say(self.lang), "total")
        self.put(page, row, 1, None, "total")
        for k, value in enumerate([*totals, sum(totals)], 2):
            formula = f"=SUM({_letter(k)}2:{_letter(k)}{row})" if chosen else "=0"
            page.write_formula(row, k, formula, self.style(fixed("total", digits)), value)
        for key, label in (
            ("city", Words("city's part", "其中市级")),
            ("district", Words("districts' part", "其中区县级")),
        ):
            row += 1
            self.put(page, row, 1, label.say(self.lang), "key")
            values = [getattr(y, key) for y in years]
            for k, value in enumerate(values, 2):
                self.put(page, row, k, value, fixed("money", digits))
            if years:
                style = self.style(fixed("rowtotal", digits))
                page.write_formula(row, len(years) + 2, f"=SUM({first}{row + 1}:{last}{row + 1})", style, sum(values))
        self.caps(page, row, digits, chart=bool(years and chosen))

    def caps(self, page: Any, row: int, digits: int, *, chart: bool) -> None:
        """The city's cap and what it leaves, below the row ``row``, and the chart of it all."""
        years = self.result.support_by_year
        self.put(page, row + 1, 1, Words("city's cap", "市级上限").say(self.lang), "key")
        self.put(page, row + 2, 1, Words("left under the cap", "市级余量").say(self.lang), "key")
        for k, y in enumerate(years, 2):
            self.put(page, row + 1, k, y.cap, fixed("money", digits))
            if y.cap is not None:
                letter = _letter(k)
                style = self.style(fixed("rowtotal", digits))
                page.write_formula(row + 2, k, f"={letter}{row + 2}-{letter}{row}", style, _left(y))
        if chart:
            capped = any(y.cap is not None for y in years)
            name = NAMES["money"].say(self.lang)
            unit = content.unit(self.result)
            made = support_chart(self.book, name, len(years), row - 1, unit, self.lang, capped=capped)
            page.insert_chart(row + 4, 1, made)

    def notes(self) -> None:
        """The last sheet: where the numbers come from."""
        page = self.sheet("notes", landscape=False)
        page.set_column(0, 0, 22)
        page.set_column(1, 1, 100)
        for row, (subject, text) in enumerate(notes.rows(self.result, self.lang)):
            self.put(page, row, 0, subject, "key")
            self.put(page, row, 1, text, "wrap")

    def summary(self) -> None:
        """The first sheet: headline, certificate, key figures, goals today and with the plan, binding rules."""
        page, lang, result = self.sheet("summary", landscape=False), self.lang, self.result
        page.set_column(0, 0, 54)
        page.set_column(1, 2, 22)
        page.fit_to_pages(1, 1)
        self.put(page, 0, 0, content.title(result, lang), "title")
        page.set_row(0, 26)
        row = 1
        if content.is_made_up(result):
            self.put(page, row, 0, content.NOTE.say(lang), "note")
            row += 1
        row += 1
        for key, value, style in notes.key_figures(result):
            self.put(page, row, 0, key.say(lang), "key")
            self.put(page, row, 1, value.say(lang) if isinstance(value, Words) else value, style)
            row += 1
        row += 1
        for k, head in enumerate((Words("Goal", "目标"), Words("Today", "现状"), Words("With the plan", "布局后"))):
            self.put(page, row, k, head.say(lang), "head")
        for name, share in result.goals.items():
            row += 1
            self.put(page, row, 0, GOAL_WORDS.get(name, Words(name, name)).say(lang), "text")
            self.put(page, row, 1, result.goals_today.get(name), "share")
            self.put(page, row, 2, share, "share")
        if goals := len(result.goals):
            chart = goals_chart(self.book, NAMES["summary"].say(lang), row - goals + 1, goals, lang)
            page.insert_chart(row + 2, 0, chart, {"x_offset": 4})
            row += 17
        row += 2
        self.put(page, row, 0, Words("Rules that bind", "起约束作用的规则").say(lang), "section")
        bound = [r for r in content.rules(result, lang).rows if r[8]]
        for line in bound:
            row += 1
            self.put(page, row, 0, line[2], "wrap")
            self.put(page, row, 1, line[4], "figure")
            self.put(page, row, 2, line[7], "text")
        if not bound:
            self.put(page, row + 1, 0, Words("none", "无").say(lang), "text")


def _without(sheet: Sheet, keys: Collection[str]) -> Sheet:
    named = {c.key.removesuffix("_name") for c in sheet.columns if c.key.endswith("_name")}
    keep = [k for k, c in enumerate(sheet.columns) if c.key not in keys or c.key not in named]
    return replace(
        sheet,
        columns=tuple(sheet.columns[k] for k in keep),
        rows=tuple(tuple(row[k] for k in keep) for row in sheet.rows),
    )


def _coverage_tint(row: Sequence[Cell], sheet: Sheet) -> str:
    depth = row[_at(sheet, "with_plan")]
    if not isinstance(depth, (int, float)) or depth > 1:
        return ""
    return "left open" if depth <= 0 else "one only"


def _at(sheet: Sheet, key: str) -> int:
    return [c.key for c in sheet.columns].index(key)


def _width(column: Field, sheet: Sheet, head: str) -> float:
    longest = max((width(str(c)) for c in sheet.column(column.key) if c is not None), default=0)
    return min(max(longest + 2.0, min(width(head) + 3.0, 16.0), 8.0), _WIDE.get(column.key, 26))


def _letter(k: int) -> str:
    """Name of the column at place ``k``.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    k += 1
    while k:
        k, rest = divmod(k - 1, 26)
        name = chr(65 + rest) + name
    return name
