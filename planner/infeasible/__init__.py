"""What would it take: least changes of a scenario that cannot be met, and the levers that they move.

What does not live here: which rules conflict (``planner.infeasible.conflict``).
"""

from __future__ import annotations

from planner.infeasible.mends import MOST_MENDS, Check, Mend, Mends, find

__all__ = ["MOST_MENDS", "Check", "Mend", "Mends", "find"]
