"""One result, many forms: which files each form gives, and what is left out for want of an optional package.

What does not live here: how a form is made (one module each) and how files reach the disk (``files``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.errors import UsageError
from graph.base.records import encode
from graph.base.words import Lang, Words
from graph.base.writing import write_files
from planner.layout import content
from planner.layout.content import Result
from planner.layout.csv_text import csv_bytes
from planner.layout.maps.outlines import Outlines, read_outlines
from planner.layout.maps.places import places
from planner.runs.store import result_bytes

if TYPE_CHECKING:
    from planner.layout.figures.pen import Format

Made = tuple[dict[str, bytes], tuple[Words, ...]]
"""Files by name, and what must be said about them."""


@dataclass(frozen=True)
class Form:
    """One form of export: its name, what makes it, the module it needs and the extra that brings it."""

    name: str
    make: Callable[..., Made]
    """Called with result and language, and by name with those of the caller's files that ``takes`` names."""
    words: Words
    module: str = ""
    extra: str = ""
    takes: tuple[str, ...] = ()
    usual: bool = True
    """Whether it is made where no form is asked for by name."""

    @property
    def missing(self) -> bool:
        """Whether the package that this form needs is not installed."""
        return bool(self.module) and find_spec(self.module) is None


@dataclass(frozen=True)
class Export:
    """What one export gives: files by name, forms left out and why, and warnings."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, Words]
    warnings: tuple[Words, ...]

    def write(self, folder: Path, *, force: bool = False) -> tuple[Path, ...]:
        """Write all files or none (see :func:`graph.base.writing.write_files`)."""
        return write_files(folder, self.files, force=force)


def export(
    result: Result,
    forms: Sequence[str] | None,
    lang: Lang,
    *,
    districts: Path | None = None,
    template: Path | None = None,
    explained: Mapping[str, Any] | None = None,
    other: Result | None = None,
    report: Callable[[Words], None] | None = None,
) -> Export:
    """Lay one result out in the forms asked for; ``None`` = all that can be made here.

    Parameters
    ----------
    result : PlanResult
    forms : sequence of str or None
        Keys of :data:`FORMS`.
    lang : str
    districts : Path, optional
        A GeoJSON file of district outlines, for map layers and map figure.
    template : Path, optional
        A ``.docx`` file with fields to fill, for the document.
    explained : mapping, optional
        What ``buju explain`` has kept of the run, for the page.
    other : PlanResult, optional
        The result of a second run to show beside the first, on the page.
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
    asked = [f.name for f in FORMS.values() if f.usual] if forms is None else list(dict.fromkeys(forms))
    if unknown := [f for f in asked if f not in FORMS]:
        words = Words("unknown form {names}; there are {forms}", "没有 {names} 这种形式；可选 {forms}")
        raise UsageError(words.fill(names=", ".join(unknown), forms=", ".join(FORMS)))
    _refuse_unused(asked, districts=districts, template=template)
    if other is not None and not any("other" in FORMS[f].takes for f in asked):
        raise UsageError(Words("only page shows a second run", "只有 page 显示另一次运行"))
    left_out = {f: _how_to_get(FORMS[f]) for f in asked if FORMS[f].missing}
    if left_out and forms is not None:
        raise UsageError(next(iter(left_out.values())))
    given: dict[str, Any] = {
        "districts": None if districts is None else read_outlines(districts, result),
        "template": template,
    }
    given |= {"explained": explained, "other": other}
    files: dict[str, bytes] = {}
    warnings: list[Words] = []
    for name in [f for f in asked if f not in left_out]:
        if report is not None:
            report(FORMS[name].words)
        try:
            made, said = FORMS[name].make(result, lang, **{key: given[key] for key in FORMS[name].takes})
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
    for key, path in files.items():
        if path is not None and not any(key in FORMS[f].takes for f in asked):
            takers = ", ".join(f.name for f in FORMS.values() if key in f.takes)
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


def _how_to_get(form: Form) -> Words:
    return Words(
        '{form} was left out: it needs {module}; mend: pip install "buju[{extra}]"',
        '未导出 {form}：缺少 {module}；解决办法：pip install "buju[{extra}]"',
    ).fill(form=form.name, module=form.module, extra=form.extra)


def _csv(result: Result, lang: Lang) -> Made:
    return {f"{s.name}.csv": csv_bytes(s, lang) for s in content.sheets(result, lang)}, ()


def _json(result: Result, lang: Lang) -> Made:  # noqa: ARG001
    return {"result.json": result_bytes(encode(result))}, ()


def _xlsx(result: Result, lang: Lang) -> Made:
    from planner.layout.workbook.workbook import workbook_bytes  # noqa: PLC0415

    return {"layout.xlsx": workbook_bytes(result, lang)}, ()


def _figures(form: Format) -> Callable[..., Made]:
    def make(result: Result, lang: Lang, districts: Outlines | None = None) -> Made:
        from planner.layout.figures.figure_set import figures  # noqa: PLC0415

        return figures(result, lang, form, districts)

    return make


def _geojson(result: Result, lang: Lang, districts: Outlines | None = None) -> Made:
    from planner.layout.maps.geojson import geojson_bytes  # noqa: PLC0415

    where = places(result, districts)
    return {"layout.geojson": geojson_bytes(result, where, lang)}, where.said


def _gpkg(result: Result, lang: Lang, districts: Outlines | None = None) -> Made:
    from planner.layout.maps.geopackage import geopackage_bytes  # noqa: PLC0415

    where = places(result, districts)
    return {"layout.gpkg": geopackage_bytes(result, where, lang)}, where.said


def _docx(result: Result, lang: Lang, template: Path | None = None, districts: Outlines | None = None) -> Made:
    from planner.layout.document.document import document  # noqa: PLC0415

    data, said = document(result, lang, template, districts)
    return {"layout.docx": data}, said


def _template(result: Result, lang: Lang) -> Made:  # noqa: ARG001
    from planner.layout.document.document import template_bytes  # noqa: PLC0415

    return {"template.docx": template_bytes(lang)}, ()


def _graphml(result: Result, lang: Lang) -> Made:
    from planner.layout.network.graph_files import graphml_bytes  # noqa: PLC0415

    return {"layout.graphml": graphml_bytes(result, lang)}, ()


def _gexf(result: Result, lang: Lang) -> Made:
    from planner.layout.network.graph_files import gexf_bytes  # noqa: PLC0415

    return {"layout.gexf": gexf_bytes(result, lang)}, ()


def _page(
    result: Result,
    lang: Lang,
    districts: Outlines | None = None,
    explained: Mapping[str, Any] | None = None,
    other: Result | None = None,
) -> Made:
    from planner.layout.page import page_bytes  # noqa: PLC0415

    return {"page.html": page_bytes(result, lang, explained=explained, other=other, outlines=districts)}, ()


_DRAWN = ("matplotlib", "figures", ("districts",))
FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("page", _page, Words("one self-contained page", "单文件网页"), takes=("districts", "explained", "other")),
        Form("csv", _csv, Words("tables as CSV text", "CSV 表格")),
        Form("json", _json, Words("the result itself", "结果原文")),
        Form("xlsx", _xlsx, Words("workbook", "工作簿"), "xlsxwriter", "xlsx"),
        Form("docx", _docx, Words("document", "公文"), "docx", "docx", ("template", "districts")),
        Form("template", _template, Words("template of the document", "公文模板"), "docx", "docx", usual=False),
        Form("geojson", _geojson, Words("map layers as GeoJSON", "GeoJSON 地图图层"), takes=("districts",)),
        Form("gpkg", _gpkg, Words("map layers as GeoPackage", "GeoPackage 地图图层"), takes=("districts",)),
        Form("graphml", _graphml, Words("the run's network as GraphML", "GraphML 网络")),
        Form("gexf", _gexf, Words("the run's network as GEXF", "GEXF 网络")),
        Form("png", _figures("png"), Words("figures as PNG", "PNG 图"), *_DRAWN),
        Form("svg", _figures("svg"), Words("figures as SVG", "SVG 图"), *_DRAWN),
        Form("pdf", _figures("pdf"), Words("figures as PDF", "PDF 图"), *_DRAWN),
    )
}
