"""Tables of the yearly evaluation: indicators, what was measured, experts, their reviews, votes of a meeting.

What does not live here: the grades that follow (``evaluations``), scales (``graph.model.scales``) and scoring
(``planner.studies.evaluation``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.vocabulary import FORMATIONS, ID, NAME, SOURCE, Column, Table, ref

INDICATOR_KINDS = (("quantitative", "定量"), ("qualitative", "定性"))


def _year(en: str, zh: str) -> Column:
    return Column("year", "年度", "integer", Words(en, zh), required=True, low=1990, high=2100)


def _count(name: str, header: str, en: str, zh: str, *, required: bool = True) -> Column:
    return Column(name, header, "integer", Words(en, zh), required=required, low=0)


_CENTRE = ref("centre_id", "中心编号", "centres", "centre", "中心编号")
_INDICATOR = Column(
    "indicator_id",
    "指标编号",
    "id",
    Words(
        "indicator of the table, or of the scenario's evaluation system",
        "指标编号（指标表中的，或情景评价体系中的）",
    ),
    required=True,
)
"""No reference: without the table, the indicators are those of the scenario."""

EVALUATION_TABLES: tuple[Table, ...] = (
    Table(
        "indicators",
        "评价指标",
        Words("indicators of the evaluation; they replace those of the policy", "考核评价指标，替代规则文件中的指标"),
        ("id",),
        columns=(
            ID,
            NAME,
            Column(
                "dimension",
                "维度",
                "text",
                Words(
                    "dimension; a build condition's name makes it count for readiness", "维度；写建设条件名则用于成熟度"
                ),
                required=True,
            ),
            Column(
                "kind",
                "类型",
                "choice",
                Words("measured, or judged by experts", "定量或定性"),
                required=True,
                choices=INDICATOR_KINDS,
            ),
            Column("unit", "计量单位", "text", Words("unit of the value", "数值的计量单位")),
            Column(
                "scale",
                "评分尺度",
                "text",
                Words(
                    "linear FROM TO, steps X:POINTS X:POINTS …, or rubric (0–100)",
                    "linear 起 止、steps 值:分 值:分 … 或 rubric（0–100）",
                ),
                required=True,
            ),
            Column("points", "分值", "number", Words("full points", "满分分值"), required=True, low=0, unit="points"),
            Column("veto", "一票否决", "boolean", Words("no points here make the centre poor", "此项零分即为不合格")),
            Column("evidence_required", "须附依据", "boolean", Words("values need evidence", "数值须附依据")),
            Column(
                "formation",
                "组建模式",
                "choice",
                Words("asked of this formation only; blank = of all", "仅对该组建模式考核；空白为全部"),
                choices=FORMATIONS,
            ),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "measurements",
        "指标数值",
        Words("values of indicators by centre and year", "各中心各年度的指标数值"),
        ("centre_id", "indicator_id", "year"),
        columns=(
            _CENTRE,
            _INDICATOR,
            _year("year evaluated", "评价年度"),
            Column(
                "value",
                "数值",
                "number",
                Words("value, in the indicator's unit", "数值（按指标计量单位）"),
                required=True,
            ),
            Column("evidence", "依据", "text", Words("what the value rests on", "数值依据")),
            Column("date", "日期", "text", Words("date of the evidence, 2024-12-31", "依据的日期，如 2024-12-31")),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "experts",
        "评审专家",
        Words("experts who review; they are named in no export", "评审专家；任何导出均不出现姓名"),
        ("id",),
        columns=(
            ID,
            NAME,
            ref("organisation_id", "单位编号", "organisations", "employer", "所在单位编号", required=False),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "reviews",
        "专家评分",
        Words("scores that experts give", "专家评分"),
        ("expert_id", "centre_id", "indicator_id", "year"),
        columns=(
            ref("expert_id", "专家编号", "experts", "expert", "专家编号"),
            _CENTRE,
            _INDICATOR,
            _year("year evaluated", "评价年度"),
            Column(
                "score",
                "评分",
                "number",
                Words("score, 0–100", "评分，0–100"),
                required=True,
                low=0,
                high=100,
                unit="points",
            ),
            Column(
                "conflict",
                "利益冲突",
                "boolean",
                Words("the expert declares a conflict of interest", "专家声明存在利益冲突"),
            ),
            Column("comment", "意见", "text", Words("comment", "评审意见")),
        ),
        occasional=True,
    ),
    Table(
        "votes",
        "论证表决",
        Words("votes of a meeting on a centre", "论证会对中心的表决"),
        ("centre_id", "meeting"),
        columns=(
            _CENTRE,
            Column("meeting", "会议", "text", Words("name of the meeting", "会议名称"), required=True),
            Column("date", "日期", "text", Words("date, 2024-12-31", "日期，如 2024-12-31")),
            _count("for", "同意", "votes for", "同意票"),
            _count("against", "反对", "votes against", "反对票"),
            _count("absent", "缺席", "members who were absent", "缺席人数"),
            SOURCE,
        ),
        occasional=True,
    ),
)
