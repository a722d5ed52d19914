"""The parts of a policy that speak of money over the years: support, evaluation, budgets, equity, payers, history.

A rule that came after the first policies has a default under which nothing changes, so that a policy which was
written in full before it is still read. What does not live here: the other parts (``planner.rulebook.policy``).
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from planner.rulebook.evaluation_system import NONE_GIVEN, EvaluationSystem
from planner.rulebook.kinds import (
    CentreId,
    DistrictId,
    Formation,
    Grade,
    HigherPayer,
    Money,
    Part,
    Payer,
    Share,
    Weight,
    Year,
)


class Support(Part):
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
    unit: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Support of one centre in one year is a whole multiple of this; null = any amount.
    ｜ 每个中心每年的支持额须为此数的整数倍；null 为不限。
    """
    no_gap_years: bool = False
    """Whether no year without money may lie between two years with money, except where a cap of 0 forces it.
    ｜ 是否不允许在两个拨款年度之间空一年（上限为零的年度除外）。
    """


class Evaluation(Part):
    """Yearly evaluation: its grade sets the next year's support."""

    factors: dict[Grade, Share]
    """Support factor of the year after each grade; ``poor`` = 0 stops the support.
    ｜ 各评价等次对应的下一年度支持系数；``poor`` 为 0 即停止支持。
    """
    expected: dict[Formation, Grade]
    """Grade expected of centres of each formation. ｜ 各组建模式的预期等次。"""
    centres: dict[CentreId, Grade]
    """Grade expected of single centres, by id; goes before ``expected``.
    ｜ 个别中心的预期等次（按编号），优先于 ``expected``。
    """
    capability: dict[Grade, Share] = Field(default_factory=lambda: dict.fromkeys(get_args(Grade), 1.0))
    """Share of its strength with which a centre covers in the year after each grade; 1 = grades do not act on strength.
    ｜ 各评价等次之后一年的能力折算系数；1 为等次不影响能力。
    """
    rectify_after: Grade | None = None
    """Recorded grade that is followed by a year of rectification; null = none.
    ｜ 得到此等次的次年限期整改；null 为不启用。
    """
    chances: dict[Formation, dict[Grade, Share]] = Field(default_factory=dict)
    """Chance of each grade that is not known yet, by formation, each year anew; a formation not named gets what is
    expected. Only ``stress --grades`` and ``plan --grades`` read it.
    ｜ 各组建模式未来各年得到各等次的概率，逐年独立；未列的组建模式取预期等次。仅用于 ``stress --grades`` 与
    ``plan --grades``。
    """
    most: dict[Grade, Share] = Field(default_factory=dict)
    """Greatest share of the centres graded in one year that may get a grade; more is a finding.
    ｜ 一年内可评为某等次的中心比例上限；超出则提示。
    """
    system: EvaluationSystem = NONE_GIVEN
    """How centres are scored and graded each year. ｜ 年度评价体系：指标、分值、等次线。"""


class Budgets(Part):
    """Named budget rows; what is not named is not limited."""

    city: dict[Year, Money]
    """City support money by funding year; a year not named is not limited.
    ｜ 市级支持经费（按经费年度）；未列年度不限。
    """
    total: Money | None
    """Support money of all payers and years together. ｜ 各级各年支持经费总额；null 为不限。"""
    districts: dict[DistrictId, Money]
    """Each district's own co-funding money over all years, by district id.
    ｜ 各区（县、市）配套经费总额（按区县编号）。
    """
    carry_over: bool = False
    """Whether what the named city years leave unspent goes on to the next named year.
    ｜ 所列年度未用完的市级经费是否结转下一年度。
    """


class CoFunding(Part):
    """The part of the support that districts pay."""

    district_share: Share
    """Share of each centre's support that its district pays. ｜ 区县承担的支持比例。"""
    by_district: dict[DistrictId, Share]
    """Other shares for single districts, by district id. ｜ 个别区县的承担比例（按区县编号）。"""


class Equity(Part):
    """The second instrument: equity for new legal entities."""

    pot: Money | None
    """Equity money for new legal entities over all years; null = not limited.
    ｜ 新组建独立法人注资总盘子；null 为不限。
    """
    default_amount: Money
    """Equity of a new legal entity that states none. ｜ 未填注资需求的新法人的注资额。"""
    pots: dict[Year, Money] = Field(default_factory=dict)
    """Equity money by approval year, not carried over; a year not named is not limited.
    ｜ 各批复年度的注资额度，不结转；未列年度不限。
    """
    investors: dict[str, Money] = Field(default_factory=dict)
    """Equity money of each investor over all years, by the name that centres give.
    ｜ 各国资出资平台的注资总额（按中心所填名称）。
    """


class Course(Part):
    """What holds between the history of the scheme and what is decided now."""

    commitments: Literal["firm", "priority", "free"] = "firm"
    """Whether promises must be kept, fall short as little as possible before all stages, or bind nothing.
    ｜ 承诺必须兑现、优先兑现（先于各阶段使缺口最小）或不作约束。
    """
    may_stop: bool = False
    """Whether the plan may stop centres that are approved already; their money and place are free from the year after.
    ｜ 方案可否终止已批复的中心（次年起腾出经费和名额）。
    """
    promoted_support_ends: bool = False
    """Whether support of city and district, and their promises, end with the year after a promotion.
    ｜ 升级后次年起市县两级支持及承诺是否终止。
    """


class Match(Part):
    """What some payers give a centre, beside what others give it."""

    left: tuple[Payer, ...] = Field(strict=False)
    """These payers together pay at least … ｜ 这些出资方合计至少支付……"""
    at_least: Weight
    """… this many times … ｜ ……的这一倍数……"""
    of: tuple[Payer, ...] = Field(strict=False)
    """… what these payers pay. ｜ ……以这些出资方的支付为基数。"""


class Payers(Part):
    """Who pays beside city and district, and what has to match."""

    shares: dict[HigherPayer, Share] = Field(default_factory=dict)
    """Share of each centre's support that higher payers pay; the rest is the city's and the district's.
    ｜ 上级等出资方承担的支持比例，其余由市、县承担。
    """
    match: tuple[Match, ...] = Field(default=(), strict=False)
    """Match rules, for each centre that has money of the right-hand payers, paid and promised, over all years.
    ｜ 配套规则：对有右侧出资方资金（已付和承诺）的每个中心，各年合计。
    """
