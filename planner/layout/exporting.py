"""One result, many forms: which of them are made, and what is left out for want of an optional package.

What does not live here: the forms (``forms``) and how files reach the disk (``writing``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.errors import UsageError
from graph.base.installing import how_to_install
from graph.base.licence import warning
from graph.base.words import Lang, Words
from graph.base.writing import write_files
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures.pen import drawn_once
from planner.layout.form import Form
from planner.layout.forms import forms as all_forms
from planner.layout.maps.outlines import read_outlines

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult
    from planner.studies.explain.answer import Explained


@dataclass(frozen=True)
class Export:
    """What one export gives: files by name, forms left out and why, and warnings."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, Words]
    warnings: tuple[Words, ...]

    def write(self, folder: Path, *, force: bool = False) -> tuple[Path, ...]:
        """Write all files or none (see :func:`graph.base.writing.write_files`)."""
        return write_files(folder, self.files, force=force, again=True)


def export(
    result: Result,
    forms: Sequence[str] | None,
    lang: Lang,
    *,
    districts: Path | None = None,
    template: Path | None = None,
    explained: Explained | None = None,
    other: Result | None = None,
    evaluation: EvaluationResult | None = None,
    report: Callable[[Words], None] | None = None,
) -> Export:
    """Lay one result out in the forms asked for; ``None`` = all that can be made here.

    Parameters
    ----------
    result : PlanResult
    forms : sequence of str or None
        Names of :func:`planner.layout.forms.forms`.
    lang : str
    districts : Path, optional
        A GeoJSON file of district outlines, for map layers and map figure.
    template : Path, optional
        A ``.docx`` file with fields to fill, for the document.
    explained : Explained, optional
        What ``buju explain`` has kept of the run, for the page.
    other : PlanResult, optional
        The result of a second run: shown beside the first on the page, the draft before in the package.
    evaluation : EvaluationResult, optional
        A year's evaluation, for the page.
    report : callable, optional
        Hears which form is being made.

    Raises
    ------
    UsageError
        There is no plan to lay out, a form is unknown, a form asked for by name needs a package that is missing or
        something that the run lacks, or a file given cannot be used.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> export(PlanResult(status="infeasible"), ["csv"], "en")
    Traceback (most recent call last):
    graph.base.errors.UsageError: ...
    """
    content.require_layout(result)
    known = all_forms()
    asked = [name for name, f in known.items() if f.usual] if forms is None else list(dict.fromkeys(forms))
    if unknown := [f for f in asked if f not in known]:
        words = Words("unknown form {names}; there are {forms}", "没有 {names} 这种形式；可选 {forms}")
        raise UsageError(words.fill(names=", ".join(unknown), forms=", ".join(known)))
    _refuse_unused(asked, districts=districts, template=template)
    if other is not None and not any("other" in known[f].takes for f in asked):
        raise UsageError(Words("only page and package show a second run", "只有 page 和 package 显示另一次运行"))
    if evaluation is not None and not any("evaluation" in known[f].takes for f in asked):
        raise UsageError(Words("only page shows an evaluation", "只有 page 显示评价结果"))
    left_out = {f: _how_to_get(f, known[f]) for f in asked if known[f].missing}
    if left_out and forms is not None:
        raise UsageError(next(iter(left_out.values())))
    given: dict[str, Any] = {
        "districts": None if districts is None else read_outlines(districts, result),
        "template": template,
    }
    given |= {"explained": explained, "other": other, "evaluation": evaluation}
    files: dict[str, bytes] = {}
    terms = warning(result.dataset.licence)
    warnings: list[Words] = []
    if terms is not None:
        warnings.append(Words("{w}: {l}", "{w}：{l}").fill(w=terms, l=result.dataset.licence))
    with drawn_once():
        for name in [f for f in asked if f not in left_out]:
            if report is not None:
                report(known[name].words)
            try:
                made, said = known[name].make(result, lang, **{key: given[key] for key in known[name].takes})
            except content.LackingError as lacking:
                if forms is not None:
                    raise
                left_out[name] = Words("{form} was left out: {why}", "未导出 {form}：{why}").fill(
                    form=name, why=lacking.words
                )
                continue
            files |= made
            warnings += [w for w in said if w not in warnings]
    return Export(files, left_out, tuple(warnings))


def _refuse_unused(asked: Sequence[str], **files: Path | None) -> None:
    """Refuse a file that none of the forms asked for uses."""
    known = all_forms()
    for key, path in files.items():
        if path is not None and not any(key in known[f].takes for f in asked):
            takers = ", ".join(name for name, f in known.items() if key in f.takes)
            words = Words(
                "--{key} {path} would not be used: only {takers} take it",
                "--{key} {path} 用不上：只有 {takers} 使用它",
            )
            raise UsageError(words.fill(key=key, path=path, takers=takers))


def parse(text: str) -> list[str]:
    """Names of forms from a comma-separated list.

    >>> parse("csv, XLSX,,png")
    ['csv', 'xlsx', 'png']
    """
    return [name for part in text.split(",") if (name := part.strip().lower())]


def _how_to_get(name: str, form: Form) -> Words:
    return Words(
        "{form} was left out: it needs {module}; mend: {how}", "未导出 {form}：缺少 {module}；解决办法：{how}"
    ).fill(form=name, module=form.module, how=how_to_install(form.extra))
