"""A made-up workbook as a bureau keeps it: title rows, totals, notes, names in the place of ids, wide years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

HEADER = (
    "序号",
    "中心名称",
    "牵头单位",
    "所属领域",
    "所在区县",
    "首席科学家",
    "组建模式",
    "第一年投入（万元）",
    "第二年投入（万元）",
    "第三年投入（万元）",
    "申请支持资金（万元）",
    "成员单位",
    "拟攻克技术",
    "联系人",
)
CENTRES = (
    (
        1,
        "示例轴承中心",
        "示例轴承有限公司",
        "关键基础件",
        "东区",
        "张一",
        "企业牵头",
        1200,
        1300,
        1100,
        400,
        "示例大学、示例研究院",
        "高端轴承钢；轴承检测",
        "x",
    ),
    (
        2,
        "示例磁材中心",
        "示例研究院",
        "新材料",
        "西区",
        "李二",
        "院所牵头",
        900,
        1000,
        1000,
        300,
        "示例大学",
        "稀土磁体",
        "x",
    ),
    (
        3,
        "示例家电中心",
        "示例家电集团",
        "智能家电",
        "东区",
        "王三",
        "企业牵头",
        800,
        700,
        700,
        200,
        "",
        "高效压缩机",
        "y",
    ),
)
SHEETS: Mapping[str, Sequence[Sequence[object]]] = {
    "申报汇总": (
        ("2026年度技术创新中心申报汇总表（虚构）",),
        ("填报单位：示例市科技局",),
        HEADER,
        *CENTRES,
        ("合计", "", "", "", "", "", "", 2900, 3000, 2800, 900),
        ("注：本表为虚构示例。",),
    ),
    "技术清单": (
        ("关键技术清单",),
        ("技术名称", "类别", "严重度", "领域"),
        ("高端轴承钢", "卡脖子", 5, "关键基础件"),
        ("轴承检测", "共性", 2, "关键基础件"),
        ("稀土磁体", "卡脖子", 4, "新材料"),
    ),
    "填表说明": (("请如实填写",),),
}
MERGED = {"申报汇总": "A1:N1"}


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]] = SHEETS) -> Path:
    """Write the sheets as a workbook; the title of 申报汇总 is merged over all columns."""
    from openpyxl import Workbook  # noqa: PLC0415 - only where a workbook is written

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in MERGED:
            sheet.merge_cells(MERGED[title])
    book.save(path)
    return path


def changed(sheet: str, number: int, row: Sequence[object]) -> dict[str, Sequence[Sequence[object]]]:
    """The sheets with one row (from 1) of one sheet replaced."""
    rows = list(SHEETS[sheet])
    rows[number - 1] = row
    return {**SHEETS, sheet: rows}
