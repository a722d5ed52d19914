"""What the tables of the course of a scheme must say together: payments, promises, grades and decisions of centres.

Each check is one function from the typed tables to findings. What does not live here: whether an amount lies within
the caps, which the policy says (``planner.problem.history``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.rules.catalogue import finding
from loaders.tables.columns import TypedTable
from loaders.tables.keys import Ids

Tables = Mapping[str, TypedTable]
BESIDE = frozenset({"new_lead", "new_chief_scientist", "promoted"})
"""Decisions that may stand beside another one of the same year."""


@dataclass(frozen=True, slots=True)
class _Centre:
    row: int
    status: str
    ready: float
    approved: float


def check_course(tables: Tables) -> list[Finding]:
    """Every finding on the course of the scheme, in the order of the checks."""
    checks: tuple[Callable[[Tables, Mapping[str, _Centre]], Iterator[Finding]], ...] = (
        approvals,
        payments,
        commitments,
        grades,
        decisions,
    )
    centres = _centres(tables)
    return [found for check in checks for found in check(tables, centres)]


def _rows(tables: Tables, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    typed = tables.get(table)
    if typed is not None and typed.numbers:
        values = (typed.values[c] for c in columns)
        plain = (v.tolist() if isinstance(v, np.ndarray) else v for v in values)
        yield from zip(typed.numbers, *plain, strict=True)


def _centres(tables: Tables) -> dict[str, _Centre]:
    """Every centre as tables ``centres`` and ``decisions`` say together: a decision may approve it."""
    found = {
        centre: _Centre(row, status, ready, approved)
        for row, centre, status, ready, approved in _rows(
            tables, "centres", "id", "status", "ready_year", "approved_year"
        )
    }
    for _, centre, year, decision in _rows(tables, "decisions", "centre_id", "year", "decision"):
        known = found.get(centre)
        if known is not None and decision == "approved" and known.status != "existing" and math.isnan(known.approved):
            status = "approved" if known.status == "candidate" else known.status
            found[centre] = _Centre(known.row, status, known.ready, year)
    return found


def approvals(tables: Tables, centres: Mapping[str, _Centre]) -> Iterator[Finding]:
    """X540, X541, X542: approved centres have a year, one year, and were ready."""
    if "centres" not in tables:
        return
    file = tables["centres"].file
    for centre, known in centres.items():
        if known.status == "approved" and math.isnan(known.approved):
            yield finding("X540", file, known.row, "approved_year", centre)
        elif known.status == "approved" and known.ready > known.approved:
            words = Words("{c} was approved in {a:g} and is ready in {r:g}", "{c} {a:g} 年批复，{r:g} 年才成熟")
            said = words.fill(c=shown(centre), a=known.approved, r=known.ready)
            yield finding("X542", file, known.row, "ready_year", f"{known.ready:g}", said)
    for row, centre, year, decision in _rows(tables, "decisions", "centre_id", "year", "decision"):
        known_here = centres.get(centre)
        if decision == "approved" and known_here is not None and year != known_here.approved:
            words = Words("table centres says {a:g} for {c}", "创新中心表中 {c} 的批复年份为 {a:g}")
            said = words.fill(a=known_here.approved, c=shown(centre))
            yield finding("X541", tables["decisions"].file, row, "year", f"{year:g}", said)


def payments(tables: Tables, centres: Mapping[str, _Centre]) -> Iterator[Finding]:
    """X543, X544, X545: payments before approval and to candidates, returns, more returned than paid."""
    kept: dict[tuple[str, str, str], float] = defaultdict(float)
    last: dict[tuple[str, str, str], int] = {}
    for row, centre, year, amount, kind, payer in _rows(
        tables, "payments", "centre_id", "year", "amount", "kind", "payer"
    ):
        file, known = tables["payments"].file, centres.get(centre)
        if known is not None and (known.status == "candidate" or year < known.approved):
            when = Words("is no approved centre", "未获批复")
            if known.status != "candidate":
                when = Words("was approved in {y:g}", "{y:g} 年才获批复").fill(y=known.approved)
            words = Words("{c} {when} and was paid {n:,.12g} in {y:g}", "{c} {when}，{y:g} 年已拨付 {n:,.12g}")
            said = words.fill(c=shown(centre), when=when, n=amount, y=year)
            yield finding("X543", file, row, "year", f"{year:g}", said)
        if amount < 0:
            words = Words("{c} returned {n:,.12g} in {y:g}", "{c} 于 {y:g} 年退回 {n:,.12g}")
            yield finding("X544", file, row, "amount", f"{amount:.15g}", words.fill(c=shown(centre), n=-amount, y=year))
        if not math.isnan(amount):
            kept[centre, kind, payer] += amount
            last[centre, kind, payer] = row
    for at, whole in kept.items():
        if whole < -1e-9:
            words = Words("{c} returned {n:,.12g} more than it was paid", "{c} 退回金额比已拨付多 {n:,.12g}")
            said = words.fill(c=shown(at[0]), n=-whole)
            yield finding("X545", tables["payments"].file, last[at], "amount", f"{whole:.15g}", said)


def commitments(tables: Tables, centres: Mapping[str, _Centre]) -> Iterator[Finding]:
    """X546, X552: promises to centres that are not approved or before their approval; more taken back than promised."""
    kept: dict[tuple[str, float, str], float] = defaultdict(float)
    last: dict[tuple[str, float, str], int] = {}
    for row, centre, year, amount, payer in _rows(tables, "commitments", "centre_id", "year", "amount", "payer"):
        known, file = centres.get(centre), tables["commitments"].file
        if known is not None and known.status != "approved":
            yield finding("X546", file, row, "centre_id", centre)
        elif known is not None and year < known.approved:
            words = Words(
                "{c} was approved in {a:g}; this is promised for {y:g}", "{c} {a:g} 年才批复，承诺年份却为 {y:g}"
            )
            said = words.fill(c=shown(centre), a=known.approved, y=year)
            yield finding("X546", file, row, "year", f"{year:g}", said)
        if not math.isnan(amount):
            kept[centre, year, payer] += amount
            last[centre, year, payer] = row
    for at, whole in kept.items():
        if whole < -1e-9:
            words = Words(
                "{n:,.12g} more of the promises to {c} for {y:g} is taken back than was promised",
                "{c} {y:g} 年撤回的承诺比已承诺的多 {n:,.12g}",
            )
            said = words.fill(c=shown(at[0]), n=-whole, y=at[1])
            yield finding("X552", tables["commitments"].file, last[at], "amount", f"{whole:.15g}", said)


def grades(tables: Tables, centres: Mapping[str, _Centre]) -> Iterator[Finding]:
    """X547, X548: grades of candidates, and of years before the approval."""
    for row, centre, year in _rows(tables, "evaluations", "centre_id", "year"):
        known = centres.get(centre)
        file = tables["evaluations"].file
        if known is not None and known.status == "candidate":
            yield finding("X547", file, row, "centre_id", centre)
        elif known is not None and known.status != "existing" and year < known.approved:
            yield finding("X548", file, row, "year", f"{year:g}")


def decisions(tables: Tables, centres: Mapping[str, _Centre]) -> Iterator[Finding]:
    """X549, X550, X551, X553: two decisions of one year, decisions on candidates, whom and what a decision names."""
    first: dict[tuple[str, float, str], int] = {}
    ids = Ids(tables)
    columns = ("centre_id", "year", "decision", "to_id", "level")
    for row, centre, year, decision, to, level in _rows(tables, "decisions", *columns):
        file, known = tables["decisions"].file, centres.get(centre)
        alike = decision if decision in BESIDE else ""
        earlier = first.setdefault((centre, year, alike), row)
        if earlier != row:
            words = Words("{c} has a decision of {y:g} in row {n} already", "{c} 在第 {n} 行已有 {y:g} 年的决定")
            yield finding("X549", file, row, "decision", decision, words.fill(c=shown(centre), y=year, n=earlier))
        if known is not None and known.status == "candidate" and decision not in ("approved", "stopped"):
            yield finding("X550", file, row, "decision", decision)
        if decision == "promoted" and not level:
            yield finding("X553", file, row, "level", "")
        wanted = {"merged": "centres", "new_lead": "organisations", "new_chief_scientist": "people"}.get(decision)
        if wanted is None or (wanted in tables and not tables[wanted].trusted):
            continue
        named = to in ids.of(wanted) if wanted in tables else False
        itself = decision == "merged" and to == centre
        if not named or itself:
            words = Words("'{to}' is no other id of {t}", "“{to}”不是 {t} 表中的其他编号")
            otherwise = Words("write the id in to_id", "请在“转至”列填写编号")
            mend = ids.near((wanted,)).words(to, otherwise) if to and wanted in tables and not itself else otherwise
            yield finding("X551", file, row, "to_id", to, words.fill(to=shown(to), t=wanted), mend)
