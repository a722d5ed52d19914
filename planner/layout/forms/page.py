"""The form ``page``: one self-contained page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made
from planner.layout.maps.outlines import Outlines

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult
    from planner.studies.explain.answer import Explained


def make(
    result: Result,
    lang: Lang,
    districts: Outlines | None = None,
    explained: Explained | None = None,
    other: Result | None = None,
    evaluation: EvaluationResult | None = None,
) -> Made:
    """The page, with what has been explained of the run, a second run beside it, and a year's evaluation."""
    from planner.layout.page import page_bytes

    page = page_bytes(result, lang, explained=explained, other=other, outlines=districts, evaluation=evaluation)
    return {"page.html": page}, ()


TAKES = ("districts", "explained", "other", "evaluation")
FORM = Form(make, Words("one self-contained page", "单文件网页"), order=10, takes=TAKES)
