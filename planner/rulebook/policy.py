"""The rule book of one scheme and the choices of one scenario, as typed, frozen data.

Field docstrings (English ｜ Chinese) feed the JSON Schema and the documentation. What does not live here: reading YAML,
inheritance and origins (``planner.rulebook.scenario``), and what the rules mean to the program
(``planner.problem.city``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.model.schema import CONDITIONS
from planner.rulebook.evaluation_system import EvaluationSystem

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Money in the dataset's unit (万元 in the sample)."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Formation = Literal["enterprise", "institute", "joint"]
Channel = Literal["city", "district", "department"]
Grade = Literal["excellent", "good", "pass", "poor"]
TechnologyKind = Literal["bottleneck", "frontier", "common"]
Tier = Literal["top", "outstanding", "leading", "promising", "senior"]
Condition = Literal[
    "positioning",
    "field_focus",
    "host_strength",
    "governance",
    "funding_diversity",
    "top_talent",
    "strategic_tasks",
    "landmark_results",
    "evaluation",
    "innovation_ecosystem",
]
assert Condition.__args__ == tuple(c for c, _, _ in CONDITIONS)  # type: ignore[attr-defined]
GoalName = Literal["coverage", "collaboration", "talent", "firms", "mechanism"]
Term = Literal[
    "coverage",
    "collaboration",
    "talent",
    "firms",
    "mechanism",
    "cost",
    "delay",
    "late_money",
    "count",
    "partners",
]
"""The five goals; support and equity; years after the first; money × years after the first; centres; organisations."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, strict=True)


class Horizon(_Part):
    """Years in which centres may be approved."""

    first: Year
    """First approval year. ｜ 首个批复年份。"""
    last: Year
    """Last approval year (Y*). ｜ 末个批复年份（Y*）。"""


class Target(_Part):
    """How many centres there shall be, and by when."""

    count: Count | None
    """Least number of centres by ``year``; null = no least number.
    ｜ 到 ``year`` 年底至少建成的中心数；null 为不设目标。
    """
    maximum: Count | None
    """Greatest number of centres; null = no greatest number. ｜ 中心数上限；null 为不设上限。"""
    year: Year
    """By the end of which year. ｜ 目标年（至该年年底）。"""
    count_existing: bool
    """Whether existing centres count towards the target. ｜ 已有中心是否计入目标。"""


class Support(_Part):
    """How much support money a centre may get."""

    years: Annotated[int, Field(ge=1, le=5)]
    """Number of years, from approval on, in which a centre is supported. ｜ 自批复当年起连续支持的年数。"""
    share: Share
    """Greatest share of the base paid in any one year. ｜ 任一年度支持额占基数的最高比例。"""
    base: Literal["annual", "cumulative", "total"]
    """Reading of 投入总额: investment of that year, up to and with that year, or of the whole build period.
    ｜ “投入总额”的口径：当年投入、截至当年累计投入或整个建设期投入。
    """
    total_cap: Money | None
    """Greatest support of one centre over all years. ｜ 每个中心各年合计支持上限。"""
    first_year_cap: Money | None
    """Greatest support of one centre in its first year. ｜ 每个中心首年支持上限。"""
    first_year_least: Share
    """Least share of a centre's least total support that is paid in its first year, as far as the caps allow.
    ｜ 获批首年至少支付其最低支持总额的这一比例（以首年上限为限）。
    """
    default_minimum: Money
    """Least total support of a candidate that states none. ｜ 未填最低支持的候选中心的最低支持额。"""


class Evaluation(_Part):
    """Yearly evaluation: its grade sets the next year's support."""

    factors: dict[Grade, Share]
    """Support factor of the year after each grade; ``poor`` = 0 stops the support.
    ｜ 各评价等次对应的下一年度支持系数；``poor`` 为 0 即停止支持。
    """
    expected: dict[Formation, Grade]
    """Grade expected of centres of each formation. ｜ 各组建模式的预期等次。"""
    centres: dict[str, Grade]
    """Grade expected of single centres, by id; goes before ``expected``.
    ｜ 个别中心的预期等次（按编号），优先于 ``expected``。
    """
    system: EvaluationSystem
    """How centres are scored and graded each year. ｜ 年度评价体系：指标、分值、等次线。"""


class Budgets(_Part):
    """Named budget rows; what is not named is not limited."""

    city: dict[Year, Money]
    """City support money by funding year; a year not named is not limited.
    ｜ 市级支持经费（按经费年度）；未列年度不限。
    """
    total: Money | None
    """Support money of all payers and years together. ｜ 各级各年支持经费总额；null 为不限。"""
    districts: dict[str, Money]
    """Each district's own co-funding money over all years, by district id.
    ｜ 各区（县、市）配套经费总额（按区县编号）。
    """


class CoFunding(_Part):
    """The part of the support that districts pay."""

    district_share: Share
    """Share of each centre's support that its district pays. ｜ 区县承担的支持比例。"""
    by_district: dict[str, Share]
    """Other shares for single districts, by district id. ｜ 个别区县的承担比例（按区县编号）。"""


class Equity(_Part):
    """The second instrument: equity for new legal entities."""

    pot: Money | None
    """Equity money for new legal entities over all years; null = not limited.
    ｜ 新组建独立法人注资总盘子；null 为不限。
    """
    default_amount: Money
    """Equity of a new legal entity that states none. ｜ 未填注资需求的新法人的注资额。"""


class Readiness(_Part):
    """Thresholds on the ten build conditions."""

    each: dict[Condition, Score]
    """Least score of single build conditions. ｜ 单项建设条件最低分。"""
    mean: Score | None
    """Least mean of the ten scores. ｜ 十项平均最低分；null 为不设。"""


class Exclusive(_Part):
    """How many centres may share a lead, a chief scientist or a sub-field; null = any number."""

    centres_per_lead: Count | None
    """Greatest number of centres (existing ones count) led by one organisation.
    ｜ 一家单位最多牵头的中心数（含已有）。
    """
    centres_per_chief_scientist: Count | None
    """Greatest number of centres (existing ones count) with the same chief scientist.
    ｜ 一位首席科学家最多任职的中心数（含已有）。
    """
    centres_per_subfield: Count | None
    """Greatest number of centres (existing ones count) in one sub-field. ｜ 一个细分领域最多的中心数（含已有）。"""


class LeadFirm(_Part):
    """Thresholds on leading firms (optional rules of the sister scheme)."""

    minimum_sales: Money | None
    """Least three-year average sales of a firm that leads; null = not asked.
    ｜ 牵头企业近三年平均销售收入下限；null 为不要求。
    """
    minimum_rd_share: Share | None
    """Least R&D share of revenue of a firm that leads; null = not asked.
    ｜ 牵头企业研发投入占比下限；null 为不要求。
    """


class Range(_Part):
    """Least and greatest number."""

    min: Count | None = None
    """At least; null = no least number. ｜ 至少；null 为不限。"""
    max: Count | None = None
    """At most; null = no greatest number. ｜ 至多；null 为不限。"""


class Quotas(_Part):
    """Numbers of newly approved centres; existing ones do not count."""

    district: dict[str, Range]
    """By district id. ｜ 各区（县、市）（按编号）。"""
    field: dict[str, Range]
    """By field id. ｜ 各领域（按编号）。"""
    channel: dict[Channel, Range]
    """By channel. ｜ 各推荐渠道。"""
    formation: dict[Formation, Range]
    """By formation. ｜ 各组建模式。"""
    year: dict[Year, Range]
    """Approvals in single years. ｜ 各年新批复数。"""


class MustCover(_Part):
    """One rule on technologies that must be covered."""

    severity: Annotated[float, Field(ge=1, le=5)]
    """Technologies of at least this severity … ｜ 严重度不低于此值的技术……"""
    kinds: tuple[TechnologyKind, ...] = Field(("bottleneck",), strict=False)
    """… and of these kinds … ｜ ……且属于这些类别……"""
    depth: Annotated[int, Field(ge=1)] = 1
    """… must be covered by at least this many centres (existing ones count) …
    ｜ ……须由至少这么多个中心覆盖（含已有）……
    """
    distinct: Literal["centre", "lead"] = "lead"
    """… of different leads, or just different centres … ｜ ……牵头单位各不相同，或只要求中心不同……"""
    disjoint: tuple[Literal["lead", "chief_scientist", "key_person"], ...] = Field((), strict=False)
    """… and no two of them share any of these (a key person is capable of the technology) …
    ｜ ……且两两之间不共有以下各项（关键人才指掌握该技术者）……
    """
    strength: Share = 0.0
    """… each with more than zero and at least this used strength (evidence-backed, before the ramp).
    ｜ ……每个中心的有效强度大于零且不低于此值（有依据，爬坡之前）。
    """
    exempt: tuple[str, ...] = Field((), strict=False)
    """Technology ids that are let off. ｜ 免除要求的技术编号。"""


class Fixed(_Part):
    """Candidates that are decided beforehand."""

    chosen: tuple[str, ...] = Field((), strict=False)
    """Candidates that must be chosen. ｜ 必选的候选中心。"""
    rejected: tuple[str, ...] = Field((), strict=False)
    """Candidates that must not be chosen. ｜ 排除的候选中心。"""


class Coverage(_Part):
    """Severity-weighted expected coverage of technologies."""

    kinds: dict[TechnologyKind, Weight]
    """Weight of each technology kind, times severity. ｜ 各类技术的权重（再乘以严重度）。"""
    failure: Annotated[float, Field(ge=0, lt=1)]
    """Chance q that a covering centre fails: depth d is worth 1 − q^d.
    ｜ 承担中心失败的概率 q：覆盖深度 d 的价值为 1 − q^d。
    """
    depth: Annotated[int, Field(ge=1, le=9)]
    """Depth beyond which more cover is worth nothing more. ｜ 超过此深度的覆盖不再增值。"""
    ramp: tuple[Share, ...] = Field(strict=False)
    """Share of full strength 0, 1, 2 … years after approval; the last value holds on.
    ｜ 批复后第 0、1、2……年的能力比例，最后一值延续。
    """
    years: dict[Year, Weight]
    """Years in which coverage is judged, and their weights. ｜ 评判覆盖度的年份及其权重。"""


class Collaboration(_Part):
    """New cross-sector ties and complementarity."""

    ties: Share
    """Weight of new cross-sector ties; the rest is complementarity (prerequisite pairs and given synergies).
    ｜ 新增跨界合作的权重，其余为互补性（前置技术配对与给定协同）。
    """


class Talent(_Part):
    """People of high tiers in the centres."""

    tiers: dict[Tier, Weight]
    """Worth of one person of each tier. ｜ 各层次人才每人分值。"""


class Mechanism(_Part):
    """New mechanisms, by scores of build conditions."""

    conditions: tuple[Condition, ...] = Field(strict=False)
    """Build conditions whose mean score stands for new mechanisms. ｜ 以其平均分代表新型体制机制的建设条件。"""


class Goals(_Part):
    """How each of the five tasks of the policy is measured, each as a share in [0, 1]."""

    coverage: Coverage
    """First task: key technologies. ｜ 任务一：突破关键共性核心技术。"""
    collaboration: Collaboration
    """Second task: strong forces together. ｜ 任务二：优势创新力量协同。"""
    talent: Talent
    """Third task: talent. ｜ 任务三：产业高端人才队伍。"""
    mechanism: Mechanism
    """Fifth task: new mechanisms (the fourth, leading firms, needs no values).
    ｜ 任务五：新型体制机制（任务四“领军企业”无需参数）。
    """


class Stage(_Part):
    """One stage of a lexicographic objective: just one of the two."""

    maximise: dict[Term, Weight] | None = None
    """Weights of the terms whose sum is maximised. ｜ 加权求和后取最大的各项权重。"""
    minimise: dict[Term, Weight] | None = None
    """Weights of the terms whose sum is minimised. ｜ 加权求和后取最小的各项权重。"""


class Policy(_Part):
    """A whole rule book, every value given."""

    years: Horizon
    """Approval years. ｜ 批复年份。"""
    build_period: Annotated[int, Field(ge=1, le=20)]
    """Years from approval to the end of the build period. ｜ 自批复起的建设期（年）。"""
    target: Target
    """How many centres by when. ｜ 到何时建成多少家。"""
    support: Support
    """Support money of a centre. ｜ 对中心的经费支持。"""
    evaluation: Evaluation
    """Yearly evaluation and the next year's support. ｜ 年度绩效评价与下一年度支持。"""
    budgets: Budgets
    """Budget rows. ｜ 预算。"""
    cofunding: CoFunding
    """What districts pay. ｜ 市县联动配套。"""
    equity: Equity
    """Equity for new legal entities (拨改投). ｜ 对新组建独立法人的注资（拨改投）。"""
    readiness: Readiness
    """Thresholds on the ten build conditions; a missing score fails. ｜ 十项建设条件门槛；缺分视为不达标。"""
    exclusive: Exclusive
    """At most so many per lead, chief scientist or sub-field. ｜ 同一牵头单位、首席科学家、细分领域的限额。"""
    lead_firm: LeadFirm
    """Thresholds on firms that lead; a missing figure fails. ｜ 牵头企业门槛；缺数视为不达标。"""
    quotas: Quotas
    """Least and greatest numbers of new centres. ｜ 新批复中心的名额。"""
    must_cover: tuple[MustCover, ...] = Field(strict=False)
    """Technologies that must be covered. ｜ 必须攻克的技术。"""
    fixed: Fixed
    """Candidates fixed in or out. ｜ 必选与排除的候选中心。"""
    goals: Goals
    """How the goals are measured. ｜ 各目标的衡量方法。"""
    objective: tuple[Stage, ...] = Field(strict=False)
    """Stages in order; each later stage only breaks the ties that the earlier ones leave.
    ｜ 依次优化的各阶段；后一阶段只在前一阶段并列时起作用。
    """
