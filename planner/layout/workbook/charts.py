"""Native charts of the workbook, drawn by the spreadsheet from its cells: support under its cap, goals, contributions.

What does not live here: the sheets and their cells (``workbook``).
"""

from __future__ import annotations

from typing import Any

from graph.base.words import Lang, Words
from planner.layout.figures import colours

_FONT = {"color": colours.SOFT, "size": 9}
_GRID = {"visible": True, "line": {"color": colours.GRID, "width": 0.75}}


def support_chart(book: Any, sheet: str, years: int, first: int, unit: str, lang: Lang, *, capped: bool) -> Any:
    """Support by year: the city's and the districts' parts stacked, the city's cap as marks.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    sheet : str
        Name of the sheet that holds the rows.
    years : int
        Number of years; they stand in the columns from the third on, their names in the first row.
    first : int
        Row of the city's part, from 0; the districts' part and the cap stand in the rows below.
    unit : str
        Unit of money.
    lang : str
    capped : bool
        Whether any year has a cap.
    """
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    names = (Words("city's part", "其中市级"), Words("districts' part", "其中区县级"))
    for k, (name, colour) in enumerate(zip(names, ("#0B6E99", "#B8D4E0"), strict=True)):
        chart.add_series(
            {
                "name": name.say(lang),
                "categories": [sheet, 0, 2, 0, 1 + years],
                "values": [sheet, first + k, 2, first + k, 1 + years],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    if capped:
        line = book.add_chart({"type": "line"})
        line.add_series(
            {
                "name": Words("city's cap", "市级上限").say(lang),
                "categories": [sheet, 0, 2, 0, 1 + years],
                "values": [sheet, first + 2, 2, first + 2, 1 + years],
                "line": {"none": True},
                "marker": {
                    "type": "long_dash",
                    "size": 18,
                    "fill": {"color": colours.ALARM},
                    "border": {"color": colours.ALARM},
                },
            }
        )
        chart.combine(line)
    title = (
        Words("Support by year under the city's cap ({u})", "分年度支持资金与市级上限（{u}）").fill(u=unit).say(lang)
    )
    _dress(chart, title)
    chart.set_size({"width": 720, "height": 320})
    return chart


def goals_chart(book: Any, sheet: str, first: int, rows: int, lang: Lang) -> Any:
    """Goals today and with the plan, as bars side by side; the rows hold name, today, with the plan."""
    chart = book.add_chart({"type": "bar"})
    series = ((1, Words("Today", "现状"), colours.BAR), (2, Words("With the plan", "布局后"), "#0B6E99"))
    for column, name, colour in series:
        chart.add_series(
            {
                "name": name.say(lang),
                "categories": [sheet, first, 0, first + rows - 1, 0],
                "values": [sheet, first, column, first + rows - 1, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0.0%", "font": _FONT},
            }
        )
    _dress(chart, Words("Goals today and with the plan", "五项目标：现状与布局后").say(lang))
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis(
        {"num_format": "0%", "min": 0, "max": 1, "num_font": _FONT, "major_gridlines": _GRID, "line": {"none": True}}
    )
    chart.set_size({"width": 640, "height": 300})
    return chart


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": colours.INK}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis({"num_font": _FONT, "line": {"color": colours.FAINT}, "major_tick_mark": "none"})
    chart.set_y_axis({"num_font": _FONT, "num_format": "#,##0", "major_gridlines": _GRID, "line": {"none": True}})
    chart.set_chartarea({"border": {"color": colours.GRID}})
