"""Figures of an evaluation as a form: what the files of ``forms`` that draw share.

What does not live here: the figures (``planner.layout.figures.evaluation_figures``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.studies.evaluation.result import EvaluationResult

if TYPE_CHECKING:
    from planner.layout.figures.pen import Format


def drawn(form: Format, words: Words, order: int) -> EvaluationForm:
    """The form that draws the figures in one format."""

    def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
        from planner.layout.figures.evaluation_figures import pictures  # noqa: PLC0415

        return pictures(made, lang, form)

    return EvaluationForm(make=make, words=words, order=order, module="matplotlib", extra="figures")
