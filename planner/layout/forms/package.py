"""The form ``package``: all that is handed in together, in one folder and as one zip."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made
from planner.layout.maps.outlines import Outlines
from planner.studies.explain.answer import Explained


def make(
    result: Result,
    lang: Lang,
    districts: Outlines | None = None,
    explained: Explained | None = None,
    other: Result | None = None,
) -> Made:
    """Report, annexes, page, tables and cover list; a second run is the draft before."""
    from planner.layout.document.package import package

    return package(result, lang, districts, explained, other)


FORM = Form(
    make,
    Words("all that is handed in together", "送审包"),
    order=150,
    module="docx",
    extra="docx",
    takes=("districts", "explained", "other"),
    usual=False,
)
