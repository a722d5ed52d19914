"""Empty tables to fill in: CSV files, and a workbook with notes and drop-down lists.

What does not live here: the columns (``graph.model.schema``) and writing to disk (``writing``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from graph.base.words import Lang, Words
from graph.base.writing import write_files
from graph.model.schema import TABLES, Column, Table
from loaders.dataset_info import KEYS, ZH

WORKBOOK = Words("template.xlsx", "数据模板.xlsx")
README = Words("read me", "说明")
ROWS = 5000
"""Rows below the header for which drop-down lists and limits are set."""
UNITS = {"money": Words("in the dataset's money unit (usually 万元)", "按数据集的金额单位（一般为万元）")}
KINDS = {
    "id": Words("id", "编号"),
    "ref": Words("id of", "引用"),
    "text": Words("text", "文字"),
    "choice": Words("one of", "可选"),
    "number": Words("number", "数字"),
    "integer": Words("whole number", "整数"),
    "boolean": Words("yes or no", "是/否"),
}
_INFO = {
    "name": Words("name of the dataset", "数据集名称"),
    "money_unit": Words("unit of every amount", "全部金额的单位"),
    "taxonomy": Words("version of the field taxonomy, e.g. 361-2023", "领域分类版本，如 361-2023"),
    "licence": Words("licence of the data", "数据许可"),
    "note": Words("anything to know", "其他说明"),
    "evidence": Words(
        "how items of evidence are weighed, e.g. half_life:5 patent:2", "证据条目如何加权，如 half_life:5 patent:2"
    ),
    "illustrative": Words("true if the data is made up", "虚构数据填 true"),
}


def write_template(
    target: Path, lang: Lang, *, force: bool = False, more: Mapping[str, bytes] | None = None
) -> tuple[Path, ...]:
    """Write empty CSV tables, ``dataset.yaml``, the workbook and ``more`` files into a folder, in one step.

    Raises
    ------
    OutputError
        If a file is there already (without ``force``) or the folder cannot be written; nothing is changed then.
    """
    files = empty_tables(lang)
    files["dataset.yaml"] = _yaml(lang)
    files[WORKBOOK.say(lang)] = workbook(lang)
    return write_files(target, {**files, **(more or {})}, force=force)


def empty_tables(lang: Lang) -> dict[str, bytes]:
    """Every table as a CSV file of headers alone, by the name of the file."""
    return {f"{title(table, lang)}.csv": _csv(table, lang) for table in TABLES.values()}


def title(table: Table, lang: Lang) -> str:
    """Name of the file or sheet of a table."""
    return table.zh if lang == "zh" else table.name


def header(column: Column, lang: Lang) -> str:
    """Header of a column."""
    return column.zh if lang == "zh" else column.name


def meaning(column: Column, lang: Lang) -> str:
    """Say what may stand in a column: its words, kind, list or range, default, and whether it is needed.

    Examples
    --------
    >>> meaning(TABLES["covers"].column("strength"), "en")
    'claimed strength (0–1); number; 0 to 1; blank = 1'
    """
    parts = [column.words.say(lang), _kind(column, lang)]
    if column.unit in UNITS:
        parts.append(UNITS[column.unit].say(lang))
    if (limits := _limits(column)) is not None:
        parts.append(limits.say(lang))
    if column.default is not None:
        default = f"{column.default:g}" if isinstance(column.default, float) else _choice(column, column.default, lang)
        parts.append(Words("blank = {d}", "空白即{d}").fill(d=default).say(lang))
    if column.required:
        parts.append(Words("needed", "必填").say(lang))
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(parts))


def _kind(column: Column, lang: Lang) -> str:
    kind = KINDS[column.kind].say(lang)
    comma = "、" if lang == "zh" else ", "
    if column.kind == "choice":
        return (
            f"{kind}{'：' if lang == 'zh' else ': '}{comma.join(_choice(column, v, lang) for v, _ in column.choices)}"
        )
    if column.kind == "ref":
        names = comma.join(title(TABLES[t], lang) for t in column.refers)
        return f"{kind}{names}的编号" if lang == "zh" else f"{kind} {names}"
    return kind


def _choice(column: Column, value: Any, lang: Lang) -> str:
    return dict(column.choices).get(value, str(value)) if lang == "zh" else str(value)


def _limits(column: Column) -> Words | None:
    low, high = column.low, column.high
    if low is not None and high is not None:
        return Words(f"{low:g} to {high:g}", f"{low:g} 至 {high:g}")
    if low is not None:
        return Words(f"at least {low:g}", f"不小于 {low:g}")
    return None


def _csv(table: Table, lang: Lang) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([header(c, lang) for c in table.columns])
    return text.getvalue().encode("utf-8-sig")


def _yaml(lang: Lang) -> bytes:
    lines = []
    for name in KEYS:
        value = {"money_unit": " 万元", "illustrative": " false"}.get(name, "")
        lines.append(f"{name}:{value}  # {_INFO[name].say(lang)}")
    return ("\n".join(lines) + "\n").encode()


def workbook(lang: Lang) -> bytes:
    """The workbook: a read-me sheet, a sheet ``dataset`` and one sheet a table, with notes and drop-down lists."""
    book = Workbook()
    book.properties.creator = "buju"
    _readme(book.active, lang)
    sheet = book.create_sheet("数据集" if lang == "zh" else "dataset")
    zh = {v: k for k, v in ZH.items()}
    _fill(sheet, _info_rows(lang, zh), (16, 24, 60))
    for table in TABLES.values():
        _sheet(book.create_sheet(title(table, lang)), table, lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _info_rows(lang: Lang, zh: dict[str, str]) -> Iterator[list[str]]:
    yield [Words("key", "键").say(lang), Words("value", "值").say(lang), Words("meaning", "含义").say(lang)]
    for name in KEYS:
        value = {"money_unit": "万元", "illustrative": Words("false", "否").say(lang)}.get(name, "")
        yield [zh[name] if lang == "zh" else name, value, _INFO[name].say(lang)]


def _readme(sheet: Any, lang: Lang) -> None:
    sheet.title = README.say(lang)
    rows = [
        Words(
            "Fill in one sheet a table; ids tie the sheets together. Hover over a header for its meaning.",
            "每张工作表填一类数据，各表以编号关联。鼠标停在表头上可看到该列含义。",
        ),
        Words("Coloured headers must be filled in; the others may be blank.", "有底色的列必填，其余可空。"),
        Words(
            "Then run: buju validate {file}. All that is wrong is said at once.",
            "填好后运行：buju validate {file}，一次列出全部问题。",
        ).fill(file=WORKBOOK),
        Words("Numbers without unit or percent sign; shares from 0 to 1.", "数字不带单位和百分号；份额填 0–1。"),
    ]
    body = [[row.say(lang)] for row in rows]
    body += [
        [],
        [Words(*w).say(lang) for w in (("sheet", "工作表"), ("what it holds", "内容"), ("needed", "是否必需"))],
    ]
    for table in TABLES.values():
        needed = Words("needed", "必需") if table.required else Words("may be empty", "可空")
        body.append([title(table, lang), table.words.say(lang), needed.say(lang)])
    _fill(sheet, body, (18, 60, 14), bold=6)


def _fill(sheet: Any, rows: Iterable[list[str]], widths: tuple[int, ...], bold: int = 1) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[bold]:
        cell.font = Font(bold=True)
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width


def _sheet(sheet: Any, table: Table, lang: Lang) -> None:
    sheet.freeze_panes = "A2"
    for i, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, i, header(column, lang))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="left")
        if column.required:
            cell.fill = PatternFill("solid", fgColor="FFE9B8")
        cell.comment = Comment(meaning(column, lang), "buju", height=110, width=300)
        letter = get_column_letter(i)
        sheet.column_dimensions[letter].width = max(10, 2 * len(header(column, lang)) if lang == "zh" else 14)
        if (rule := _validation(column, lang)) is not None:
            rule.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(rule)


def _validation(column: Column, lang: Lang) -> DataValidation | None:
    """The drop-down list or limit of a column; ids of another sheet are offered, not enforced."""
    rule: DataValidation | None = None
    if column.kind == "choice":
        rule = DataValidation("list", formula1=_list(_choice(column, v, lang) for v, _ in column.choices))
    elif column.kind == "boolean":
        rule = DataValidation("list", formula1=_list(("是", "否") if lang == "zh" else ("true", "false")))
    elif column.kind == "ref" and len(column.refers) == 1:
        return DataValidation(
            "list",
            formula1=f"'{title(TABLES[column.refers[0]], lang)}'!$A$2:$A${ROWS + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
    elif column.low is not None:
        kind: Literal["whole", "decimal"] = "whole" if column.kind == "integer" else "decimal"
        if column.high is None:
            rule = DataValidation(kind, operator="greaterThanOrEqual", formula1=f"{column.low:g}")
        else:
            rule = DataValidation(kind, operator="between", formula1=f"{column.low:g}", formula2=f"{column.high:g}")
    if rule is not None:
        rule.allow_blank = True
        rule.showErrorMessage = True
        rule.error = meaning(column, lang)[:225]
        rule.errorTitle = header(column, lang)[:32]
    return rule


def _list(values: Iterable[str]) -> str:
    return '"' + ",".join(values) + '"'
