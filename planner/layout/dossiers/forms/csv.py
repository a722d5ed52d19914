"""The form ``csv`` of an evaluation: tables as CSV text."""

from __future__ import annotations

from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.layout.dossiers.sheets import sheets
from planner.studies.evaluation.result import EvaluationResult


def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    """One file a table."""
    from planner.layout.csv_text import csv_bytes

    return {f"{s.name}.csv": csv_bytes(s, lang) for s in sheets(made, lang)}


FORM = EvaluationForm(make=make, words=Words("tables as CSV text", "CSV 表格"), order=30)
