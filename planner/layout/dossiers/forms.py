"""The forms of an evaluation: dossiers with the yearly report, their templates, tables, the result itself.

What does not live here: how a form is made and how files reach the disk (``planner.layout.writing``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.installing import how_to_install
from graph.base.records import encode
from graph.base.words import Lang, Words
from planner.layout.dossiers.sheets import sheets
from planner.layout.exporting import Export
from planner.runs.store import result_bytes
from planner.studies.evaluation.result import EvaluationResult

if TYPE_CHECKING:
    from planner.layout.figures.pen import Format

REPORT = Words("evaluation-report-{y}.docx", "年度绩效评价报告-{y}.docx")


@dataclass(frozen=True)
class EvaluationForm:
    """One form: what makes its files of an evaluation, the module it needs and the extra that brings it."""

    make: Callable[[EvaluationResult, Lang, Path | None], dict[str, bytes]]
    words: Words
    module: str = ""
    extra: str = ""
    usual: bool = True

    @property
    def missing(self) -> bool:
        """Whether the package that it needs is not installed."""
        return bool(self.module) and find_spec(self.module) is None


def export_evaluation(
    made: EvaluationResult, forms: Sequence[str] | None, lang: Lang, template: Path | None = None
) -> Export:
    """Lay an evaluation out in the forms asked for; ``None`` = all that can be made here.

    Raises
    ------
    UsageError
        A form is unknown or needs a package that is missing; a template that no form takes or that cannot be used.
    """
    asked = [name for name, form in FORMS.items() if form.usual] if forms is None else list(dict.fromkeys(forms))
    if unknown := [name for name in asked if name not in FORMS]:
        words = Words(
            "an evaluation has no form {names}; there are {forms}", "评价结果没有 {names} 这种形式；可选 {forms}"
        )
        raise UsageError(words.fill(names=", ".join(unknown), forms=", ".join(FORMS)))
    if template is not None and "dossiers" not in asked:
        raise UsageError(Words("only dossiers take a template", "只有 dossiers 使用模板"))
    left_out = {name: _how_to_get(name, FORMS[name]) for name in asked if FORMS[name].missing}
    if left_out and forms is not None:
        raise UsageError(next(iter(left_out.values())))
    files: dict[str, bytes] = {}
    for name in asked:
        if name not in left_out:
            files |= FORMS[name].make(made, lang, template)
    return Export(files, left_out, ())


def _how_to_get(name: str, form: EvaluationForm) -> Words:
    return Words(
        "{form} was left out: it needs {module}; mend: {how}", "未导出 {form}：缺少 {module}；解决办法：{how}"
    ).fill(form=name, module=form.module, how=how_to_install(form.extra))


def _dossiers(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:
    from planner.layout.dossiers.dossier import dossier  # noqa: PLC0415
    from planner.layout.dossiers.report import report  # noqa: PLC0415

    names = file_names([f.centre for f in made.files])
    files = {names[f.centre]: dossier(made, f, lang, template) for f in made.files}
    return {REPORT.fill(y=made.year).say(lang): report(made, lang), **files}


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


def _template(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    from planner.layout.dossiers.dossier import dossier_template  # noqa: PLC0415

    return {"dossier-template.docx": dossier_template(lang)}


def _csv(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    from planner.layout.csv_text import csv_bytes  # noqa: PLC0415

    return {f"{s.name}.csv": csv_bytes(s, lang) for s in sheets(made, lang)}


def _json(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
    return {"evaluation.json": result_bytes(encode(made))}


def _figures(form: Format) -> Callable[[EvaluationResult, Lang, Path | None], dict[str, bytes]]:
    def make(made: EvaluationResult, lang: Lang, template: Path | None) -> dict[str, bytes]:  # noqa: ARG001
        from planner.layout.figures.evaluation_figures import pictures  # noqa: PLC0415

        return pictures(made, lang, form)

    return make


FORMS: Mapping[str, EvaluationForm] = {
    "dossiers": EvaluationForm(
        _dossiers, Words("dossiers and yearly report", "建设任务书和年度绩效评价报告"), "docx", "docx"
    ),
    "template": EvaluationForm(
        _template, Words("template of the dossiers", "建设任务书模板"), "docx", "docx", usual=False
    ),
    "csv": EvaluationForm(_csv, Words("tables as CSV text", "CSV 表格")),
    "png": EvaluationForm(_figures("png"), Words("figures as PNG", "PNG 图"), "matplotlib", "figures"),
    "svg": EvaluationForm(_figures("svg"), Words("figures as SVG", "SVG 图"), "matplotlib", "figures"),
    "pdf": EvaluationForm(_figures("pdf"), Words("figures as PDF", "PDF 图"), "matplotlib", "figures"),
    "json": EvaluationForm(_json, Words("the evaluation itself", "评价结果原文")),
}
