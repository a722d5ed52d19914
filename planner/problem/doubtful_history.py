"""What is doubtful in the history of a scheme under a policy: payments beyond caps, promises, grades.

All are findings with a code (P120 to P125) and change nothing: history stands as it is. What does not live here: what
the tables say against one another (``loaders.tables.course``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from graph.base.findings import Finding, Level
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import GRADES
from planner.problem.allowed import factor, grade_of
from planner.problem.city import City
from planner.problem.history import Record
from planner.rulebook.policy import Policy

NOISE = 1e-9
"""Relative amount by which a payment may pass its cap and still be within it."""
_GRADES = {value: Words(value, zh) for value, zh in GRADES}


def of_history(eco: Ecosystem, policy: Policy) -> list[Finding]:
    """Doubts about the history of a city; none where the policy names no year.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy

    Examples
    --------
    >>> from pathlib import Path
    >>> from graph.model.ecosystem import DatasetInfo
    >>> from planner.rulebook.scenario import load
    >>> eco = Ecosystem.from_rows(DatasetInfo("one"), {
    ...     "centres": [{"id": "C1", "status": "approved", "approved_year": 2023}],
    ...     "investments": [{"centre_id": "C1", "year": 1, "investment": 1000}],
    ...     "payments": [{"centre_id": "C1", "year": 2023, "amount": 320}]})
    >>> found = of_history(eco, load(Path("ningbo-2023"), ["as_of=2023"]).policy)
    >>> [(f.code, f.message.en) for f in found]
    [('P120', 'C1 was paid 320 in 2023, 20 beyond its cap of 300')]
    """
    if policy.as_of is None:
        return []
    city = City(eco, policy)
    assert city.history is not None
    out = []
    for i, centre in enumerate(city.candidate_ids):
        record = city.history.records.get(centre)
        if record is not None and record.inside and record.approved is not None:
            out += [*_payments(city, i, record), *_promises(city, i, record), *_grades(city, i, record)]
    return [*out, *_to_nobody(city), *_too_many(city), *_announced(city)]


def _payments(city: City, i: int, record: Record) -> Iterator[Finding]:
    """P120: what city and district have paid beyond the caps."""
    rule, formation = city.policy.support, city.text("formation")[i]
    own, base = record.own, city.bases[i]
    for year, paid in own.items():
        k = year - (record.approved or 0)
        cap = rule.share * float(base[k]) * factor(city.policy, record, formation, year) if 0 <= k < rule.years else 0.0
        cap = min(cap, rule.first_year_cap or math.inf) if k == 0 else cap
        if paid > cap * (1 + NOISE):
            words = Words(
                "{c} was paid {p:,.12g} in {y}, {n:,.12g} beyond its cap of {m:,.12g}",
                "{c} {y} 年已拨付 {p:,.12g}，超出上限 {m:,.12g} 计 {n:,.12g}",
            )
            said = words.fill(c=record.centre, p=paid, y=year, n=round(paid - cap, 6), m=round(cap, 6))
            yield _finding("P120", "payments", "amount", f"{paid:.15g}", said, _KEPT)
    total = math.fsum(own.values())
    if rule.total_cap is not None and total > rule.total_cap * (1 + NOISE):
        words = Words("{c} was paid {p:,.12g} in all, beyond {m:,.12g}", "{c} 已拨付合计 {p:,.12g}，超过上限 {m:,.12g}")
        said = words.fill(c=record.centre, p=total, m=rule.total_cap)
        yield _finding("P120", "payments", "amount", f"{total:.15g}", said, _KEPT)


def _promises(city: City, i: int, record: Record) -> Iterator[Finding]:
    """P121: promises above what is held of them."""
    found = city.allowed(i)
    for year, amount in ({} if found is None else found.given).items():
        held = 0.0 if found is None else found.promised.get(year, 0.0)
        if amount > held * (1 + NOISE) + NOISE:
            words = Words(
                "{c} was promised {a:,.12g} for {y}; {h:,.12g} of it can be held after grades, caps and room",
                "{c} {y} 年承诺 {a:,.12g}，按评价、上限与余额只能兑现 {h:,.12g}",
            )
            said = words.fill(c=record.centre, a=round(amount, 6), y=year, h=round(held, 6))
            yield _finding("P121", "commitments", "amount", f"{amount:.15g}", said, _KEPT)


def _grades(city: City, i: int, record: Record) -> Iterator[Finding]:
    """P122: grades that can change nothing."""
    told, formation = city.policy.evaluation, city.text("formation")[i]
    for year, grade in record.grades.items():
        if year < city.as_of or grade in (
            told.rectify_after,
            grade_of(city.policy, _ungraded(record), formation, year),
        ):
            continue
        supported = year + 1 - (record.approved or 0) < city.policy.support.years and record.there(year + 1)
        acts = told.capability.get(grade, 1.0) != 1.0 and year + 1 in city.policy.goals.coverage.years  # type: ignore[call-overload]
        if not supported and not acts:
            words = Words("the grade of {c} in {y} ({g}) can change nothing", "{c} {y} 年的等次（{g}）不起任何作用")
            said = words.fill(c=record.centre, y=year, g=_GRADES.get(grade, Words(grade, grade)))
            yield _finding("P122", "evaluations", "grade", grade, said, _NOTHING, "note")


def _ungraded(record: Record) -> Record:
    return Record(centre=record.centre, inside=record.inside, approved=record.approved)


def _to_nobody(city: City) -> Iterator[Finding]:
    """P125: money paid to centres that history does not know as approved; no budget and no total counts it."""
    assert city.history is not None
    columns = (city.eco.column("payments", name).tolist() for name in ("centre_id", "year", "amount"))
    paid: dict[str, list[float]] = {}
    for centre, year, amount in zip(*columns, strict=True):
        if year <= city.as_of and centre not in city.history.records:
            paid.setdefault(centre, []).append(amount)
    for centre, amounts in paid.items():
        words = Words(
            "{c} is no approved centre as of {y} and was paid {n:,.12g}; no budget and no total counts it",
            "截至 {y} 年 {c} 未获批复，已拨付 {n:,.12g}；该笔不计入任何预算和合计",
        )
        whole = math.fsum(amounts)
        said = words.fill(c=centre, y=city.as_of, n=round(whole, 6))
        yield _finding("P125", "payments", "amount", f"{whole:.15g}", said, _APPROVE)


def _too_many(city: City) -> Iterator[Finding]:
    """P123: more centres with a grade in one year than the policy allows."""
    assert city.history is not None
    years: dict[int, Counter[str]] = {}
    for record in city.history.records.values():
        for year, grade in record.grades.items():
            years.setdefault(year, Counter())[grade] += 1
    for year, counted in sorted(years.items()):
        for grade, share in city.policy.evaluation.most.items():
            if counted[grade] > share * counted.total():
                words = Words(
                    "{n} of {m} centres are {g} in {y}; at most {s:g} may be",
                    "{y} 年 {m} 家中 {n} 家评为{g}，上限比例 {s:g}",
                )
                said = words.fill(n=counted[grade], m=counted.total(), g=_GRADES[grade], y=year, s=share)
                yield _finding("P123", "evaluations", "grade", str(grade), said, _KEPT)


def _announced(city: City) -> Iterator[Finding]:
    """P124: announced approvals outside the approval years."""
    assert city.history is not None
    for centre, year in city.history.announced.items():
        if year not in city.years:
            words = Words(
                "{c} is announced for {y}, which is no approval year", "{c} 宣布于 {y} 年批复，不在批复年份内"
            )
            yield _finding("P124", "decisions", "year", str(year), words.fill(c=centre, y=year), _NOTHING)


def _finding(
    code: str, table: str, column: str, value: str, message: Words, mend: Words, level: Level = "warning"
) -> Finding:
    return Finding(code, level, file=table, row=0, column=column, value=value, message=message, mend=mend)


_KEPT = Words("history is kept as it is; correct the row if it is a slip", "历史照实保留；若系误填请更正")
_APPROVE = Words("record its approval, or correct the centre", "请补记批复，或更正中心编号")
_NOTHING = Words("nothing need be done unless another year was meant", "若年份无误，无须处理")
