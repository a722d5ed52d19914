"""Building what a plan says of the course of a scheme: history, money paid, committed and new, decisions, changes.

What does not live here: the types (``planner.runs.course_types``), the rest of a result (``planner.runs.result``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.base.rounding import half_up
from graph.base.words import Words
from graph.model.schema import GRADES
from planner.families.goals import GOALS
from planner.problem import score
from planner.problem.allowed import factor, grade_of
from planner.problem.city import City
from planner.problem.history import History, Record
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.runs import result_places
from planner.runs.baseline import Sticking
from planner.runs.batches import batch_dates
from planner.runs.course_types import (
    EquityMoney,
    HistoryCentre,
    MilestoneRow,
    MissedRule,
    NextDecision,
    PlanChange,
    PriceOfSticking,
    Side,
)
from planner.runs.execution import execution
from planner.runs.outcome import Outcome
from planner.runs.plan_result import CentreFacts

_GRADES = {value: Words(value, zh) for value, zh in GRADES}


def parts(city: City, outcome: Outcome, sticking: Sticking | None, free: Outcome | None) -> dict[str, Any]:
    """The fields of a result that tell the course of the scheme; none where nothing is history.

    Parameters
    ----------
    city : City
    outcome : Outcome
    sticking : Sticking, optional
        The earlier plan that this one was held against.
    free : Outcome, optional
        The plan without limit and cost of changes, where there was one.
    """
    history = city.history
    if history is None:
        return {}
    plan = outcome.plan or Plan({}, {})
    paid, committed, new = money(city, history, plan)
    return {
        "as_of": history.as_of,
        "history": tuple(_centres(city, history, plan)),
        "ended": tuple(_ended(city, history)),
        "paid": paid,
        "committed": committed,
        "new": new,
        "equity": equity(city, history, outcome.problem, plan),
        "decisions": tuple(_decisions(city, history, outcome)) if outcome.plan else (),
        "missed": tuple(
            MissedRule(
                rule=one.of.name, key=one.of.key, side=one.side, asked=one.asked, attained=one.attained,
                words=one.of.words,
            )
            for one in outcome.problem.missed
        ),
        "milestones": tuple(_late(city, history)),
        "changes": tuple(_changes(city, outcome.problem, plan, sticking)) if outcome.plan else (),
        "price_of_sticking": _price(outcome, sticking, free),
        "ignored": dict(history.ignored),
        "execution": execution(city),
    }  # fmt: skip


def money(city: City, history: History, plan: Plan) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    """Support of all payers by year: paid; to come of centres approved by then; to come of later ones."""
    paid: dict[int, list[float]] = defaultdict(list)
    for record in history.records.values():
        for year, amount in record.all_support.items():
            paid[year].append(amount)
    whole = 1.0 / (1.0 - math.fsum(city.policy.payers.shares.values()))
    to_come: tuple[dict[int, list[float]], ...] = (defaultdict(list), defaultdict(list))
    for centre, years in plan.support.items():
        later = centre not in history.records
        for year, amount in years.items():
            if year > history.as_of:
                to_come[later][year].append(amount * whole)
    committed, new = (_summed(part) for part in to_come)
    return _summed(paid), committed, new


def _summed(listed: Mapping[int, Iterable[float]]) -> dict[int, float]:
    sums = {year: math.fsum(amounts) for year, amounts in sorted(listed.items())}
    return {year: amount for year, amount in sums.items() if amount}


def equity(city: City, history: History, problem: PlanningProblem, plan: Plan) -> EquityMoney:
    """Equity paid by year, committed and not yet paid by approval year, and of new centres by approval year."""
    paid: dict[int, list[float]] = defaultdict(list)
    committed: dict[int, list[float]] = defaultdict(list)
    new: dict[int, list[float]] = defaultdict(list)
    for record in history.records.values():
        for year, amount in record.equity.items():
            paid[year].append(amount)
    for i, centre in enumerate(city.candidate_ids):
        amount = 0.0 if problem.cost is None else float(problem.cost[i])
        record_of = history.records.get(centre)
        if record_of is None and centre in plan.starts:
            new[plan.starts[centre]].append(amount)
        elif record_of is not None and record_of.stays() and record_of.approved is not None:
            committed[record_of.approved].append(amount - math.fsum(record_of.equity.values()))
    return EquityMoney(paid=_summed(paid), committed=_summed(committed), new=_summed(new))


def _centres(city: City, history: History, plan: Plan) -> Iterator[HistoryCentre]:
    names = city.eco.names("Centre")
    position = {centre: i for i, centre in enumerate(city.candidate_ids)}
    for centre, record in history.records.items():
        if not record.inside:
            continue
        found = city.allowed(position[centre]) if centre in position else None
        to_come = {y: m for y, m in plan.support.get(centre, {}).items() if y > history.as_of}
        yield HistoryCentre(
            centre=centre,
            name=names[centre],
            approved_year=record.approved,
            level=record.level,
            ends=record.ends,
            because=record.because,
            paid=record.all_support,
            payers={payer: dict(years) for payer, years in sorted(record.support.items())},
            equity_paid=dict(record.equity),
            support=dict(sorted(to_come.items())),
            caps={} if found is None else dict(found.caps),
            room=None if found is None or math.isinf(found.room) else found.room,
            promised={} if found is None else dict(found.promised),
            waived=0.0 if found is None else found.waived,
            grades=dict(sorted(record.grades.items())),
            rectified=tuple(sorted(record.rectified)),
            decided=_by_year(record),
        )


def _by_year(record: Record) -> dict[int, tuple[Any, ...]]:
    years = dict.fromkeys(year for year, _ in record.decisions)
    return {year: tuple(d for y, d in record.decisions if y == year) for year in years}


def _late(city: City, history: History) -> Iterator[MilestoneRow]:
    """Milestones due by the last year of history that were not reached, or were reached after they were due."""
    columns = (city.eco.column("milestones", name).tolist() for name in ("centre_id", "name", "due", "reached"))
    for centre, name, due, reached in zip(*columns, strict=True):
        if math.isnan(due) or due > history.as_of:
            continue
        done = None if math.isnan(reached) or reached > history.as_of else int(reached)
        if done is None or done > due:
            yield MilestoneRow(centre=centre, name=name, due=int(due), reached=done)


def _ended(city: City, history: History) -> Iterator[CentreFacts]:
    """What the centres are that the scheme had approved and that are there no more."""
    rows = {centre: row for row, centre in enumerate(city.eco.ids("Centre"))}
    for centre, record in history.records.items():
        if record.inside and (record.gone or (record.ends is not None and record.ends <= history.as_of)):
            yield result_places.centre(city, rows[centre])


def _decisions(city: City, history: History, outcome: Outcome) -> Iterator[NextDecision]:
    """What is decided for the first open year: on every centre that is there, and on candidates approved then."""
    year = history.as_of + 1
    plan = outcome.plan or Plan({}, {})
    formation = dict(zip(city.candidate_ids, city.text("formation"), strict=True))
    position = {centre: i for i, centre in enumerate(city.candidate_ids)}
    settled = outcome.problem.settled
    for centre, record in history.records.items():
        if not record.inside or not record.there(year):
            continue
        pay = plan.support.get(centre, {}).get(year, 0.0)
        i = position[centre]
        if settled is not None and settled.stoppable[i] and centre not in plan.starts:
            reason = Words("what it is promised and its place are worth more elsewhere", "其经费与名额另作他用价值更高")
            yield NextDecision(centre=centre, decision="stopped", year=year, support=pay, reason=reason)
            continue
        kind, reason = _kept(city, record, formation.get(centre, ""), year, pay, i)
        if record.ends == year and record.because == "rectify":
            reason = _ends(city, plan, i, reason, year)
        yield NextDecision(centre=centre, decision=kind, year=year, support=pay, reason=reason)
    new = [centre for centre, start in plan.starts.items() if start == year and centre not in history.records]
    dates = batch_dates(city, new)
    for centre, start in plan.starts.items():
        if start == year and centre not in history.records:
            reason = Words("best plan that keeps all rules", "遵守全部规则的最优方案")
            if centre in history.announced:
                reason = Words("announced already", "已宣布")
            pay = plan.support.get(centre, {}).get(year, 0.0)
            date = dates.get(centre, "")
            yield NextDecision(centre=centre, decision="approved", year=year, support=pay, reason=reason, date=date)


def _kept(city: City, record: Record, formation: str, year: int, pay: float, i: int) -> tuple[Any, Words]:
    """The decision on a centre that stays in the first open year, with its reason."""
    decided = [d for y, d in record.decisions if y == year]
    if decided:
        return decided[0], Words("decided already", "已作决定")
    if year in record.rectified:
        return "rectify", Words("grade of {y}: {g}", "{y} 年评价为{g}").fill(
            y=year - 1, g=_GRADES.get(record.grades.get(year - 1, ""), Words("–", "–"))
        )
    found = city.allowed(i)
    cap = 0.0 if found is None else found.caps.get(year)
    if cap is None or (record.paid_until is not None and year > record.paid_until):
        return "continued", Words("its support has ended; it still covers and counts", "支持已结束；继续承担攻关并计数")
    part = factor(city.policy, record, formation, year)
    if part < 1.0:
        grade = grade_of(city.policy, record, formation, year - 1) or ""
        words = Words("grade of {y}: {g}; factor {f:g}", "{y} 年评价为{g}，系数 {f:g}")
        return "reduced", words.fill(y=year - 1, g=_GRADES.get(grade, Words(grade, grade)), f=part)
    paid, most = (half_up(amount, 2).normalize() for amount in (pay, cap))
    words = Words("{p:,f} of at most {c:,f}", "支持 {p:,f}，上限 {c:,f}").fill(p=paid, c=most)
    nothing = Words("nothing is owed or promised for {y}", "{y} 年没有应付或承诺的支持").fill(y=year)
    return "continued", words if pay else nothing


def _ends(city: City, plan: Plan, i: int, reason: Words, year: int) -> Words:
    """Why a centre ends with the year, what it frees of money, and which technologies it leaves without a centre."""
    row, names = int(city.candidates[i]), city.eco.names("Technology")
    rows = {c: r for r, c in enumerate(city.eco.ids("Centre"))}
    stay = {rows[c] for c in plan.starts} | {int(r) for r in city.existing}
    mine, others = city.strength[[row]].toarray()[0] > 0, city.strength[sorted(stay - {row})].toarray().any(axis=0)
    bare = [names[t] for t, mine_alone in zip(city.eco.ids("Technology"), mine & ~others, strict=True) if mine_alone]
    found = city.allowed(i)
    words = Words(
        "{r}; rectified two years running, it ends with {y}; {m:,.12g} of its least support is waived",
        "{r}；连续两年整改，{y} 年底终止；免付最低支持余额 {m:,.12g}",
    ).fill(r=reason, y=year, m=0.0 if found is None else found.waived)
    if not bare:
        return words
    lost = Words(", ".join(bare), "、".join(bare))
    return Words("{w}; no centre then covers {t}", "{w}；此后无中心承担{t}").fill(w=words, t=lost)


def _changes(city: City, problem: PlanningProblem, plan: Plan, sticking: Sticking | None) -> Iterator[PlanChange]:
    if sticking is None or problem.baseline is None or city.history is None:
        return
    before = {row.centre: Side(year=row.year, support=row.support) for row in sticking.plan.chosen}
    for i, centre in enumerate(city.candidate_ids):
        old = before.get(centre)
        new = Side(year=plan.starts[centre], support=plan.support.get(centre, {})) if centre in plan.starts else None
        if (old and old.year) == (new and new.year):
            continue
        stopped = problem.settled is not None and bool(problem.settled.stoppable[i]) and new is None
        counted = bool(problem.baseline.counted[i]) or stopped
        if stopped:
            reason = Words("stopped by the plan", "由方案终止")
        elif centre in city.history.records:
            reason = Words("history has decided", "既往已定")
        elif not counted:
            reason = Words("its planned year has passed", "原定批复年份已过")
        elif new is None:
            reason = Words("left out", "不再入选")
        else:
            reason = Words("new", "新入选") if old is None else Words("another year", "改期")
        yield PlanChange(centre=centre, from_=old, to=new, counted=counted, reason=reason)


def _price(outcome: Outcome, sticking: Sticking | None, free: Outcome | None) -> PriceOfSticking | None:
    if sticking is None or outcome.plan is None:
        return None
    if free is None or free.plan is None:
        return PriceOfSticking(goals=dict.fromkeys(GOALS, 0.0))
    stage = free.problem.stages[0]
    mine, best = (score.stage_value(one.goals, stage) for one in (outcome, free))
    spent = [
        math.fsum(m for years in one.plan.support.values() for m in years.values())
        for one in (outcome, free)
        if one.plan
    ]
    goals = {name: free.goals[name] - outcome.goals[name] for name in GOALS}
    return PriceOfSticking(objective=best - mine, money=spent[1] - spent[0], goals=goals)
