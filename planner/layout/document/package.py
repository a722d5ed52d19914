"""What is handed in together (送审包): the report, its annexes as files of their own, page, tables, and a cover list.

Every file is made of the one result. What does not live here: the fields (``document``), the layout of pages
(``template``), the comparison itself (``planner.studies.compare``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.content import Result
from planner.layout.document.changes import changes_of
from planner.layout.document.document import contents_of, figures_of, parts_of
from planner.layout.document.fill import Content, Table, document_bytes, fill
from planner.layout.document.template import ANNEXES, CLOSING, Parts, annex, template
from planner.layout.form import Made
from planner.layout.maps.outlines import Outlines
from planner.studies.explain.answer import Explained

REPORT = Words("report", "报告")
COVER = Words("Cover list", "送审材料清单")
_REASONS = Words("Reasons, chosen and not chosen", "入选与未入选理由")
_PROOF = Words("Technologies, rules, proof and data", "技术覆盖、约束规则与测算说明")
_FIGURES = Words("Figures", "图件")
_WORKBOOK = Words("Tables", "数据表")
_CHANGES = Words("Compared with the draft before", "与上一稿对比")
_FIXED = (2000, 1, 1, 0, 0, 0)


def package(
    result: Result,
    lang: Lang,
    districts: Outlines | None = None,
    explained: Explained | None = None,
    other: Result | None = None,
) -> Made:
    """The files of a package by name, and the same files as one zip; ``other`` is the draft before.

    Raises
    ------
    UsageError
        There is no plan.
    """
    content.require_layout(result)
    titles = [_REASONS, _PROOF, _FIGURES, _WORKBOOK, *([_CHANGES] if other is not None else [])]
    wanted = [f.removeprefix("figure_") for _, subs in ANNEXES for _, fields in subs for f in fields if "figure_" in f]
    figures, said = figures_of(result, lang, districts, wanted)
    contents = contents_of(result, lang) | figures
    files: dict[str, bytes] = {}
    paper = template(lang, parts_of(result), closing=CLOSING, apart=titles)
    files[f"{REPORT.say(lang)}.docx"] = _bytes(paper, contents)
    for number, title in enumerate(titles, 1):
        files |= _annex(result, lang, number, title, contents, other)
    files["page.html"] = _page(result, lang, districts, explained, other)
    for name, data in _tables(result, lang).items():
        files[f"{_folder(lang)}/{name}"] = data
    cover = f"{Words('cover-list', COVER.zh).say(lang)}.docx"
    files = {cover: _cover(result, lang, titles, files), **files}
    whole = f"{Words('package', '送审包').say(lang)}.zip"
    return {**files, whole: _zip(files)}, said


def _folder(lang: Lang) -> str:
    return Words("tables", "数据表").say(lang)


def _name(number: int, title: Words, lang: Lang, ending: str) -> str:
    short = Words(title.en.lower().replace(",", "").replace(" ", "-"), title.zh)
    return Words("annex-{k}-{t}.{e}", "附件{k}-{t}.{e}").fill(k=number, t=short, e=ending).say(lang)


def _annex(
    result: Result,
    lang: Lang,
    number: int,
    title: Words,
    contents: Mapping[str, Content],
    other: Result | None,
) -> dict[str, bytes]:
    if title == _WORKBOOK:
        from planner.layout.workbook.workbook import workbook_bytes  # noqa: PLC0415 - an optional package

        return {_name(number, title, lang, "xlsx"): workbook_bytes(result, lang)}
    if title == _CHANGES and other is not None:
        parts, changed = changes_of(other, result, lang)
        paper = annex(lang, number, title, parts)
        return {_name(number, title, lang, "docx"): _bytes(paper, {**contents, **changed})}
    paper = annex(lang, number, title, _parts(title))
    return {_name(number, title, lang, "docx"): _bytes(paper, contents)}


def _parts(title: Words) -> Parts:
    """The sections of an annex: those of the report's own annexes, gathered so that none is a page of a few lines."""
    at = {_REASONS: (0, 1), _PROOF: (2, 3, 4), _FIGURES: (5,)}[title]
    return tuple(ANNEXES[k] for k in at)


def _bytes(paper: Any, contents: Mapping[str, Content]) -> bytes:
    fill(paper, contents)
    return document_bytes(paper, str(contents["title"]).replace("\n", " "))


def _page(
    result: Result, lang: Lang, districts: Outlines | None, explained: Explained | None, other: Result | None
) -> bytes:
    from planner.layout.page import page_bytes  # noqa: PLC0415 - only where it is wanted

    return page_bytes(result, lang, explained=explained, other=other, outlines=districts)


def _tables(result: Result, lang: Lang) -> dict[str, bytes]:
    from planner.layout.forms.csv import make  # noqa: PLC0415 - the form and the package say the same

    return make(result, lang)[0]


def _cover(result: Result, lang: Lang, titles: list[Words], files: Mapping[str, bytes]) -> bytes:
    """The list of all that is handed in: number, file, what it is."""
    told = {f"{REPORT.say(lang)}.docx": Words("the report", "报告正文")}
    for number, title in enumerate(titles, 1):
        ending = "xlsx" if title == _WORKBOOK else "docx"
        told[_name(number, title, lang, ending)] = title
    told["page.html"] = Words("everything on one page, for a browser, without a network", "网页版，浏览器离线打开")
    rows = [[str(k), name, words.say(lang)] for k, (name, words) in enumerate(told.items(), 1)]
    loose = sum(name.startswith(_folder(lang) + "/") for name in files)
    count = Words("{n} tables as CSV", "CSV 数据表，共{n}张").fill(n=loose).say(lang)
    rows.append([str(len(rows) + 1), _folder(lang) + "/", count])
    heads = [Words("No.", "序号"), Words("File", "文件"), Words("What it is", "内容")]
    paper = _cover_paper(lang)
    contents: dict[str, Content] = {
        "title": f"{COVER.say(lang)}\n{content.title(result, lang)}",
        "notice": content.notice(result).say(lang),
        "list": Table([h.say(lang) for h in heads], rows, [14, 76, 66], (0,), 12),
    }
    return _bytes(paper, contents)


def _cover_paper(lang: Lang) -> Any:
    paper = annex(lang, 0, Words("{{title}}", "{{title}}"), ((COVER, ((None, ("list",)),)),))
    first = paper.paragraphs[0]._p  # noqa: SLF001 - python-docx cannot remove a paragraph
    first.getparent().remove(first)
    return paper


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), held, zipfile.ZIP_DEFLATED)
    return data.getvalue()
