"""Every table, column, node kind and tie kind, declared once.

Loading, templates, the data dictionary and the stores are derived from this module.
What does not live here: reading (``loaders``) and what is computed (``graph.ecosystem`` and the measures).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.words import Words

ColumnKind = Literal["id", "ref", "text", "choice", "number", "integer", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``id`` columns hold keys of their own table, ``ref`` columns keys of ``refers``. Blank text is ``""``,
    a blank number NaN, a blank boolean ``False``. ``low`` and ``high`` are inclusive.
    """

    name: str
    zh: str
    kind: ColumnKind
    words: Words
    required: bool = False
    refers: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    """(value, Chinese name) pairs; either form is read, the value is stored."""
    low: float | None = None
    high: float | None = None
    default: float | str | None = None
    unit: str = ""
    aliases: tuple[str, ...] = ()
    """Further accepted headers, in either language."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a CSV file or a worksheet of the same name."""

    name: str
    zh: str
    words: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """The column called ``name``; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node: its label in stores, the table that keys it and the names people know it by."""

    label: str
    table: str
    words: Words


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie from ``source`` to ``target`` node kinds, and the table columns it is read from."""

    label: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    table: str
    source_column: str
    target_column: str
    directed: bool
    words: Words


def _w(en: str, zh: str) -> Words:
    return Words(en, zh)


CONDITIONS: tuple[tuple[str, str, str], ...] = (
    ("positioning", "目标定位", "goal and positioning"),
    ("field_focus", "重点领域", "focus on a priority field"),
    ("host_strength", "依托优势单位", "strong host organisation"),
    ("governance", "组织架构", "organisation and governance"),
    ("funding_diversity", "多元投入", "diverse funding"),
    ("top_talent", "顶尖人才", "top talent"),
    ("strategic_tasks", "战略任务", "strategic tasks"),
    ("landmark_results", "标志性成果", "landmark results"),
    ("evaluation", "科学评价机制", "scientific evaluation mechanism"),
    ("innovation_ecosystem", "创新生态", "innovation ecosystem"),
)
"""The ten build conditions of the drafting note, part 3, paragraph 1: (column, Chinese, English)."""

FORMATIONS = (("enterprise", "企业牵头"), ("institute", "院所牵头"), ("joint", "联合组建"))
CHANNELS = (("city", "市级主动布局"), ("district", "区县推荐"), ("department", "部门推荐"))
ORGANISATION_KINDS = (
    ("firm", "企业"),
    ("university", "高校"),
    ("institute", "科研院所"),
    ("laboratory", "实验室"),
    ("government", "政府"),
    ("other", "其他"),
)
SECTORS = {
    "firm": "industry",
    "university": "university",
    "institute": "research",
    "laboratory": "research",
    "government": "government",
    "other": "other",
}
"""Sector of each organisation kind, for cross-sector measures."""
TIERS = (("top", "顶尖"), ("outstanding", "特优"), ("leading", "领军"), ("promising", "拔尖"), ("senior", "高级"))
TECHNOLOGY_KINDS = (("bottleneck", "卡脖子"), ("frontier", "前沿"), ("common", "共性"))
TIE_KINDS = (
    ("co_patent", "共同专利"),
    ("co_publication", "合作论文"),
    ("joint_project", "合作研发"),
    ("joint_funding", "共同出资"),
    ("shared_platform", "平台共建"),
    ("technology_equity", "技术入股"),
    ("part_time_venture", "兼职创业"),
    ("innovation_consortium", "创新联合体"),
)
CRS = (("WGS84", "WGS84"), ("CGCS2000", "CGCS2000"), ("GCJ02", "GCJ02"), ("BD09", "BD09"))

_ID = Column("id", "编号", "id", _w("unique id", "唯一编号"), required=True, aliases=("代码", "code"))
_NAME = Column("name", "名称", "text", _w("name", "名称"), required=True)
_SOURCE = Column(
    "source",
    "来源",
    "text",
    _w("where the row comes from: an address, or 'illustrative' for made-up data", "来源网址；虚构数据填 illustrative"),
)
_PLACE = (
    Column("lon", "经度", "number", _w("longitude", "经度"), low=-180, high=180, unit="°"),
    Column("lat", "纬度", "number", _w("latitude", "纬度"), low=-90, high=90, unit="°"),
    Column("crs", "坐标系", "choice", _w("coordinate reference system", "坐标系"), choices=CRS),
)


def _ref(name: str, zh: str, to: str | tuple[str, ...], en_doc: str, zh_doc: str, required: bool = True) -> Column:
    refers = (to,) if isinstance(to, str) else to
    return Column(name, zh, "ref", _w(en_doc, zh_doc), required=required, refers=refers)


def _strength(en_doc: str, zh_doc: str) -> Column:
    return Column("strength", "强度", "number", _w(en_doc, zh_doc), low=0, high=1, default=1.0)


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table(
            "centres",
            "创新中心",
            _w("existing centres and candidates", "已有中心和候选中心"),
            ("id",),
            (
                _ID,
                _NAME,
                Column(
                    "status",
                    "状态",
                    "choice",
                    _w("existing centre or candidate", "已有或候选"),
                    required=True,
                    choices=(("existing", "已有"), ("candidate", "候选")),
                ),
                Column(
                    "level",
                    "级别",
                    "choice",
                    _w("level of the centre", "中心级别"),
                    choices=(("municipal", "市级"), ("provincial", "省级"), ("national", "国家级")),
                    default="municipal",
                ),
                _ref("field", "领域", "fields", "field of the taxonomy", "所属领域"),
                Column("subfield", "细分领域", "text", _w("sub-field, for one-per-sub-field rules", "细分领域")),
                _ref("district", "区县", "districts", "district", "所在区（县、市）"),
                _ref("lead_id", "牵头单位", "organisations", "lead organisation", "牵头单位编号"),
                Column("formation", "组建模式", "choice", _w("who forms it", "组建模式"), choices=FORMATIONS),
                Column("new_legal_entity", "新设法人", "boolean", _w("founded as a new legal entity", "是否新组建独立法人")),
                Column("channel", "推荐渠道", "choice", _w("who put it forward", "推荐渠道"), choices=CHANNELS),
                Column(
                    "ready_year",
                    "成熟年份",
                    "integer",
                    _w("first year in which it may be approved", "最早可批复年份"),
                    low=1990,
                    high=2100,
                ),
                Column(
                    "approved_year",
                    "批复年份",
                    "integer",
                    _w("year of approval (existing centres)", "批复年份（已有中心）"),
                    low=1990,
                    high=2100,
                ),
                _ref("chief_scientist_id", "首席科学家", "people", "chief scientist", "首席科学家编号", required=False),
                Column(
                    "minimum_support",
                    "最低支持",
                    "number",
                    _w("least total support it needs to start", "启动所需最低支持总额"),
                    low=0,
                    unit="money",
                ),
                Column(
                    "equity",
                    "注资需求",
                    "number",
                    _w("equity asked for (new legal entities)", "国资注资需求（新设法人）"),
                    low=0,
                    unit="money",
                ),
                *_PLACE,
                _SOURCE,
            ),
            required=True,
        ),
        Table(
            "investments",
            "投入",
            _w("investment in innovation capability by year after approval", "批复后逐年创新能力建设投入"),
            ("centre_id", "year"),
            (
                _ref("centre_id", "中心编号", "centres", "centre", "中心编号"),
                Column("year", "年次", "integer", _w("1..5 after approval", "批复后第几年（1–5）"), required=True, low=1, high=5),
                Column("investment", "投入额", "number", _w("investment in that year", "当年投入额"), required=True, low=0, unit="money"),
                _SOURCE,
            ),
        ),
        Table(
            "conditions",
            "建设条件",
            _w("scores of the ten build conditions", "十项建设条件得分"),
            ("centre_id",),
            (
                _ref("centre_id", "中心编号", "centres", "centre", "中心编号"),
                *(Column(c, zh, "number", _w(en, zh), low=0, high=100, unit="points") for c, zh, en in CONDITIONS),
                _SOURCE,
            ),
        ),
        Table(
            "organisations",
            "单位",
            _w("firms, universities, institutes and others", "企业、高校、院所等"),
            ("id",),
            (
                _ID,
                _NAME,
                Column("kind", "类型", "choice", _w("kind of organisation", "单位类型"), required=True, choices=ORGANISATION_KINDS),
                _ref("district", "区县", "districts", "district", "所在区（县、市）", required=False),
                *_PLACE,
                Column("champion", "冠军企业", "boolean", _w("a leading ('champion') firm", "是否单项冠军等领军企业")),
                Column("sales", "销售收入", "number", _w("three-year average sales", "近三年平均销售收入"), low=0, unit="money"),
                Column("rd_share", "研发占比", "number", _w("R&D share of revenue (0–1)", "研发投入占营收比例（0–1）"), low=0, high=1),
                _SOURCE,
            ),
            required=True,
        ),
        Table(
            "people",
            "人才",
            _w("scientists and engineers", "科学家和工程师"),
            ("id",),
            (
                _ID,
                _NAME,
                Column("tier", "层次", "choice", _w("tier of talent", "人才层次"), choices=TIERS),
                _ref("organisation_id", "所在单位", "organisations", "employer", "所在单位编号", required=False),
                _SOURCE,
            ),
        ),
        Table(
            "technologies",
            "技术",
            _w("key technologies", "关键技术"),
            ("id",),
            (
                _ID,
                _NAME,
                _ref("field", "领域", "fields", "field of the taxonomy", "所属领域", required=False),
                Column("kind", "类别", "choice", _w("kind of technology", "技术类别"), required=True, choices=TECHNOLOGY_KINDS),
                Column("severity", "严重度", "number", _w("severity, 1 (mild) to 5", "卡脖子严重度 1–5"), required=True, low=1, high=5),
                Column("trl", "成熟度", "integer", _w("technology readiness level", "技术成熟度等级"), low=1, high=9),
                _SOURCE,
            ),
            required=True,
        ),
        Table(
            "covers",
            "覆盖",
            _w("which centre works on which technology", "中心攻关哪些技术"),
            ("centre_id", "technology_id"),
            (
                _ref("centre_id", "中心编号", "centres", "centre", "中心编号"),
                _ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
                _strength("claimed strength (0–1)", "申报的覆盖强度（0–1）"),
                Column("evidence", "依据", "text", _w("what the claim rests on", "申报依据")),
                _SOURCE,
            ),
            required=True,
        ),
        Table(
            "capabilities",
            "能力",
            _w("who can do what", "谁具备哪些技术能力"),
            ("holder_id", "technology_id"),
            (
                _ref("holder_id", "持有者", ("organisations", "people"), "organisation or person", "单位或人才编号"),
                _ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
                _strength("strength (0–1)", "能力强度（0–1）"),
                Column("evidence", "依据", "text", _w("what it rests on", "依据")),
                _SOURCE,
            ),
        ),
        Table(
            "members",
            "成员单位",
            _w("organisations in centres", "中心的成员单位"),
            ("centre_id", "organisation_id"),
            (
                _ref("centre_id", "中心编号", "centres", "centre", "中心编号"),
                _ref("organisation_id", "单位编号", "organisations", "organisation", "单位编号"),
                Column(
                    "role",
                    "角色",
                    "choice",
                    _w("role in the centre", "角色"),
                    choices=(("lead", "牵头"), ("partner", "参与")),
                    default="partner",
                ),
                Column("tie", "合作方式", "choice", _w("how they cooperate", "合作方式"), choices=TIE_KINDS),
                Column("share", "份额", "number", _w("share of money or stock (0–1)", "出资或股份份额（0–1）"), low=0, high=1),
                _SOURCE,
            ),
        ),
        Table(
            "affiliations",
            "人才归属",
            _w("people in centres", "中心的人才"),
            ("person_id", "centre_id"),
            (
                _ref("person_id", "人才编号", "people", "person", "人才编号"),
                _ref("centre_id", "中心编号", "centres", "centre", "中心编号"),
                Column(
                    "role",
                    "角色",
                    "choice",
                    _w("role in the centre", "角色"),
                    choices=(("chief_scientist", "首席科学家"), ("member", "成员")),
                    default="member",
                ),
                Column("share", "投入比例", "number", _w("share of working time (0–1)", "投入时间比例（0–1）"), low=0, high=1, default=1.0),
                _SOURCE,
            ),
        ),
        Table(
            "ties",
            "合作关系",
            _w("ties between organisations", "单位之间的合作"),
            ("source_id", "target_id", "kind", "year"),
            (
                _ref("source_id", "甲方", "organisations", "one organisation", "一方单位编号"),
                _ref("target_id", "乙方", "organisations", "the other organisation", "另一方单位编号"),
                Column("kind", "方式", "choice", _w("kind of tie", "合作方式"), required=True, choices=TIE_KINDS),
                Column("year", "年份", "integer", _w("year", "年份"), low=1900, high=2100),
                Column("weight", "权重", "number", _w("weight, e.g. number of patents", "权重，如专利件数"), low=0, default=1.0),
                _SOURCE,
            ),
        ),
        Table(
            "requires",
            "前置技术",
            _w("technology A needs technology B", "技术的前置依赖"),
            ("technology_id", "prerequisite_id"),
            (
                _ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
                _ref("prerequisite_id", "前置技术", "technologies", "what it needs", "前置技术编号"),
                _SOURCE,
            ),
        ),
        Table(
            "districts",
            "区县表",
            _w("districts", "区（县、市）"),
            ("id",),
            (_ID, _NAME, *_PLACE, _SOURCE),
            required=True,
        ),
        Table(
            "fields",
            "领域表",
            _w("fields of the taxonomy", "产业领域"),
            ("id",),
            (
                _ID,
                _NAME,
                Column("taxonomy", "分类版本", "text", _w("version of the taxonomy, e.g. 361-2023", "分类版本，如 361-2023")),
                Column("tier", "层级", "text", _w("tier within the taxonomy", "分类内的层级")),
                _SOURCE,
            ),
            required=True,
        ),
        Table(
            "synergies",
            "协同",
            _w("signed bonus when two centres are both chosen", "两个中心同时入选的加分（可负）"),
            ("a", "b"),
            (
                _ref("a", "中心甲", "centres", "one centre", "中心编号"),
                _ref("b", "中心乙", "centres", "another centre", "中心编号"),
                Column("bonus", "加分", "number", _w("bonus, in units of severity", "加分（按严重度计）"), required=True),
                _SOURCE,
            ),
        ),
        Table(
            "rules",
            "规则",
            _w("requires, excludes and at-most rules between centres", "中心之间的依赖、互斥与限额"),
            ("kind", "members"),
            (
                Column(
                    "kind",
                    "类型",
                    "choice",
                    _w("kind of rule", "规则类型"),
                    required=True,
                    choices=(("requires", "依赖"), ("excludes", "互斥"), ("at_most", "至多")),
                ),
                Column(
                    "members",
                    "成员",
                    "text",
                    _w("centre ids separated by |; requires: the first needs all others", "中心编号，用 | 分隔；依赖：第一个需要其余各个"),
                    required=True,
                ),
                Column("limit", "限额", "integer", _w("at_most: the limit", "至多：限额"), low=0),
                _SOURCE,
            ),
        ),
    )
}

NODES: dict[str, NodeKind] = {
    n.label: n
    for n in (
        NodeKind("Centre", "centres", _w("centre", "中心")),
        NodeKind("Organisation", "organisations", _w("organisation", "单位")),
        NodeKind("Person", "people", _w("person", "人才")),
        NodeKind("Technology", "technologies", _w("technology", "技术")),
        NodeKind("District", "districts", _w("district", "区县")),
        NodeKind("Field", "fields", _w("field", "领域")),
    )
}


def _tie(label: str, source: str, target: str, where: str, en: str, zh: str, directed: bool = True) -> TieKind:
    table, a, b = where.split(".")
    return TieKind(label, tuple(source.split("|")), tuple(target.split("|")), table, a, b, directed, _w(en, zh))


TIES: tuple[TieKind, ...] = (
    _tie("LEADS", "Organisation", "Centre", "centres.lead_id.id", "leads", "牵头"),
    _tie("MEMBER_OF", "Organisation", "Centre", "members.organisation_id.centre_id", "is a member of", "参与"),
    _tie("AFFILIATED", "Person", "Centre", "affiliations.person_id.centre_id", "is affiliated with", "归属"),
    _tie("WORKS_AT", "Person", "Organisation", "people.id.organisation_id", "works at", "任职"),
    _tie("COVERS", "Centre", "Technology", "covers.centre_id.technology_id", "covers", "覆盖"),
    _tie("CAPABLE_OF", "Organisation|Person", "Technology", "capabilities.holder_id.technology_id", "is capable of", "具备能力"),
    _tie("REQUIRES", "Technology", "Technology", "requires.technology_id.prerequisite_id", "requires", "依赖"),
    _tie("COLLABORATES", "Organisation", "Organisation", "ties.source_id.target_id", "collaborates with", "合作", directed=False),
    _tie("LOCATED_IN", "Centre", "District", "centres.id.district", "is located in", "位于"),
    _tie("LOCATED_IN", "Organisation", "District", "organisations.id.district", "is located in", "位于"),
    _tie("IN_FIELD", "Centre", "Field", "centres.id.field", "is in the field", "属于领域"),
    _tie("IN_FIELD", "Technology", "Field", "technologies.id.field", "is in the field", "属于领域"),
)
