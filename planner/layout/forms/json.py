"""The form ``json``: the result itself."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made


def make(result: Result, lang: Lang) -> Made:  # noqa: ARG001 - the result is in both languages
    """The bytes of ``result.json``."""
    from graph.base.records import encode
    from planner.runs.store import result_bytes

    return {"result.json": result_bytes(encode(result))}, ()


FORM = Form(make, Words("the result itself", "结果原文"), order=30)
