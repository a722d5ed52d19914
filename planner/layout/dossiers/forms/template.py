"""The form ``template`` of an evaluation: templates of dossiers and report, to change."""

from __future__ import annotations

from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.studies.evaluation.result import EvaluationResult


def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    """The templates that dossiers and report have by default."""
    from planner.layout.dossiers.dossier import dossier_template
    from planner.layout.dossiers.report import report_template

    return {"dossier-template.docx": dossier_template(lang), "report-template.docx": report_template(lang)}


FORM = EvaluationForm(
    make=make,
    words=Words("templates of both", "建设任务书和报告模板"),
    order=20,
    module="docx",
    extra="docx",
    usual=False,
)
