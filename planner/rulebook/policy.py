"""The rule book of one scheme and the choices of one scenario, as typed, frozen data.

Field docstrings (English ｜ Chinese) feed the JSON Schema and the documentation. What does not live here: reading YAML,
inheritance and origins (``planner.rulebook.scenario``), and what the rules mean to the program
(``planner.problem.city``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.rulebook.kinds import (
    BatchDate,
    CentreId,
    Channel,
    Condition,
    Count,
    DistrictId,
    FieldId,
    Formation,
    HigherLevel,
    Money,
    Part,
    Score,
    Share,
    TechnologyId,
    TechnologyKind,
    Term,
    Tier,
    Weight,
    Year,
)
from planner.rulebook.money import Budgets, CoFunding, Course, Equity, Evaluation, Payers, Support


class Horizon(Part):
    """Years in which centres may be approved."""

    first: Year
    """First approval year. ｜ 首个批复年份。"""
    last: Year
    """Last approval year (Y*). ｜ 末个批复年份（Y*）。"""


class Target(Part):
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


class Readiness(Part):
    """Thresholds on the ten build conditions."""

    each: dict[Condition, Score]
    """Least score of single build conditions. ｜ 单项建设条件最低分。"""
    mean: Score | None
    """Least mean of the ten scores. ｜ 十项平均最低分；null 为不设。"""


class Level(Part):
    """Promotion to a higher level: how many by when, who is ready for it, how fast, and the money of that level."""

    target: Count | None = None
    """Least number of centres of this level or higher by ``year``; null = no least number.
    ｜ 到 ``year`` 年底至少有多少家达到该级别（含更高级别）；null 为不设目标。
    """
    year: Year | None = None
    """By the end of which year; a promotion counts from the year after it; null = ``target.year``.
    ｜ 目标年（至该年年底），升级自次年起计；null 取 ``target.year``。
    """
    readiness: Readiness = Readiness(each={}, mean=None)
    """Thresholds on the ten build conditions for a promotion; a missing score fails.
    ｜ 升级的十项建设条件门槛；缺分视为不达标。
    """
    after: Annotated[int, Field(ge=0, le=20)] = 2
    """Least number of years from approval to promotion; a national centre is provincial for a year first.
    ｜ 自批复到升级的最少年数；升为国家级前至少任省级一年。
    """
    quota: Count | None = None
    """Greatest number of promotions in one year. ｜ 每年升级数上限。"""
    each: Money = 0.0
    """Money of the higher level that one promotion takes of ``pot``. ｜ 每家升级占用上级资金额度。"""
    pot: Money | None = None
    """Money of the higher level for promotions of all years; null = not limited.
    ｜ 上级用于升级的资金总额；null 为不限。
    """


class Exclusive(Part):
    """How many centres may share a lead, a chief scientist, a sub-field or a member; null = any number."""

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
    centres_per_member: Count | None = None
    """Greatest number of centres (existing ones count) that have one university or institute among their members, so
    that its people are not spread too thin; buju's own rule, off (null) unless a scenario sets it.
    ｜ 同一高校或科研院所作为成员参与的中心数上限（含已有），以免力量过于分散；buju 自设规则，不填（null）则不启用。
    """


class LeadFirm(Part):
    """Thresholds on leading firms (optional rules of the sister scheme)."""

    minimum_sales: Money | None
    """Least three-year average sales of a firm that leads; null = not asked.
    ｜ 牵头企业近三年平均销售收入下限；null 为不要求。
    """
    minimum_rd_share: Share | None
    """Least R&D share of revenue of a firm that leads; null = not asked.
    ｜ 牵头企业研发投入占比下限；null 为不要求。
    """


class Range(Part):
    """Least and greatest number."""

    min: Count | None = None
    """At least; null = no least number. ｜ 至少；null 为不限。"""
    max: Count | None = None
    """At most; null = no greatest number. ｜ 至多；null 为不限。"""


class Quotas(Part):
    """Numbers of newly approved centres; existing ones count only if ``count_existing`` says so."""

    district: dict[DistrictId, Range]
    """By district id. ｜ 各区（县、市）（按编号）。"""
    field: dict[FieldId, Range]
    """By field id. ｜ 各领域（按编号）。"""
    channel: dict[Channel, Range]
    """By channel. ｜ 各推荐渠道。"""
    formation: dict[Formation, Range]
    """By formation. ｜ 各组建模式。"""
    year: dict[Year, Range]
    """Approvals in single years. ｜ 各年新批复数。"""
    count_existing: bool = False
    """Whether existing centres and earlier approvals count as well (not in ``year``).
    ｜ 已有中心和此前批复的中心是否计入（``year`` 除外）。
    """


class Batches(Part):
    """Dates within a year on which approvals are decided, and how many at most on each."""

    dates: tuple[BatchDate, ...] = Field(default=(), strict=False)
    """Month and day of each batch, e.g. 06-30; none = no batches. ｜ 各批次的月日，如 06-30；不填则不分批。"""
    most: Count | None = None
    """Greatest number of approvals in one batch; null = any number. ｜ 每批批复数上限；null 为不限。"""


class MustCover(Part):
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
    exempt: tuple[TechnologyId, ...] = Field((), strict=False)
    """Technology ids that are let off. ｜ 免除要求的技术编号。"""


class Fixed(Part):
    """Candidates that are decided beforehand."""

    chosen: tuple[CentreId, ...] = Field((), strict=False)
    """Candidates that must be chosen. ｜ 必选的候选中心。"""
    rejected: tuple[CentreId, ...] = Field((), strict=False)
    """Candidates that must not be chosen. ｜ 排除的候选中心。"""


class Coverage(Part):
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


class Collaboration(Part):
    """New cross-sector ties and complementarity."""

    ties: Share
    """Weight of new cross-sector ties; the rest is complementarity (prerequisite pairs and given synergies).
    ｜ 新增跨界合作的权重，其余为互补性（前置技术配对与给定协同）。
    """


class Talent(Part):
    """People of high tiers in the centres."""

    tiers: dict[Tier, Weight]
    """Worth of one person of each tier. ｜ 各层次人才每人分值。"""


class Mechanism(Part):
    """New mechanisms, by scores of build conditions."""

    conditions: tuple[Condition, ...] = Field(strict=False)
    """Build conditions whose mean score stands for new mechanisms. ｜ 以其平均分代表新型体制机制的建设条件。"""


class Goals(Part):
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


class Stage(Part):
    """One stage of a lexicographic objective: just one of the two."""

    maximise: dict[Term, Weight] | None = None
    """Weights of the terms whose sum is maximised. ｜ 加权求和后取最大的各项权重。"""
    minimise: dict[Term, Weight] | None = None
    """Weights of the terms whose sum is minimised. ｜ 加权求和后取最小的各项权重。"""


class Policy(Part):
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
    levels: dict[HigherLevel, Level] = Field(default_factory=dict)
    """Promotion to higher levels; a level not named is not looked at. ｜ 向上级升级；未列级别不考虑。"""
    exclusive: Exclusive
    """At most so many per lead, chief scientist, sub-field or member.
    ｜ 同一牵头单位、首席科学家、细分领域、成员单位的限额。
    """
    lead_firm: LeadFirm
    """Thresholds on firms that lead; a missing figure fails. ｜ 牵头企业门槛；缺数视为不达标。"""
    quotas: Quotas
    """Least and greatest numbers of new centres. ｜ 新批复中心的名额。"""
    batches: Batches = Batches()
    """Decision dates within each year to come. ｜ 今后各年的批复批次。"""
    as_of: Year | None = None
    """Last year that is history: what was approved, paid and graded up to it stands. null = nothing is history.
    ｜ 历史截止年：截至该年的批复、拨付和评价照实保留；null 为没有历史。
    """
    course: Course = Course()
    """History and what is decided now. ｜ 既往与新决定之间的关系。"""
    payers: Payers = Payers()
    """Payers beside city and district, and match rules. ｜ 市县以外的出资方与配套规则。"""
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
