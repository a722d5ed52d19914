"""Filling a document's fields: ``{{name}}`` in its text, its tables, its headers and footers; unknown ones are told.

A field of text is replaced where it stands and keeps its look. A field that is a table, a picture or several
paragraphs must stand alone in its paragraph. What does not live here: what the fields say (``document``).
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.base.errors import UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words
from planner.layout.text import legal

_LOOP = re.compile(r"\{%.*?%\}")
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_TOGETHER = 10
"""A table of so many rows stands on one page."""
_FIXED_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Table:
    """A table: heads, rows of text, width of each column in millimetres, and which columns hold numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: Sequence[int] = ()
    size: float = 10.5


@dataclass(frozen=True)
class Picture:
    """A picture: PNG bytes, what it shows in words, and the most room for it in millimetres."""

    png: bytes
    words: str
    wide: float = 156.0
    high: float = 205.0


@dataclass(frozen=True)
class Lines:
    """Several paragraphs."""

    lines: Sequence[str]


Content = str | Table | Picture | Lines


@dataclass
class _Found:
    unknown: list[str] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)
    fields: bool = False


def fill(document: Any, contents: Mapping[str, Content]) -> None:
    """Fill all fields of a document (python-docx) in place.

    Raises
    ------
    UsageError
        Fields that are not known, tables and pictures that do not stand alone, loops, or no field at all; all that is
        wrong at once.
    """
    found = _Found()
    work: list[tuple[Any, Sequence[str]]] = []
    for paragraph in list(_paragraphs(document)):
        names: list[str] = _FIELD.findall(_text(paragraph))
        found.loops += _LOOP.findall(_text(paragraph))
        found.fields |= bool(names)
        for name in names:
            if name not in contents:
                found.unknown.append(name)
            elif not isinstance(contents[name], str) and _FIELD.sub("", _text(paragraph)).strip() + "".join(names[1:]):
                found.crowded.append(name)
        if names:
            work.append((paragraph, names))
    _refuse(found, contents)
    for paragraph, fields_here in work:
        whole = contents[fields_here[0]]
        if isinstance(whole, str):
            _replace(paragraph, {n: str(contents[n]) for n in fields_here})
        else:
            _insert(document, paragraph, whole)


def _refuse(found: _Found, contents: Mapping[str, Content]) -> None:
    said = []
    if not found.fields:
        words = Words(
            "the template has no fields, nothing of the plan would stand in it: write {{{{title}}}} or another field "
            "where its text belongs; `--as template` writes a template that has them all",
            "模板中没有任何字段，方案内容无处可填：请在相应位置写入 {{{{title}}}} 等字段；"
            "`--as template` 可导出含全部字段的模板",
        )
        said.append(words.fill())
    if found.loops:
        words = Words(
            "loops are not read: {loops}; a whole table is one field in a paragraph of its own, as "
            "{{{{centres_table}}}}",
            "不支持循环语句：{loops}；整张表是独占一段的一个字段，如 {{{{centres_table}}}}",
        )
        said.append(words.fill(loops=", ".join(dict.fromkeys(found.loops))))
    if found.unknown:
        near = Nearest(contents)
        meant = [(n, near(n)) for n in dict.fromkeys(found.unknown)]
        asked = Words(
            ", ".join(f"{{{{{n}}}}}" + (f" (did you mean {{{{{m}}}}}?)" if m else "") for n, m in meant),
            "、".join(f"{{{{{n}}}}}" + (f"（是否指 {{{{{m}}}}}）" if m else "") for n, m in meant),
        )
        words = Words(
            "the template has unknown fields: {names}; known are {known}",
            "模板中有未知字段：{names}；可用字段为 {known}",
        )
        said.append(words.fill(names=asked, known=", ".join(sorted(contents))))
    if found.crowded:
        names = ", ".join(f"{{{{{n}}}}}" for n in dict.fromkeys(found.crowded))
        words = Words("these fields must stand alone in a paragraph: {names}", "以下字段须独占一段：{names}")
        said.append(words.fill(names=names))
    if said:
        raise UsageError(Words("; ".join(w.en for w in said), "；".join(w.zh for w in said)))


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of body, headers and footers, also those in tables, text boxes and content controls."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    holders = [(document.element.body, document._body)]  # noqa: SLF001 (the body has no call of its own)
    names = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
    parts = (getattr(section, name) for section in document.sections for name in names)
    holders += [(part._element, part) for part in parts if not part.is_linked_to_previous]  # noqa: SLF001
    for element, parent in holders:
        for p in element.iter(qn("w:p")):
            yield Paragraph(p, parent)


def _runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph, also those in links and the like, but not those of a text box that hangs on it."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.text.run import Run  # noqa: PLC0415

    held = paragraph._p  # noqa: SLF001
    return [Run(r, paragraph) for r in held.iter(qn("w:r")) if next(r.iterancestors(qn("w:p"))) is held]


def _pieces(paragraph: Any) -> list[Any]:
    """The pieces of text (``w:t``) of a paragraph, in order."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    return [t for run in _runs(paragraph) for t in run._r.findall(qn("w:t"))]  # noqa: SLF001


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in _pieces(paragraph))


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace fields in a paragraph, the last first; one spread over several pieces takes the look of its beginning."""
    for match in reversed(list(_FIELD.finditer(_text(paragraph)))):
        begin, end = match.span()
        at, new = 0, legal(values[match[1]])
        for piece in _pieces(paragraph):
            first, text = at, piece.text or ""
            at += len(text)
            if at > begin and first < end:
                _write(piece, text[: max(0, begin - first)] + new + text[max(0, end - first) :])
                new = ""


def _write(piece: Any, text: str) -> None:
    """Set the text of one piece; a line end becomes a break."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    space = qn("xml:space")
    piece.text, *more = text.split("\n")
    piece.set(space, "preserve")
    for line in reversed(more):
        rest = OxmlElement("w:t")
        rest.text = line
        rest.set(space, "preserve")
        piece.addnext(rest)
        piece.addnext(OxmlElement("w:br"))


def _insert(document: Any, paragraph: Any, content: Table | Picture | Lines) -> None:
    if isinstance(content, Lines):
        _lines(paragraph, content.lines)
    elif isinstance(content, Picture):
        _picture(paragraph, content)
    else:
        _table(document, paragraph, content)


def _clear(paragraph: Any) -> Any:
    """Empty a paragraph but for its first run, whose look is kept."""
    runs = _runs(paragraph)
    for run in runs[1:]:
        run._r.getparent().remove(run._r)  # noqa: SLF001
    runs[0].text = ""
    return runs[0]


def _lines(paragraph: Any, lines: Sequence[str]) -> None:
    run = _clear(paragraph)
    if not lines:
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
        return
    shape = paragraph.paragraph_format
    kept, together, last = shape.keep_with_next, shape.keep_together, paragraph._p  # noqa: SLF001
    for k, line in enumerate(lines[1:], 2):
        run.text = legal(line)
        shape.keep_with_next = kept if together or k == len(lines) else None  # else the last line alone
        new = copy.deepcopy(paragraph._p)  # noqa: SLF001
        last.addnext(new)
        last = new
    shape.keep_with_next = kept if together or len(lines) == 1 else None
    run.text = legal(lines[0])


def _picture(paragraph: Any, picture: Picture) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    run = _clear(paragraph)
    shape = run.add_picture(io.BytesIO(picture.png))
    scale = min(Mm(picture.wide) / shape.width, Mm(picture.high) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._inline.docPr.set("descr", legal(picture.words))  # noqa: SLF001 (alternative text has no call of its own)


def _table(document: Any, paragraph: Any, content: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    table = document.add_table(rows=1 + len(content.rows), cols=len(content.heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for k, wide in enumerate(content.widths):
        table.columns[k].width = Mm(wide)
    for r, (row, made) in enumerate(zip([content.heads, *content.rows], table.rows, strict=True)):
        cells = made.cells
        for k, text in enumerate(row):
            cells[k].width = Mm(content.widths[k])
            _cell(cells[k], text, content.size, head=r == 0, right=k in content.right)
    _repeat(table)
    rows = list(table.rows)
    for row in rows[:-1] if len(content.rows) <= _TOGETHER else rows[-3:-1]:  # no total alone on the next page
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    paragraph._p.addprevious(table._tbl)  # noqa: SLF001
    _clear(paragraph)


def _cell(cell: Any, text: str, size: float, *, head: bool, right: bool) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.enum.text import WD_LINE_SPACING as SPACING  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = SPACING.SINGLE
    shape.space_before = shape.space_after = Pt(1.5)
    shape.alignment = ALIGN.CENTER if head else ALIGN.RIGHT if right else ALIGN.LEFT
    run = paragraph.add_run(legal(text))
    run.font.size, run.font.bold = Pt(size), head
    if head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E8EEF3")
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _borders(table: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    held = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "7B8794")):
            line.set(qn(f"w:{name}"), value)
        held.append(line)
    table._tbl.tblPr.append(held)  # noqa: SLF001


def _repeat(table: Any) -> None:
    """Repeat the head on every page, and let no row break over two."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    for k, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(OxmlElement("w:cantSplit"))
        if k == 0:
            properties.append(OxmlElement("w:tblHeader"))


def fields(document: Any) -> list[str]:
    """Names of all fields of a document, each once."""
    return list(dict.fromkeys(n for p in _paragraphs(document) for n in _FIELD.findall(_text(p))))


def document_bytes(document: Any, title: str) -> bytes:
    """A document as the bytes of a ``.docx`` file; no time in it, so that the same contents give the same bytes."""
    from datetime import UTC, datetime  # noqa: PLC0415

    about = document.core_properties
    about.title, about.author, about.last_modified_by = legal(title)[:255], "buju", "buju"
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)
    about.revision = 1
    data = io.BytesIO()
    document.save(data)
    return _packed((i.filename, b) for i, b in _entries(data.getvalue()))


def _entries(data: bytes) -> Iterable[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        for info in held.infolist():
            yield info, held.read(info)


def _packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in files:
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            held.writestr(info, content)
    return data.getvalue()
