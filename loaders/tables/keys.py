"""Keys and references between typed tables: duplicates, unknown ids, rows that tie a thing to itself.

What does not live here: what only the ecosystem's own tables can say about one another (``checks``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from graph.base.cell_text import shown
from graph.base.findings import Finding, Level
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import TABLES, Column
from loaders.rules.catalogue import finding
from loaders.tables.columns import TypedTable


def check_keys(typed: TypedTable) -> list[Finding]:
    """K401: rows whose key stands in an earlier row; only a warning where the key is the whole row."""
    key = typed.table.key
    if not key or not all(k in typed.values for k in key):
        return []
    skip = frozenset().union(*(typed.refused.get(k, frozenset()) for k in key))
    first: dict[Any, int] = {}
    findings = []
    positions = repeated(typed, key)
    harmless = {c.name for c in typed.table.columns} <= set(key)
    mend = Words("remove the repeated row; it says nothing new", "请删除重复的行，其内容没有新增") if harmless else None
    columns = [typed.values[k] for k in key]
    for position in range(len(typed.numbers)) if positions is None else positions:
        found = tuple(column[position] for column in columns)
        whole = tuple(None if isinstance(v, float) and math.isnan(v) else v for v in found)
        if position in skip:
            continue
        if whole in first:
            value = "|".join(map(_cell, whole)).rstrip("|")
            words = Words("the same key as row {n}", "与第 {n} 行主键相同").fill(n=typed.numbers[first[whole]])
            level: Level = "warning" if harmless else "error"
            findings.append(finding("K401", typed.file, typed.numbers[position], key[0], value, words, mend, level))
        else:
            first[whole] = position
    return findings


def _cell(value: object) -> str:
    """A part of a key as it would stand in the file; what is left blank there means no."""
    if value is None or value is False:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def table_words(*tables: str) -> Words:
    """What tables are called in a finding: by the name of the file, in Chinese with what it means.

    >>> table_words("centres").zh, table_words("organisations", "people").en
    ('创新中心表（centres）', 'organisations / people')
    """
    return Words(" / ".join(tables), "或".join(_zh(t) for t in tables))


def _zh(table: str) -> str:
    return f"{TABLES[table].zh.removesuffix('表')}表（{table}）" if table in TABLES else f"表 {table}"


def check_self_ties(typed: TypedTable) -> list[Finding]:
    """K403: rows whose two ends are the same."""
    ends = [c for c in typed.table.columns if c.kind == "ref" and c.required]
    if len(ends) != 2 or ends[0].refers != ends[1].refers:
        return []
    one, other = (typed.values[c.name] for c in ends)
    same = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a == b and a]
    return [finding("K403", typed.file, typed.numbers[i], ends[1].name, one[i]) for i in same]


def repeated(typed: TypedTable, columns: Sequence[str], unordered: int = 0) -> list[int] | None:
    """Positions of the rows that have these values in common with another row; None if the table is small.

    A screen for large tables, by sorting one whole number a row: only what it lets through need be looked at.

    Parameters
    ----------
    unordered
        So many first columns are compared whatever their order (the two ends of an undirected tie).
    """
    if not typed.coded:
        return None
    numbers: dict[Any, int] = {}
    codes = []
    for place, name in enumerate(columns):
        distinct, at = typed.coded[name]
        if place >= unordered:
            numbers = {}
        number = [numbers.setdefault("" if v != v else v, len(numbers)) for v in distinct]  # noqa: PLR0124 (NaN)
        codes.append(np.array(number, dtype=np.int64)[at])
    if unordered:
        codes[:unordered] = np.sort(np.stack(codes[:unordered]), axis=0)
    whole = codes[0]
    for code in codes[1:]:
        most = int(code.max(initial=0)) + 1
        if (int(whole.max(initial=0)) + 1) * most >= 2**62:
            whole = np.unique(whole, return_inverse=True)[1]
        whole = whole * most + code
    order = np.argsort(whole, kind="stable")
    ahead = whole[order]
    same = np.zeros(len(ahead), dtype=bool)
    same[1:] = ahead[1:] == ahead[:-1]
    same[:-1] |= same[1:]
    found: list[int] = np.sort(order[same]).tolist()
    return found


class Ids:
    """The ids of all tables, and the nearest of them; one for all references of a dataset."""

    def __init__(self, tables: Mapping[str, TypedTable]) -> None:
        self._tables = tables
        self._ids: dict[str, frozenset[str]] = {}
        self._near: dict[tuple[str, ...], Nearest] = {}

    def of(self, table: str) -> frozenset[str]:
        """Ids of one table, with those of skipped rows."""
        if table not in self._ids:
            typed = self._tables[table]
            self._ids[table] = frozenset(v for v in typed.values[typed.table.key[0]] if v) | typed.lost_ids
        return self._ids[table]

    def near(self, tables: tuple[str, ...]) -> Nearest:
        """Suggestions among the ids of these tables."""
        if tables not in self._near:
            self._near[tables] = Nearest(i for t in tables for i in self.of(t))
        return self._near[tables]

    def check(self, typed: TypedTable, column: Column, optional: Collection[str]) -> list[Finding]:
        """K402, K405 and K406 for one reference column; ``optional`` names the tables that may be missing."""
        values = typed.values[column.name]
        distinct = typed.coded[column.name][0] if typed.coded else values
        given = tuple(t for t in column.refers if t in self._tables)
        absent = [t for t in column.refers if t not in self._tables]
        if any(t not in optional for t in absent) or not all(self._tables[t].trusted for t in given):
            return []
        known = frozenset().union(*(self.of(t) for t in given))
        if not given:
            return self._no_table(typed, column, absent[0])
        unknown = set(distinct) - known - {""}
        both = self.of(given[0]) & self.of(given[1]) & set(distinct) if len(given) > 1 else frozenset()
        findings = []
        for position, value in enumerate(values) if unknown or both else ():
            if value in unknown:
                words = Words("no row of {table} has the id '{id}'", "{table}中没有编号“{id}”")
                words = words.fill(table=table_words(*given), id=shown(value))
                otherwise = Words("correct the id, or add the row that defines it", "请更正编号，或补充定义该编号的行")
                findings.append(
                    finding(
                        "K402",
                        typed.file,
                        typed.numbers[position],
                        column.name,
                        value,
                        words,
                        self.near(given).words(value, otherwise),
                    )
                )
            elif value in both:
                words = Words("the id stands in {a} and in {b}", "该编号在{a}和{b}中都有").fill(
                    a=table_words(given[0]), b=table_words(given[1])
                )
                findings.append(finding("K406", typed.file, typed.numbers[position], column.name, value, words))
        return findings

    def _no_table(self, typed: TypedTable, column: Column, table: str) -> list[Finding]:
        used = [(n, v) for n, v in zip(typed.numbers, typed.values[column.name], strict=True) if v]
        if not used:
            return []
        words = Words("{n:row refers|rows refer} to the table {t}, which is not given", "{n} 行引用了未提供的{t}")
        return [
            finding(
                "K405", typed.file, used[0][0], column.name, used[0][1], words.fill(n=len(used), t=table_words(table))
            )
        ]
