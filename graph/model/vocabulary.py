"""What a table, a column and a kind of node or tie are; closed lists of values; columns that many tables share.

What does not live here: the tables and kinds themselves (``graph.model.schema``).
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal

from graph.base.words import Words

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
    _: KW_ONLY
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
    _: KW_ONLY
    columns: tuple[Column, ...]
    required: bool = False
    occasional: bool = False
    """Whether most datasets do without it, so that its absence need not be told."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
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
GRADES = (("excellent", "优秀"), ("good", "良好"), ("pass", "合格"), ("poor", "不合格"))
LEVELS = (("municipal", "市级"), ("provincial", "省级"), ("national", "国家级"))
STATUSES = (("existing", "已有"), ("candidate", "候选"), ("approved", "已批复"), ("ended", "已终止"))
"""Outside the scheme; not approved; approved by the scheme, whatever the year; no longer there."""
PAYERS = (("city", "市级"), ("district", "区县"), ("province", "省级"), ("nation", "国家"), ("other", "其他"))
PAYMENT_KINDS = (("support", "支持经费"), ("equity", "注资"))
DECISIONS = (
    ("approved", "批复"),
    ("continued", "继续支持"),
    ("reduced", "减额支持"),
    ("rectify", "限期整改"),
    ("stopped", "终止"),
    ("promoted", "升级"),
    ("completed", "验收完成"),
    ("merged", "合并"),
    ("new_lead", "更换牵头单位"),
    ("new_chief_scientist", "更换首席科学家"),
)
CRS = (("WGS84", "WGS84"), ("CGCS2000", "CGCS2000"), ("GCJ02", "GCJ02"), ("BD09", "BD09"))

ID = Column("id", "编号", "id", Words("unique id", "唯一编号"), required=True, aliases=("代码", "code"))
NAME = Column("name", "名称", "text", Words("name", "名称"), required=True)
SOURCE = Column(
    "source",
    "来源",
    "text",
    Words(
        "where the row comes from: an address, or 'illustrative' for made-up data", "来源网址；虚构数据填 illustrative"
    ),
)
PLACE = (
    Column("lon", "经度", "number", Words("longitude", "经度"), low=-180, high=180, unit="°"),
    Column("lat", "纬度", "number", Words("latitude", "纬度"), low=-90, high=90, unit="°"),
    Column("crs", "坐标系", "choice", Words("coordinate reference system", "坐标系"), choices=CRS),
)


def ref(name: str, zh: str, to: str | tuple[str, ...], en_doc: str, zh_doc: str, required: bool = True) -> Column:
    """Column of ids of another table."""
    refers = (to,) if isinstance(to, str) else to
    return Column(name, zh, "ref", Words(en_doc, zh_doc), required=required, refers=refers)


def strength(en_doc: str, zh_doc: str) -> Column:
    """Column of strengths in [0, 1], blank = 1."""
    return Column("strength", "强度", "number", Words(en_doc, zh_doc), low=0, high=1, default=1.0)
