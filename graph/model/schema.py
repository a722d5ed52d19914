"""Every table, column, node kind and tie kind, declared once.

Loading, templates, the data dictionary and the stores are derived from this module; all that speaks of tables is
imported from here. What does not live here: reading (``loaders``), what is computed (``graph.model.ecosystem`` and the
measures), and the parts that this module puts together (``graph.model.vocabulary``, ``graph.model.centre_tables``,
``graph.model.base_tables``, ``graph.model.course_tables``, ``graph.model.evaluation_tables``,
``graph.model.dossier_tables``, ``graph.model.evidence_tables``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.base_tables import BASE_TABLES
from graph.model.centre_tables import CENTRE_TABLES
from graph.model.course_tables import COURSE_TABLES
from graph.model.dossier_tables import DOSSIER_TABLES
from graph.model.evaluation_tables import EVALUATION_TABLES
from graph.model.evidence_tables import EVIDENCE_TABLES
from graph.model.vocabulary import (
    CHANNELS,
    CONDITIONS,
    CRS,
    DECISIONS,
    FORMATIONS,
    GRADES,
    LEVELS,
    ORGANISATION_KINDS,
    PAYERS,
    SECTORS,
    STATUSES,
    TECHNOLOGY_KINDS,
    TIE_KINDS,
    TIERS,
    Column,
    ColumnKind,
    NodeKind,
    Table,
    TieKind,
)

__all__ = [
    "CHANNELS",
    "CONDITIONS",
    "CRS",
    "DECISIONS",
    "FORMATIONS",
    "GRADES",
    "LEVELS",
    "NODES",
    "ORGANISATION_KINDS",
    "PAYERS",
    "SECTORS",
    "STATUSES",
    "TABLES",
    "TECHNOLOGY_KINDS",
    "TIERS",
    "TIES",
    "TIE_KINDS",
    "Column",
    "ColumnKind",
    "NodeKind",
    "Table",
    "TieKind",
]

_ORDER = (
    "centres",
    "investments",
    "conditions",
    "organisations",
    "people",
    "technologies",
    "covers",
    "capabilities",
    "members",
    "affiliations",
    "ties",
    "requires",
    "districts",
    "fields",
    "synergies",
    "rules",
    "payments",
    "commitments",
    "evaluations",
    "decisions",
    "indicators",
    "measurements",
    "experts",
    "reviews",
    "votes",
    "milestones",
    "organs",
    "projects",
    "obligations",
    "evidence",
    "aliases",
)
"""Order of the tables in templates, workbooks and reports."""

TABLES: dict[str, Table] = {
    name: table
    for name in _ORDER
    for table in (*CENTRE_TABLES, *BASE_TABLES, *COURSE_TABLES, *EVALUATION_TABLES, *DOSSIER_TABLES, *EVIDENCE_TABLES)
    if table.name == name
}

NODES: dict[str, NodeKind] = {
    n.label: n
    for n in (
        NodeKind("Centre", "centres", Words("centre", "中心")),
        NodeKind("Organisation", "organisations", Words("organisation", "单位")),
        NodeKind("Person", "people", Words("person", "人才")),
        NodeKind("Technology", "technologies", Words("technology", "技术")),
        NodeKind("District", "districts", Words("district", "区县")),
        NodeKind("Field", "fields", Words("field", "领域")),
    )
}


def _tie(label: str, source: str, target: str, where: str, en: str, zh: str, directed: bool = True) -> TieKind:
    table, a, b = where.split(".")
    return TieKind(
        label=label,
        source=tuple(source.split("|")),
        target=tuple(target.split("|")),
        table=table,
        source_column=a,
        target_column=b,
        directed=directed,
        words=Words(en, zh),
    )


TIES: tuple[TieKind, ...] = (
    _tie("LEADS", "Organisation", "Centre", "centres.lead_id.id", "leads", "牵头"),
    _tie("MEMBER_OF", "Organisation", "Centre", "members.organisation_id.centre_id", "is a member of", "参与"),
    _tie("AFFILIATED", "Person", "Centre", "affiliations.person_id.centre_id", "is affiliated with", "归属"),
    _tie("WORKS_AT", "Person", "Organisation", "people.id.organisation_id", "works at", "任职"),
    _tie("COVERS", "Centre", "Technology", "covers.centre_id.technology_id", "covers", "覆盖"),
    _tie(
        "CAPABLE_OF",
        "Organisation|Person",
        "Technology",
        "capabilities.holder_id.technology_id",
        "is capable of",
        "具备能力",
    ),
    _tie("REQUIRES", "Technology", "Technology", "requires.technology_id.prerequisite_id", "requires", "依赖"),
    _tie(
        "COLLABORATES",
        "Organisation",
        "Organisation",
        "ties.source_id.target_id",
        "collaborates with",
        "合作",
        directed=False,
    ),
    _tie("LOCATED_IN", "Centre", "District", "centres.id.district", "is located in", "位于"),
    _tie("LOCATED_IN", "Organisation", "District", "organisations.id.district", "is located in", "位于"),
    _tie("IN_FIELD", "Centre", "Field", "centres.id.field", "is in the field", "属于领域"),
    _tie("IN_FIELD", "Technology", "Field", "technologies.id.field", "is in the field", "属于领域"),
)
