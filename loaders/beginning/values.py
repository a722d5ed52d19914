"""The words of a list as bureaus write them: 卡脖子技术 for 卡脖子, 高等院校 for 高校. Each such reading is counted.

What does not live here: the lists (``graph.model.schema``), and cells that fit none of them (``loaders.tables``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from graph.base.cell_text import key
from graph.model.schema import TABLES, Column

_OTHER: Mapping[str, Mapping[str, str]] = {
    "technologies.kind": {
        "bottleneck": "瓶颈 关键瓶颈 卡脖子关键 关键核心 短板",
        "frontier": "前沿引领 前沿探索 前沿颠覆性 颠覆性",
        "common": "共性关键 关键共性 产业共性 基础共性",
    },
    "organisations.kind": {
        "firm": "公司 民营企业 国有企业 企业单位",
        "university": "大学 高等学校 高等院校 院校",
        "institute": "科研机构 研究院 研究所 科研事业单位 研究机构",
        "laboratory": "重点实验室 省实验室",
        "government": "政府部门 机关 行政机关",
    },
    "centres.formation": {
        "enterprise": "企业 企业主导",
        "institute": "院所 高校院所 高校院所牵头",
        "joint": "联合 联合共建",
    },
    "centres.channel": {"city": "市级 主动布局", "district": "区县 区县申报", "department": "部门 主管部门推荐"},
    "centres.status": {"candidate": "拟建 申报 储备 培育", "existing": "已建 已建成", "approved": "批复 获批"},
}
_SUFFIX = re.compile(r"(?:类?技术|类型?|型|单位)$")


def value(table: str, column: Column, cell: str) -> str | None:
    """The word of the list that a cell means; None where the cell is a word of the list itself, or fits none.

    Examples
    --------
    >>> kind = TABLES["technologies"].column("kind")
    >>> [value("technologies", kind, cell) for cell in ("前沿技术", "卡脖子", "其他")]
    ['frontier', None, None]
    """
    if not column.choices or not cell.strip():
        return None
    own, other = _words(table, column.name)
    said = key(cell)
    if said in own:
        return None
    bare = _SUFFIX.sub("", said)
    return other.get(said) or own.get(bare) or other.get(bare)


@cache
def _words(table: str, name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    own = {key(word): code for code, zh in TABLES[table].column(name).choices for word in (code, zh)}
    listed = _OTHER.get(f"{table}.{name}", {})
    return own, {key(word): code for code, words in listed.items() for word in words.split()}
