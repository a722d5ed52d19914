"""The rules B9xx: a workbook of a bureau's own that a dataset is begun from."""

from __future__ import annotations

from graph.base.rule import Rule
from graph.base.words import Words
from loaders.rules.rule import Group, rule

GROUPS: tuple[Group, ...] = (Group("B", 9, Words("A workbook to begin from", "据以起步的工作簿")),)

RULES: tuple[Rule, ...] = (
    rule(
        "B901",
        "error",
        ("no header can be found", "找不到表头"),
        (
            "Without the row of headers nobody can say which column is which, and nothing is guessed.",
            "没有表头行就无法判断各列含义，本程序不作猜测。",
        ),
        ("a sheet of names and numbers only", "只有名称和数字的工作表"),
        ("name its row: --header SHEET=ROW", "用 --header 工作表=行号 指明"),
        asks=True,
    ),
    rule(
        "B902",
        "error",
        ("two columns mean the same", "两列含义相同"),
        ("Only one of them can be read, and they may differ.", "只能读取其中一列，而两列可能不一致。"),
        ("牵头单位 and 依托单位 in one sheet", "同一表中既有“牵头单位”又有“依托单位”"),
        ("leave one out: --column HEADER=", "不读其中一列：--column 表头="),
        asks=True,
    ),
    rule(
        "B903",
        "error",
        ("a guess that nobody has agreed to", "有待确认的推测"),
        (
            "A column that is read wrongly makes a plan that is wrong without a word.",
            "列读错了，方案会在无提示的情况下出错。",
        ),
        ("申请支持资金 read as minimum_support", "把“申请支持资金”读作最低支持"),
        (
            "agree with --guesses, or say it: --column HEADER=FIELD (nothing after = leaves it out)",
            "用 --guesses 确认，或用 --column 表头=字段 指明（等号后留空即不读）",
        ),
        asks=True,
    ),
    rule(
        "B904",
        "error",
        ("it cannot be told which table a sheet is", "无法判断工作表是哪类数据"),
        ("Headers such as 名称 stand in several tables.", "“名称”之类的表头在多类表中都有。"),
        ("a sheet with 名称 and 区县 only", "只有“名称”“区县”两列的工作表"),
        ("say it: --sheet SHEET=TABLE", "用 --sheet 工作表=数据表 指明"),
        asks=True,
    ),
    rule(
        "B905",
        "error",
        ("no sheet lists the candidates", "没有候选中心的工作表"),
        ("Without candidates there is nothing to choose from.", "没有候选中心便无从选择。"),
        ("a workbook of firms", "只有企业名单的工作簿"),
        ("give the sheet: --sheet SHEET=centres", "请指明：--sheet 工作表=centres"),
        asks=True,
    ),
    rule(
        "B906",
        "error",
        ("a row without the name of what it is about", "该行没有名称"),
        ("It could be a total, a note or a forgotten name.", "可能是合计、说明，也可能漏填名称。"),
        ("a row with money and no centre", "有金额而没有中心名称的行"),
        ("fill in the name, or delete the row", "请补上名称或删去该行"),
    ),
    rule(
        "B907",
        "error",
        ("a name that two rows have", "名称重复"),
        ("It cannot be told which of them is meant.", "无法判断所指为哪一个。"),
        ("two people called 张伟", "两位人才同名张伟"),
        ("tell the names apart, or write ids", "请区分名称或改写编号"),
    ),
    rule(
        "B908",
        "warning",
        ("two names that may be one", "两个名称可能指同一对象"),
        ("Each becomes a row of its own, and quotas count them apart.", "各成一行，名额会分别计算。"),
        ("海曙 and 海曙区", "“海曙”与“海曙区”"),
        ("write the name in one way, if it is one", "如是同一对象请统一写法"),
    ),
)
