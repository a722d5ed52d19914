"""What the sample's grades of 2025 and 2026 rest on: figures and reviews that give the scores recorded.

Every row is made up. The figures are chosen so that the shipped system scores each centre at exactly the score that
``midway`` records. What does not live here: scores and grades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from sample.facts import ILLUSTRATIVE, Row

YEARS = (2025, 2026)
MADE_UP = {"source": ILLUSTRATIVE}
_EXPERTS = (("X1", ""), ("X2", ""), ("X3", ""), ("X4", "S084"), ("X5", ""), ("X6", ""))
"""X4 works at 示例工业大学, a member of some centres: a conflict that the graph shows."""
_OFFSETS = (-6, -2, 0, 0, 2, 6)
"""What each expert gives beside the mean: trimmed, with X4 or without, the mean stays what it is."""
_FORMATION = {"enterprise": {"N02": 15, "N03": 5}, "institute": {"N03": 15, "N08": 5}}
_STEPS = ((3, 20), (2, 15), (1, 10), (0, 0))
_UNITS = {"N02": (40, 2000), "N03": (1, 10), "N06": (1, 5), "N07": (1, 50)}
"""Grain and full mark of figures that are scored from 0 on; N05 runs from 10 to 50."""


def measured_tables(scores: Iterable[tuple[str, int, int]], formations: Mapping[str, str]) -> dict[str, list[Row]]:
    """Tables ``measurements``, ``experts`` and ``reviews``; ``scores`` are (centre, year, score)."""
    measurements: list[Row] = []
    reviews: list[Row] = []
    for k, (centre, year, score) in enumerate(s for s in scores if s[1] in YEARS):
        values, means = _one(score, formations[centre], k)
        proof = {"evidence": f"{year}年度自评材料", "date": f"{year}-12-31"}
        measurements += [
            {"centre_id": centre, "indicator_id": i, "year": year, "value": v} | proof | MADE_UP
            for i, v in sorted(values.items())
        ]
        reviews += list(_reviews(centre, year, means))
    experts: list[Row] = [
        {"id": x, "name": f"示例专家{x[1:]}", "organisation_id": employer} | MADE_UP for x, employer in _EXPERTS
    ]
    return {"measurements": measurements, "experts": experts, "reviews": reviews}


def _one(score: int, formation: str, k: int) -> tuple[dict[str, float], dict[str, int]]:
    """Figures and means of reviews that add up to a score; what is left over is the transfer income (N08)."""
    full = dict.fromkeys(("N02", "N03", "N05", "N06", "N07", "N08"), 10) | _FORMATION.get(formation, {})
    solved, points = next((n, p) for n, p in _STEPS if p <= score / 5 + 2.5)
    values: dict[str, float] = {"N01": solved}
    left = Fraction(score - points)
    for n, (indicator, (grain, top)) in enumerate(_UNITS.items()):
        part = min(1.0, score / 100 + (-0.04, 0.07, 0.0, 0.06)[(n + k) % 4])
        value = round(part * top / grain) * grain
        values[indicator] = value
        left -= Fraction(full[indicator] * value, top)
    staff = 10 + 2 * round(20 * min(1.0, score / 100 + (0.02, -0.05, 0.04)[k % 3]))
    values["N05"] = staff
    left -= Fraction(staff - 10, 4)
    means = {"N04": min(94, score + (2, -3, 0)[k % 3]), "N09": min(94, score + (-2, 1, 3)[k % 3])}
    left -= Fraction(sum(means.values()), 10)
    while left > full["N08"] or left < 0:  # the panel gives or takes what the income cannot
        step = 1 if left > full["N08"] else -1
        means["N09"] += step
        means["N04"] += step
        left -= Fraction(2 * step, 10)
    values["N08"] = float(left * 500 / full["N08"])
    return values, means


def _reviews(centre: str, year: int, means: Mapping[str, int]) -> Iterator[Row]:
    for indicator, mean in means.items():
        for (expert, _), offset in zip(_EXPERTS, _OFFSETS, strict=True):
            told = {"expert_id": expert, "centre_id": centre, "indicator_id": indicator, "year": year}
            yield told | {"score": mean + offset, "comment": ILLUSTRATIVE}
