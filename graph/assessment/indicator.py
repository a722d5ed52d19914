"""What an indicator is: a name, a label in both languages, unit, direction, and how it is measured on a state.

What does not live here: the indicators themselves (``graph.assessment.indicators``) and the measures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.assessment.printed import IndicatorReading
from graph.assessment.state import State
from graph.base.words import Words

NAN = float("nan")


@dataclass(frozen=True)
class Indicator:
    """One indicator: ``measure`` gives a float, NaN where it is undefined.

    ``better`` is the direction that is better. It is ``neither`` where the count can only start once there is cover:
    seven thinly covered technologies are not worse than none covered at all.
    """

    name: str
    label: Words
    unit: Literal["number", "share", "index"]
    better: Literal["more", "less", "neither"]
    measure: Callable[[State], float]

    def reading(self, today: float | None, with_plan: float | None) -> IndicatorReading:
        """Its values as they are printed: of an assessment and of a plan alike."""
        return IndicatorReading(today=today, with_plan=with_plan, unit=self.unit, better=self.better, label=self.label)


def count(mask: NDArray[np.bool_]) -> float:
    """How many are marked."""
    return float(mask.sum())


def mean(values: NDArray[np.bool_] | NDArray[np.float64] | NDArray[np.int64]) -> float:
    """Mean of what is not NaN; NaN where there is nothing."""
    found = np.asarray(values, dtype=np.float64)
    found = found[~np.isnan(found)]
    return float(found.mean()) if len(found) else NAN
