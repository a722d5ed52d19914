"""The rules X54x and X55x: the course of a scheme, what was approved, paid, promised, graded and decided."""

from __future__ import annotations

from graph.base.rule import Rule
from loaders.rules.rule import Group, rule

GROUPS: tuple[Group, ...] = ()
"""Its rules stand in the group X, between tables."""

RULES: tuple[Rule, ...] = (
    rule(
        "X540",
        "error",
        ("an approved centre without a year of approval", "已批复中心没有批复年份"),
        ("Support years, strength and targets are counted from it.", "支持年次、能力爬坡和目标均由此起算。"),
        ("status approved, approved_year blank", "状态为已批复，批复年份为空"),
        ("fill in approved_year, or add the decision that approved it", "请填写批复年份，或补充批复决定"),
    ),
    rule(
        "X541",
        "error",
        ("two different years of approval", "批复年份不一致"),
        ("Which of the two counts would be a guess.", "以哪一个为准只能靠猜。"),
        ("approved_year 2023 in centres, approved 2024 in decisions", "创新中心表 2023 年，决定表 2024 年"),
        ("write the same year in both tables", "请将两表的年份改为一致"),
    ),
    rule(
        "X542",
        "warning",
        ("a centre approved before it was ready", "批复早于成熟年份"),
        ("History stands as it is; readiness is asked of candidates only.", "历史照实保留；仅对候选中心要求成熟。"),
        ("ready_year 2025, approved_year 2024", "成熟年份 2025，批复年份 2024"),
        ("correct the year if it is a slip", "若系误填，请更正年份"),
    ),
    rule(
        "X543",
        "warning",
        ("a payment to a centre that was not approved yet", "批复之前的拨付"),
        (
            "It is kept as it is. Before an approval it counts as paid; where there is none, nothing counts it.",
            "照实保留。批复之前的计入已拨付；未获批复的不计入任何合计。",
        ),
        ("C03 approved in 2024, paid 200 in 2023", "C03 2024 年批复，2023 年已拨付 200"),
        ("correct the year or the centre if it is a slip", "若系误填，请更正年份或中心"),
    ),
    rule(
        "X544",
        "note",
        ("money returned", "退回资金"),
        ("A return is taken off in the year in which it comes in.", "退回资金在到账当年冲减。"),
        ("amount -50", "金额 -50"),
        ("nothing need be done if it is meant", "若属实，无须处理"),
    ),
    rule(
        "X545",
        "warning",
        ("more money returned than was paid", "退回金额多于已拨付"),
        ("A payment is probably missing, or the sign is wrong.", "可能漏记拨付，或正负号有误。"),
        ("paid 100, returned 150", "拨付 100，退回 150"),
        ("add the missing payment, or correct the amount", "请补记拨付，或更正金额"),
    ),
    rule(
        "X546",
        "warning",
        ("a promise to a centre that is not approved", "对未批复中心的承诺"),
        ("Only an approval can promise; the row is not counted.", "承诺以批复为前提，此行不计。"),
        ("a commitment of 2026 to a candidate", "对候选中心 2026 年的承诺"),
        ("record the approval, or correct the row", "请补记批复，或更正该行"),
    ),
    rule(
        "X547",
        "error",
        ("a grade for a candidate", "候选中心有评价等次"),
        ("Only approved centres are evaluated.", "仅对已批复中心开展评价。"),
        ("C09 is a candidate and graded good in 2024", "C09 为候选中心，2024 年评价良好"),
        ("correct the centre, record its approval, or remove the row", "请更正中心编号、补记批复或删除该行"),
    ),
    rule(
        "X548",
        "warning",
        ("a grade of a year before the approval", "批复之前的评价等次"),
        ("It can act on nothing.", "该等次不起任何作用。"),
        ("approved in 2024, graded in 2023", "2024 年批复，2023 年有等次"),
        ("correct the year, or remove the row", "请更正年份，或删除该行"),
    ),
    rule(
        "X549",
        "error",
        ("two decisions of one year", "同一年有两项决定"),
        ("Which of the two holds would be a guess.", "以哪一项为准只能靠猜。"),
        ("C03 continued and stopped in 2025", "C03 在 2025 年既继续支持又终止"),
        ("keep the one that holds", "请只保留有效的一项"),
    ),
    rule(
        "X550",
        "error",
        ("a decision on a centre that is not approved", "对未批复中心的决定"),
        ("A candidate can only be approved, or withdrawn (stopped).", "候选中心只能批复或撤回（终止）。"),
        ("rectify for a candidate", "责令候选中心整改"),
        ("record its approval first, or remove the row", "请先补记批复，或删除该行"),
    ),
    rule(
        "X551",
        "error",
        ("a decision that does not say to whom", "决定未写明转至何处"),
        (
            "A merger needs the other centre, a new lead an organisation, a new chief scientist a person.",
            "合并须写明并入的中心，更换牵头单位或首席科学家须写明其编号。",
        ),
        ("merged, to_id blank", "合并，“转至”为空"),
        ("write the id in to_id", "请在“转至”列填写编号"),
    ),
    rule(
        "X552",
        "error",
        ("more of a promise taken back than was promised", "撤回的承诺多于已承诺"),
        (
            "A promise is taken back by a second row with the opposite amount; less than nothing cannot be promised.",
            "撤回承诺须另记一行相反金额；承诺合计不能为负。",
        ),
        ("promised 100 for 2026, taken back 150", "2026 年承诺 100，撤回 150"),
        ("correct the amount, the year or the payer", "请更正金额、年份或出资方"),
    ),
    rule(
        "X553",
        "warning",
        ("a promotion that does not say to which level", "升级未写明级别"),
        ("The centre keeps the level that it has.", "该中心仍按原级别计。"),
        ("promoted, level blank", "升级，级别为空"),
        ("write provincial or national in level", "请在“级别”列填写省级或国家级"),
    ),
)
