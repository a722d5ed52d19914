"""The form ``csv``: the tables as CSV text."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made


def make(result: Result, lang: Lang) -> Made:
    """One CSV file a table."""
    from planner.layout import content
    from planner.layout.course_sheets import course_sheets
    from planner.layout.csv_text import csv_bytes

    sheets = (*content.sheets(result, lang), *course_sheets(result, lang))
    return {f"{s.name}.csv": csv_bytes(s, lang) for s in sheets}, ()


FORM = Form(make, Words("tables as CSV text", "CSV 表格"), order=20)
