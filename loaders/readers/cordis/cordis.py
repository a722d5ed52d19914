"""CORDIS, the European Commission's research projects, as an ecosystem.

project → candidate centre (minimum support = greatest contribution, ready year = year of start), coordinator → lead,
participation → member with its share of the money, programme part → technology and (the first) field, country →
district. There are no people, no evidence and no scores in CORDIS, so there are none in the ecosystem.

The total cost is spread evenly over the months of the project, counted in years from its start; what falls after the
fifth year is put in the fifth, so that the years add up to the total cost.

What does not live here: reading the files (``cordis_files``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.readers.cordis.files import CordisFiles, read_files
from loaders.readers.loaded import Loaded
from loaders.readers.reader import LayoutReader, Source
from loaders.rules.catalogue import finding
from loaders.tables.columns import Counts

KINDS = {"PRC": "firm", "HES": "university", "REC": "institute", "PUB": "other", "OTH": "other"}
"""CORDIS activity type → kind of organisation."""
SOURCE = "CORDIS, European Commission"
LICENCE = "European Commission data: CC BY 4.0 / Decision 2011/833/EU (not stated in the files)"
NOTE = (
    "CORDIS open data. Project = candidate centre, coordinator = lead, programme part = technology (kind common, "
    "severity 1: CORDIS gives neither), country = district. "
    "欧盟 CORDIS 公开数据：项目即候选中心，协调方即牵头单位，国家即区县，"
    "计划板块即技术（CORDIS 无类别和严重度，一律取共性、1）。"
)
TABLES = (("projects", "project"), ("organisations", "organization", "organisation"))
"""A place that holds one of each, and no ``centres``, is CORDIS."""
YEARS = 5
_MATCH = 1.0
"""EUR: sums that differ by no more are equal."""
_MONTH = 30.4375

Row = dict[str, Any]


def load_cordis(source: Source) -> Loaded:
    r"""Load CORDIS tables, in the official layout or as projects, organisations and participations.

    Parameters
    ----------
    source
        An opened folder, workbook or zip.

    Returns
    -------
    Loaded
        Money in EUR. Every row of every file is counted as read or skipped; blank names, contributions and so on as
        defaulted. ``ecosystem`` is None if a finding is an error.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from loaders.readers.sources import open_source
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "project.csv").write_text("id;legalBasis;ecMaxContribution\n7;H2020-EU.3.1.;90,5\n")
    ...     _ = (Path(folder) / "organization.csv").write_text(
    ...         "projectID;organisationID;name;activityType;country;role\n7;1;A;HES;FI;coordinator\n")
    ...     eco = load_cordis(open_source(Path(folder))).require()
    >>> eco.ids("Centre"), eco.column("centres", "minimum_support").tolist()
    (('7',), [90.5])
    """
    files = read_files(source)
    findings = list(files.findings)
    if any(f.level == "error" for f in findings):
        return Loaded(None, tuple(findings), files.counts, files.hashes, "cordis")
    reading = _Reading(files)
    rows = reading.rows()
    counts = reading.counts()
    eco = Ecosystem.from_rows(
        DatasetInfo(source.name, money_unit="EUR", taxonomy="CORDIS", licence=LICENCE, note=NOTE), rows
    )
    return Loaded(eco, (*findings, *reading.findings), counts, files.hashes, "cordis")


def is_cordis(source: Source) -> bool:
    """Whether the place holds CORDIS tables: projects and organisations, but no centres."""
    return all(source.has(*names) for names in TABLES) and not source.has("centres", "创新中心")


READER = LayoutReader("cordis", is_cordis, load_cordis)


class _Reading:
    """One pass over the three tables; ``findings`` and the counts grow as it goes."""

    def __init__(self, files: CordisFiles) -> None:
        self.files = files
        self.findings: list[Finding] = []
        self.defaulted = {"projects": 0, "organisations": 0, "participations": 0}
        self.skipped = 0
        self.substituted: list[Row] = []
        self.projects = _records(files.projects.values, files.projects.numbers)
        self.members = self._merged()

    def rows(self) -> dict[str, list[Row]]:
        """Rows of the ecosystem's tables."""
        organisations = self._organisations()
        country = {o["id"]: o.get("district", "") for o in organisations}
        centres: list[Row] = []
        investments: list[Row] = []
        covers: list[Row] = []
        parts: dict[str, None] = {}
        for p in self.projects:
            lead = self._lead(p)
            if not lead:
                self.skipped += 1
                continue
            own = list(dict.fromkeys(part.strip() for part in re.split(r"[|,;]", p["parts"]) if part.strip()))
            if not own:
                self._say("D611", p, "parts")
            parts |= dict.fromkeys(own)
            centres.append(self._centre(p, lead, own[0] if own else "", country[lead]))
            investments += self._investments(p)
            covers += [_row(centre_id=p["id"], technology_id=t, evidence="programme part") for t in own]
            self._check_sums(p)
        if self.substituted:
            first, header = self.substituted[0], self._header("projects", "cost")
            words = Words(
                "{n:project|projects} without a total cost; the contribution stands for it",
                "{n} 个项目没有总费用，以资助额代替",
            ).fill(n=len(self.substituted))
            file, value = self.files.projects.file, len(self.substituted)
            self.findings.append(finding("D618", file, first["row"], header, value, words))
        kept = {c["id"] for c in centres}
        if parts:
            self.findings.append(finding("D614", self.files.projects.file, value=len(parts)))
        return {
            "districts": [_row(id=c, name=c) for c in sorted(set(country.values()) - {""})],
            "fields": [_row(id=t, name=t, taxonomy="CORDIS") for t in sorted(parts)],
            "technologies": [_row(id=t, name=t, field=t, kind="common", severity=1) for t in sorted(parts)],
            "organisations": organisations,
            "centres": centres,
            "investments": investments,
            "covers": covers,
            "members": [m for project, found in self.members.items() if project in kept for m in self._shares(found)],
        }

    def counts(self) -> dict[str, Counts]:
        """Rows and defaulted cells of each file."""
        shown: dict[str, Counts] = {}
        for (name, c), own in zip(self.files.counts.items(), self._own_counts(), strict=True):
            left_out = self.skipped if "projects" in own else 0
            more = sum(self.defaulted[o] for o in own)
            shown[name] = Counts(c.read - left_out, c.skipped + left_out, c.defaulted + more)
        return shown

    def _own_counts(self) -> tuple[tuple[str, ...], ...]:
        if self.files.official:
            return (("projects",), ("organisations", "participations"))
        return (("projects",), ("organisations",), ("participations",))

    def _say(self, code: str, record: Row, column: str, value: object = "", message: Words | None = None) -> None:
        header = self._header("projects", column)
        self.findings.append(finding(code, self.files.projects.file, record["row"], header, value, message))

    def _header(self, table: str, column: str) -> str:
        return self.files.headers[table].get(column, column)

    def _merged(self) -> dict[str, dict[str, Row]]:
        """Project → organisation → participation; rows of the same two are added up."""
        table = self.files.participations
        members: dict[str, dict[str, Row]] = {}
        blank = 0
        for r in _records(table.values, table.numbers):
            blank += math.isnan(r["contribution"])
            of_project = members.setdefault(r["project"], {})
            known = of_project.get(r["organisation"])
            if known is None:
                of_project[r["organisation"]] = r
                continue
            self.findings.append(
                finding("D610", table.file, r["row"], self._header("participations", "organisation"), r["organisation"])
            )
            known["contribution"] = _plus(known["contribution"], r["contribution"])
            if r["role"].casefold() == "coordinator":
                known["role"] = r["role"]
        if blank:
            self.defaulted["participations"] = blank
            words = Words(
                "{n:participation states|participations state} no contribution", "有 {n} 条参与记录未填资助额"
            ).fill(n=blank)
            self.findings.append(
                finding("D605", table.file, 0, self._header("participations", "contribution"), blank, words)
            )
        return members

    def _organisations(self) -> list[Row]:
        table = self.files.organisations
        rows, nameless, odd = [], 0, 0
        for o in _records(table.values, table.numbers):
            kind = KINDS.get(o["kind"].strip().upper(), "")
            if not kind:
                odd += 1
                self.findings.append(
                    finding("D603", table.file, o["row"], self._header("organisations", "kind"), o["kind"])
                )
            nameless += not o["name"]
            row = _row(id=o["id"], name=o["name"] or o["id"], kind=kind or "other", district=o["country"])
            rows.append(row | _place(o["place"]))
        if nameless:
            words = Words(
                "{n:organisation has|organisations have} no name; the number stands for it",
                "有 {n} 家单位没有名称，以编号代替",
            )
            header = self._header("organisations", "name")
            self.findings.append(finding("D604", table.file, 0, header, nameless, words.fill(n=nameless)))
        self.defaulted["organisations"] = nameless + odd
        return rows

    def _lead(self, p: Row) -> str:
        """The coordinator; "" if there is none."""
        members = self.members.get(p["id"], {})
        named = [o for o, m in members.items() if m["role"].casefold() == "coordinator"]
        given = str(p["coordinator"])
        if not given and not named:
            self._say("D608", p, "coordinator")
            return ""
        if given and named and given not in named:
            self._say("D609", p, "coordinator", given)
        if len(named) > 1:
            lead = given or named[0]
            words = Words("{n} coordinators: {all}; {lead} is taken", "有 {n} 个协调方：{all}；取 {lead}")
            words = words.fill(n=len(named), all=", ".join(map(shown, named)), lead=shown(lead))
            others = [o for o in named if o != lead]
            other = others[0]
            for o in others:
                members[o]["role"] = "participant"
            table = self.files.participations
            column = self._header("participations", "role")
            self.findings.append(finding("D619", table.file, members[other]["row"], column, other, words))
        return given or named[0]

    def _centre(self, p: Row, lead: str, field: str, district: str) -> Row:
        start = _date(p["start"])
        if start is None:
            self._say("D606", p, "start", p["start"])
        self.defaulted["projects"] += not p["name"]
        return _row(
            id=p["id"],
            name=p["name"] or p["id"],
            status="candidate",
            level="",
            field=field,
            district=district,
            lead_id=lead,
            ready_year=start.year if start else math.nan,
            minimum_support=p["contribution"],
        )

    def _investments(self, p: Row) -> list[Row]:
        cost = p["cost"]
        if not cost > 0 and p["contribution"] > 0:
            cost = p["contribution"]
            self.defaulted["projects"] += 1
            self.substituted.append(p)
        elif math.isnan(cost):
            self._say("D616", p, "cost")
            return []
        elif cost < p["contribution"] - _MATCH:
            self._say("D613", p, "cost", f"{p['cost']:g}")
        months = p["months"] if p["months"] > 0 else _months(p)
        if not months > 0:
            self._say("D617", p, "months")
            months = 12.0
        if months > 12 * YEARS:
            self._say("D615", p, "months", f"{months:g}")
        parts = [min(12.0, max(0.0, months - 12 * k)) for k in range(YEARS)]
        parts[-1] += max(0.0, months - 12 * YEARS)
        return [
            _row(centre_id=p["id"], year=k, investment=cost * part / months)
            for k, part in enumerate(parts, 1)
            if part > 0
        ]

    def _check_sums(self, p: Row) -> None:
        members = self.members.get(p["id"], {})
        paid = _total(m["contribution"] for m in members.values())
        if abs(paid - p["contribution"]) > _MATCH:
            words = Words(
                "the partners' contributions add up to {paid}, the project states {stated}",
                "各参与方资助额合计 {paid}，项目所载为 {stated}",
            )
            said = words.fill(paid=f"{paid:.2f}", stated=f"{p['contribution']:.2f}")
            self._say("D607", p, "contribution", f"{paid - p['contribution']:.2f}", said)
        if not math.isnan(p["partners"]) and p["partners"] != len(members):
            self._say("D612", p, "partners", f"{p['partners']:g}")

    @staticmethod
    def _shares(members: Mapping[str, Row]) -> list[Row]:
        total = _total(m["contribution"] for m in members.values())
        return [
            _row(
                centre_id=m["project"],
                organisation_id=o,
                role="lead" if m["role"].casefold() == "coordinator" else "partner",
                tie="joint_project",
                share=m["contribution"] / total if total else math.nan,
            )
            for o, m in members.items()
        ]


def _records(values: Mapping[str, Any], numbers: Sequence[int]) -> list[Row]:
    names = list(values)
    cells = zip(*values.values(), strict=True)
    return [dict(zip(names, row, strict=True)) | {"row": n} for row, n in zip(cells, numbers, strict=True)]


def _row(**values: Any) -> Row:
    """A row with its source; blank numbers are left out."""
    return {k: v for k, v in values.items() if not (isinstance(v, float) and math.isnan(v))} | {"source": SOURCE}


def _plus(a: float, b: float) -> float:
    return b if math.isnan(a) else a if math.isnan(b) else a + b


def _total(amounts: Iterable[float]) -> float:
    return math.fsum(a for a in amounts if not math.isnan(a))


def _place(text: str) -> Row:
    """Longitude and latitude from "(60.18,24.82)" or "60.18,24.82"; nothing if the text is anything else."""
    found = re.fullmatch(r"\(?\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?", text.strip(), re.ASCII)
    return {"lat": float(found[1]), "lon": float(found[2]), "crs": "WGS84"} if found else {}


def _date(text: str) -> date | None:
    """A date as 2015-03-01 (a time may follow) or 01/03/2015."""
    iso = re.match(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)", text, re.ASCII)
    european = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text, re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(european[3]), int(european[2]), int(european[1])) if european else None
    except ValueError:
        return None


def _months(p: Row) -> float:
    """Whole months from start to end; 0 if either is missing."""
    start, end = _date(p["start"]), _date(p["end"])
    return float(round(((end - start).days + 1) / _MONTH)) if start and end else 0.0
