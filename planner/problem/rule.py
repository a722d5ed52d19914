"""What every row of a planning problem is made of: arrays, and the named rule that it stands for.

What does not live here: the rows themselves (``planner.problem.rows``, ``planner.problem.course_rows``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.base.words import Words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """A named rule: what a planner calls it, where it stands in the scenario, and its unit.

    ``key`` is the scenario path that ``--set`` changes (``""`` where there is none, e.g. rules of the data).
    """

    name: str
    family: str
    words: Words
    key: str = ""
    unit: Literal["money", "centres", "depth", ""] = ""
