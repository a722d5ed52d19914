"""Two runs side by side: what the second does otherwise than the first. Reads results only, computes no plan.

What does not live here: reading run folders (``planner.runs.store``) and how the comparison is shown (``planner.cli``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.base.records import ABSENT
from graph.base.words import Words
from planner.runs.plan_result import PlanResult, YearMoney
from planner.studies.years_between import YearsBetween, years_between

SAME = 1e-9
"""Amounts that differ by less, relative to their size, count as the same."""
FIGURE_WORDS = {
    "objective": Words("plan's worth (objective)", "方案综合得分（目标值）"),
    "chosen": Words("centres chosen", "入选中心数"),
    "support": Words("support ({unit})", "支持资金（{unit}）"),
    "equity": Words("equity ({unit})", "股权投入（{unit}）"),
    "covered": Words("technologies covered", "已覆盖技术数"),
    "covered_by_one": Words("… by one centre only", "其中仅一家承担"),
    "uncovered": Words("technologies left open", "无人承担技术数"),
}
"""What the figures of a comparison are called; money with its unit."""


@dataclass(frozen=True)
class Figure:
    """One number of each run; ``None`` where a run has no plan."""

    name: str
    a: float | None
    b: float | None

    change: float | None
    """What the second has more than the first."""


def figure(name: str, a: float | None, b: float | None) -> Figure:
    """A figure with its change."""
    return Figure(name, a, b, None if a is None or b is None else b - a)


@dataclass(frozen=True, kw_only=True)
class CentreChange:
    """A centre in one or both plans: approval year and total support in each, ``None`` where it is not chosen."""

    centre: str
    name: str
    field: str
    district: str
    year_a: int | None
    year_b: int | None
    support_a: float | None
    support_b: float | None


@dataclass(frozen=True, kw_only=True)
class DepthChange:
    """A technology whose depth of coverage differs."""

    technology: str
    name: str
    kind: str
    severity: float
    depth_a: float
    depth_b: float


@dataclass(frozen=True, kw_only=True)
class YearChange:
    """Support paid and the city's cap in one year, in each run; no cap = ``None``."""

    year: int
    paid_a: float
    paid_b: float
    cap_a: float | None
    cap_b: float | None


@dataclass(frozen=True)
class BindingChange:
    """A rule that binds in one or both runs."""

    rule: str
    words: Words
    a: bool
    b: bool


@dataclass(frozen=True, kw_only=True)
class Side:
    """Which run: scenario, title, and what is proven about it; ``conflict`` names the rules if it has no plan."""

    scenario: str
    title: Words
    status: str
    has_plan: bool
    dataset: str
    money_unit: str
    conflict: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All differences of two runs; the lists are empty where either has no plan."""

    a: Side
    b: Side
    same_data: bool
    """Whether both results name the same dataset, money unit and technologies."""
    figures: tuple[Figure, ...]
    left: tuple[CentreChange, ...]
    joined: tuple[CentreChange, ...]
    moved: tuple[CentreChange, ...]
    paid_otherwise: tuple[CentreChange, ...]
    kept: int
    opened: tuple[DepthChange, ...]
    """Covered in the first plan, by nobody in the second."""
    closed: tuple[DepthChange, ...]
    """By nobody in the first plan, covered in the second."""
    thinner: tuple[DepthChange, ...]
    """Covered in both, by fewer centres in the second."""
    deeper: tuple[DepthChange, ...]
    years: tuple[YearChange, ...]
    rules: tuple[BindingChange, ...]
    between: YearsBetween | None = field(default=None, metadata=ABSENT)
    """What had been planned and what has come, where the second run stands in a later year of the same city."""


def compare(a: PlanResult, b: PlanResult) -> Comparison:
    """Compare two results.

    Parameters
    ----------
    a, b : PlanResult
        Either may be infeasible.

    Returns
    -------
    Comparison
        Differences as seen from ``a``: ``left`` are centres that fall out, ``joined`` those that come in.

    Examples
    --------
    >>> none = PlanResult(status="infeasible", scenario="impossible")
    >>> compare(none, none).a.has_plan
    False
    """
    both = a.has_plan and b.has_plan
    centres = _centres(a, b) if both else []
    depths = _technologies(a, b) if both else []
    together = [c for c in centres if c.year_a is not None and c.year_b is not None]
    moved = tuple(c for c in together if c.year_a != c.year_b)
    paid = tuple(c for c in together if c.year_a == c.year_b and not _same(c.support_a, c.support_b))
    return Comparison(
        a=_side(a),
        b=_side(b),
        same_data=_data(a) == _data(b),
        figures=_figures(a, b),
        left=tuple(c for c in centres if c.year_b is None),
        joined=tuple(c for c in centres if c.year_a is None),
        moved=moved,
        paid_otherwise=paid,
        kept=len(together),
        opened=tuple(t for t in depths if t.depth_a > 0 >= t.depth_b),
        closed=tuple(t for t in depths if t.depth_b > 0 >= t.depth_a),
        thinner=tuple(t for t in depths if t.depth_a > t.depth_b > 0),
        deeper=tuple(t for t in depths if t.depth_b > t.depth_a > 0),
        years=_years(a, b) if both else (),
        rules=_rules(a, b) if both else (),
        between=years_between(a, b) if both and a.dataset.name == b.dataset.name else None,
    )


def _side(result: PlanResult) -> Side:
    return Side(
        scenario=result.scenario,
        title=result.title,
        status="front" if result.front else result.status,
        has_plan=result.has_plan,
        dataset=result.dataset.name,
        money_unit=result.dataset.money_unit,
        conflict=tuple(row.words for row in result.conflict),
    )


def _data(result: PlanResult) -> tuple[Any, ...]:
    technologies = tuple(sorted((t.technology, t.severity) for t in result.technologies))
    return result.dataset.name, result.dataset.money_unit, technologies


def _figures(a: PlanResult, b: PlanResult) -> tuple[Figure, ...]:
    measures = (_measures(a), _measures(b))
    names = list(dict.fromkeys([*measures[0], *measures[1]]))
    return tuple(figure(name, measures[0].get(name), measures[1].get(name)) for name in names)


def _measures(result: PlanResult) -> dict[str, float]:
    if not result.has_plan or result.objective is None:
        return {}
    depths = [t.with_plan for t in result.technologies]
    return {
        "objective": result.objective,
        "chosen": len(result.chosen),
        "support": sum(c.total_support for c in result.chosen),
        "equity": sum(c.equity for c in result.chosen),
        "covered": sum(d > 0 for d in depths),
        "covered_by_one": sum(0 < d <= 1 for d in depths),
        "uncovered": sum(d <= 0 for d in depths),
        **{f"goal_{name}": share for name, share in result.goals.items()},
    }


def _centres(a: PlanResult, b: PlanResult) -> list[CentreChange]:
    first, second = ({c.centre: c for c in result.chosen} for result in (a, b))
    out = []
    for centre in sorted(first.keys() | second.keys()):
        one, other = first.get(centre), second.get(centre)
        known = one or second[centre]
        out.append(
            CentreChange(
                centre=centre,
                name=known.name,
                field=known.field_name or known.field,
                district=known.district_name or known.district,
                year_a=one.year if one else None,
                year_b=other.year if other else None,
                support_a=one.total_support if one else None,
                support_b=other.total_support if other else None,
            )
        )
    return out


def _technologies(a: PlanResult, b: PlanResult) -> list[DepthChange]:
    second = {t.technology: t.with_plan for t in b.technologies}
    out = [
        DepthChange(
            technology=t.technology,
            name=t.name,
            kind=t.kind,
            severity=t.severity,
            depth_a=t.with_plan,
            depth_b=second[t.technology],
        )
        for t in a.technologies
        if t.technology in second and t.with_plan != second[t.technology]
    ]
    return sorted(out, key=lambda t: (-t.severity, t.technology))


def _years(a: PlanResult, b: PlanResult) -> tuple[YearChange, ...]:
    first, second = ({y.year: y for y in result.support_by_year} for result in (a, b))
    nothing = YearMoney(year=0, paid=0.0, city=0.0, district=0.0)
    pairs = ((y, first.get(y, nothing), second.get(y, nothing)) for y in sorted(first.keys() | second.keys()))
    return tuple(
        YearChange(year=y, paid_a=one.paid, paid_b=other.paid, cap_a=one.cap, cap_b=other.cap)
        for y, one, other in pairs
    )


def _rules(a: PlanResult, b: PlanResult) -> tuple[BindingChange, ...]:
    first, second = ({r.rule: r for r in result.binding} for result in (a, b))
    names = list(dict.fromkeys([*first, *second]))
    return tuple(
        BindingChange(name, (first.get(name) or second[name]).words, name in first, name in second) for name in names
    )


def _same(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= SAME * max(1.0, abs(a), abs(b)))
