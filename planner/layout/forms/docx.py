"""The form ``docx``: the document."""

from __future__ import annotations

from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made
from planner.layout.maps.outlines import Outlines


def make(result: Result, lang: Lang, template: Path | None = None, districts: Outlines | None = None) -> Made:
    """The document, from the caller's template where one is given."""
    from planner.layout.document.document import document

    data, said = document(result, lang, template, districts)
    return {"layout.docx": data}, said


FORM = Form(make, Words("document", "公文"), order=50, module="docx", extra="docx", takes=("template", "districts"))
