"""What the columns of a bureau's own tables may be called, beside the names of the schema.

A list of candidates is wide: investment by year, scores, technologies and members stand beside the centre's name. What
does not live here: which column of a sheet is which (``matching``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graph.base.cell_text import key
from graph.base.words import Words
from graph.model.schema import TABLES, Column

TABLE_NAMES = (
    "centres",
    "organisations",
    "people",
    "technologies",
    "districts",
    "fields",
    "investments",
    "conditions",
    "covers",
    "members",
    "affiliations",
    "capabilities",
    "ties",
    "requires",
)
"""Tables that a sheet may be, the one that counts most first."""
LEFT_OUT = ""
"""In place of a field: the column is not read."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that a column may hold.

    ``column`` is where it goes; ``table`` is the table of the rows, unless the sheet is a list of centres and the
    field another table's (``investments``, ``conditions``, ``covers``, ``members``).
    """

    name: str
    table: str
    column: Column
    words: Words
    sure: frozenset[str]
    """Keys of the headers that mean it."""
    maybe: frozenset[str] = frozenset()
    """Keys of the headers that often mean it; somebody has to agree."""
    within: frozenset[str] = frozenset()
    """Keys of words that speak for it from within a longer header; somebody has to agree."""
    year: int = 0
    """Which year after approval, of an investment."""


_SURE: Mapping[str, str] = {
    "centres.name": "中心名称 创新中心名称 技术创新中心名称 拟建中心 拟建中心名称 centre_name center_name",
    "centres.lead_id": "牵头单位名称 依托单位 依托单位名称 lead lead_organisation leading_organisation",
    "centres.field": "所属领域 产业领域 技术领域 领域名称",
    "centres.subfield": "细分行业 细分行业领域 sub_field",
    "centres.district": "所在区县 所属区县 所在区(县、市) 区(县、市) 所在县区 县(市、区) 属地 所在地区",
    "centres.chief_scientist_id": "首席科学家姓名 chief_scientist",
    "centres.formation": "组建方式 组建类型",
    "centres.new_legal_entity": "是否新设法人 是否新组建独立法人 新组建独立法人",
    "centres.channel": "推荐方式 推荐途径",
    "centres.ready_year": "最早可批复年份 可批复年份",
    "centres.minimum_support": "最低支持额 最低支持资金 minimum_support_needed",
    "centres.equity": "注资需求额",
    "organisations.name": "单位名称 企业名称 机构名称 organisation_name firm",
    "organisations.kind": "单位类型 机构类型 单位性质",
    "organisations.district": "所在区县 所属区县 所在区(县、市) 区(县、市) 属地",
    "organisations.champion": "单项冠军 领军企业 是否领军企业",
    "organisations.rd_share": "研发投入占比",
    "people.name": "姓名 人才姓名",
    "people.tier": "人才层次",
    "people.organisation_id": "单位 工作单位",
    "technologies.name": "技术名称 关键技术名称",
    "technologies.kind": "技术类别",
    "technologies.field": "所属领域 技术领域",
    "districts.name": "区县 区县名称",
    "fields.name": "领域 领域名称",
    "members.centre_id": "中心 中心名称",
    "members.organisation_id": "单位 成员单位 单位名称",
    "covers.centre_id": "中心 中心名称",
    "covers.technology_id": "技术 技术名称 关键技术",
    "affiliations.centre_id": "中心 中心名称",
    "affiliations.person_id": "姓名 人才",
    "investments.centre_id": "中心 中心名称",
    "conditions.centre_id": "中心 中心名称",
}
_MAYBE: Mapping[str, str] = {
    "centres.lead_id": "申报单位 建设单位 牵头企业 applicant",
    "centres.minimum_support": "申请支持资金 申请资金 申请经费 拟申请资金 申请财政资金 requested_support",
    "centres.ready_year": "拟批复年份 拟建年份 建设年份",
    "centres.channel": "推荐单位",
    "organisations.district": "地址 所在地",
}
_WITHIN: Mapping[str, str] = {
    "centres.name": "拟建中心 创新中心",
    "centres.lead_id": "牵头 依托",
    "centres.field": "领域 行业",
    "centres.district": "区县 县区 属地",
    "centres.chief_scientist_id": "首席",
    "centres.ready_year": "启动年份 启建年份 建设年份 年份 批复时间 启动时间 建设时间",
    "centres.approved_year": "已批复年份",
    "centres.minimum_support": "支持金额 支持资金 支持经费 支持额度 财政资金 财政经费 补助 补助资金",
    "centres.equity": "注资",
    "centres.formation": "组建",
    "centres.channel": "推荐",
    "organisations.district": "区县 属地",
    "organisations.kind": "类型 类别 性质",
    "people.tier": "层次",
    "people.organisation_id": "单位",
    "technologies.name": "技术名称",
    "technologies.kind": "类型 类别",
    "technologies.field": "领域 行业",
    "technologies.severity": "严重 重要程度 紧迫程度 卡脖子程度 等级",
    "technologies.trl": "成熟度",
}
_WIDE_WITHIN = {"technologies": "关键技术 核心技术 攻克 攻关", "members": "成员 共建 参与 联合 合作"}
_WIDE_SURE = {
    "technologies": "拟攻克技术 攻关技术 拟攻关技术 关键技术 拟突破技术 攻克技术 technologies",
    "members": "成员单位 参与单位 共建单位 合作单位 联合单位 partners members",
}
_ORDINAL = re.compile(
    r"^(?:第)?([一二三四五1-5])年(?:度)?(?:的)?(?:拟|计划)?(?:总)?(?:投入|投资|建设投入|研发投入|投入额|投资额|投资金额|投入金额)$"
    r"|^(?:investment)?(?:in)?year([1-5])(?:investment)?$|^(?:投入|投资额?|投入额)第?([一二三四五1-5])年$"
)
_CALENDAR = re.compile(
    r"^((?:19|20|21)\d\d)年?(?:度)?(?:拟|计划)?(?:总)?(?:投入|投资|建设投入|研发投入|投入额|投资额|投资金额|投入金额|investment)$"
)
_DIGITS = {c: i for i, c in enumerate("一二三四五", 1)}


@cache
def fields(table: str) -> Mapping[str, Field]:
    """The fields of the rows of a table, by name.

    Examples
    --------
    >>> [name for name in fields("centres") if "." in name][:3], fields("people")["name"].words.en
    (['investment.1', 'investment.2', 'investment.3'], 'name')
    """
    made = {f.name: f for f in _own(table)}
    return {**made, **{f.name: f for f in _wide()}} if table == "centres" else made


def ordinal(header: str) -> int | None:
    """Which year after approval a header of an investment names; None if it names none.

    >>> ordinal("第一年投入"), ordinal("投入额第3年"), ordinal("Year 2 investment"), ordinal("2026年投入")
    (1, 3, 2, None)
    """
    if (found := _ORDINAL.match(key(header))) is None:
        return None
    said = next(group for group in found.groups() if group)
    return _DIGITS.get(said) or int(said)


def calendar(header: str) -> int | None:
    """The calendar year of an investment's header; None if it names none.

    >>> calendar("2026年投入"), calendar("第一年投入")
    (2026, None)
    """
    found = _CALENDAR.match(key(header))
    return None if found is None else int(found[1])


def _own(table: str) -> Iterator[Field]:
    for column in TABLES[table].columns:
        name = f"{table}.{column.name}"
        sure = (column.name, column.zh, *column.aliases, *_SURE.get(name, "").split())
        maybe = frozenset(map(key, _MAYBE.get(name, "").split()))
        within = frozenset(map(key, _WITHIN.get(name, "").split()))
        yield Field(
            name=column.name,
            table=table,
            column=column,
            words=Words(column.name, column.zh),
            sure=frozenset(map(key, sure)),
            maybe=maybe,
            within=within,
        )


def _wide() -> Iterator[Field]:
    amount = TABLES["investments"].column("investment")
    for year in range(1, 6):
        words = Words(f"investment of year {year} after approval", f"批复后第{year}年投入")
        yield Field(
            name=f"investment.{year}", table="investments", column=amount, words=words, sure=frozenset(), year=year
        )
    for column in TABLES["conditions"].columns:
        if column.unit == "points":
            words = Words(f"condition {column.name}", f"建设条件：{column.zh}")
            sure = frozenset(map(key, (column.name, column.zh, f"{column.zh}得分", f"{column.zh}评分")))
            yield Field(name=f"conditions.{column.name}", table="conditions", column=column, words=words, sure=sure)
    technology, member = TABLES["covers"].column("technology_id"), TABLES["members"].column("organisation_id")
    for name, column, words in (
        ("technologies", technology, Words("technologies (names, divided by 、 or ;)", "攻关技术（以顿号或分号分隔）")),
        ("members", member, Words("members (names, divided by 、 or ;)", "成员单位（以顿号或分号分隔）")),
    ):
        sure = frozenset(map(key, _WIDE_SURE[name].split()))
        within = frozenset(map(key, _WIDE_WITHIN[name].split()))
        yield Field(
            name=name,
            table="covers" if name == "technologies" else "members",
            column=column,
            words=words,
            sure=sure,
            within=within,
        )
