"""The form ``xlsx``: the workbook."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made


def make(result: Result, lang: Lang) -> Made:
    """The workbook."""
    from planner.layout.workbook.workbook import workbook_bytes

    return {"layout.xlsx": workbook_bytes(result, lang)}, ()


FORM = Form(make, Words("workbook", "工作簿"), order=40, module="xlsxwriter", extra="xlsx")
