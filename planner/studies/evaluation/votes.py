"""Votes of a meeting on a centre: whether enough members voted, and enough of them in favour.

What does not live here: the rules' values (``planner.rulebook.evaluation_system``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.model.ecosystem import Ecosystem
from planner.rulebook.evaluation_system import Vote
from planner.studies.evaluation.facts import table_rows


@dataclass(frozen=True, kw_only=True)
class VoteRow:
    """One vote. ``carried`` needs the quorum: present/members ≥ quorum, and in favour/present ≥ majority."""

    centre: str
    meeting: str
    date: str
    in_favour: int
    against: int
    absent: int
    quorum_met: bool
    carried: bool


def votes(eco: Ecosystem, rule: Vote) -> tuple[VoteRow, ...]:
    """All votes, in the order of the table; shares are exact, so that 6 of 9 meet 2/3.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> rows = {"centres": [{"id": "C1"}], "votes": [
    ...     {"centre_id": "C1", "meeting": "a", "for": 6, "against": 3, "absent": 0},
    ...     {"centre_id": "C1", "meeting": "b", "for": 5, "against": 0, "absent": 3}]}
    >>> found = votes(Ecosystem.from_rows(DatasetInfo("x"), rows), Vote(quorum="2/3", majority="2/3"))
    >>> [(v.quorum_met, v.carried) for v in found]
    [(True, True), (False, False)]
    """
    quorum, majority = Fraction(rule.quorum), Fraction(rule.majority)
    out = []
    columns = ("centre_id", "meeting", "date", "for", "against", "absent")
    for centre, meeting, date, *counts in table_rows(eco, "votes", *columns):
        yes, no, absent = (int(n) for n in counts)
        met = yes + no > 0 and Fraction(yes + no, yes + no + absent) >= quorum
        carried = met and Fraction(yes, yes + no) >= majority
        out.append(
            VoteRow(
                centre=centre,
                meeting=meeting,
                date=date,
                in_favour=yes,
                against=no,
                absent=absent,
                quorum_met=met,
                carried=carried,
            )
        )
    return tuple(out)
