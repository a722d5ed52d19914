"""What happened, as rows of the course tables: payments, promises, grades, decisions, each with who and when.

Nothing that was recorded is overwritten: a payment is corrected by its reversal, a grade by a second one after an
appeal. What does not live here: writing the rows (``planner.runs.table_files``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.errors import UsageError
from graph.base.words import Words

TABLE: Mapping[str, str] = {
    "payment": "payments",
    "commitment": "commitments",
    "grade": "evaluations",
    "decision": "decisions",
}
"""The table of each kind of row."""
Row = dict[str, str]


@dataclass(frozen=True)
class Signed:
    """Who recorded a row, on which date (ISO), and on what it rests."""

    by: str
    on: str
    source: str = ""

    def words(self) -> str:
        """The row's ``source``.

        >>> Signed("Li", "2026-11-30", "甬科计〔2026〕1号").words()
        '甬科计〔2026〕1号; recorded by Li on 2026-11-30'
        """
        said = f"recorded by {self.by} on {self.on}"
        return f"{self.source}; {said}" if self.source else said


def payment(signed: Signed, centre: str, year: int, amount: float, payer: str = "city", kind: str = "support") -> Row:
    """A payment; a negative amount is money returned.

    Examples
    --------
    >>> payment(Signed("Li", "2026-11-30"), "C07", 2026, -12.5)["amount"]
    '-12.5'
    """
    return {
        "centre_id": centre,
        "year": str(year),
        "amount": f"{amount:.15g}",
        "kind": kind,
        "payer": payer,
        "source": signed.words(),
    }


def commitment(signed: Signed, centre: str, year: int, amount: float, payer: str = "") -> Row:
    """A promise of support for a later year; a blank payer is city and district together."""
    return {
        "centre_id": centre,
        "year": str(year),
        "amount": f"{amount:.15g}",
        "payer": payer,
        "source": signed.words(),
    }


def grade(
    signed: Signed, centre: str, year: int, grade: str, score: float | None = None, *, appeal: bool = False
) -> Row:
    """A yearly grade; ``appeal`` marks the second one, which goes before the first."""
    return {
        "centre_id": centre,
        "year": str(year),
        "grade": grade,
        "score": "" if score is None else f"{score:.15g}",
        "appeal": "true" if appeal else "",
        "source": signed.words(),
    }


def decision(signed: Signed, centre: str, year: int, decision: str, level: str = "", to: str = "") -> Row:
    """A decision on a centre, by the year in which it acts."""
    return {
        "centre_id": centre,
        "year": str(year),
        "decision": decision,
        "level": level,
        "to_id": to,
        "date": signed.on,
        "decided_by": signed.by,
        "source": signed.source or signed.words(),
    }


def reversal(signed: Signed, kind: str, number: int, cells: Mapping[str, str]) -> Row:
    """The row that takes back a payment or a promise: the same with the opposite amount.

    Parameters
    ----------
    signed : Signed
    kind : str
    number : int
        Spreadsheet row that is taken back; it is named in the new row's source.
    cells : mapping
        Its cells.

    Raises
    ------
    UsageError
        Grades and decisions are not taken back by a sign, or the row is a reversal of its own kind already.

    Examples
    --------
    >>> row = {"centre_id": "C07", "year": "2026", "amount": "200", "payer": "city", "kind": "support"}
    >>> back = reversal(Signed("Li", "2026-11-30"), "payment", 5, row)
    >>> back["amount"], back["source"]
    ('-200', 'reverses row 5; recorded by Li on 2026-11-30')
    """
    if kind not in ("payment", "commitment"):
        words = Words(
            "a {k} is not taken back by its opposite: record the grade after the appeal (--appeal), or a new decision",
            "{k} 不能用相反记录冲销：请登记复核后的等次（--appeal），或登记新的决定",
        )
        raise UsageError(words.fill(k=kind))
    amount = cells["amount"].strip()
    opposite = amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"
    note = f"reverses row {number}" + (f": {signed.source}" if signed.source else "")
    return {**cells, "amount": opposite, "source": Signed(signed.by, signed.on, note).words()}
