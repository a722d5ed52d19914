"""Investments and scores of the candidates: made up from a seed, with a few cases set by hand.

What does not live here: the rules that these figures meet or fail (the scenarios say which are used).
"""

from __future__ import annotations

from random import Random

from graph.model.schema import CONDITIONS
from sample.candidates import Candidate
from sample.facts import ILLUSTRATIVE, Row

_PROFILE = (0.85, 1.05, 1.2, 1.0, 0.9)
"""Share of the mean yearly investment in years 1..5."""
_GENEROUS = {"C04": 2.2, "C16": 2.0, "C12": 1.9, "C37": 1.8, "C09": 1.6}
"""Candidates whose own investment goes far beyond what the minimum support needs: the absolute caps bind them."""
_WEAK = {
    "C10": {"evaluation": 56},
    "C20": {"landmark_results": 47, "funding_diversity": 58},
    "C23": {"governance": 51},
    "C28": dict.fromkeys((c for c, _, _ in CONDITIONS), 58.0),
    "C31": {"top_talent": 46},
    "C39": {"funding_diversity": 57},
}
"""Scores set by hand that fail plausible thresholds."""


def investments(rng: Random, found: list[Candidate]) -> list[Row]:
    """Draw years 1..5 after approval, 万元: enough for the minimum support at 30 % a year."""
    rows: list[Row] = []
    for c in found:
        mean = c.minimum / (3 * 0.3) * (1.3 + 0.25 * rng.random()) * _GENEROUS.get(c.id, 1.0)
        rows += [
            {"centre_id": c.id, "year": k, "investment": round(mean * part, -1), "source": ILLUSTRATIVE}
            for k, part in enumerate(_PROFILE, 1)
        ]
    return rows


def conditions(rng: Random, found: list[Candidate]) -> list[Row]:
    """Draw the ten scores of each candidate, 0–100."""
    rows: list[Row] = []
    for c in found:
        level = 70 + 16 * rng.random()
        scores = {name: float(round(level + 16 * (rng.random() - 0.5))) for name, _, _ in CONDITIONS}
        rows.append({"centre_id": c.id} | scores | _WEAK.get(c.id, {}) | {"source": ILLUSTRATIVE})
    return rows
