"""Whether Ctrl-C was pressed at any time within a series of solves, each of which takes it as a wish to end early.

What does not live here: how one solve ends (``planner.solving.highs.interruptible``).
"""

from __future__ import annotations

import os
import signal
import threading
from types import TracebackType
from typing import Self


class Interrupts:
    """Listens to Ctrl-C beside whatever handles it; heard in the main thread only, and where there are pipes.

    Examples
    --------
    >>> with Interrupts() as interrupts:
    ...     interrupts.pressed
    False
    """

    def __init__(self) -> None:
        self._pressed = False
        self._ends: tuple[int, int] | None = None
        self._before = -1

    def __enter__(self) -> Self:
        """Begin to listen: Python writes the number of each signal to a pipe before any handler runs."""
        if threading.current_thread() is threading.main_thread() and os.name == "posix":
            self._ends = os.pipe()
            for end in self._ends:
                os.set_blocking(end, False)
            self._before = signal.set_wakeup_fd(self._ends[1], warn_on_full_buffer=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._ends is not None:
            signal.set_wakeup_fd(self._before)
            for end in self._ends:
                os.close(end)
            self._ends = None

    @property
    def pressed(self) -> bool:
        """Whether Ctrl-C has been pressed since the beginning."""
        if self._ends is not None and not self._pressed:
            try:
                heard = os.read(self._ends[0], 4096)
            except BlockingIOError:
                return False
            self._pressed = signal.SIGINT in heard
        return self._pressed
