"""A dataset: all tables of the ecosystem from one place, with everything that is wrong with them, or the ecosystem.

What does not live here: reading tables (``table_set``), what they must say together (``tables.checks``), and other
layouts (``readers.cordis``), which are found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from graph.base.cell_text import key
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.measures.items import with_evidence
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.merging import merge_organisations
from graph.model.schema import TABLES
from loaders.dataset_info import read_info
from loaders.readers.discovery import layout_readers
from loaders.readers.loaded import Loaded
from loaders.readers.sources import Source, open_source
from loaders.rules.catalogue import finding
from loaders.table_set import read_source
from loaders.tables.checks import check_links
from loaders.tables.columns import Counts, TypedTable
from loaders.tables.evidence_checks import derived, merged

__all__ = ["Counts", "Loaded", "load", "load_source"]


def load(path: Path, read: Collection[str] | None = None, instead: Mapping[str, bytes] | None = None) -> Loaded:
    """Load a dataset from a folder of CSV files, a workbook or a zip.

    Parameters
    ----------
    path
        The place.
    read
        Tables that the caller looks at, if not all: that others are not given is then no error.
    instead
        Of a folder: files, by name, that are read as if they stood there with these bytes. So a change is tried before
        it is written.

    Raises
    ------
    UsageError
        If there is nothing at ``path``. Everything else that is wrong becomes findings.
    """
    try:
        source = open_source(path, instead)
    except InputError as error:
        return Loaded(None, error.findings, {}, {}, "buju")
    return load_source(source, read)


def load_source(source: Source, asked: Collection[str] | None = None) -> Loaded:
    """As :func:`load`, from a place that is open already or from tables in memory (``readers.sources.source_of``)."""
    for reader in layout_readers():
        if reader.recognises(source):
            return reader.load(source)
    info, said = read_info(source)
    read = read_source(source, tuple(TABLES.values()), money=info.money_unit)
    info = marked(info, read.typed)
    findings = tuple(f for f in (*said, *read.findings, *check_links(read.typed)) if not _elsewhere(f, asked))
    if _is_map(source):
        findings = (finding("X533", source.name), *(f for f in findings if not _of_centres(f)))
    if any(f.level == "error" for f in findings):
        return Loaded(None, findings, read.counts, read.hashes, "buju")
    eco, said = followed(Ecosystem(info, read.columns), read.typed)
    findings = (*findings, *said)
    for name, typed in read.typed.items():
        for column in typed.table.columns:
            same = eco.column(name, column.name) is read.columns[name].get(column.name)
            if column.kind == "ref" and column.name in typed.coded and same:
                eco.know(name, column.name, *typed.coded[column.name])
    return Loaded(eco, findings, read.counts, read.hashes, "buju")


def followed(eco: Ecosystem, tables: Mapping[str, TypedTable]) -> tuple[Ecosystem, tuple[Finding, ...]]:
    """What follows from the tables of aliases and of evidence: organisations that are one, capabilities and ties."""
    said: list[Finding] = []
    if len(eco.column("aliases", "raw")):
        eco, done = merge_organisations(eco)
        said += merged(tables, done)
    if len(eco.column("evidence", "item_id")):
        eco, made = with_evidence(eco)
        said += derived(tables, made)
    return eco, tuple(said)


def _is_map(source: Source) -> bool:
    """Whether the place tells who can do what and names no centre."""
    said = any(source.has(name, TABLES[name].zh) for name in ("evidence", "capabilities"))
    return said and not any(source.has(name, TABLES[name].zh) for name in ("centres", "covers"))


def _of_centres(found: Finding) -> bool:
    """Whether a finding only says that a table is missing without which there are no centres."""
    return found.code == "S107" and found.file.removesuffix(".csv") in ("centres", "covers", "districts", "fields")


def _elsewhere(found: Finding, asked: Collection[str] | None) -> bool:
    """Whether a finding only says that a table is not given which the caller does not look at."""
    if asked is None or found.code not in ("S107", "K405"):
        return False
    if found.code == "S107":
        return found.file.removesuffix(".csv") not in asked
    refers = {r for t in TABLES.values() for c in t.columns if c.name == found.column for r in c.refers}
    return not refers & set(asked)


def marked(info: DatasetInfo, tables: Mapping[str, TypedTable]) -> DatasetInfo:
    """What the dataset says of itself; made up if it says so, or if any row does (``source`` = ``illustrative``)."""
    said = (value for typed in tables.values() for value in _distinct(typed, "source"))
    made_up = info.illustrative or any(key(str(value)) in MADE_UP for value in said)
    return replace(info, illustrative=made_up)


MADE_UP = frozenset(map(key, ("illustrative", "made up", "made-up", "虚构", "示例", "虚构数据", "示意")))
"""What the column ``source`` says of a row that is made up."""


def _distinct(typed: TypedTable, column: str) -> Iterable[object]:
    if column in typed.coded:
        return typed.coded[column][0]
    return set(typed.values.get(column, ()))
