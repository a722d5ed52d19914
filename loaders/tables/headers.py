"""Which column of the schema each header of a file means: by English name, Chinese name or alias.

What does not live here: the cells below the headers (``columns``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.base.cell_text import fold, key, shown
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import CodedTable, RawTable
from loaders.tables.units import Judged, beside, judge, splits


@dataclass(frozen=True)
class Headers:
    """Where each column stands: (column of the schema, position in the file), in the order of the schema."""

    places: tuple[tuple[Column, int], ...]
    missing: tuple[Column, ...]
    findings: tuple[Finding, ...]


def match(raw: RawTable | CodedTable, table: Table, *, extra: bool = False, money: str | None = None) -> Headers:
    """Match the headers of ``raw`` with the columns of ``table``.

    Parameters
    ----------
    raw, table
        The file and its declaration.
    extra
        Whether unknown headers are further columns of numbers (else they are warnings and are not read).
    money
        The dataset's money unit; a header may give it (``投资额（万元）``), and may give no other.

    Examples
    --------
    >>> from graph.model.schema import TABLES
    >>> raw = RawTable("requires", "requires.csv", header=("前置技术", "Technology ID", "remark"))
    >>> found = match(raw, TABLES["requires"])
    >>> [(c.name, i) for c, i in found.places], [f.code for f in found.findings]
    ([('technology_id', 1), ('prerequisite_id', 0)], ['H202'])
    """
    forms: dict[str, Column] = {}
    for column in table.columns:
        for form in (column.name, column.zh, *column.aliases):
            forms.setdefault(key(form), column)
    if (row := _header_row(raw, table, forms)) is not None:
        return Headers((), table.columns, (_below(raw, row),))
    whole = {found.name for header in raw.header if (found := forms.get(key(header))) is not None}
    taken: dict[str, int] = {}
    more: list[Column] = []
    unknown: list[str] = []
    findings: list[Finding] = []
    for position, header in enumerate(raw.header):
        found, judged = _meant(header, forms, whole, money, extra=extra)
        if not key(header):
            findings += _nameless(raw, position)
        elif found is not None and found.name in taken:
            findings.append(_twice(raw, header, taken[found.name]))
        elif found is not None:
            taken[found.name] = position
            findings += _of_unit(raw, header, judged)
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


def _of_unit(raw: RawTable | CodedTable, header: str, judged: Judged | None) -> list[Finding]:
    if judged is None:
        return []
    code = "H207" if judged.wrong else "H208"
    return [finding(code, raw.file, 1, shown(header), header, judged.words, judged.mend)]


def _meant(
    header: str, forms: Mapping[str, Column], whole: Collection[str], money: str | None, *, extra: bool
) -> tuple[Column | None, Judged | None]:
    """The column that a header names, alone or with a unit, and what is to be said of the unit."""
    if (plain := forms.get(key(header))) is not None:
        return plain, None
    for name, unit in splits(header):
        found = forms.get(key(name))
        if found is not None and found.name not in whole:
            return found, judge(found, unit, money) if unit else None
    for form in sorted(forms, key=len, reverse=True) if not extra else ():
        found = forms[form]
        if found.kind == "number" and found.name not in whole and (said := beside(key(header), form)):
            return found, judge(found, said, money)
    return None, None


_TITLES = 6
"""Rows at the top among which the header is looked for."""


def _header_row(raw: RawTable | CodedTable, table: Table, forms: Mapping[str, Column]) -> int | None:
    """The row in which the header seems to stand, if it is not the first: that one lacks a column which is needed."""

    def known(row: Sequence[str]) -> set[str]:
        names = (name for cell in row for name in (cell, *(base for base, _ in splits(cell))))
        return {found.name for name in names if (found := forms.get(key(name))) is not None}

    needed = {c.name for c in table.columns if c.required}
    first = known(raw.header)
    if isinstance(raw, CodedTable) or needed <= first:
        return None
    for row, number in zip(raw.rows[:_TITLES], raw.numbers, strict=False):
        here = known(row)
        if len(here) >= 2 and len(here) > len(first) and len(needed & here) > len(needed & first):
            return number
    return None


def _below(raw: RawTable | CodedTable, row: int) -> Finding:
    words = Words("the header seems to stand in row {n}, not in row 1", "表头似乎在第 {n} 行，而不在第 1 行").fill(
        n=row
    )
    mend = Words(
        "delete the rows above row {n}, and rows of totals or notes below the data", "请删除第 {n} 行以上的各行"
    )
    return finding(
        "H205", raw.file, row, value=raw.header[0] if raw.header else "", message=words, mend=mend.fill(n=row)
    )


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
    findings = []
    for h in headers:
        meant = next((n for n in (fold(h), *(base for base, _ in splits(h))) if near(n) is not None), fold(h))
        findings.append(finding("H202", raw.file, 1, shown(h), h, mend=near.words(meant, otherwise)))
    return findings


def _missing(raw: RawTable | CodedTable, column: Column, unknown: Sequence[str]) -> Finding:
    words = Words("the column {name} is missing", "缺少“{zh}”列（{name}）").fill(name=column.name, zh=column.zh)
    meant = Nearest(unknown)
    near = meant(column.name) or meant(column.zh)
    mend = Words("add the column", "请补充该列")
    if near is not None:
        mend = Words("rename '{near}' to {name} if that is meant", "如“{near}”即此列，请改名为“{zh}”")
        mend = mend.fill(near=shown(near), name=column.name, zh=column.zh)
    return finding("H201", raw.file, 1, column.name, message=words, mend=mend)
