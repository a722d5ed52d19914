"""The template of the document: the layout of Chinese public documents (GB/T 9704-2012), with fields to fill.

Type area 156 × 225 mm on A4, title in 小标宋, body in 仿宋 of size 3 with 22 lines a page, headings 一、（一）1. in
黑体 and 楷体, page numbers between dashes, on the outer side. What does not live here: what the fields say
(``document``) and how they are filled (``fill``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.base.words import Lang, Words

_SONG, _FANG, _HEI, _KAI, _LATIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "Times New Roman"
_SIZE_2, _SIZE_3, _SIZE_4 = 22.0, 16.0, 14.0
_LINE = 29.0
"""Points from line to line: 22 lines on 225 mm."""

Parts = tuple[tuple[Words, tuple[tuple[Words | None, tuple[str, ...]], ...]], ...]
"""Sections: heading, then sub-headings (or none) with the fields under them."""
PARTS: Parts = (
    (Words("In short", "总体情况"), ((None, ("recommendation", "coverage")),)),
    (Words("Recommended centres", "推荐名单"), ((None, ("centres_table",)),)),
    (Words("Money", "资金安排"), ((None, ("money_table",)),)),
    (Words("Chief reasons", "主要理由"), ((None, ("chief_reasons",)),)),
    (Words("Risks", "风险提示"), ((None, ("risks",)),)),
)
"""Sections of the report: heading, then sub-headings (or none) with the fields under them."""
ANNEXES: Parts = (
    (Words("Reason for each centre", "各中心入选理由"), ((None, ("reasons",)),)),
    (Words("Candidates not recommended, by reason", "未入选候选中心（按原因归类）"), ((None, ("not_chosen",)),)),
    (
        Words("Technologies and goals", "技术覆盖与目标对比"),
        ((None, ("open_technologies", "goals_table")),),
    ),
    (Words("Rules that bind", "起约束作用的规则"), ((None, ("rules_table",)),)),
    (Words("Proof and data", "测算证明与数据说明"), ((None, ("certificate", "origin", "notice")),)),
    (
        Words("Figures", "图件"),
        (
            (
                None,
                (
                    "figure_support",
                    "figure_build",
                    "figure_change",
                    "figure_ledger",
                    "figure_map",
                    "figure_coverage",
                    "figure_network",
                ),
            ),
        ),
    ),
)
"""Annexes of the report, in the same form."""
_NUMERALS = "一二三四五六七八九十"


OPENING = Words("The recommended layout is reported as follows.", "现将推荐布局方案报告如下。")
CLOSING = Words("Submitted for consideration.", "以上报告，请审阅。")


def template(
    lang: Lang,
    parts: Parts = PARTS,
    opening: Words = OPENING,
    annexes: Parts = (),
    closing: Words | None = None,
    *,
    apart: Sequence[Words] = (),
) -> Any:
    """A new document (python-docx) in that layout, with ``{{field}}`` where contents come.

    The signature stands under the body, never alone on a page; annexes follow it, numbered, on pages of their own.
    ``apart`` names annexes that are files of their own: they are listed and do not follow.
    """
    import docx  # noqa: PLC0415

    document = docx.Document()
    _page(document)
    _styles(document, lang)
    _page_numbers(document)
    _header(document)
    document.add_paragraph("{{title}}", style="Title")
    document.add_paragraph("{{notice}}", style="Subtitle")
    to = Words("(To: addressee)", "（主送机关）：").say(lang)
    document.add_paragraph(to, style="Body Text 3")
    document.add_paragraph(opening.say(lang), style="Body Text")
    for k, (head, subs) in enumerate(parts):
        number = f"{_NUMERALS[k]}、" if lang == "zh" else f"{k + 1}  "
        document.add_paragraph(number + head.say(lang), style="Heading 1")
        for j, (sub, fields) in enumerate(subs):
            if sub is not None:
                mark = f"（{_NUMERALS[j]}）" if lang == "zh" else f"{k + 1}.{j + 1}  "
                document.add_paragraph(mark + sub.say(lang), style="Heading 2")
            for field in fields:
                style = "Caption" if field.startswith("figure_") else "Body Text"
                held = document.add_paragraph("{{" + field + "}}", style=style).paragraph_format
                if k + 1 == len(parts) and style == "Body Text" and not field.endswith("_table"):
                    held.keep_with_next = True  # the last words stay with the signature
                    held.keep_together = closing is None  # all of them, where no closing words stand between
    _sign(document, lang, [head for head, _ in annexes] or apart, closing)
    for k, (head, subs) in enumerate(annexes):
        number = f"附件{k + 1}　" if lang == "zh" else f"Annex {k + 1}  "
        start = document.add_paragraph(number + head.say(lang), style="Heading 1")
        start.paragraph_format.page_break_before = k == 0
        for _, fields in subs:
            for field in fields:
                style = "Caption" if field.startswith("figure_") else "Body Text 2"
                document.add_paragraph("{{" + field + "}}", style=style)
    return document


def annex(lang: Lang, number: int, head: Words, parts: Parts) -> Any:
    """A new document that is one annex of a report: its number and title, then sections with their fields."""
    import docx  # noqa: PLC0415

    document = docx.Document()
    _page(document)
    _styles(document, lang)
    _page_numbers(document)
    _header(document)
    document.add_paragraph(f"附件{number}" if lang == "zh" else f"Annex {number}", style="Body Text 3")
    document.add_paragraph(head.say(lang), style="Title")
    for k, (title, subs) in enumerate(parts):
        if len(parts) > 1:
            mark = f"{_NUMERALS[k]}、" if lang == "zh" else f"{k + 1}  "
            document.add_paragraph(mark + title.say(lang), style="Heading 1")
        for _, fields in subs:
            for field in fields:
                style = "Caption" if field.startswith("figure_") else "Body Text 2"
                document.add_paragraph("{{" + field + "}}", style=style)
    return document


def _sign(document: Any, lang: Lang, annexes: Sequence[Words], closing: Words | None) -> None:
    """Closing words, the list of annexes, and who signs when, kept together with what stands before them."""
    lines = [] if closing is None else [closing.say(lang)]
    if annexes and lang == "en":
        lines.append("Annexes:")
    for k, head in enumerate(annexes):
        first = "" if lang == "en" else "　　　" if k else "附件："
        lines.append(f"{first}{k + 1}. {head.say(lang)}")
    for text in lines:
        document.add_paragraph(text, style="Body Text").paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.keep_with_next = True
    for who in (Words("(issuing body)", "（发文机关署名）"), Words("(date)", "（成文日期）")):
        document.add_paragraph(who.say(lang), style="Signature").paragraph_format.keep_with_next = True


def _page(document: Any) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)


def _styles(document: Any, lang: Lang) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.enum.text import WD_LINE_SPACING as SPACING  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    if "Signature" not in [s.name for s in document.styles]:
        document.styles.add_style("Signature", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]

    def style(
        name: str, font: str, size: float, *, indent: bool = True, line: float | None = _LINE, **more: Any
    ) -> Any:
        made = document.styles[name]
        made.font.name, made.font.size = _LATIN, Pt(size)
        made.font.bold, made.font.italic = more.get("bold", False), False
        made.font.color.rgb = RGBColor.from_string(more.get("colour", "000000"))
        _asian(made.element.get_or_add_rPr(), font)
        shape = made.paragraph_format
        shape.space_before, shape.space_after = Pt(more.get("before", 0)), Pt(more.get("after", 0))
        shape.keep_with_next = more.get("keep", False)
        shape.widow_control = True
        if line is not None:
            shape.line_spacing_rule, shape.line_spacing = SPACING.EXACTLY, Pt(line)
        else:
            shape.line_spacing_rule = SPACING.SINGLE
        if "align" in more:
            shape.alignment = more["align"]
        _first_line(made.element.get_or_add_pPr(), 200 if indent and lang == "zh" else 0)
        return made

    style("Normal", _FANG, _SIZE_3, indent=False)
    style("Title", _SONG, _SIZE_2, indent=False, line=36, align=ALIGN.CENTER, after=12, bold=lang == "en")
    style("Subtitle", _KAI, _SIZE_4, indent=False, align=ALIGN.CENTER, colour="C8324F", after=14)
    style("Body Text", _FANG, _SIZE_3, align=ALIGN.LEFT, after=0 if lang == "zh" else 6)
    style("Body Text 2", _FANG, 12.0, align=ALIGN.LEFT, line=20, after=0 if lang == "zh" else 4)
    style("Body Text 3", _FANG, _SIZE_3, indent=False)
    style("Heading 1", _HEI, _SIZE_3, bold=lang == "en", keep=True, before=8, after=3)
    style("Heading 2", _KAI, _SIZE_3, bold=lang == "en", keep=True, before=4, after=3)
    style("Caption", _FANG, _SIZE_4, indent=False, line=None, align=ALIGN.CENTER, before=6, after=8)
    style("Signature", _FANG, _SIZE_3, indent=False, align=ALIGN.RIGHT)
    style("Header", _KAI, 10.5, indent=False, line=None, colour="C8324F", align=ALIGN.RIGHT)
    style("Footer", "宋体", _SIZE_4, indent=False, line=None)
    if lang == "en":
        for name, size, line in (
            ("Title", 18, 26),
            ("Normal", 12, 18),
            ("Body Text", 12, 18),
            ("Body Text 3", 12, 18),
            ("Heading 2", 13, 18),
            ("Signature", 12, 18),
        ):
            document.styles[name].font.size = Pt(size)
            document.styles[name].paragraph_format.line_spacing = Pt(line)


def _asian(properties: Any, font: str) -> None:
    """Name the font of Chinese text; python-docx itself sets that of Latin text only."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), _LATIN)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _first_line(properties: Any, hundredths: int) -> None:
    """Indent the first line, in hundredths of a character."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(hundredths * 320 // 100))


def _page_numbers(document: Any) -> None:
    """Page numbers between dashes, on the outer side: right on odd pages, left on even ones."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415

    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["Footer"], side
        paragraph.add_run("— ")
        _page_field(paragraph)
        paragraph.add_run(" —")


def _page_field(paragraph: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()._r  # noqa: SLF001 (python-docx has no field of its own)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.text = text
            run.append(code)


def _header(document: Any) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].text = "{{notice}}"
        header.paragraphs[0].style = document.styles["Header"]
