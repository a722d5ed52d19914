"""A city as the compiler sees it: an ecosystem's centres split into candidates and existing ones, beside the policy."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from graph.measures.evidence import holders, used_strength
from graph.model.ecosystem import Ecosystem
from planner.problem.rows import Bools, Floats, Ints
from planner.rulebook.policy import Policy


class City:
    """Rows and columns of an ecosystem by role; everything here is derived, nothing decided.

    Attributes
    ----------
    candidates, existing : ndarray of int
        Rows of ``centres``.
    years : tuple of int
        Approval years.
    """

    def __init__(self, eco: Ecosystem, policy: Policy) -> None:
        self.eco, self.policy = eco, policy
        status = eco.column("centres", "status")
        self.candidates: Ints = np.flatnonzero(status == "candidate")
        self.existing: Ints = np.flatnonzero(status == "existing")
        self.years = tuple(range(policy.years.first, policy.years.last + 1))
        ids = eco.ids("Centre")
        self.candidate_ids = tuple(ids[c] for c in self.candidates)

    @property
    def size(self) -> int:
        """Number of candidates N."""
        return len(self.candidates)

    def text(self, name: str) -> list[str]:
        """A text column of the candidates."""
        return [str(v) for v in self.eco.column("centres", name)[self.candidates]]

    def groups(self, name: str) -> dict[str, Ints]:
        """Positions of the candidates by the values of a text column, blanks left out."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, value in enumerate(self.text(name)):
            if value:
                found[value].append(i)
        return {value: np.array(members, dtype=np.int64) for value, members in found.items()}

    def number(self, name: str) -> Floats:
        """A number column of the candidates, NaN = blank."""
        return np.asarray(self.eco.column("centres", name)[self.candidates], dtype=np.float64)

    def flag(self, name: str) -> Bools:
        """A yes/no column of the candidates."""
        return np.asarray(self.eco.column("centres", name)[self.candidates], dtype=bool)

    @cached_property
    def candidate_names(self) -> list[str]:
        """Names of the candidates."""
        names = self.eco.names("Centre")
        return [names[c] for c in self.candidate_ids]

    @cached_property
    def strength(self) -> sp.csr_array[np.float64]:
        """Used strength, all centres × technologies."""
        return used_strength(self.eco)

    @cached_property
    def holders(self) -> sp.csr_array[np.float64]:
        """Who stands behind each centre: all centres × (organisations, then people), 0/1."""
        return holders(self.eco)

    @cached_property
    def members(self) -> sp.csr_array[np.float64]:
        """All centres × organisations, 0/1."""
        return sp.csr_array(self.holders[:, : self.eco.size("Organisation")])

    @cached_property
    def people(self) -> sp.csr_array[np.float64]:
        """All centres × people, 0/1."""
        return sp.csr_array(self.holders[:, self.eco.size("Organisation") :])

    @cached_property
    def investment(self) -> Floats:
        """(N, 5) investment in each year after approval; missing = 0."""
        out = np.zeros((self.eco.size("Centre"), 5))
        centre = self.eco.codes("investments", "centre_id", "Centre")
        year = self.eco.column("investments", "year").astype(np.int64) - 1
        out[centre, year] = np.nan_to_num(self.eco.column("investments", "investment"))
        return np.asarray(out[self.candidates])

    @cached_property
    def district_share(self) -> Floats:
        """(N,) share of each candidate's support that its district pays."""
        rule = self.policy.cofunding
        return np.array([rule.by_district.get(d, rule.district_share) for d in self.text("district")], dtype=np.float64)

    def ramp(self, lag: int) -> float:
        """Share of full strength ``lag`` years after approval."""
        steps = self.policy.goals.coverage.ramp
        return 0.0 if lag < 0 else steps[min(lag, len(steps) - 1)]
