"""One evaluation, many forms: which of them are made, and what is left out for want of an optional package.

What does not live here: the forms (``forms``) and how files reach the disk (``graph.base.writing``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.base.errors import UsageError
from graph.base.installing import how_to_install
from graph.base.words import Lang, Words
from planner.layout.dossiers.form import EvaluationForm
from planner.layout.dossiers.forms import forms as all_forms
from planner.layout.exporting import Export
from planner.studies.evaluation.result import EvaluationResult


def export_evaluation(
    made: EvaluationResult, forms: Sequence[str] | None, lang: Lang, template: Path | None = None
) -> Export:
    """Lay an evaluation out in the forms asked for; ``None`` = all that can be made here.

    Raises
    ------
    UsageError
        A form is unknown or needs a package that is missing; a template that no form takes or that cannot be used.
    """
    known = all_forms()
    asked = [name for name, form in known.items() if form.usual] if forms is None else list(dict.fromkeys(forms))
    if unknown := [name for name in asked if name not in known]:
        words = Words(
            "an evaluation has no form {names}; there are {forms}", "评价结果没有 {names} 这种形式；可选 {forms}"
        )
        raise UsageError(words.fill(names=", ".join(unknown), forms=", ".join(known)))
    if template is not None and not any(known[name].template for name in asked):
        takers = ", ".join(name for name, form in known.items() if form.template)
        raise UsageError(Words("only {f} take a template", "只有 {f} 使用模板").fill(f=takers))
    left_out = {name: _how_to_get(name, known[name]) for name in asked if known[name].missing}
    if left_out and forms is not None:
        raise UsageError(next(iter(left_out.values())))
    files: dict[str, bytes] = {}
    for name in asked:
        if name not in left_out:
            files |= known[name].make(made, lang, template)
    return Export(files, left_out, ())


def _how_to_get(name: str, form: EvaluationForm) -> Words:
    return Words(
        "{form} was left out: it needs {module}; mend: {how}", "未导出 {form}：缺少 {module}；解决办法：{how}"
    ).fill(form=name, module=form.module, how=how_to_install(form.extra))
