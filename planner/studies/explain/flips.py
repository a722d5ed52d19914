"""What would turn the answer on one candidate round: the cheapest change of rules, of its support, of its worth.

What does not live here: what the turned answer costs (``planner.studies.explain.prices``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.base.words import Words
from planner import program
from planner.families.lever import Lever, name_of
from planner.infeasible.giving_way import sizes
from planner.infeasible.loosening import Loosened, eased, fix
from planner.problem import score
from planner.problem.rows import PlanningProblem
from planner.solving import highs
from planner.solving.effort import Effort
from planner.studies.explain.prices import SAME, ExplainedPlan, Move, Price, moves, rounded
from planner.studies.explain.standing import standing
from planner.studies.worth_words import per_cent

WORK = 2000
"""Work that is spent on the change of rules, in rounds of the solver (``planner.solving.effort``)."""
ROUNDS = 4
"""How many times the change of rules is moved on because the other answer gains by it as well."""


@dataclass(frozen=True)
class Flip:
    """A change that turns the answer round; ``sets`` is empty for changes of the data."""

    words: Words
    sets: tuple[str, ...] = ()


def flips(case: ExplainedPlan, centre: str, price: Price, rounds: int = WORK) -> tuple[tuple[Flip, ...], bool]:
    """Find what would turn the answer on one candidate round.

    Parameters
    ----------
    case : ExplainedPlan
    centre : str
    price : Price
        What the turned answer costs.
    rounds : int
        Work for the rules, and half of it more for the support, in rounds of the solver; what is not found by then is
        left out.

    Returns
    -------
    found : tuple of Flip
        First the cheapest change of rules (least sum of relative changes, verified by solving with it), then the
        least support at which the answer turns, then the worth, last the decision itself (``fixed.chosen`` or
        ``fixed.rejected``, with the rules that must give way for it).
    cut_short : bool
        Whether a question was left open for want of rounds.
    """
    out: list[Flip] = []
    efforts = Effort(rounds // 2), Effort(rounds)
    # where the plan in question is not the best one, its answer may be turned already
    known = price.cost is not None and price.cost >= 0.0 and not price.lifted
    support = _of_support(case, centre, price.cost or 0.0, efforts[0]) if known else None
    found = _of_rules(case, centre, efforts[1])
    if found:
        changes = [move.change() for move in found]
        words = Words("; ".join(c.words.en for c in changes), "；".join(c.words.zh for c in changes))
        out.append(Flip(words, tuple(c.set for c in changes)))
    out += [support] if support else []
    out += [_of_worth(case, centre, price.cost or 0.0)] if known else []
    out += _decided(case, centre, price)
    return tuple(out) or _missing(case, centre), any(effort.cut for effort in efforts)


def _missing(case: ExplainedPlan, centre: str) -> tuple[Flip, ...]:
    """Figures without which no change of a threshold helps."""
    i = case.where[centre]
    bars = [bar for bar in case.problem.bars if bar.figure is not None and math.isnan(bar.figure[i])]
    words = Words("its missing figure would have to be given first: {rule}", "须先补填缺失的数据：{rule}")
    return tuple(Flip(words.fill(rule=bar.rule.words)) for bar in bars)


def relevant(case: ExplainedPlan, centre: str) -> list[Lever]:
    """Levers of the scenario on rules that stand against a rejected candidate, or that a chosen one holds up."""
    concerned = {name_of(row.rule) for row in standing(case, centre)}
    return [one for one in case.levers() if one.key and not one.decision and concerned & set(one.rules)]


def _of_rules(case: ExplainedPlan, centre: str, effort: Effort) -> tuple[Move, ...]:  # noqa: PLR0911 - one return an outcome
    """Rules move until the turned answer is worth more than the other one under the same rules (least fixpoint)."""
    i = case.where[centre]
    turned = centre not in case.plan.starts
    known = relevant(case, centre)
    floor = case.worth
    for _ in range(ROUNDS):
        model = Loosened(case.problem, case.policy, known, {i: turned})
        terms, constant = case.goal(model.worth)
        margin = 2 * SAME * max(1.0, abs(floor))
        model.frame.at_most(terms, case.sign * floor - constant - margin, "worth")
        answer = highs.minimise(model.frame, sizes(model), effort.limits)
        effort.spent(answer)
        if answer.values is None or answer.status != "proven":
            return ()
        found = moves(model, answer.values)
        if not found:
            return ()
        problem = _moved(case, found)
        known_worth = case.sign * (sum(v * answer.values[c] for c, v in terms.items()) + constant)
        other, sure = _best_worth(case, problem, i, not turned, effort)
        if not sure:
            return ()
        if other is None or _better(case, known_worth, other):
            return found
        mine, sure = _best_worth(case, problem, i, turned, effort)
        if mine is None or not sure:
            return ()
        if _better(case, mine, other):
            return found
        floor = other
    return ()


def _better(case: ExplainedPlan, mine: float, other: float) -> bool:
    return case.sign * mine < case.sign * other - SAME


def _moved(case: ExplainedPlan, found: Sequence[Move]) -> PlanningProblem:
    problem = case.problem
    for move in found:
        problem = eased(problem, case.policy, move.lever, rounded(move.lever, move.by), move.items)
    return problem


def _best_worth(
    case: ExplainedPlan, problem: PlanningProblem, i: int, on: bool, effort: Effort
) -> tuple[float | None, bool]:
    """Worth of the best plan with (or without) candidate i, None if there is none; and whether that is proven."""
    plan, proven = case.best(problem, {i: on}, effort.limits, effort)
    if plan is None:
        return None, proven
    return score.stage_value(score.goals(problem, score.to_arrays(problem, plan)), case.stage), proven


def _of_support(case: ExplainedPlan, centre: str, cost: float, effort: Effort) -> Flip | None:
    """The least support below (chosen: above) which the answer turns; plans without the candidate do not know it."""
    i = case.where[centre]
    money = case.problem.support
    if money is None or money.minimum[i] <= 0:
        return None
    minimum = money.minimum.copy()
    chosen = centre in case.plan.starts
    minimum[i] = minimum[i] if chosen else 0.0
    problem = replace(case.problem, support=replace(money, minimum=minimum))
    frame, worth = program.build(problem)
    fix(frame, i, on=True)
    terms, constant = case.goal(worth)
    floor = case.worth + case.sign * cost if chosen else case.worth
    frame.at_most(terms, case.sign * floor - constant - (0.0 if chosen else 2 * SAME), "worth")
    answer = highs.minimise(frame, {column: -1.0 for (j, _), column in frame.pay.items() if j == i}, effort.limits)
    effort.spent(answer)
    if answer.values is None or answer.status != "proven":
        return None
    most = sum(float(answer.values[column]) for (j, _), column in frame.pay.items() if j == i)
    # in whole units, on the safe side: above the figure it is out, up to the figure it is in
    figure = math.ceil(most - 1e-6) if chosen else math.floor(most + 1e-6)
    now, unit = f"{money.minimum[i]:,.12g}", case.money_unit
    if chosen:
        if figure >= min(float(money.cap[i].sum()), float(money.total[i])) - 1.0:
            return None
        words = Words(
            "a least support above {m} {unit} (now {now}) would push it out",
            "最低支持额高于 {m} {unit}（现 {now}）即被换下",
        )
    else:
        if figure <= 0 or figure >= money.minimum[i]:
            return None
        words = Words(
            "a least support of at most {m} {unit} (now {now}) would bring it in",
            "最低支持额降到 {m} {unit} 以内（现 {now}）即可入选",
        )
    return Flip(words.fill(m=f"{figure:,}", unit=unit, now=now))


def _of_worth(case: ExplainedPlan, centre: str, cost: float) -> Flip:
    """How much its own worth would have to change; exact, since plans without it do not know it."""
    if centre in case.plan.starts:
        words = Words(
            "if it brought the plan over {c} less of its worth, it would be out",
            "对方案综合得分的贡献再减少{c}以上即被换下",
        )
    else:
        words = Words(
            "if it brought the plan over {c} more of its worth, it would be in",
            "对方案综合得分的贡献再增加{c}以上即可入选",
        )
    return Flip(words.fill(c=per_cent(cost, case.worth)))


def _decided(case: ExplainedPlan, centre: str, price: Price) -> list[Flip]:
    """The decision itself, with the rules that must give way for it; none if nothing makes it possible."""
    if price.cost is None:
        return []
    key = "fixed.rejected" if centre in case.plan.starts else "fixed.chosen"
    listed = case.policy.fixed.rejected if key == "fixed.rejected" else case.policy.fixed.chosen
    moved_ = [move.change() for move in price.lifted]
    data = [c.words for c in moved_ if not c.set]
    if key == "fixed.rejected":
        words = Words("leave it out by decision", "直接指定不入选")
    else:
        words = Words("take it in by decision", "直接指定入选")
    said = [words, *(c.words for c in moved_)]
    both = Words("; ".join(w.en for w in said), "；".join(w.zh for w in said))
    if data:  # no scenario can change the data
        return [Flip(both)]
    let_off = {item.id for move in price.lifted if move.lever.key == key for item in move.items}
    ids = json.dumps([*(c for c in listed if c not in let_off and c != centre), centre], ensure_ascii=False)
    return [Flip(both, (*(c.set for c in moved_ if c.key != key), f"{key}={ids}"))]
