"""What the exports show: plain tables and key figures read from one run's result, each number once.

Every spreadsheet, text file and figure takes its numbers from here, so no two of them can differ.
What does not live here: how anything looks or is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.base.errors import UsageError
from graph.base.licence import warning
from graph.base.rounding import gap_percent
from graph.base.words import Lang, Words
from graph.model.schema import CHANNELS, FORMATIONS, TECHNOLOGY_KINDS
from planner.layout.columns import (
    APPROVED,
    CENTRE,
    DISTRICT,
    DISTRICT_NAME,
    FIELD,
    FIELD_NAME,
    NAME,
    SOURCE,
    TOTAL_SUPPORT,
    YEAR,
    Field,
)
from planner.layout.proven import proven
from planner.layout.statuses import STATUSES as STANDS
from planner.layout.statuses import statuses
from planner.runs.plan_result import ChosenCentre, PlanResult, TechnologyFacts, YearMoney

Result = PlanResult
Cell = str | float | int | None

MADE_UP = Words("illustrative (made-up data)", "illustrative（虚构数据）")
NOTE = Words("Made-up data, for illustration only", "虚构数据，仅作示例")
_KINDS = {value: Words(value, zh) for value, zh in (*TECHNOLOGY_KINDS, *CHANNELS, *FORMATIONS)}


class LackingError(UsageError):
    """The run does not hold what a form shows; the words say what is missing and how to mend it."""


@dataclass(frozen=True)
class Sheet:
    """A table as it is handed out: ``rows`` hold one cell per column; blank = ``None``."""

    name: str
    title: Words
    columns: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, key: str) -> list[Cell]:
        """All cells of one column."""
        at = [c.key for c in self.columns].index(key)
        return [row[at] for row in self.rows]


def require_layout(result: Result) -> None:
    """Refuse a result that has no plan to lay out.

    Raises
    ------
    UsageError
        The run is infeasible, or ended without any plan.

    Examples
    --------
    >>> require_layout(PlanResult(status="infeasible", scenario="impossible"))
    Traceback (most recent call last):
    graph.base.errors.UsageError: the run of scenario 'impossible' found no plan, so there is nothing to lay out; ...
    """
    if not result.has_plan:
        raise UsageError(
            Words(
                "the run of scenario '{scenario}' found no plan, so there is nothing to lay out; "
                "`buju compare` shows the rules that stand in conflict",
                "情景“{scenario}”没有可行方案，没有可导出的布局；可用 `buju compare` 查看相互冲突的规则",
            ).fill(scenario=result.scenario)
        )


def is_made_up(result: Result) -> bool:
    """Whether the dataset behind a result is illustrative."""
    return result.dataset.illustrative


def notice(result: Result) -> Words:
    """What must be known of the data on every page: that they are made up, what their licence forbids; else nothing."""
    said = [NOTE] if is_made_up(result) else []
    if (told := warning(result.dataset.licence)) is not None:
        said.append(told)
    en = "; ".join(w.en for w in said)
    return Words(en[:1].upper() + en[1:], "；".join(w.zh for w in said))


def unit(result: Result) -> str:
    """The money unit of a result."""
    return result.unit


def title(result: Result, lang: Lang) -> str:
    """The scenario's title, or its name where it has none."""
    return result.title.say(lang) or result.scenario


def certificate(result: Result, lang: Lang) -> str:
    """Status, gap and solver in one line.

    >>> from planner.runs.certificates import AuditSummary, SolverName
    >>> certificate(PlanResult(status="proven", gap=0.0, objective=1.0, bound=1.0, audit=AuditSummary(clean=True),
    ...     solver=SolverName(name="HiGHS", version="1.15")), "en")
    'proven optimal (gap 0%, HiGHS 1.15; audit clean)'
    """
    status = proven(result)
    if result.front:  # chosen from a front: the gap is to the best plan of the scenario
        status = Words("a plan chosen from the front", "选自前沿的方案")
    gap, solver, audit = result.gap, result.solver, result.audit
    shown = "?" if gap is None else gap_percent(gap)
    check = Words("audit clean", "独立复核通过") if audit.clean else Words("AUDIT NOT CLEAN", "独立复核未通过")
    words = Words(
        "{status} (gap {gap}, {name} {version}; {check})", "{status}（间隙 {gap}，{name} {version}；{check}）"
    )
    return words.fill(status=status, gap=shown, name=solver.name, version=solver.version, check=check).say(lang)


def field_order(result: Result) -> list[str]:
    """Field ids in the taxonomy's order, then any others that centres or technologies name."""
    order = [f.id for f in result.fields]
    named = [c.field for c in (*result.chosen, *result.existing)] + [t.field for t in result.technologies]
    return list(dict.fromkeys([*order, *(f for f in named if f)]))


def field_names(result: Result) -> dict[str, str]:
    """Name of each field by id."""
    return {f.id: f.name for f in result.fields}


def support_of(centre: ChosenCentre, year: int) -> float:
    """Support paid to one centre in one year."""
    return float(centre.support.get(year, 0.0))


def city_support_of(result: Result, centre: ChosenCentre, year: YearMoney) -> float:
    """The city's part of the support paid to one centre in one year (a row of ``support_by_year``).

    Of the past it is what the city paid; of years to come, where the result does not say what share the centre's
    district pays, it is the year's mean share.
    """
    if result.as_of is not None and year.year <= result.as_of:
        past = next((one for one in result.history if one.centre == centre.centre), None)
        return 0.0 if past is None else float(past.payers.get("city", {}).get(year.year, 0.0))
    mean = 0.0 if year.paid <= 0 else year.district / year.paid
    share = mean if centre.district_share is None else centre.district_share
    return support_of(centre, year.year) * (1.0 - share)


def depth(technology: TechnologyFacts) -> float:
    """Depth of a technology with the plan: how many centres, existing ones included, cover it."""
    return technology.with_plan


def uncovered(result: Result) -> list[TechnologyFacts]:
    """Technologies that nobody covers, even with the plan."""
    return [t for t in result.technologies if depth(t) <= 0]


def single(result: Result) -> list[TechnologyFacts]:
    """Technologies that only one centre covers with the plan."""
    return [t for t in result.technologies if 0 < depth(t) <= 1]


def sheets(result: Result, lang: Lang) -> tuple[Sheet, ...]:
    """All tables of one result: centres, support, years, coverage, rules, rejected.

    Raises
    ------
    UsageError
        There is no plan (see :func:`require_layout`).
    """
    require_layout(result)
    makers: Sequence[Callable[[Result, Lang], Sheet]] = (centres, support, years, coverage, rules, rejected)
    return tuple(make(result, lang) for make in makers)


def centres(result: Result, lang: Lang) -> Sheet:
    """One row per chosen centre, in order of approval year and id."""
    columns = (
        Field("order", "序号", "number"),
        CENTRE,
        NAME,
        APPROVED,
        *(() if result.as_of is None else (Field("status", "状态"),)),
        FIELD,
        FIELD_NAME,
        DISTRICT,
        DISTRICT_NAME,
        Field("lead", "依托单位编号"),
        Field("lead_name", "依托单位"),
        Field("formation", "组建模式"),
        Field("channel", "推荐渠道"),
        TOTAL_SUPPORT,
        Field("equity", "股权投入", "money"),
        Field("technologies", "承担技术"),
        SOURCE,
    )
    rows = []
    stands = {} if result.as_of is None else statuses(result)
    for k, c in enumerate(sorted(result.chosen, key=lambda c: (c.year, c.centre)), 1):
        status = () if result.as_of is None else (STANDS[stands[c.centre]].say(lang),)
        coded = (_said(c.formation, lang), _said(c.channel, lang))
        where = (c.field, c.field_name, c.district, c.district_name, c.lead, c.lead_name)
        last = (c.total_support, c.equity, " ".join(c.technologies), source(result, c.source, lang))
        rows.append((k, c.centre, c.name, c.year, *status, *where, *coded, *last))
    return Sheet("centres", Words("Recommended centres", "推荐名单"), columns, tuple(rows))


def support(result: Result, lang: Lang) -> Sheet:
    """One row per chosen centre and year in which it is paid."""
    columns = (
        CENTRE,
        NAME,
        FIELD_NAME,
        DISTRICT_NAME,
        YEAR,
        Field("support", "支持资金", "money"),
        SOURCE,
    )
    rows = [
        (
            c.centre,
            c.name,
            c.field_name,
            c.district_name,
            int(y),
            float(money),
            source(result, c.source, lang),
        )
        for c in sorted(result.chosen, key=lambda c: (c.year, c.centre))
        for y, money in sorted(c.support.items())
    ]
    return Sheet("support", Words("Support by centre and year", "分中心分年度支持资金"), columns, tuple(rows))


def years(result: Result, lang: Lang) -> Sheet:
    """One row per funding year: paid, the city's and the districts' parts, the city's cap and what it leaves."""
    columns = (
        YEAR,
        Field("paid", "支持资金合计", "money"),
        Field("city", "其中市级", "money"),
        Field("district", "其中区县级", "money"),
        Field("cap", "市级上限", "money"),
        Field("slack", "市级余量", "money"),
        SOURCE,
    )
    rows = []
    for y in result.support_by_year:
        slack = None if y.cap is None else y.cap - y.city
        rows.append(
            (
                y.year,
                y.paid,
                y.city,
                y.district,
                y.cap,
                slack,
                source(result, "", lang),
            )
        )
    return Sheet("years", Words("Support by year", "分年度支持资金"), columns, tuple(rows))


def coverage(result: Result, lang: Lang) -> Sheet:
    """One row per technology: depth today and with the plan, and who covers it (existing centres marked *)."""
    columns = (
        Field("technology", "编号"),
        Field("name", "技术名称"),
        Field("kind", "类别"),
        Field("severity", "严重度", "number"),
        FIELD,
        FIELD_NAME,
        Field("today", "现有承担数", "number"),
        Field("with_plan", "布局后承担数", "number"),
        Field("state", "状态"),
        Field("centres", "承担中心（*为已建）"),
        SOURCE,
    )
    names, rows = field_names(result), []
    for t in result.technologies:
        who = " ".join(f"{x.centre}{'*' if x.existing else ''}" for x in t.centres)
        head = (
            t.technology,
            t.name,
            _said(t.kind, lang),
            t.severity,
            t.field,
            names.get(t.field),
        )
        rows.append((*head, t.today, depth(t), state(t).say(lang), who, source(result, "", lang)))
    return Sheet("coverage", Words("Technology coverage", "关键技术覆盖"), columns, tuple(rows))


def state(technology: TechnologyFacts) -> Words:
    """Uncovered, covered by one centre only, or covered."""
    if depth(technology) <= 0:
        return Words("uncovered", "无人承担")
    return Words("one only", "仅一家") if depth(technology) <= 1 else Words("covered", "已覆盖")


def rules(result: Result, lang: Lang) -> Sheet:
    """One row per rule that was checked, binding ones marked."""
    columns = (
        Field("rule", "规则"),
        Field("family", "类别"),
        Field("words", "内容"),
        Field("key", "情景参数"),
        Field("limit", "限值", "number"),
        Field("used", "已用", "number"),
        Field("slack", "余量", "number"),
        Field("unit", "单位"),
        Field("binding", "是否起约束作用"),
        SOURCE,
    )
    units = {
        "money": Words(unit(result), unit(result)),
        "centres": Words("centres", "家"),
        "depth": Words("centres", "家"),
    }
    mark = Words("binding", "起约束作用").say(lang)
    bound = {b.rule for b in result.binding}
    rows = []
    for r in result.rules or result.binding:
        words = r.words.say(lang) or r.rule
        said = units.get(r.unit, Words("", "")).say(lang)
        is_binding = r.binding or r.rule in bound
        figures = (r.limit, r.used, r.slack)
        rows.append(
            (
                r.rule,
                r.family,
                words,
                r.key,
                *figures,
                said,
                mark if is_binding else None,
                source(result, "", lang),
            )
        )
    return Sheet("rules", Words("Rules", "规则"), columns, tuple(rows))


def rejected(result: Result, lang: Lang) -> Sheet:
    """One row per candidate that was not chosen, with the reasons."""
    columns = (
        CENTRE,
        NAME,
        FIELD_NAME,
        DISTRICT_NAME,
        Field("reasons", "未入选原因"),
        SOURCE,
    )
    names, places = field_names(result), {d.id: d.name for d in result.districts}
    rows = []
    for c in result.rejected:
        reasons = ("；" if lang == "zh" else "; ").join(r.say(lang) for r in c.reasons)
        field, place = c.field, c.district
        rows.append(
            (
                c.centre,
                c.name,
                names.get(field, field),
                places.get(place, place),
                reasons,
                source(result, c.source, lang),
            )
        )
    return Sheet("rejected", Words("Not recommended", "未入选"), columns, tuple(rows))


def _said(value: str, lang: Lang) -> str | None:
    return _KINDS[value].say(lang) if value in _KINDS else value or None


def source(result: Result, own: str, lang: Lang) -> str:
    """Where a row comes from; made-up data say so."""
    if own == "illustrative" or (not own and is_made_up(result)):
        return MADE_UP.say(lang)
    if own and is_made_up(result):
        return f"{own}; {MADE_UP.say(lang)}"
    return own or result.dataset.name
