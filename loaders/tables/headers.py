"""Which column of the schema each header of a file means: by English name, Chinese name or alias.

What does not live here: the cells below the headers (``columns``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.base.cell_text import fold, key, shown
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import CodedTable, RawTable


@dataclass(frozen=True)
class Headers:
    """Where each column stands: (column of the schema, position in the file), in the order of the schema."""

    places: tuple[tuple[Column, int], ...]
    missing: tuple[Column, ...]
    findings: tuple[Finding, ...]


def match(raw: RawTable | CodedTable, table: Table, *, extra: bool = False) -> Headers:
    """Match the headers of ``raw`` with the columns of ``table``.

    Parameters
    ----------
    raw, table
        The file and its declaration.
    extra
        Whether unknown headers are further columns of numbers (else they are warnings and are not read).

    Examples
    --------
    >>> from graph.model.schema import TABLES
    >>> found = match(RawTable("requires", "requires.csv", ("前置技术", "Technology ID", "remark")), TABLES["requires"])
    >>> [(c.name, i) for c, i in found.places], [f.code for f in found.findings]
    ([('technology_id', 1), ('prerequisite_id', 0)], ['H202'])
    """
    forms: dict[str, Column] = {}
    for column in table.columns:
        for form in (column.name, column.zh, *column.aliases):
            forms.setdefault(key(form), column)
    taken: dict[str, int] = {}
    more: list[Column] = []
    unknown: list[str] = []
    findings: list[Finding] = []
    for position, header in enumerate(raw.header):
        found = forms.get(key(header))
        if not key(header):
            findings += _nameless(raw, position)
        elif found is not None and found.name in taken:
            findings.append(_twice(raw, header, taken[found.name]))
        elif found is not None:
            taken[found.name] = position
        elif extra:
            found = Column(fold(header), fold(header), "number", Words(header, header))
            forms[key(header)], taken[found.name] = found, position
            more.append(found)
        else:
            unknown.append(header)
    missing = [c for c in table.columns if c.name not in taken]
    findings += _unknown(raw, unknown, missing)
    findings += [_missing(raw, c, unknown) for c in missing if c.required]
    places = tuple((c, taken[c.name]) for c in (*table.columns, *more) if c.name in taken)
    return Headers(places, tuple(missing), tuple(findings))


def _nameless(raw: RawTable | CodedTable, position: int) -> list[Finding]:
    rows = raw.plain().rows if isinstance(raw, CodedTable) else raw.rows
    for row, number in zip(rows, raw.numbers, strict=True):
        if position < len(row) and row[position].strip():
            words = Words(
                "column {n} has values (first in row {row}) but no header",
                "第 {n} 列有数据（首见于第 {row} 行）但没有表头",
            )
            return [
                finding("H204", raw.file, 1, str(position + 1), row[position], words.fill(n=position + 1, row=number))
            ]
    return []


def _twice(raw: RawTable | CodedTable, header: str, first: int) -> Finding:
    words = Words("means the same as column {n}, '{other}'", "与第 {n} 列“{other}”含义相同")
    return finding("H203", raw.file, 1, shown(header), header, words.fill(n=first + 1, other=shown(raw.header[first])))


def _unknown(raw: RawTable | CodedTable, headers: Sequence[str], missing: Sequence[Column]) -> list[Finding]:
    names = {form: c for c in missing for form in (c.name, c.zh)}
    near = Nearest(names)
    otherwise = Words("rename it, or remove it if it is not needed", "请改名；不需要则删除")
    return [finding("H202", raw.file, 1, shown(h), h, mend=near.words(fold(h), otherwise)) for h in headers]


def _missing(raw: RawTable | CodedTable, column: Column, unknown: Sequence[str]) -> Finding:
    words = Words("the column {name} is missing", "缺少“{zh}”列（{name}）").fill(name=column.name, zh=column.zh)
    meant = Nearest(unknown)
    near = meant(column.name) or meant(column.zh)
    mend = Words("add the column", "请补充该列")
    if near is not None:
        mend = Words("rename '{near}' to {name} if that is meant", "如“{near}”即此列，请改名为“{zh}”")
        mend = mend.fill(near=shown(near), name=column.name, zh=column.zh)
    return finding("H201", raw.file, 1, column.name, message=words, mend=mend)
