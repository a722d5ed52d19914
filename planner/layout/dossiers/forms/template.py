"""The form ``template`` of an evaluation: a template of the dossiers, to change."""

from __future__ import annotations

from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.studies.evaluation.result import EvaluationResult


def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    """The template that dossiers have by default."""
    from planner.layout.dossiers.dossier import dossier_template

    return {"dossier-template.docx": dossier_template(lang)}


FORM = EvaluationForm(
    make, Words("template of the dossiers", "建设任务书模板"), order=20, module="docx", extra="docx", usual=False
)
