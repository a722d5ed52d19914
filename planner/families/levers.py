"""Rules that may give way, each in its own words: what a scenario can change by one key, and what only the data can.

What does not live here: how far they must give way (``loosening``, ``planner.infeasible``).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.base.words import Words
from planner.families.lever_words import count_label, score_label
from planner.problem.rows import Bar, BudgetRow, CountRow, DepthRow, PlanningProblem, Rule
from planner.rulebook.policy import Policy

Kind = Literal["least", "most", "cap", "score", "waive"]
Name = tuple[str, str]
"""A rule's name and key."""
SIGNIFICANT = 0.005
"""Changed figures are written in the greatest power of ten that is at most this part of them."""


@dataclass(frozen=True)
class Item:
    """One thing that may be waived: an id, what it is, the rule it stands in, and the candidate if it is one."""

    id: str
    words: Words
    rule: Name
    candidate: int | None = None


@dataclass(frozen=True)
class Lever:
    """One scenario key (``""``: the data) and the rules that give way when it is changed.

    ``least`` lowers a least number, ``most`` raises a greatest number, ``cap`` raises money, ``score`` lowers a
    threshold, ``waive`` lets single items off.
    """

    key: str
    kind: Kind
    rules: tuple[Name, ...]
    label: Words
    """Sentence with the mark ``{n}`` for the figure (``waive``: for the items)"""
    value: float = math.nan
    """The present figure"""
    reach: float = math.inf
    """Greatest change that can help"""
    unit: str = ""
    """Of money, for the sentence"""
    items: tuple[Item, ...] = ()
    listed: tuple[str, ...] = ()
    """``waive``: the list that the key holds now"""

    @property
    def whole(self) -> bool:
        """Whether only whole changes make sense."""
        return self.kind in ("least", "most", "waive")


@dataclass(frozen=True)
class Change:
    """A lever moved: its key, the figures before and after as text, the sentence, and the ``--set`` text if any."""

    key: str
    old: str
    new: str
    words: Words
    set: str


def name_of(rule: Rule) -> Name:
    """The name and key that tell a rule from all others."""
    return rule.name, rule.key


def levers(problem: PlanningProblem, policy: Policy, money_unit: str = "") -> tuple[Lever, ...]:
    """All rules of a problem that may give way.

    Parameters
    ----------
    problem : PlanningProblem
        As compiled under ``policy``.
    policy : Policy
    money_unit : str
        For the sentences.

    Returns
    -------
    tuple of Lever
        Those of the scenario first, in the order of the problem; then those of the data (key ``""``). Rules that no
        plan at least support could break are left out.
    """
    found = [
        *_counts(problem, policy),
        *_budgets(problem, money_unit),
        *_depths(problem, policy),
        *_bars(problem, policy),
    ]
    data = [_by_rule(rows) for rows in (problem.counts, problem.depths, problem.logic)]
    return (
        *(lever for lever in found if lever.key),
        *(lever for lever in (*found, *data) if not lever.key and lever.items),
    )


def _grouped(rows: Iterable[CountRow]) -> dict[str, list[CountRow]]:
    groups: dict[str, list[CountRow]] = defaultdict(list)
    for row in rows:
        if row.rule.key:
            groups[row.rule.key].append(row)
    return groups


def _counts(problem: PlanningProblem, policy: Policy) -> list[Lever]:
    out = []
    for key, rows in _grouped(problem.counts).items():
        names = tuple(name_of(row.rule) for row in rows)
        if key == "fixed.chosen":
            items = tuple(
                Item(problem.candidates[int(row.members[0])], row.rule.words, name_of(row.rule)) for row in rows
            )
            label = Words("not fixed as chosen: {n}", "不再指定必选：{n}")
            out.append(Lever(key, "waive", names, label, items=items, listed=policy.fixed.chosen))
            continue
        kind: Kind = "least" if np.isfinite(rows[0].low) else "most"
        if kind == "least":
            value = float(rows[0].low)
            reach = max(row.low - row.given for row in rows)
        else:
            value = limit_of(rows[0], policy)
            reach = max(row.given + len(row.members) - limit_of(row, policy) for row in rows)
        if reach > 0:
            label = count_label(key, rows[0].rule.words, value, policy.target.year)
            out.append(Lever(key, kind, names, label, value, reach))
    return out


def limit_of(row: CountRow, policy: Policy) -> float:
    """The limit of a count row as the scenario states it; where more centres exist already the row's is higher."""
    section, _, name = row.rule.key.partition(".")
    if section == "exclusive":
        return float(getattr(policy.exclusive, name))
    if row.rule.key == "target.maximum" and policy.target.maximum is not None:
        return float(policy.target.maximum)
    return float(row.high)


def _budgets(problem: PlanningProblem, unit: str) -> list[Lever]:
    out = []
    for row in problem.budgets:
        need = _most_needed(problem, row)
        if row.rule.key and need > row.cap:
            label = Words("{w}: {n}", "{w}：{n}").fill(w=row.rule.words, n="{n}")
            names = (name_of(row.rule),)
            out.append(Lever(row.rule.key, "cap", names, label, row.cap, need - row.cap, unit))
    return out


def _most_needed(problem: PlanningProblem, row: BudgetRow) -> float:
    """What the row would carry if every candidate were chosen and paid its least."""
    need = 0.0 if row.usage is None else float(np.maximum(row.usage, 0.0).sum())
    if row.share is not None and problem.support is not None:
        need += float(row.share @ problem.support.minimum)
    return need


def _depths(problem: PlanningProblem, policy: Policy) -> list[Lever]:
    groups: dict[str, list[DepthRow]] = defaultdict(list)
    for row in problem.depths:
        if row.rule.key:
            groups[row.rule.key].append(row)
    out = []
    for key, rows in groups.items():
        rule = policy.must_cover[int(key.rpartition(".")[2])]
        names = tuple(name_of(row.rule) for row in rows)
        items = tuple(Item(_technology(row.rule), row.rule.words, name_of(row.rule)) for row in rows)
        label = Words("let off from having to be covered: {n}", "免除攻克要求：{n}")
        out.append(Lever(f"{key}.exempt", "waive", names, label, items=items, listed=rule.exempt))
        if rule.depth > 1:
            label = Words(
                "technologies of severity {s:g} covered at least {n} times", "严重度不低于{s:g}的技术至少覆盖 {n} 次"
            ).fill(s=rule.severity, n="{n}")
            out.append(Lever(f"{key}.depth", "least", names, label, rule.depth, rule.depth - 1))
    return out


def _technology(rule: Rule) -> str:
    """The technology of a must-cover rule, from its name ``must cover ID xDEPTH DISTINCT``."""
    return rule.name.removeprefix("must cover ").rsplit(" ", 2)[0]


def _bars(problem: PlanningProblem, policy: Policy) -> list[Lever]:
    out = []
    for bar in problem.bars:
        names = (name_of(bar.rule),)
        if bar.figure is not None:
            low = bar.figure[np.isfinite(bar.figure)]
            if len(low) and bar.least > low.min():
                label = score_label(bar.rule.key)
                reach = bar.least - float(low.min())
                out.append(Lever(bar.rule.key, "score", names, label, bar.least, reach))
        elif bar.rule.key == "fixed.rejected":
            label = Words("no longer rejected beforehand: {n}", "不再预先排除：{n}")
            items = _candidates(problem, bar)
            out.append(Lever(bar.rule.key, "waive", names, label, items=items, listed=policy.fixed.rejected))
        elif bar.rule.family == "support" and problem.support is not None:
            most = np.minimum(problem.support.cap.sum(axis=1), problem.support.total)
            label = Words("least support within what the caps allow: {n}", "最低支持需求降到支持上限以内：{n}")
            items = tuple(
                Item(item.id, Words(f"{item.id} ≤ {most[item.candidate]:g}", f"{item.id} ≤ {most[item.candidate]:g}"),
                     item.rule, item.candidate)
                for item in _candidates(problem, bar)
            )  # fmt: skip
            out.append(Lever("", "waive", names, label, items=items))
        elif not bar.rule.key:
            label = Words("ready sooner than stated: {n}", "早于填报年份成熟：{n}")
            out.append(Lever("", "waive", names, label, items=_candidates(problem, bar)))
    return out


def _candidates(problem: PlanningProblem, bar: Bar) -> tuple[Item, ...]:
    barred = ((problem.candidates[i], int(i)) for i in np.flatnonzero(bar.mask.any(axis=1)))
    return tuple(Item(centre, Words(centre, centre), name_of(bar.rule), i) for centre, i in barred)


def _by_rule(rows: Sequence[CountRow] | Sequence[DepthRow] | Sequence[object]) -> Lever:
    """Rules of the data without a key, each of which may be dropped."""
    rules = [rule for row in rows if isinstance(rule := getattr(row, "rule", None), Rule) and not rule.key]
    items = tuple(Item(rule.name, rule.words, name_of(rule)) for rule in rules)
    label = Words("without the rule “{n}”", "去掉规则“{n}”")
    return Lever("", "waive", tuple(map(name_of, rules)), label, items=items)


def moved(lever: Lever, by: float, items: Sequence[Item] = (), extra: int = 0) -> Change:
    """The change that moves a lever by at least ``by`` (or waives ``items``), in round figures.

    Parameters
    ----------
    lever : Lever
    by : float
        Least change that is needed, in the lever's unit.
    items : sequence of Item
        What is waived, for a lever that waives.
    extra : int
        How many rounding units to add to money and thresholds.

    Examples
    --------
    >>> label = Words("city money in 2025: {n}", "2025 年市级资金：{n}")
    >>> cap = Lever("budgets.city.2025", "cap", (), label, 2300.0, unit="万元")
    >>> made = moved(cap, 836.2)
    >>> made.set, made.words.en
    ('budgets.city.2025=3140', 'city money in 2025: 3,140 instead of 2,300: 840 万元 more')
    """
    if lever.kind == "waive":
        said = [item.id for item in items]
        shown = Words("; ".join(i.words.en if not lever.key else i.id for i in items),
                      "；".join(i.words.zh if not lever.key else i.id for i in items))  # fmt: skip
        words = lever.label.fill(n=shown)
        if not lever.key:
            return Change("", "", "", words, "")
        left = [*lever.listed, *said] if lever.key.endswith(".exempt") else [x for x in lever.listed if x not in said]
        return Change(lever.key, _list(lever.listed), _list(left), words, f"{lever.key}={_list(left)}")
    new = round_figure(lever, by, extra)
    words = lever.label.fill(n=f"{new:,.12g}")
    instead = Words("{w} instead of {old}", "{w}（原 {old}）").fill(w=words, old=f"{lever.value:,.12g}")
    if lever.kind == "cap":
        more = f"{new - lever.value:,.12g} {lever.unit}".strip()
        instead = Words("{w} instead of {old}: {more} more", "{w}，原 {old}，增加 {more}").fill(
            w=words, old=f"{lever.value:,.12g}", more=more
        )
    return Change(lever.key, f"{lever.value:.12g}", f"{new:.12g}", instead, f"{lever.key}={new:.12g}")


def round_figure(lever: Lever, by: float, extra: int = 0) -> float:
    """The figure after a change of at least ``by``: money rounded up, thresholds down, numbers whole.

    >>> round_figure(Lever("equity.pot", "cap", (), Words("", ""), 1300.0), 12.3)
    1313.0
    """
    sign = -1.0 if lever.kind in ("least", "score") else 1.0
    if lever.whole:
        return lever.value + sign * math.ceil(by - 1e-6)
    exact = lever.value + sign * by
    step = rounding_step(exact)
    steps = math.ceil(sign * exact / step - 1e-9) + extra
    return float(f"{max(0.0, sign * steps * step):.12g}")


def rounding_step(figure: float) -> float:
    """The unit to which a figure of this size is rounded.

    >>> rounding_step(2300.0), rounding_step(850.0), rounding_step(64.3)
    (10.0, 1.0, 0.1)
    """
    size = SIGNIFICANT * abs(figure)
    return 1.0 if size == 0.0 else float(10.0 ** math.floor(math.log10(size)))


def _list(ids: Sequence[str]) -> str:
    """A list of ids as YAML reads it on one line."""
    return json.dumps(list(ids), ensure_ascii=False)
