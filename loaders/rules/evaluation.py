"""The rules X56x and X57x: tables of the yearly evaluation."""

from __future__ import annotations

from loaders.rules.rule import Group, Rule, rule

GROUPS: tuple[Group, ...] = ()
"""Its rules stand in the group X, between tables."""

RULES: tuple[Rule, ...] = (
    rule(
        "X560",
        "error",
        ("a scale that cannot be read", "评分尺度无法识别"),
        ("Without a scale a value gives no points.", "没有尺度，数值无法折算为分值。"),
        ("linear 10; steps 3:4 3:7", "linear 10；steps 3:4 3:7"),
        (
            "write 'linear FROM TO', 'steps X:POINTS X:POINTS …' or 'rubric'",
            "请写 linear 起 止、steps 值:分 值:分 … 或 rubric",
        ),
    ),
    rule(
        "X561",
        "error",
        ("points that add to nothing", "分值合计为零"),
        (
            "A score is a share of the full points; of nothing there is no share.",
            "得分为满分的比例，满分为零则无从计算。",
        ),
        ("all indicators of a formation have 0 points", "某组建模式各指标分值均为 0"),
        ("give at least one indicator points above 0", "请至少给一项指标大于零的分值"),
    ),
    rule(
        "X562",
        "warning",
        ("a veto without a threshold", "一票否决没有门槛"),
        (
            "A veto strikes at 0 points; a rubric reaches 0 only where every expert gives 0.",
            "零分即一票否决；rubric 只有在专家全部给 0 分时才为零分。",
        ),
        ("veto true, scale rubric", "一票否决为是，评分尺度为 rubric"),
        ("give a scale with a threshold, e.g. steps 0:10 1:0", "请改用有门槛的尺度，如 steps 0:10 1:0"),
    ),
    rule(
        "X563",
        "error",
        ("an indicator that is not in the table", "指标表中没有该指标"),
        ("The value or score would count for nothing.", "该数值或评分将不起作用。"),
        ("indicator_id I9 where the table ends at I8", "指标表只到 I8，却写了 I9"),
        ("correct the id, or add the indicator", "请更正编号，或补充该指标"),
    ),
    rule(
        "X564",
        "error",
        ("a value beyond the scale", "数值超出评分尺度"),
        ("A rubric runs from 0 to 100.", "rubric 的取值为 0 至 100。"),
        ("measurement 120 of a rubric", "rubric 指标的数值为 120"),
        ("correct the value", "请更正数值"),
    ),
    rule(
        "X565",
        "warning",
        ("evidence that is asked for is missing", "缺少应附的依据"),
        ("A centre that complains gets an answer only where the evidence is named.", "注明依据才能答复对评价的异议。"),
        ("evidence_required true, evidence blank", "须附依据为是，依据为空"),
        ("name the evidence", "请注明依据"),
    ),
    rule(
        "X566",
        "warning",
        ("reviews of a quantitative indicator are not used", "定量指标的专家评分不计"),
        ("Its points follow from what was measured.", "其分值取自实测数值。"),
        ("a review of I1, which is quantitative", "对定量指标 I1 的评分"),
        ("make the indicator qualitative if experts shall judge it", "若由专家评判，请将该指标改为定性"),
    ),
    rule(
        "X567",
        "error",
        ("the year is before the centre was approved", "年度早于中心批复年份"),
        ("Nobody is evaluated before approval.", "批复之前不参加评价。"),
        ("a review of 2022, approved in 2023", "2023 年批复，却有 2022 年的评分"),
        ("correct the year", "请更正年度"),
    ),
    rule(
        "X568",
        "error",
        ("a date that is not written as 2024-12-31", "日期未写作 2024-12-31 的形式"),
        ("Day and month must not be guessed.", "日和月不能靠猜。"),
        ("03/04/2024", "03/04/2024"),
        ("write year, month and day: 2024-12-31", "请写年-月-日，如 2024-12-31"),
    ),
    rule(
        "X569",
        "warning",
        ("a vote of nobody", "没有人表决"),
        ("Nothing was decided where nobody voted.", "无人表决则未作决定。"),
        ("for 0, against 0", "同意 0，反对 0"),
        ("correct the numbers, or remove the row", "请更正票数，或删除该行"),
    ),
)
