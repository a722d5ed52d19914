"""One solver at work on one model, and a record of what it claimed, for others to check.

What does not live here: what a solver can do (``features``), and who is believed (``crosscheck``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field

import numpy as np

from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.solving import highs
from planner.solving.highs import Answer, Limits, Status
from planner.solving.solvers.features import SOLVERS, Features

Hear = Callable[[float | None, float | None], None]
Minimise = Callable[..., Answer]
"""What ``planner.solving.highs.minimise`` is."""
CLAIM_TOLERANCE = 1e-6
"""Relative distance (or absolute, below 1) of a claimed objective from the recomputed one that counts as the same."""


@dataclass(frozen=True)
class Raw:
    """What a solver says of one minimisation: status, values of all columns, its own objective, its bound."""

    status: Status
    values: Floats | None = None
    _: KW_ONLY
    objective: float | None = None
    bound: float | None = None
    outside_seconds: float = 0.0
    """CPU time that it took in a process of its own"""


Call = Callable[[Frame, Terms, Limits, "Floats | None", "Hear | None"], Raw]
"""Minimises an expression over a model: called with frame, terms, limits, start and a hearer of progress."""


@dataclass(frozen=True)
class Claim:
    """What a solver claimed of one minimisation, and the objective of its values as recomputed."""

    status: Status
    objective: float | None
    recomputed: float | None
    bound: float | None

    @property
    def false_objective(self) -> bool:
        """Whether the objective that it states is not that of its own values."""
        if self.objective is None or self.recomputed is None:
            return False
        near = CLAIM_TOLERANCE * max(1.0, abs(self.recomputed))
        return not math.isfinite(self.objective) or abs(self.objective - self.recomputed) > near

    @property
    def beyond_bound(self) -> bool:
        """Whether its values are better than its own bound."""
        if self.bound is None or self.recomputed is None:
            return False
        return self.bound - self.recomputed > CLAIM_TOLERANCE * max(1.0, abs(self.recomputed))


@dataclass
class Engine:
    """A solver ready to be called, with the claims that it has made so far.

    Attributes
    ----------
    features : Features
    version : str
    call : callable
    claims : list of Claim
        One for each minimisation, in order.
    outside_seconds : float
        CPU time taken outside this process.
    """

    features: Features
    version: str
    call: Call
    claims: list[Claim] = field(default_factory=list)
    outside_seconds: float = 0.0

    @property
    def solver(self) -> tuple[str, str]:
        """Name and version."""
        return self.features.name, self.version

    @property
    def called(self) -> tuple[Minimise, tuple[str, str]]:
        """What ``planner.solving.stages`` calls, and under which name."""
        return self.minimise, self.solver

    @property
    def false_objective(self) -> Claim | None:
        """The first claim whose objective is false, if any."""
        return next((claim for claim in self.claims if claim.false_objective), None)

    def minimise(
        self,
        frame: Frame,
        terms: Terms,
        limits: Limits,
        *,
        constant: float = 0.0,  # noqa: ARG002 - others measure gaps without it
        start: Floats | None = None,
        progress: Hear | None = None,
    ) -> Answer:
        """Minimise ``terms`` over the whole model, as ``planner.solving.search.minimise`` does; the claim is kept.

        An objective that is not that of the solver's own values makes its bound worthless: none is passed on.
        """
        if frame.contradiction:
            return Answer("infeasible", None, None)
        if not frame.columns:
            return Answer("proven", np.zeros(0), 0.0)
        given = start if self.features.warm_start else None
        raw = self.call(frame, terms, limits, given, progress)
        found = None if raw.values is None else sum(v * float(raw.values[c]) for c, v in terms.items())
        claim = Claim(raw.status, raw.objective, found, raw.bound)
        self.claims.append(claim)
        self.outside_seconds += raw.outside_seconds
        bound = None if raw.bound is None or not math.isfinite(raw.bound) or claim.false_objective else raw.bound
        return Answer(raw.status, raw.values, bound)


def highs_engine() -> Engine:
    """The default solver."""

    def call(frame: Frame, terms: Terms, limits: Limits, start: Floats | None, progress: Hear | None) -> Raw:
        answer = highs.minimise(frame, terms, limits, start=start, progress=progress)
        return Raw(answer.status, answer.values, objective=None, bound=answer.bound)

    return Engine(SOLVERS["highs"], highs.version(), call)
