"""What is read from a city for planning: its centres by role, beside the policy.

What does not live here: what the rules make of it (``planner.families``).
"""

from __future__ import annotations

from planner.problem.city.city import City

__all__ = ["City"]
