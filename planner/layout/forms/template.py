"""The form ``template``: the template of the document, to start from."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made


def make(result: Result, lang: Lang) -> Made:  # noqa: ARG001 - a template is the same for every result
    """The template as it is shipped."""
    from planner.layout.document.document import template_bytes

    return {"template.docx": template_bytes(lang)}, ()


FORM = Form(make, Words("template of the document", "公文模板"), order=60, module="docx", extra="docx", usual=False)
