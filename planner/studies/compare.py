"""Two runs side by side: what the second does otherwise than the first. Reads results only, computes no plan.

What does not live here: reading run folders (``planner.runs.store``) and how the comparison is shown (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Result = Mapping[str, Any]
SAME = 1e-9
"""Amounts that differ by less, relative to their size, count as the same."""


@dataclass(frozen=True)
class Figure:
    """One number of each run; ``None`` where a run has no plan."""

    name: str
    a: float | None
    b: float | None

    @property
    def change(self) -> float | None:
        """What the second has more than the first."""
        return None if self.a is None or self.b is None else self.b - self.a


@dataclass(frozen=True)
class Centre:
    """A centre in one or both plans: approval year and total support in each, ``None`` where it is not chosen."""

    centre: str
    name: str
    field: str
    district: str
    year_a: int | None
    year_b: int | None
    support_a: float | None
    support_b: float | None


@dataclass(frozen=True)
class Technology:
    """A technology whose depth of coverage differs."""

    technology: str
    name: str
    kind: str
    severity: float
    depth_a: float
    depth_b: float


@dataclass(frozen=True)
class Year:
    """Support paid and the city's cap in one year, in each run; no cap = ``None``."""

    year: int
    paid_a: float
    paid_b: float
    cap_a: float | None
    cap_b: float | None


@dataclass(frozen=True)
class Binding:
    """A rule that binds in one or both runs."""

    rule: str
    words: Mapping[str, str]
    a: bool
    b: bool


@dataclass(frozen=True)
class Side:
    """Which run: scenario, title, and what is proven about it; ``conflict`` names the rules if it has no plan."""

    scenario: str
    title: Mapping[str, str]
    status: str
    has_plan: bool
    dataset: str
    money_unit: str
    conflict: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """All differences of two runs; the lists are empty where either has no plan."""

    a: Side
    b: Side
    same_data: bool
    """Whether both results name the same dataset, money unit and technologies."""
    figures: tuple[Figure, ...]
    left: tuple[Centre, ...]
    joined: tuple[Centre, ...]
    moved: tuple[Centre, ...]
    paid_otherwise: tuple[Centre, ...]
    kept: int
    opened: tuple[Technology, ...]
    """Covered in the first plan, by nobody in the second."""
    closed: tuple[Technology, ...]
    """By nobody in the first plan, covered in the second."""
    thinner: tuple[Technology, ...]
    """Covered in both, by fewer centres in the second."""
    deeper: tuple[Technology, ...]
    years: tuple[Year, ...]
    rules: tuple[Binding, ...]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain JSON data; nothing is rounded."""
        out = asdict(self)
        for row, figure in zip(out["figures"], self.figures, strict=True):
            row["change"] = figure.change
        return out


def compare(a: Result, b: Result) -> Comparison:
    """Compare two results.

    Parameters
    ----------
    a, b : mapping
        Results as runs keep them (``result.json``); either may be infeasible.

    Returns
    -------
    Comparison
        Differences as seen from ``a``: ``left`` are centres that fall out, ``joined`` those that come in.

    Examples
    --------
    >>> none = {"status": "infeasible", "scenario": "impossible", "dataset": {"name": "city", "money_unit": "万元"}}
    >>> compare(none, none).a.has_plan
    False
    """
    side_a, side_b = _side(a), _side(b)
    both = side_a.has_plan and side_b.has_plan
    centres = _centres(a, b) if both else []
    depths = _technologies(a, b) if both else []
    together = [c for c in centres if c.year_a is not None and c.year_b is not None]
    moved = tuple(c for c in together if c.year_a != c.year_b)
    paid = tuple(c for c in together if c.year_a == c.year_b and not _same(c.support_a, c.support_b))
    return Comparison(
        a=side_a,
        b=side_b,
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
    )


def has_plan(result: Result) -> bool:
    """Whether a result holds a plan at all."""
    return result.get("status") != "infeasible" and result.get("objective") is not None


def _side(result: Result) -> Side:
    data = result.get("dataset") or {}
    return Side(
        scenario=str(result.get("scenario", "")),
        title=dict(result.get("title") or {}),
        status="front" if result.get("front") else str(result.get("status", "")),
        has_plan=has_plan(result),
        dataset=str(data.get("name", "")),
        money_unit=str(data.get("money_unit", "")),
        conflict=tuple(dict(row["words"]) for row in result.get("conflict") or ()),
    )


def _data(result: Result) -> tuple[Any, ...]:
    data = result.get("dataset") or {}
    technologies = tuple(sorted((str(t["technology"]), t["severity"]) for t in result.get("technologies") or ()))
    return data.get("name"), data.get("money_unit"), technologies


def _figures(a: Result, b: Result) -> tuple[Figure, ...]:
    measures = (_measures(a), _measures(b))
    names = list(dict.fromkeys([*measures[0], *measures[1]]))
    return tuple(Figure(name, measures[0].get(name), measures[1].get(name)) for name in names)


def _measures(result: Result) -> dict[str, float]:
    if not has_plan(result):
        return {}
    depths = [float(t["with_plan"]) for t in result["technologies"]]
    return {
        "objective": float(result["objective"]),
        "chosen": len(result["chosen"]),
        "support": sum(float(c["total_support"]) for c in result["chosen"]),
        "equity": sum(float(c.get("equity") or 0.0) for c in result["chosen"]),
        "covered": sum(d > 0 for d in depths),
        "covered_by_one": sum(0 < d <= 1 for d in depths),
        "uncovered": sum(d <= 0 for d in depths),
        **{f"goal_{name}": float(share) for name, share in (result.get("goals") or {}).items()},
    }


def _centres(a: Result, b: Result) -> list[Centre]:
    first, second = ({str(c["centre"]): c for c in result["chosen"]} for result in (a, b))
    out = []
    for centre in sorted(first.keys() | second.keys()):
        known = first.get(centre) or second[centre]
        years = [int(c[centre]["year"]) if centre in c else None for c in (first, second)]
        money = [float(c[centre]["total_support"]) if centre in c else None for c in (first, second)]
        field, district = (str(known.get(f"{n}_name") or known.get(n) or "") for n in ("field", "district"))
        out.append(Centre(centre, str(known["name"]), field, district, *years, *money))
    return out


def _technologies(a: Result, b: Result) -> list[Technology]:
    second = {str(t["technology"]): t for t in b["technologies"]}
    pairs = [(t, second[str(t["technology"])]) for t in a["technologies"] if str(t["technology"]) in second]
    out = [
        Technology(
            str(t["technology"]),
            str(t["name"]),
            str(t.get("kind") or ""),
            float(t["severity"]),
            float(t["with_plan"]),
            float(u["with_plan"]),
        )
        for t, u in pairs
        if t["with_plan"] != u["with_plan"]
    ]
    return sorted(out, key=lambda t: (-t.severity, t.technology))


def _years(a: Result, b: Result) -> tuple[Year, ...]:
    first, second = ({int(y["year"]): y for y in result.get("support_by_year") or ()} for result in (a, b))
    return tuple(
        Year(
            year,
            float(first.get(year, {}).get("paid", 0.0)),
            float(second.get(year, {}).get("paid", 0.0)),
            first.get(year, {}).get("cap"),
            second.get(year, {}).get("cap"),
        )
        for year in sorted(first.keys() | second.keys())
    )


def _rules(a: Result, b: Result) -> tuple[Binding, ...]:
    first, second = ({str(r["rule"]): r for r in result.get("binding") or ()} for result in (a, b))
    names: Sequence[str] = list(dict.fromkeys([*first, *second]))
    return tuple(
        Binding(name, dict((first.get(name) or second[name])["words"]), name in first, name in second) for name in names
    )


def _same(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= SAME * max(1.0, abs(a), abs(b)))
