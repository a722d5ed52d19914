"""Which table a sheet is, in which row its header stands, and which of the rows below are data.

What does not live here: which column means what (``matching``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graph.base.cell_text import fold, key, shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import TABLES
from loaders.beginning.fields import TABLE_NAMES, calendar
from loaders.beginning.meaning import may_mean, means
from loaders.beginning.questions import Answers, Question
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import RawTable
from loaders.tables.units import splits

LONGEST_HEADER = 40
"""A longer cell is a sentence."""
LOOKED_AT = 20
"""Rows at the top among which a header is looked for."""
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|total|sum)\b|^(?:合\s*计|总\s*计|小\s*计)", re.IGNORECASE)
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表|制表|审核|note|notes)\b|^(?:注|备注|说明|填表|制表|审核)[:：]?", re.IGNORECASE
)
_YEAR = re.compile(r"(?:第)?[一二三四五1-5]年(?:度)?$|(?:19|20|21)\d\d年?(?:度)?$")
_NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?$")
_NAMED: Mapping[str, tuple[str, ...]] = {
    "centres": ("中心", "候选", "申报", "centre", "center", "candidate"),
    "technologies": ("技术清单", "技术", "technolog"),
    "people": ("人才", "专家", "people"),
    "organisations": ("单位", "企业", "机构", "organisation", "firm"),
    "districts": ("区县", "district"),
    "fields": ("领域", "field"),
}
"""What in a sheet's title speaks for a table, where its headers fit several."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet whose table and header are known; ``rows`` are (spreadsheet row, cells) below the header."""

    title: str
    file: str
    table: str
    at: int
    end: int
    """The last row of the header: heads may be merged over several."""
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    left: tuple[tuple[int, str], ...]
    """Rows below the header that are totals or notes: their number and first words."""
    findings: tuple[Finding, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row, position) → number format, where it may show another number."""


def find(raw: RawTable, answers: Answers) -> Sheet | Question | None:
    """The sheet with its table and header, what has to be asked first, or None where it holds no table.

    Parameters
    ----------
    raw : RawTable
        As read: what it takes for its header is only its first row.
    answers : Answers
        What was decided already.
    """
    lines = [(1, tuple(raw.header)), *zip(raw.numbers, map(tuple, raw.rows), strict=True)]
    lines = [(n, cells) for n, cells in lines if any(c.strip() for c in cells)]
    told = answers.table(raw.name)
    if not lines or told == "":
        return None
    tables = [told] if told else _by_title(raw.name) or list(TABLE_NAMES)
    if (at := answers.row(raw.name)) is not None:
        found = {at: dict(lines).get(at, ())}
    else:
        found = dict(_headers(lines, tables))
    if len(found) != 1:
        return _no_header(raw, lines, found) if told or found or _by_title(raw.name) else None
    at = next(iter(found))
    end, header = whole_header(lines, at)
    fitting = _fitting(raw.name, header, tables)
    if len(fitting) != 1:
        return _which_table(raw, at, header, fitting)
    return _sheet(raw, fitting[0], (at, end), header, lines)


def _by_title(title: str) -> list[str]:
    return [t for t in TABLE_NAMES if key(title) in (key(t), key(TABLES[t].zh))]


def _hits(header: Sequence[str], table: str) -> tuple[float, int]:
    """How many fields of a table a row names: each for sure one, each perhaps a half; and how many in all.

    Without one for sure there is none: any row of data holds words that could be guessed at.
    """
    said = [cell for cell in header if cell.strip() and len(cell) <= LONGEST_HEADER]
    named = {found.name for cell in said if (found := means(cell, table)) is not None}
    years = table == "centres" and any(calendar(n) for c in said for n in (c, *(b for b, _ in splits(c))))
    if not named and not years:
        return 0, 0
    perhaps = {found.name for cell in said if means(cell, table) is None and (found := may_mean(cell, table))}
    more = len(perhaps - named)
    return len(named) + bool(years) + more / 2, len(named) + bool(years) + more


def _headers(
    lines: Sequence[tuple[int, tuple[str, ...]]], tables: Sequence[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows at the top that know the most headers; two at least, or there is none."""
    scored = [(max(_hits(cells, t) for t in tables), n, cells) for n, cells in lines[:LOOKED_AT]]
    most = max(score for score, _, _ in scored)
    yield from ((n, cells) for score, n, cells in scored if score == most and most[1] >= 2)


def _fitting(title: str, header: Sequence[str], tables: Sequence[str]) -> list[str]:
    """The tables that a header fits best; a sheet's title decides between equals."""
    if len(tables) == 1:
        return list(tables)
    scores = {t: _hits(header, t)[0] for t in tables if _has_key(header, t)}
    best = [t for t, score in scores.items() if score == max(scores.values())]
    spoken = [t for t in best if any(word in key(title) for word in _NAMED.get(t, ()))]
    return spoken[:1] if len(best) > 1 and spoken else best


def _has_key(header: Sequence[str], table: str) -> bool:
    """Whether a header holds what a row of the table cannot do without: its name, or both ends of a tie."""
    named = {found.name for cell in header if (found := means(cell, table) or may_mean(cell, table)) is not None}
    columns = TABLES[table].columns
    needed = (
        {"name"}
        if any(c.kind == "id" for c in columns)
        else {c.name for c in columns if c.kind == "ref" and c.required}
    )
    return needed <= named


def _no_header(raw: RawTable, lines: Sequence[tuple[int, tuple[str, ...]]], found: Mapping[int, object]) -> Question:
    seen = Words("its first rows are: {rows}", "前几行为：{rows}").fill(
        rows=" / ".join(f"{n}: {shown(' | '.join(c for c in cells if c.strip()))}" for n, cells in lines[:3])
    )
    words = Words("no header can be found; {seen}", "找不到表头；{seen}").fill(seen=seen)
    if found:
        rows = Words(", ".join(map(str, found)), "、".join(map(str, found)))
        words = Words("rows {rows} look like a header alike", "第 {rows} 行都像表头").fill(rows=rows)
    mend = Words("name its row: --header {s}=ROW", "用 --header {s}=行号 指明").fill(s=shown(raw.name))
    return Question(kind="header", sheet=raw.name, finding=finding("B901", raw.file, message=words, mend=mend))


def _which_table(raw: RawTable, at: int, header: Sequence[str], fitting: Sequence[str]) -> Question:
    tables = tuple(fitting or TABLE_NAMES)
    names = Words(", ".join(tables), "、".join(f"{t}（{TABLES[t].zh}）" for t in tables))
    words = Words("it cannot be told which table the sheet is: {names}", "无法判断工作表是哪类数据：{names}").fill(
        names=names
    )
    mend = Words(
        "say it: --sheet {s}=TABLE (nothing after = leaves it out)", "用 --sheet {s}=数据表 指明（等号后留空即不读）"
    ).fill(s=shown(raw.name))
    value = " | ".join(c for c in header if c.strip())
    return Question(
        kind="sheet", sheet=raw.name, finding=finding("B904", raw.file, at, "", value, words, mend), choices=tables
    )


def _sheet(
    raw: RawTable,
    table: str,
    span: tuple[int, int],
    header: tuple[str, ...],
    lines: Sequence[tuple[int, tuple[str, ...]]],
) -> Sheet:
    at, end = span
    rows: list[tuple[int, tuple[str, ...]]] = []
    left: list[tuple[int, str]] = []
    for number, cells in lines:
        if number <= end:
            continue
        said = [fold(c) for c in cells if c.strip()]
        if any(_TOTAL.match(c) for c in said[:2]) or (len(said) == 1 and _NOTE.match(said[0])):
            left.append((number, shown(said[0])))
        else:
            rows.append((number, (*cells, *[""] * (len(header) - len(cells)))))
    wrong = tuple(f for f in raw.findings if _within(f, at, end, {n for n, _ in left}))
    return Sheet(
        title=raw.name,
        file=raw.file,
        table=table,
        at=at,
        end=end,
        header=header,
        rows=tuple(rows),
        left=tuple(left),
        findings=wrong,
        formats=raw.formats,
    )


def _within(found: Finding, at: int, end: int, left: AbstractSet[int]) -> bool:
    """Whether a finding of the file is about rows that are read: titles, heads and notes may be merged as they like."""
    if found.code == "S124":
        return found.row > end and found.row not in left
    return found.row >= at if found.code == "S125" else found.row != 1 or found.row >= at


def whole_header(lines: Sequence[tuple[int, tuple[str, ...]]], at: int) -> tuple[int, tuple[str, ...]]:
    """The last row of a header that begins in a row, and its names: what stands under a merged head is joined with it.

    A row below belongs to the header if each of its cells stands under a head that is merged over several columns:
    a row of data always fills a column of its own.

    Examples
    --------
    >>> rows = [(1, ("中心名称", "投资额（万元）", "")), (2, ("", "第一年", "第二年")), (3, ("甲", "9", "8"))]
    >>> whole_header(rows, 1)
    (2, ('中心名称', '第一年投资额（万元）', '第二年投资额（万元）'))
    >>> rows = [(1, ("基本情况", "", "投资额", "")), (2, ("中心名称", "牵头单位", "第一年", "第二年"))]
    >>> whole_header(rows, 2)
    (2, ('中心名称', '牵头单位', '第一年投资额', '第二年投资额'))
    """
    by_row = dict(lines)
    top = by_row.get(at, ())
    names, end = list(top), at
    while (below := by_row.get(end + 1)) is not None and _under(top, below):
        wide = max(len(names), len(below))
        groups = _groups((*top, *[""] * (wide - len(top))))
        names += [""] * (wide - len(names))
        for place, cell in enumerate(below):
            if cell.strip():
                names[place] = _joined(names[place] or groups[place], cell)
        end += 1
    if end == at and (above := by_row.get(at - 1)) is not None and sum(bool(c.strip()) for c in above) > 1:
        groups = _groups((*above, *[""] * (len(names) - len(above))))
        names = [
            _joined(groups[place], name) if _YEAR.match(key(name)) and groups[place].strip() else name
            for place, name in enumerate(names)
        ]
    return end, tuple(names)


def _under(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row stands under merged heads of the row above and nowhere else."""
    free = {place for place, cell in enumerate(below) if place >= len(top) or not top[place].strip()}
    said = {place for place, cell in enumerate(below) if cell.strip()}
    begins = {place for place in said - free if place + 1 in free & said}
    texts = all(not _NUMBER.match(fold(below[place])) for place in said)
    return bool(said & free) and said <= free | begins and texts


def _groups(cells: Sequence[str]) -> list[str]:
    """For each column the head above it: its own, else the nearest to the left."""
    made: list[str] = []
    for cell in cells:
        made.append(cell if cell.strip() or not made else made[-1])
    return made


def _joined(group: str, name: str) -> str:
    """A name under a merged head as one header, the unit last: ``第一年`` under ``投资额（万元）``."""
    base, unit = next(((base, unit) for base, unit in splits(name) if unit), (name, ""))
    whole = f"{base.strip()}{group.strip()}"
    return f"{whole}（{unit}）" if unit and not any(u for _, u in splits(group)) else whole
