"""Tables of any schema, read from any source: all findings at once, typed columns, and a count of every row.

What does not live here: which tables make a dataset (``dataset``) and what they must say together (``checks``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from numpy.typing import NDArray

from graph.base.cell_text import fold, key
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import Table
from loaders.readers.loaded import NOT_USABLE
from loaders.readers.sources import Source, open_source
from loaders.rules.catalogue import finding
from loaders.tables.columns import Counts, TypedTable, read_columns
from loaders.tables.keys import Ids, check_keys, check_self_ties

__all__ = ["Counts", "TableSet", "read_source", "read_tables"]

KNOWN_SHEETS = frozenset(map(key, ("read me", "readme", "说明", "dataset", "数据集")))
"""Sheets that are no tables and are nothing to remark on."""


@dataclass(frozen=True, eq=False)
class TableSet:
    """What was read: every declared table is present, a missing one is empty.

    Attributes
    ----------
    columns
        Table → column → read-only array: text as object array of ``str`` (blank ``""``), numbers and integers float64
        (blank NaN), booleans bool.
    findings
        Everything that is wrong or worth knowing.
    counts
        Table → :class:`Counts`, for the tables that are there.
    hashes
        Relative file name → SHA-256.
    typed
        Table → the rows with their places, for further checks; only tables that are there.
    """

    columns: Mapping[str, Mapping[str, NDArray[Any]]]
    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]
    hashes: Mapping[str, str]
    typed: Mapping[str, TypedTable]

    @property
    def errors(self) -> bool:
        """Whether a finding is an error, so that the columns must not be used."""
        return any(f.level == "error" for f in self.findings)

    def require(self) -> Mapping[str, Mapping[str, NDArray[Any]]]:
        """The columns.

        Raises
        ------
        InputError
            If a finding is an error; all findings are carried along.
        """
        if self.errors:
            raise InputError(NOT_USABLE, self.findings)
        return self.columns


def read_tables(path: Path, tables: Sequence[Table], extra: Collection[str] = ()) -> TableSet:
    """Read the declared tables from a folder of CSV files, a workbook or a zip.

    Parameters
    ----------
    path
        The place; it must exist.
    tables
        Declarations; the findings come in their order.
    extra
        Names of tables whose undeclared columns are read as numbers instead of being warned about.

    Returns
    -------
    TableSet
        With findings instead of exceptions for everything that is wrong with the input.

    Raises
    ------
    UsageError
        If there is nothing at ``path``.
    """
    try:
        source = open_source(path)
    except InputError as error:
        return TableSet(_columns({}, tables), error.findings, {}, {}, {})
    return read_source(source, tables, extra)


def read_source(
    source: Source, tables: Sequence[Table], extra: Collection[str] = (), money: str | None = None
) -> TableSet:
    """As :func:`read_tables`, from an opened source; ``money`` is the dataset's money unit, if it has one."""
    typed: dict[str, TypedTable] = {}
    hashes = dict(source.hashes)
    missing: list[Table] = []
    twice: list[Finding] = []
    for table in tables:
        raw = source.table(table.name, table.zh)
        if raw is None:
            missing.append(table)
            continue
        other = source.table(table.zh) if source.has(table.name) else None
        if other is not None and other.file != raw.file:
            twice.append(finding("S109", other.file, value=raw.file))
        if raw.sha256:
            hashes[raw.file] = raw.sha256
        typed[table.name] = read_columns(raw, table, extra=table.name in extra, money=money)
    hidden = _hidden(source, missing)
    missing = [table for table in missing if table.name not in hidden]
    findings = [
        *source.findings,
        *twice,
        *(f for f in hidden.values() if f not in source.findings),
        *_unread(source, tables),
        *_missing(source, missing),
    ]
    optional = {t.name for t in missing if not t.required}
    ids = Ids(typed)
    for one in typed.values():
        findings += one.findings
        findings += _no_rows(one)
        linked = [*check_keys(one), *check_self_ties(one)]
        for column in one.table.columns:
            if column.kind == "ref" and column.refers:
                linked += ids.check(one, column, optional)
        findings += sorted(linked, key=lambda f: f.row)
    counts = {name: one.counts for name, one in typed.items()}
    return TableSet(
        _columns(typed, tables),
        tuple(findings),
        MappingProxyType(counts),
        MappingProxyType(hashes),
        MappingProxyType(typed),
    )


def _columns(typed: Mapping[str, TypedTable], tables: Sequence[Table]) -> Mapping[str, Mapping[str, NDArray[Any]]]:
    return MappingProxyType(
        {t.name: MappingProxyType(typed[t.name].arrays() if t.name in typed else {}) for t in tables}
    )


_PART = re.compile(
    r"[\s_.-]*[(（]?\s*(\d+|part\s*\d*|continued|续表?|[一二三四五六七八九十]+)\s*[)）]?\s*\Z", re.IGNORECASE
)
"""What tells one part of a table from the others in the names of sheets and files"""


def _unread(source: Source, tables: Sequence[Table]) -> list[Finding]:
    """S108: names that are no table, with the nearest of those that are missing, or the one that they go on with."""
    forms = {key(form): form for t in tables for form in (t.name, t.zh)}
    known = {*forms, *KNOWN_SHEETS}
    near = Nearest([form for t in tables if not source.has(t.name, t.zh) for form in (t.name, t.zh)])
    findings = []
    for name in source.names:
        if key(name) not in known:
            meant = near(fold(name))
            otherwise = Words(
                "rename it if it is meant to be a table; otherwise nothing need be done",
                "若应为数据表请改名；否则不必处理",
            )
            part = forms.get(key(_PART.sub("", name)))
            if part is not None and meant is None:
                words = Words(
                    "its rows are not read: put them into {t}, or rename it clearly if they are a copy",
                    "其中各行不读取：请并入 {t}；如是副本，请改用明显不同的名称",
                )
                findings.append(finding("S108", name, value=name, mend=words.fill(t=part), level="warning"))
                continue
            level = "note" if meant is None else "warning"
            findings.append(finding("S108", name, value=name, mend=near.words(fold(name), otherwise), level=level))  # type: ignore[arg-type]
    return findings


_PAPERS = frozenset(
    (".pdf", ".doc", ".docx", ".md", ".ppt", ".pptx", ".png", ".jpg", ".jpeg", ".svg", ".htm", ".html", ".geojson")
)
"""Endings of files that are for people to read; such a file may well have the name of a table."""


def _hidden(source: Source, missing: Sequence[Table]) -> dict[str, Finding]:
    """S129: missing tables whose name a file has that no reader takes; S128 has said so of others."""
    forms = {key(form): table.name for table in missing for form in (table.name, table.zh)}
    found: dict[str, Finding] = {}
    for file in source.beside:
        name = forms.get(key(PurePosixPath(file).name.split(".")[0]))
        if name is not None and name not in found and PurePosixPath(file).suffix.lower() not in _PAPERS:
            found[name] = finding("S129", file, value=file, level="warning" if "/" in file else "error")
    for said in source.findings:
        name = forms.get(key(said.file.split(".")[0])) if said.code in ("S128", "S109") else None
        if name is not None:
            found.setdefault(name, said)
    return found


def _missing(source: Source, missing: Sequence[Table]) -> list[Finding]:
    """S107 for each needed table, one S117 for all others that a plan reads."""
    findings = []
    twice = {f.code for f in source.findings if f.code == "S109"}
    for table in missing:
        if table.required and not twice:
            words = Words("the table {t} is missing", "缺少表格“{zh}”（{t}）").fill(t=table.name, zh=table.zh)
            findings.append(
                finding("S107", f"{table.name}.csv" if source.kind in ("folder", "zip") else table.name, message=words)
            )
    optional = [t for t in missing if not t.required and not t.occasional]
    if optional:
        names = Words(", ".join(t.name for t in optional), "、".join(f"{t.zh}（{t.name}）" for t in optional))
        words = Words("not given, taken as empty: {names}", "未提供、按空表处理：{names}").fill(names=names)
        findings.append(finding("S117", source.name, message=words))
    return findings


def _no_rows(one: TypedTable) -> list[Finding]:
    if one.numbers or one.counts.skipped or any(f.level == "error" for f in one.findings):
        return []
    return [finding("S118", one.file, level="error" if one.table.required else "note")]
