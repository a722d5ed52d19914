"""What the exports show: plain tables and key figures read from one run's result, each number once.

Every spreadsheet, text file and figure takes its numbers from here, so no two of them can differ.
What does not live here: how anything looks or is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from graph.model.schema import CHANNELS, FORMATIONS, TECHNOLOGY_KINDS

Result = Mapping[str, Any]
Cell = str | float | int | None
Kind = Literal["text", "money", "number", "year", "share"]

MADE_UP = Words("illustrative (made-up data)", "illustrative（虚构数据）")
NOTE = Words("Made-up data, for illustration only", "虚构数据，仅作示例")
_KINDS = {value: Words(value, zh) for value, zh in (*TECHNOLOGY_KINDS, *CHANNELS, *FORMATIONS)}
GOALS = {
    "coverage": Words("bottleneck coverage", "攻关覆盖"),
    "collaboration": Words("collaboration", "协同"),
    "talent": Words("talent", "人才"),
    "firms": Words("leading firms", "领军企业"),
    "mechanism": Words("mechanism", "体制机制"),
}
STATUSES = {
    "proven": Words("proven optimal", "已证明最优"),
    "within_gap": Words("within the accepted gap", "在可接受间隙之内"),
    "time_limit": Words("not proven: stopped early", "未证明最优：提前停止"),
    "infeasible": Words("cannot be met", "无法满足"),
}


class LackingError(UsageError):
    """The run does not hold what a form shows; the words say what is missing and how to mend it."""


@dataclass(frozen=True)
class Field:
    """One column of an export: its key (header in English), its Chinese header and how its cells are meant."""

    key: str
    zh: str
    kind: Kind = "text"

    def header(self, lang: Lang) -> str:
        """The header in one language."""
        return self.zh if lang == "zh" else self.key


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
    >>> require_layout({"status": "infeasible", "scenario": "impossible"})
    Traceback (most recent call last):
    graph.base.errors.UsageError: the run of scenario 'impossible' found no plan, so there is nothing to lay out; ...
    """
    if result.get("status") == "infeasible" or result.get("objective") is None:
        raise UsageError(
            Words(
                "the run of scenario '{scenario}' found no plan, so there is nothing to lay out; "
                "`buju compare` shows the rules that stand in conflict",
                "情景“{scenario}”没有可行方案，没有可导出的布局；可用 `buju compare` 查看相互冲突的规则",
            ).fill(scenario=result.get("scenario", ""))
        )


def is_made_up(result: Result) -> bool:
    """Whether the dataset behind a result is illustrative."""
    return bool(result.get("dataset", {}).get("illustrative"))


def unit(result: Result) -> str:
    """The money unit of a result."""
    return str(result.get("dataset", {}).get("money_unit") or "万元")


def title(result: Result, lang: Lang) -> str:
    """The scenario's title, or its name where it has none."""
    return str((result.get("title") or {}).get(lang) or result.get("scenario") or "")


def certificate(result: Result, lang: Lang) -> str:
    """Status, gap and solver in one line.

    >>> certificate({"status": "proven", "gap": 0.0, "objective": 1, "bound": 1, "audit": {"clean": True},
    ...              "solver": {"name": "HiGHS", "version": "1.15"}}, "en")
    'proven optimal (gap 0 %, HiGHS 1.15; audit clean)'
    """
    status = STATUSES.get(str(result["status"]), Words(str(result["status"]), str(result["status"])))
    if result.get("front"):  # chosen from a front: the gap is to the best plan of the scenario
        status = Words("a plan chosen from the front", "选自前沿的方案")
    gap, solver, audit = result.get("gap"), result.get("solver") or {}, result.get("audit") or {}
    shown = "?" if gap is None else f"{100 * gap:.4f}".rstrip("0").rstrip(".") + " %"
    check = Words("audit clean", "独立复核通过") if audit.get("clean") else Words("AUDIT NOT CLEAN", "独立复核未通过")
    words = Words(
        "{status} (gap {gap}, {name} {version}; {check})", "{status}（间隙 {gap}，{name} {version}；{check}）"
    )
    return words.fill(
        status=status, gap=shown, name=solver.get("name", "?"), version=solver.get("version", ""), check=check
    ).say(lang)


def field_order(result: Result) -> list[str]:
    """Field ids in the taxonomy's order, then any others that centres or technologies name."""
    order = [str(f["id"]) for f in result.get("fields", ())]
    named = [str(x.get("field") or "") for part in ("chosen", "existing", "technologies") for x in result.get(part, ())]
    return list(dict.fromkeys([*order, *(f for f in named if f)]))


def field_names(result: Result) -> dict[str, str]:
    """Name of each field by id."""
    return {str(f["id"]): str(f["name"]) for f in result.get("fields", ())}


def support_of(centre: Mapping[str, Any], year: int) -> float:
    """Support paid to one centre in one year."""
    return float(centre["support"].get(str(year), 0.0))


def city_support_of(centre: Mapping[str, Any], year: Mapping[str, Any]) -> float:
    """The city's part of the support paid to one centre in one year (a row of ``support_by_year``).

    Where the result does not say what share the centre's district pays, it is the year's mean share.
    """
    mean = 0.0 if year["paid"] <= 0 else float(year["district"]) / float(year["paid"])
    return support_of(centre, int(year["year"])) * (1.0 - float(centre.get("district_share", mean)))


def depth(technology: Mapping[str, Any]) -> float:
    """Depth of a technology with the plan: how many centres, existing ones included, cover it."""
    return float(technology["with_plan"])


def uncovered(result: Result) -> list[Mapping[str, Any]]:
    """Technologies that nobody covers, even with the plan."""
    return [t for t in result["technologies"] if depth(t) <= 0]


def single(result: Result) -> list[Mapping[str, Any]]:
    """Technologies that only one centre covers with the plan."""
    return [t for t in result["technologies"] if 0 < depth(t) <= 1]


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
        Field("centre", "编号"),
        Field("name", "中心名称"),
        Field("year", "批复年份", "year"),
        Field("field", "领域编号"),
        Field("field_name", "领域"),
        Field("district", "区县编号"),
        Field("district_name", "区县（市）"),
        Field("lead", "依托单位编号"),
        Field("lead_name", "依托单位"),
        Field("formation", "组建模式"),
        Field("channel", "推荐渠道"),
        Field("total_support", "支持资金合计", "money"),
        Field("equity", "股权投入", "money"),
        Field("technologies", "承担技术"),
        Field("source", "来源"),
    )
    rows = []
    for k, c in enumerate(sorted(result["chosen"], key=lambda c: (c["year"], str(c["centre"]))), 1):
        coded = [_said(c.get("formation"), lang), _said(c.get("channel"), lang)]
        plain = [
            c["centre"],
            c["name"],
            c["year"],
            *(c.get(n) for n in ("field", "field_name", "district", "district_name", "lead", "lead_name")),
        ]
        money = [float(c["total_support"]), float(c.get("equity") or 0.0)]
        rows.append((k, *plain, *coded, *money, " ".join(c.get("technologies", ())), source(result, c, lang)))
    return Sheet("centres", Words("Recommended centres", "推荐名单"), columns, tuple(rows))


def support(result: Result, lang: Lang) -> Sheet:
    """One row per chosen centre and year in which it is paid."""
    columns = (
        Field("centre", "编号"),
        Field("name", "中心名称"),
        Field("field_name", "领域"),
        Field("district_name", "区县（市）"),
        Field("year", "年份", "year"),
        Field("support", "支持资金", "money"),
        Field("source", "来源"),
    )
    rows = [
        (
            c["centre"],
            c["name"],
            c.get("field_name"),
            c.get("district_name"),
            int(y),
            float(money),
            source(result, c, lang),
        )
        for c in sorted(result["chosen"], key=lambda c: (c["year"], str(c["centre"])))
        for y, money in sorted(c["support"].items())
    ]
    return Sheet("support", Words("Support by centre and year", "分中心分年度支持资金"), columns, tuple(rows))


def years(result: Result, lang: Lang) -> Sheet:
    """One row per funding year: paid, the city's and the districts' parts, the city's cap and what it leaves."""
    columns = (
        Field("year", "年份", "year"),
        Field("paid", "支持资金合计", "money"),
        Field("city", "其中市级", "money"),
        Field("district", "其中区县级", "money"),
        Field("cap", "市级上限", "money"),
        Field("slack", "市级余量", "money"),
        Field("source", "来源"),
    )
    rows = []
    for y in result["support_by_year"]:
        cap = None if y["cap"] is None else float(y["cap"])
        slack = None if cap is None else cap - float(y["city"])
        rows.append(
            (
                int(y["year"]),
                float(y["paid"]),
                float(y["city"]),
                float(y["district"]),
                cap,
                slack,
                source(result, {}, lang),
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
        Field("field", "领域编号"),
        Field("field_name", "领域"),
        Field("today", "现有承担数", "number"),
        Field("with_plan", "布局后承担数", "number"),
        Field("state", "状态"),
        Field("centres", "承担中心（*为已建）"),
        Field("source", "来源"),
    )
    names, rows = field_names(result), []
    for t in result["technologies"]:
        who = " ".join(f"{x['centre']}{'*' if x.get('existing') else ''}" for x in t.get("centres", ()))
        head = (
            t["technology"],
            t["name"],
            _said(t.get("kind"), lang),
            float(t["severity"]),
            t.get("field"),
            names.get(str(t.get("field"))),
        )
        rows.append((*head, float(t["today"]), depth(t), state(t).say(lang), who, source(result, t, lang)))
    return Sheet("coverage", Words("Technology coverage", "关键技术覆盖"), columns, tuple(rows))


def state(technology: Mapping[str, Any]) -> Words:
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
        Field("source", "来源"),
    )
    units = {
        "money": Words(unit(result), unit(result)),
        "centres": Words("centres", "家"),
        "depth": Words("depth", "深度"),
    }
    mark = Words("binding", "起约束作用").say(lang)
    bound = {b["rule"] for b in result.get("binding", ())}
    rows = []
    for r in result.get("rules") or result.get("binding", ()):
        words = (r.get("words") or {}).get(lang) or r["rule"]
        said = units.get(str(r.get("unit")), Words("", "")).say(lang)
        is_binding = r.get("binding", r["rule"] in bound)
        figures = (_number(r.get("limit")), _number(r.get("used")), _number(r.get("slack")))
        rows.append(
            (
                r["rule"],
                r.get("family"),
                words,
                r.get("key"),
                *figures,
                said,
                mark if is_binding else None,
                source(result, {}, lang),
            )
        )
    return Sheet("rules", Words("Rules", "规则"), columns, tuple(rows))


def rejected(result: Result, lang: Lang) -> Sheet:
    """One row per candidate that was not chosen, with the reasons."""
    columns = (
        Field("centre", "编号"),
        Field("name", "中心名称"),
        Field("field_name", "领域"),
        Field("district_name", "区县（市）"),
        Field("reasons", "未入选原因"),
        Field("source", "来源"),
    )
    names, places = field_names(result), {str(d["id"]): str(d["name"]) for d in result.get("districts", ())}
    rows = []
    for c in result.get("rejected", ()):
        reasons = ("；" if lang == "zh" else "; ").join(str(r[lang]) for r in c.get("reasons", ()))
        field, place = str(c.get("field")), str(c.get("district"))
        rows.append(
            (
                c["centre"],
                c["name"],
                names.get(field, field),
                places.get(place, place),
                reasons,
                source(result, c, lang),
            )
        )
    return Sheet("rejected", Words("Not recommended", "未入选"), columns, tuple(rows))


def _said(value: Any, lang: Lang) -> str | None:
    return _KINDS[value].say(lang) if value in _KINDS else (str(value) if value else None)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def source(result: Result, item: Mapping[str, Any], lang: Lang) -> str:
    """Where a row comes from; made-up data say so."""
    own = str(item.get("source") or "")
    if own == "illustrative" or (not own and is_made_up(result)):
        return MADE_UP.say(lang)
    if own and is_made_up(result):
        return f"{own}; {MADE_UP.say(lang)}"
    return own or str(result.get("dataset", {}).get("name", ""))
