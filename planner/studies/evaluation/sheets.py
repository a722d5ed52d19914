"""Review sheets: a blank workbook for each expert with drop-downs, and what an expert has filled in, read back.

A sheet is read against the blank one: a cell that is not the expert's to fill and differs is a finding. What does not
live here: the table ``reviews`` (``table_files``) and what a review counts for (``scoring``).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.base.cell_text import fold, key, shown
from graph.base.findings import Finding
from graph.base.words import Lang, Words
from graph.model.ecosystem import Ecosystem
from planner.studies.evaluation.facts import conflict_of, table_rows
from planner.studies.evaluation.rules import Rules
from planner.studies.evaluation.scoring import EvaluatedCentre

HEADS = (
    Words("centre", "中心编号"),
    Words("name", "中心名称"),
    Words("indicator", "指标编号"),
    Words("indicator's name", "指标名称"),
    Words("score (0–100)", "评分（0–100）"),
    Words("conflict of interest", "利益冲突"),
    Words("comment", "意见"),
)
SCORE, CONFLICT, COMMENT = 5, 6, 7
"""The columns that experts fill, from 1."""
FIRST = 4
"""Row of the first score; title, hint and heads stand above."""
YES = Words("yes", "是")
NO = Words("no", "否")
LARGEST = 20_000_000
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d+)?|\.\d+)", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """One expert's sheet: its file name, who is asked, and what stands in its fixed cells."""

    file: str
    expert: str
    year: int
    rows: tuple[tuple[str, str, str, str], ...]
    """(centre, its name, indicator, its name) of every score asked."""
    made_up: bool = False
    """Whether the dataset is illustrative; the sheet then says so."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """One review as an expert filled it in."""

    expert: str
    centre: str
    indicator: str
    score: float
    conflict: bool
    comment: str


def sheets(
    eco: Ecosystem, rules: Rules, centres: tuple[EvaluatedCentre, ...], year: int, within: int | None, lang: Lang
) -> list[Sheet]:
    """The sheet of every expert: all centres in which the graph shows no conflict, all qualitative indicators asked.

    ``within`` is the policy's number of years for co-publications.
    """
    against = conflict_of(eco, within, year)
    out = []
    for (expert,) in table_rows(eco, "experts", "id"):
        rows = tuple(
            (c.id, c.name, i.id, i.name.say(lang))
            for c in centres
            if not against(expert, c.id)
            for i, _ in rules.asked(c.formation)
            if i.qualitative
        )
        out.append(Sheet(_file_name(expert, year), expert, year, rows, eco.info.illustrative))
    return out


def _file_name(expert: str, year: int) -> str:
    """A plain file name of an id: what could lead elsewhere is replaced, and told apart by a digest."""
    plain = re.sub(r"[^\w-]+", "-", expert).strip("-_")[:60]
    digest = "" if plain == expert else "-" + hashlib.sha256(expert.encode()).hexdigest()[:6]
    return f"review-{year}-{plain or 'expert'}{digest}.xlsx"


def workbook(sheet: Sheet, lang: Lang) -> bytes:
    """The blank sheet as the bytes of an ``.xlsx`` file; only the cells to fill are open."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    book = Workbook()
    book.properties.creator = "buju"
    page: Any = book.active
    page.title = Words("review", "评分").say(lang)
    for (row, column), text in fixed(sheet, lang).items():
        cell = page.cell(row, column)
        cell.value = text
        cell.data_type = "s"  # a name that begins with = is no formula
    page["A1"].font = Font(bold=True, size=14)
    line = Side(style="thin", color="B8C2CC")
    for cell in page[FIRST - 1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E4EDF3")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for cells in page.iter_rows(FIRST - 1, FIRST + len(sheet.rows) - 1, 1, len(HEADS)):
        for cell in cells:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
    last = FIRST + max(0, len(sheet.rows) - 1)
    for row in range(FIRST, FIRST + len(sheet.rows)):
        for column in (SCORE, CONFLICT, COMMENT):
            open_cell = page.cell(row, column)
            open_cell.protection = Protection(locked=False)
            open_cell.fill = PatternFill("solid", fgColor="FFF6DC")
            open_cell.alignment = Alignment(wrap_text=column == COMMENT, vertical="top")
    score = DataValidation("decimal", operator="between", formula1="0", formula2="100", allow_blank=True)
    score.error, score.showErrorMessage = HEADS[SCORE - 1].say(lang), True
    answer = DataValidation("list", formula1=f'"{YES.say(lang)},{NO.say(lang)}"', allow_blank=True)
    answer.showErrorMessage = True
    for rule, letter in ((score, "E"), (answer, "F")):
        rule.add(f"{letter}{FIRST}:{letter}{last}")
        page.add_data_validation(rule)
    for letter, width in zip("ABCDEFG", (12, 30, 10, 34, 14, 12, 50), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = f"A{FIRST}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"
    page.oddFooter.center.text = "&P / &N"
    page.protection.sheet = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fixed(sheet: Sheet, lang: Lang) -> dict[tuple[int, int], str]:
    """(row, column) → text of every cell that is not the expert's to fill."""
    title = Words("Reviews of {y}, expert {x}", "{y} 年度专家评分表，专家 {x}").fill(y=sheet.year, x=sheet.expert)
    hint = Words(
        "Fill in the coloured cells. Where you have a stake in a centre, say yes under conflict.",
        "请填写有底色的单元格；与中心有利害关系的，请在“利益冲突”栏选“是”。",
    )
    if sheet.made_up:
        title = Words("{t} (made-up data, for illustration only)", "{t}（虚构数据，仅作示例）").fill(t=title)
    cells = {(1, 1): title.say(lang), (2, 1): hint.say(lang)}
    cells |= {(FIRST - 1, k): head.say(lang) for k, head in enumerate(HEADS, 1)}
    for row, texts in enumerate(sheet.rows, FIRST):
        cells |= {(row, k): text for k, text in enumerate(texts, 1)}
    return cells


def read_back(sheet: Sheet, data: bytes, lang: Lang) -> tuple[list[Filled], list[Finding]]:
    """What an expert filled in, and everything that is wrong: changed cells (X590), scores (X591), answers (X592).

    Rows without a score are told (X593) and give no review, unless a conflict is declared: then the row stands with
    score 0 and takes the expert out.
    """
    try:
        cells = _cells(data)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        words = Words("the workbook cannot be read", "工作簿无法读取")
        return [], [Finding("X594", "error", file=sheet.file, row=0, column="", value="", message=words, mend=_AGAIN)]
    findings = list(_changed(sheet, cells, lang))
    filled = []
    blank = 0
    for row, (centre, _, indicator, _) in enumerate(sheet.rows, FIRST):
        given = cells.get((row, SCORE), "")
        score = _score(given)
        conflict = _answer(cells.get((row, CONFLICT), ""))
        if given and score is None:
            words = Words("this is no score from 0 to 100", "不是 0 至 100 的评分")
            findings.append(
                Finding(
                    "X591",
                    "error",
                    file=sheet.file,
                    row=row,
                    column="E",
                    value=shown(given),
                    message=words,
                    mend=_SCORE,
                )
            )
        if conflict is None:
            value = shown(cells[row, CONFLICT])
            words = Words("neither yes nor no", "既不是“是”也不是“否”")
            findings.append(
                Finding("X592", "error", file=sheet.file, row=row, column="F", value=value, message=words, mend=_ANSWER)
            )
        if score is None and not conflict:
            blank += not given
        else:
            comment = cells.get((row, COMMENT), "").strip()
            filled.append(
                Filled(
                    expert=sheet.expert,
                    centre=centre,
                    indicator=indicator,
                    score=score or 0.0,
                    conflict=bool(conflict),
                    comment=comment,
                )
            )
    if blank:
        words = Words("{n:score is|scores are} not filled in", "有 {n} 项未评分").fill(n=blank)
        mend = Words("ask the expert, or leave it", "请专家补评，或不计")
        findings.append(Finding("X593", "note", file=sheet.file, row=0, column="E", value="", message=words, mend=mend))
    return filled, findings


_AGAIN = Words("write the blank sheets again and copy the scores over", "请重新生成空白评分表并转抄评分")
_SCORE = Words("write a number from 0 to 100", "请填 0 至 100 的数字")
_ANSWER = Words("choose from the list", "请从下拉列表选择")


def _changed(sheet: Sheet, cells: Mapping[tuple[int, int], str], lang: Lang) -> Iterator[Finding]:
    """X590: cells that differ from the blank sheet though they are not to be filled."""
    want = fixed(sheet, lang)
    mine = {(row, c) for row in range(FIRST, FIRST + len(sheet.rows)) for c in (SCORE, CONFLICT, COMMENT)}
    for at in sorted({*want, *cells} - mine):
        found, meant = cells.get(at, ""), want.get(at, "")
        if found.strip() != meant.strip():
            words = Words("the sheet was changed here; '{w}' stood there", "此处被改动，原为“{w}”").fill(w=shown(meant))
            yield Finding(
                "X590",
                "error",
                file=sheet.file,
                row=at[0],
                column=chr(64 + at[1]) if at[1] <= 26 else str(at[1]),
                value=shown(found),
                message=words,
                mend=_AGAIN,
            )


def _cells(data: bytes) -> dict[tuple[int, int], str]:
    """(row, column) → text of the first sheet's cells that are not blank."""
    from openpyxl import load_workbook  # noqa: PLC0415

    if len(data) > LARGEST:
        raise ValueError(len(data))
    book = load_workbook(io.BytesIO(data), data_only=True)
    page = book.worksheets[0]
    if page.max_row * page.max_column > 1_000_000:
        raise ValueError(page.max_row)
    return {(c.row, c.column): str(c.value) for row in page.iter_rows() for c in row if c.value not in (None, "")}


def _score(text: str) -> float | None:
    plain = fold(text)
    value = float(plain) if _NUMBER.fullmatch(plain) else None
    return value if value is not None and value <= 100 else None


def _answer(text: str) -> bool | None:
    plain = key(text)
    if plain in ("", "no", "n", "false", "0", "否"):
        return False
    return True if plain in ("yes", "y", "true", "1", "是") else None
