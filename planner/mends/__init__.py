"""What would it take: least changes of a scenario that cannot be met, and the levers that they move.

What does not live here: which rules conflict (``planner.conflict``).
"""

from __future__ import annotations

from planner.mends.mends import MOST_MENDS, Check, Mend, Mends, find

__all__ = ["MOST_MENDS", "Check", "Mend", "Mends", "find"]
