"""The evaluation system of a policy: dimensions, indicators, points and cuts by formation, panels, votes and marks.

What does not live here: what a grade does to money (``planner.rulebook.policy.Evaluation``), scoring
(``planner.studies.evaluation``) and what must hold between the values (``planner.rulebook.scenario.consistency``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.rulebook.kinds import Formation, Part, Score, Weight

Cut = Literal["excellent", "good", "pass"]
Ratio = Annotated[str, Field(pattern=r"^[0-9]{1,6}/[1-9][0-9]{0,5}$")]
"""An exact share, e.g. ``2/3``."""


class Named(Part):
    """A name in both languages."""

    zh: str
    """Chinese name. ｜ 中文名称。"""
    en: str
    """English name. ｜ 英文名称。"""


class SystemIndicator(Part):
    """One indicator of the system; a dataset's table ``indicators`` replaces them all."""

    id: str
    """Id, as measurements and reviews name it. ｜ 编号，与指标数值、专家评分对应。"""
    zh: str
    """Chinese name. ｜ 中文名称。"""
    en: str
    """English name. ｜ 英文名称。"""
    dimension: str
    """Dimension. ｜ 所属维度。"""
    kind: Literal["quantitative", "qualitative"]
    """Measured, or judged by experts. ｜ 定量或定性。"""
    unit: str = ""
    """Unit of the value. ｜ 计量单位。"""
    scale: str
    """``linear FROM TO``, ``steps X:POINTS …`` or ``rubric``. ｜ 评分尺度。"""
    points: Weight
    """Full points, unless ``points`` of the system says otherwise. ｜ 满分分值（系统 ``points`` 另有规定的除外）。"""
    veto: bool = False
    """Whether 0 points here make the centre poor. ｜ 此项零分是否即为不合格。"""
    evidence_required: bool = False
    """Whether a value needs evidence. ｜ 数值是否须附依据。"""
    formation: Formation | None = None
    """Asked of this formation only; null = of all. ｜ 仅对该组建模式考核；null 为全部。"""
    clause: str = ""
    """The clause it rests on. ｜ 所依据的条款。"""
    source: str = "buju default (not in the note)"
    """Where the clause stands, or that the number is buju's own. ｜ 条款出处，或注明为 buju 设定。"""


class Panel(Part):
    """How the scores of several experts become one."""

    least: Annotated[int, Field(ge=1)]
    """Reviews without conflict that are needed; fewer = missing. ｜ 无利益冲突的评分最少份数；不足即为缺失。"""
    trim_from: Annotated[int, Field(ge=3)]
    """From this many on, one highest and one lowest score are dropped. ｜ 达到此份数时去掉一个最高分和一个最低分。"""
    co_publication_years: Annotated[int, Field(ge=1)] | None
    """A co-publication of the expert's organisation with the lead or a member within so many years is a conflict;
    null = it is none.
    ｜ 专家所在单位与牵头或成员单位在此年数内有合作论文即视为利益冲突；null 为不视为冲突。
    """


class Vote(Part):
    """When a meeting's vote on a centre is carried."""

    quorum: Ratio
    """Share of the members that must vote. ｜ 到会表决人数占应到人数的最低比例。"""
    majority: Ratio
    """Share of the votes that must be in favour; this share is enough. ｜ 同意票占表决票的最低比例（含本数）。"""


class Marks(Part):
    """When a centre is reviewed, counted from its approval year."""

    review: Annotated[int, Field(ge=1, le=20)]
    """Years to the review of the milestone. ｜ 批复后第几年进行里程碑评估。"""
    completion: Annotated[int, Field(ge=1, le=20)]
    """Years to the end of the build period. ｜ 批复后第几年验收。"""


class EvaluationSystem(Part):
    """How centres are scored and graded each year."""

    name: str
    """Short name of the system, kept with every grade. ｜ 评价体系简称，随等次一并记录。"""
    dimensions: dict[str, Named]
    """Names of the dimensions. ｜ 各维度名称。"""
    indicators: tuple[SystemIndicator, ...] = Field(strict=False)
    """Indicators; a dataset's own table replaces them. ｜ 指标；数据集自带指标表时以其为准。"""
    points: dict[Formation, dict[str, Weight]]
    """Other full points of single indicators, by formation; 0 = not asked. ｜ 按组建模式另定的分值；0 为不考核。"""
    cuts: dict[Cut, Score]
    """Least score of each grade; below ``pass`` is poor. ｜ 各等次的最低得分；低于 ``pass`` 为不合格。"""
    cuts_by_formation: dict[Formation, dict[Cut, Score]]
    """Other cuts for single formations. ｜ 个别组建模式另定的等次线。"""
    panel: Panel
    """Panels of experts. ｜ 专家评分规则。"""
    vote: Vote
    """Votes of a meeting. ｜ 论证会表决规则。"""
    marks: Marks
    """Reviews that come due. ｜ 到期评估。"""
    noise: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """A cut within so many standard errors of a score is told: experts who differ could turn the grade.
    ｜ 得分与等次线之差不超过此倍数的标准误时予以提示（专家意见分歧可能改变等次）。
    """


NONE_GIVEN = EvaluationSystem(
    name="none",
    dimensions={},
    indicators=(),
    points={},
    cuts={"excellent": 90.0, "good": 75.0, "pass": 60.0},
    cuts_by_formation={},
    panel=Panel(least=3, trim_from=5, co_publication_years=None),
    vote=Vote(quorum="2/3", majority="2/3"),
    marks=Marks(review=2, completion=5),
    noise=2.0,
)
"""A system without indicators, for policies that give none: a dataset's own table is then scored by these cuts."""
