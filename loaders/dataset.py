"""A dataset: all tables of the ecosystem from one place, with everything that is wrong with them, or the ecosystem.

What does not live here: reading tables (``tables``), what they must say together (``checks``), CORDIS (``cordis``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.model.ecosystem import Ecosystem
from graph.model.schema import TABLES
from loaders.dataset_info import read_info
from loaders.readers.sources import Source, open_source
from loaders.readers.tables import NOT_USABLE, read_source
from loaders.tables.checks import check_links
from loaders.tables.columns import Counts

__all__ = ["Counts", "Loaded", "load", "load_source"]

CORDIS_TABLES = (("projects", "project"), ("organisations", "organization", "organisation"))
"""A place that holds one of each, and no ``centres``, is read as CORDIS."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """What loading gave.

    Attributes
    ----------
    ecosystem
        None if a finding is an error.
    findings
        Everything that is wrong or worth knowing, of all files.
    counts
        Table → rows read and skipped, cells defaulted.
    hashes
        Relative file name → SHA-256.
    layout
        The tables of buju, or CORDIS.
    """

    ecosystem: Ecosystem | None
    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]
    hashes: Mapping[str, str]
    layout: Literal["buju", "cordis"]

    def require(self) -> Ecosystem:
        """The ecosystem.

        Raises
        ------
        InputError
            If a finding is an error; all findings are carried along.
        """
        if self.ecosystem is None:
            raise InputError(NOT_USABLE, self.findings)
        return self.ecosystem


def load(path: Path) -> Loaded:
    """Load a dataset from a folder of CSV files, a workbook or a zip.

    Raises
    ------
    UsageError
        If there is nothing at ``path``. Everything else that is wrong becomes findings.
    """
    try:
        source = open_source(path)
    except InputError as error:
        return Loaded(None, error.findings, {}, {}, "buju")
    return load_source(source)


def load_source(source: Source) -> Loaded:
    """As :func:`load`, from a place that is open already or from tables in memory (``readers.sources.source_of``)."""
    if is_cordis(source):
        from loaders.readers.cordis.cordis import load_cordis  # noqa: PLC0415 - only when it is needed

        return load_cordis(source)
    read = read_source(source, tuple(TABLES.values()))
    info, said = read_info(source)
    findings = (*said, *read.findings, *check_links(read.typed))
    if any(f.level == "error" for f in findings):
        return Loaded(None, findings, read.counts, read.hashes, "buju")
    eco = Ecosystem(info, read.columns)
    for name, typed in read.typed.items():
        for column in typed.table.columns:
            if column.kind == "ref" and column.name in typed.coded:
                eco.know(name, column.name, *typed.coded[column.name])
    return Loaded(eco, findings, read.counts, read.hashes, "buju")


def is_cordis(source: Source) -> bool:
    """Whether the place holds CORDIS tables: projects and organisations, but no centres."""
    return all(source.has(*names) for names in CORDIS_TABLES) and not source.has("centres", TABLES["centres"].zh)
