"""The time that a search of many questions may take: CPU time, so that a busy machine gives the same answers."""

from __future__ import annotations

import time

PATIENCE = 4.0
"""Wall time that is waited at most, as a multiple of the CPU time allowed."""


class Clock:
    """Seconds for all questions of a search together.

    Examples
    --------
    >>> Clock(0.0).left <= 0.0
    True
    >>> 0.0 < Clock(60.0).left <= 60.0
    True
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._cpu, self._wall = time.process_time(), time.monotonic()

    @property
    def left(self) -> float:
        """Seconds that are left: of CPU time, or of patience if that is less."""
        cpu = self.seconds - (time.process_time() - self._cpu)
        return min(cpu, PATIENCE * self.seconds - (time.monotonic() - self._wall))
