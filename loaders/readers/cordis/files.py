"""CORDIS files in either layout, as the same three typed tables: projects, organisations, participations.

Official layout: ``project.csv`` and ``organization.csv`` (one row a participation, the organisation repeated in each),
separated by semicolons, with decimal commas in some releases. Other layout: ``projects``, ``organisations`` and
``participations``. What does not live here: what the tables mean to an ecosystem (``cordis``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.base.cell_text import key
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import Column, Table
from loaders.readers.reader import Source
from loaders.rules.catalogue import finding
from loaders.tables.columns import Counts, TypedTable, read_columns
from loaders.tables.keys import Ids, check_keys
from loaders.tables.raw_table import RawTable


def _column(name: str, zh: str, kind: str = "text", *, required: bool = False, to: str = "") -> Column:
    low = 0.0 if kind in ("number", "integer") else None
    words = Words(name, zh)
    return Column(name, zh, kind, words, required=required, low=low, refers=(to,) if to else ())  # type: ignore[arg-type]


PROJECTS = Table(
    "projects",
    "项目",
    Words("CORDIS projects", "CORDIS 项目"),
    ("id",),
    columns=(
        _column("id", "项目编号", "id", required=True),
        _column("name", "简称"),
        _column("start", "开始日期"),
        _column("end", "结束日期"),
        _column("months", "月数", "number"),
        _column("cost", "总费用", "number"),
        _column("contribution", "资助上限", "number"),
        _column("partners", "参与方数", "integer"),
        _column("coordinator", "协调方", "ref", to="organisations"),
        _column("parts", "计划板块"),
    ),
    required=True,
)
ORGANISATIONS = Table(
    "organisations",
    "单位",
    Words("CORDIS organisations", "CORDIS 单位"),
    ("id",),
    columns=(
        _column("id", "单位编号", "id", required=True),
        _column("name", "名称"),
        _column("kind", "类型"),
        _column("country", "国家"),
        _column("place", "坐标"),
    ),
    required=True,
)
PARTICIPATIONS = Table(
    "participations",
    "参与",
    Words("CORDIS participations", "CORDIS 参与记录"),
    ("project", "organisation"),
    columns=(
        _column("project", "项目编号", "ref", required=True, to="projects"),
        _column("organisation", "单位编号", "ref", required=True, to="organisations"),
        _column("role", "角色"),
        _column("contribution", "资助额", "number"),
    ),
    required=True,
)

HEADERS: dict[str, dict[str, tuple[str, ...]]] = {
    "projects": {
        "id": ("id", "rcn"),
        "name": ("acronym", "title"),
        "start": ("startDate", "start_date"),
        "end": ("endDate", "end_date"),
        "months": ("duration_months",),
        "cost": ("totalCost", "total_cost"),
        "contribution": ("ecMaxContribution", "max_contribution"),
        "partners": ("n_partners",),
        "coordinator": ("coordinator",),
        "parts": ("programme_parts", "legalBasis", "topics"),
    },
    "organisations": {
        "id": ("pic", "organisationID"),
        "name": ("name",),
        "kind": ("activityType", "type"),
        "country": ("country",),
        "place": ("geolocation",),
    },
    "participations": {
        "project": ("projectID", "rcn"),
        "organisation": ("pic", "organisationID"),
        "role": ("role",),
        "contribution": ("contribution", "netEcContribution", "ecContribution"),
    },
}
"""The headers read for each column, the preferred first; a column without any value gives way to the next.

``netEcContribution`` goes before ``ecContribution``: the latter holds the money of linked third parties a second time.
"""

NOT_OFFICIAL = frozenset({"rcn", "pic"})
"""Headers not read in the official layout: there ``rcn`` is a record number that joins nothing."""

_DECIMAL_COMMA = re.compile(r"\s*-?\d+,\d{1,2}\s*", re.ASCII)


@dataclass(frozen=True, eq=False, kw_only=True)
class CordisFiles:
    """The three tables as read, with counts by the names of the files' own tables."""

    projects: TypedTable
    organisations: TypedTable
    participations: TypedTable
    counts: Mapping[str, Counts]
    hashes: Mapping[str, str]
    findings: tuple[Finding, ...]
    headers: Mapping[str, Mapping[str, str]]
    """Table → column → the header under which it stands in the file."""
    official: bool


def read_files(source: Source) -> CordisFiles:
    """Read either layout; everything wrong with cells, keys and references is among the findings."""
    raw = {
        "projects": source.read("projects", "project"),
        "organisations": source.read("organisations", "organization", "organisation"),
        "participations": source.read("participations", "participation"),
    }
    official = raw["participations"] is None
    if official:
        raw["participations"] = raw["organisations"]
    typed: dict[str, TypedTable] = {}
    findings = [f for f in source.findings if f.code != "S108"]
    headers: dict[str, dict[str, str]] = {}
    for table in (PROJECTS, ORGANISATIONS, PARTICIPATIONS):
        given = raw[table.name] or RawTable(table.name, f"{table.name}.csv")
        chosen, places, said = _chosen(given, table, NOT_OFFICIAL if official else frozenset())
        typed[table.name] = read_columns(chosen, table)
        headers[table.name] = {name: given.header[n] for name, n in places.items()}
        again = official and table is PARTICIPATIONS
        cells = _named(typed[table.name].findings, headers[table.name])
        findings += [f for f in (*said, *cells) if not (again and f in findings)]
    if official:
        findings += _named(check_keys(typed["projects"]), headers["projects"])
        typed["organisations"] = _distinct(typed["organisations"])
    else:
        for name in ("projects", "organisations"):
            findings += _named(check_keys(typed[name]), headers[name])
    ids = Ids(typed)
    for one in typed.values():
        for column in one.table.columns:
            if column.kind == "ref":
                findings += _named(ids.check(one, column, frozenset()), headers[one.table.name])
    return CordisFiles(
        projects=typed["projects"],
        organisations=typed["organisations"],
        participations=typed["participations"],
        counts=_counts(typed, raw, official=official),
        hashes=dict(source.hashes) | {r.file: r.sha256 for r in raw.values() if r is not None and r.sha256},
        findings=tuple(findings),
        headers=headers,
        official=official,
    )


def _named(findings: Iterable[Finding], headers: Mapping[str, str]) -> list[Finding]:
    """Findings with the column called as in the file."""
    return [replace(f, column=headers.get(f.column, f.column)) for f in findings]


def _counts(
    typed: Mapping[str, TypedTable], raw: Mapping[str, RawTable | None], *, official: bool
) -> dict[str, Counts]:
    """Rows read and skipped, by the names under which the files stand."""
    counts = {}
    for name in ("projects", "participations") if official else typed:
        given = raw[name]
        counts[given.name if given is not None else name] = typed[name].counts
    return counts


def _chosen(raw: RawTable, table: Table, without: frozenset[str]) -> tuple[RawTable, dict[str, int], list[Finding]]:
    """The columns that are read, with decimal points; where each stands in the file; findings for what is missing."""
    if not raw.usable:
        return raw, {}, []
    headers = {name: [h for h in known if h not in without] for name, known in HEADERS[table.name].items()}
    places = _places(raw, headers)
    findings = []
    for column in table.columns:
        if column.required and column.name not in places:
            accepted = headers[column.name]
            words = Words("no column is called {names}", "没有名为 {names} 的列").fill(names=" / ".join(accepted))
            findings.append(finding("D601", raw.file, 1, accepted[0], message=words))
    if findings:
        return RawTable(raw.name, raw.file, skipped=raw.skipped + len(raw.rows), findings=raw.findings), {}, findings
    rows = tuple(_picked(row, len(raw.header), list(places.values())) for row in raw.rows)
    commas = _point([i for i, name in enumerate(places) if table.column(name).kind == "number"], rows)
    if commas:
        words = Words(
            "{n:amount with a decimal comma was|amounts with a decimal comma were} read",
            "有 {n} 个金额以逗号作小数点，已按小数读取",
        ).fill(n=commas)
        findings.append(finding("D602", raw.file, value=commas, message=words))
    return replace(raw, header=tuple(places), rows=rows), places, findings


def _places(raw: RawTable, headers: Mapping[str, list[str]]) -> dict[str, int]:
    """Where each column stands: under the first accepted header that has any value."""
    known = {key(h): n for n, h in reversed(list(enumerate(raw.header)))}
    places: dict[str, int] = {}
    for name, accepted in headers.items():
        found = [known[key(h)] for h in accepted if key(h) in known]
        full = (n for n in found if any(n < len(row) and row[n].strip() for row in raw.rows))
        if found:
            places[name] = next(full, found[0])
    return places


def _picked(row: list[str], width: int, places: list[int]) -> list[str]:
    """The cells of one row that are read; a row that is too long or too short for them stays so, to be found out."""
    if len(row) > width:
        return [*(row[n] for n in places), *row[width:]]
    first = next((i for i, n in enumerate(places) if n >= len(row)), len(places))
    return [row[n] for n in places[:first]]


def _point(columns: list[int], rows: tuple[list[str], ...]) -> int:
    """Write decimal commas as points, in place; returns how many."""
    commas = 0
    for row in rows:
        for i in columns:
            if i < len(row) and _DECIMAL_COMMA.fullmatch(row[i]):
                row[i] = row[i].replace(",", ".")
                commas += 1
    return commas


def _distinct(typed: TypedTable) -> TypedTable:
    """Each organisation once, as its first row gives it."""
    first: dict[str, int] = {}
    for position, i in enumerate(typed.values["id"]):
        first.setdefault(i, position)
    first.pop("", None)
    keep = list(first.values())
    values = {name: [column[p] for p in keep] for name, column in typed.values.items()}
    refused = {name: frozenset[int]() for name in typed.refused}
    return replace(typed, values=values, refused=refused, numbers=tuple(typed.numbers[p] for p in keep))
