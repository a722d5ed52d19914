"""The form ``json`` of an evaluation: the evaluation itself."""

from __future__ import annotations

from pathlib import Path

from graph.base.records import encode
from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.runs.store import result_bytes
from planner.studies.evaluation.result import EvaluationResult


def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    """The evaluation as its run keeps it."""
    return {"evaluation.json": result_bytes(encode(made))}


FORM = EvaluationForm(make=make, words=Words("the evaluation itself", "评价结果原文"), order=70)
