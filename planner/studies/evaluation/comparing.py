"""Two evaluations side by side: whose grade changed, and on which indicators the score was won or lost.

What does not live here: how it is shown (``planner.cli``).
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.studies.evaluation.result import EvaluationResult, Grade, GradeRow


@dataclass(frozen=True, kw_only=True)
class Reason:
    """An indicator's part in the change of a score, in points of the score (0–100)."""

    indicator: str
    change: float
    value_a: float | None
    value_b: float | None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A centre in both evaluations. Where both have a score, the reasons add up to ``change``."""

    centre: str
    name: str
    score_a: float | None
    score_b: float | None
    change: float | None
    grade_a: Grade | None
    grade_b: Grade | None
    factor_a: float | None
    factor_b: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class EvaluationsCompared:
    """What changed between two evaluations."""

    year_a: int
    year_b: int
    same_system: bool
    centres: tuple[Moved, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


def compare_evaluations(a: EvaluationResult, b: EvaluationResult) -> EvaluationsCompared:
    """Set two evaluations side by side: last year's first.

    An indicator's part is 100 · got/P there less 100 · got/P here, P the full points of the centre's formation; with
    both scores known the parts add up to the change.
    """
    first, second = {g.centre: g for g in a.grades}, {g.centre: g for g in b.grades}
    return EvaluationsCompared(
        year_a=a.year,
        year_b=b.year,
        same_system=(a.system, a.cuts, a.indicators) == (b.system, b.cuts, b.indicators),
        centres=tuple(_moved(first[c], second[c]) for c in first if c in second),
        only_a=tuple(c for c in first if c not in second),
        only_b=tuple(c for c in second if c not in first),
    )


def _moved(a: GradeRow, b: GradeRow) -> Moved:
    change = None if a.score is None or b.score is None else b.score - a.score
    return Moved(
        centre=b.centre,
        name=b.name,
        score_a=a.score,
        score_b=b.score,
        change=change,
        grade_a=a.grade,
        grade_b=b.grade,
        factor_a=a.next_factor,
        factor_b=b.next_factor,
        reasons=() if change is None else _reasons(a, b),
    )


def _reasons(a: GradeRow, b: GradeRow) -> tuple[Reason, ...]:
    """What moved, the greatest part first."""
    parts_a, parts_b = _parts(a), _parts(b)
    values_a, values_b = ({i.indicator: i.value for i in row.items} for row in (a, b))
    out = [
        Reason(
            indicator=i,
            change=parts_b.get(i, 0.0) - parts_a.get(i, 0.0),
            value_a=values_a.get(i),
            value_b=values_b.get(i),
        )
        for i in dict.fromkeys((*parts_a, *parts_b))
    ]
    return tuple(sorted((r for r in out if r.change), key=lambda r: (-abs(r.change), r.indicator)))


def _parts(row: GradeRow) -> dict[str, float]:
    full = sum(i.full for i in row.items)
    return {i.indicator: 100 * (i.points or 0.0) / full for i in row.items}
