"""What happened, as rows of the course tables: payments, promises, grades, decisions, each with who and when.

Nothing that was recorded is overwritten: a payment is corrected by its reversal, a grade by a second one after an
appeal. What does not live here: writing the rows (``planner.runs.table_files``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.base.cell_text import fold
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
_REVERSES = re.compile(r"reverses row (\d+)\b")


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


def reversal(signed: Signed, kind: str, number: int, rows: Sequence[Mapping[str, str]]) -> Row:
    """The row that takes back a payment or a promise: the same with the opposite amount.

    Parameters
    ----------
    signed : Signed
    kind : str
    number : int
        Spreadsheet row that is taken back (the first below the header is 2); it is named in the new row's source.
    rows : sequence of mapping
        Cells of all rows of the table.

    Raises
    ------
    UsageError
        Grades and decisions are not taken back by a sign, or the row is taken back already.

    Examples
    --------
    >>> row = {"centre_id": "C07", "year": "2026", "amount": "200", "payer": "city", "kind": "support"}
    >>> back = reversal(Signed("Li", "2026-11-30"), "payment", 2, [row])
    >>> back["amount"], back["source"]
    ('-200', 'reverses row 2; recorded by Li on 2026-11-30')
    >>> reversal(Signed("Li", "2026-11-30"), "payment", 2, [row, back])
    Traceback (most recent call last):
    graph.base.errors.UsageError: row 2 is taken back by row 3 already
    """
    if kind not in ("payment", "commitment"):
        words = Words(
            "a {k} is not taken back by its opposite: record the grade after the appeal (--appeal), or a new decision",
            "{k} 不能用相反记录冲销：请登记复核后的等次（--appeal），或登记新的决定",
        )
        raise UsageError(words.fill(k=kind))
    by = _taken_back(rows).get(number)
    if by is not None:
        words = Words("row {n} is taken back by row {m} already", "第 {n} 行已由第 {m} 行冲销")
        raise UsageError(words.fill(n=number, m=by))
    cells = rows[number - 2]
    amount = fold(cells["amount"]).strip().removeprefix("+")
    opposite = amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"
    note = f"reverses row {number}" + (f": {signed.source}" if signed.source else "")
    return {**cells, "amount": opposite, "source": Signed(signed.by, signed.on, note).words()}


def _taken_back(rows: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """Row → the row further below that takes it back; one that is taken back itself does not."""
    found: dict[int, int] = {}
    for number in range(len(rows) + 1, 1, -1):
        said = _REVERSES.match(rows[number - 2].get("source", ""))
        if said and number not in found:
            found[int(said[1])] = number
    return found
