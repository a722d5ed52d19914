"""The template of the document: the layout of Chinese public documents (GB/T 9704-2012), with fields to fill.

Type area 156 × 225 mm on A4, title in 小标宋, body in 仿宋 of size 3 with 22 lines a page, headings 一、（一）1. in
黑体 and 楷体, page numbers between dashes, on the outer side. What does not live here: what the fields say
(``document``) and how they are filled (``document_fill``).
"""

from __future__ import annotations

from typing import Any

from graph.base.words import Lang, Words

_SONG, _FANG, _HEI, _KAI, _LATIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "Times New Roman"
_SIZE_2, _SIZE_3, _SIZE_4 = 22.0, 16.0, 14.0
_LINE = 29.0
"""Points from line to line: 22 lines on 225 mm."""

Parts = tuple[tuple[Words, tuple[tuple[Words | None, tuple[str, ...]], ...]], ...]
"""Sections: heading, then sub-headings (or none) with the fields under them."""
PARTS: Parts = (
    (
        Words("Conclusion", "总体结论"),
        (
            (Words("Recommendation", "推荐布局"), ("recommendation", "coverage")),
            (Words("Certificate", "求解结论与复核"), ("certificate",)),
            (Words("Goals today and with the plan", "五项目标前后对比"), ("goals_table", "figure_change")),
        ),
    ),
    (
        Words("Recommended centres", "推荐名单"),
        (
            (Words("List", "名单"), ("centres_table",)),
            (Words("Reasons", "推荐理由"), ("reasons", "figure_ledger")),
            (Words("Build periods", "建设期"), ("figure_build",)),
        ),
    ),
    (Words("Money", "资金安排"), ((None, ("money_table", "figure_support")),)),
    (
        Words("Technologies and network", "技术覆盖与协同"),
        (
            (Words("Coverage", "技术覆盖"), ("open_technologies", "figure_coverage")),
            (Words("Network", "协同网络"), ("figure_network",)),
        ),
    ),
    (Words("Places", "空间布局"), ((None, ("figure_map",)),)),
    (
        Words("What stands against more", "约束与未入选"),
        (
            (Words("Rules that bind", "起约束作用的规则"), ("rules_table",)),
            (Words("Candidates not recommended", "未入选候选中心"), ("rejected_table",)),
        ),
    ),
    (Words("Data", "数据说明"), ((None, ("origin", "notice")),)),
)
"""Sections of the document: heading, then sub-headings (or none) with the fields under them."""
_NUMERALS = "一二三四五六七八九十"


OPENING = Words("The recommended layout is reported as follows.", "现将推荐布局方案报告如下。")


def template(lang: Lang, parts: Parts = PARTS, opening: Words = OPENING) -> Any:
    """A new document (python-docx) in that layout, with ``{{field}}`` where contents come."""
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
                document.add_paragraph("{{" + field + "}}", style=style)
    document.add_paragraph()
    for text in (Words("(issuing body)", "（发文机关署名）"), Words("(date)", "（成文日期）")):
        document.add_paragraph(text.say(lang), style="Signature")
    return document


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
    style("Body Text 3", _FANG, _SIZE_3, indent=False)
    style("Heading 1", _HEI, _SIZE_3, bold=lang == "en", keep=True, before=8, after=3)
    style("Heading 2", _KAI, _SIZE_3, bold=lang == "en", keep=True, before=4, after=3)
    style("Caption", _FANG, _SIZE_4, indent=False, line=None, align=ALIGN.CENTER, before=6, after=8)
    style("Signature", _FANG, _SIZE_3, indent=False, align=ALIGN.RIGHT)
    style("Header", _KAI, 10.5, indent=False, line=None, colour="C8324F", align=ALIGN.RIGHT)
    style("Footer", "宋体", _SIZE_4, indent=False, line=None)
    if lang == "en":
        for name, size in (
            ("Normal", 12),
            ("Body Text", 12),
            ("Body Text 3", 12),
            ("Heading 2", 13),
            ("Signature", 12),
        ):
            document.styles[name].font.size = Pt(size)
            document.styles[name].paragraph_format.line_spacing = Pt(18)


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
