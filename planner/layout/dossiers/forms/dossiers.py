"""The form ``dossiers`` of an evaluation: one document a centre, and the yearly report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.studies.evaluation.result import EvaluationResult

REPORT = Words("evaluation-report-{y}.docx", "年度绩效评价报告-{y}.docx")


def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:
    """The report first, then the dossiers; a template of the caller's is for one or the other, as its fields say."""
    from planner.layout.dossiers.dossier import dossier
    from planner.layout.dossiers.report import is_for_report, report

    whole = template if template is not None and is_for_report(template) else None
    each = None if whole is not None else template
    names = file_names([f.centre for f in made.files])
    files = {names[f.centre]: dossier(made, f, lang, each) for f in made.files}
    return {REPORT.fill(y=made.year).say(lang): report(made, lang, whole), **files}


def file_names(centres: Sequence[str]) -> dict[str, str]:
    """A plain file name for each centre's dossier: what could lead elsewhere is replaced, and told apart by number.

    Examples
    --------
    >>> file_names(["C01", "../x", "..-x"])
    {'C01': 'dossier-C01.docx', '../x': 'dossier-x.docx', '..-x': 'dossier-x-2.docx'}
    """
    names: dict[str, str] = {}
    for centre in centres:
        plain = re.sub(r"[^\w-]+", "-", centre).strip("-_")[:80] or "centre"
        k = 1
        while (name := f"dossier-{plain}{'' if k == 1 else f'-{k}'}.docx").casefold() in {
            n.casefold() for n in names.values()
        }:
            k += 1
        names[centre] = name
    return names


FORM = EvaluationForm(
    make=make,
    words=Words("dossiers and yearly report", "建设任务书和年度绩效评价报告"),
    order=10,
    module="docx",
    extra="docx",
    template=True,
)
