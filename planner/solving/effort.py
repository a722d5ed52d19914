"""The work that a search of many questions may take, counted and not timed: a busy machine gives the same answers.

A round is one look of the solver at its limits: it looks at each step of its search, whatever the machine's speed.
What does not live here: the questions.
"""

from __future__ import annotations

import time

from planner.solving.highs import Answer, Limits

QUESTION = 5
"""Rounds that every question counts beside its own: handing over a model takes work too."""


class Effort:
    """Rounds for all questions of a search together.

    Parameters
    ----------
    rounds : int
        How many.
    seconds : float, optional
        CPU time that a person has set besides; what it cuts short depends on the machine.

    Attributes
    ----------
    cut : bool
        Whether a question was left open for want of rounds.

    Examples
    --------
    >>> effort = Effort(12)
    >>> effort.spent(Answer("proven", None, 0.0, rounds=9)).left, effort.over
    (-2, True)
    """

    def __init__(self, rounds: int, seconds: float | None = None) -> None:
        self.left, self.seconds, self.cut = rounds, seconds, False
        self._begin = time.process_time()

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0 or (self.seconds is not None and time.process_time() - self._begin >= self.seconds)

    @property
    def limits(self) -> Limits:
        """What the next question may take."""
        return Limits(seconds=self.seconds, rounds=max(1, self.left)).since(self._begin)

    def spent(self, answer: Answer) -> Effort:
        """Count a question that was asked."""
        self.left -= QUESTION + answer.rounds
        self.cut = self.cut or answer.status not in ("proven", "within_gap", "infeasible")
        return self
