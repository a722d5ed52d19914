"""A rule that may give way: how far, in which words, and what a change of it is called.

What does not live here: which rules there are (``planner.families.rules``), and how far they must give way
(``planner.infeasible``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from graph.base.words import Words
from planner.problem.rows import Rule

Means = Literal["least", "most", "cap", "score", "waive"]
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
    kind: Means
    _: KW_ONLY
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
    adds: bool = False
    """``waive``: whether what is waived joins the list; else it leaves it"""
    becomes: str = ""
    """``waive``: the value that the key gets when all is waived, where it holds no list"""
    was: str = ""
    """The value that such a key holds now"""
    decision: bool = False
    """Whether it is a decision on single candidates, rather than a rule for all"""
    alone: Words | None = None
    """Sentence ``{w}`` with the new figure ``{n}`` where this change alone is enough"""
    bends: bool = False
    """Whether a change may give more than in proportion: what a program of rows finds enough need not be the least"""

    @property
    def whole(self) -> bool:
        """Whether only whole changes make sense."""
        return self.kind in ("least", "most", "waive")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A lever moved: its key, the figures before and after as text, the sentence, and the ``--set`` text if any."""

    key: str
    old: str
    new: str
    words: Words
    set: str
    alone: Words
    """The sentence where this change alone is enough"""


def name_of(rule: Rule) -> Name:
    """The name and key that tell a rule from all others."""
    return rule.name, rule.key


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
    >>> cap = Lever("budgets.city.2025", "cap", rules=(), label=label, value=2300.0, unit="万元")
    >>> made = moved(cap, 836.2)
    >>> made.set, made.words.en
    ('budgets.city.2025=3140', 'city money in 2025: 3,140 instead of 2,300: 840 万元 more')
    """
    if lever.kind == "waive":
        return _waived(lever, items)
    new = round_figure(lever, by, extra)
    words = lever.label.fill(n=f"{new:,.12g}")
    instead = Words("{w} instead of {old}", "{w}（原 {old}）").fill(w=words, old=f"{lever.value:,.12g}")
    if lever.kind == "cap":
        more = f"{new - lever.value:,.12g} {lever.unit}".strip()
        instead = Words("{w} instead of {old}: {more} more", "{w}，原 {old}，增加 {more}").fill(
            w=words, old=f"{lever.value:,.12g}", more=more
        )
    old, said = f"{lever.value:.12g}", f"{new:.12g}"
    alone = instead if lever.alone is None else lever.alone.fill(w=instead, n=said)
    return Change(key=lever.key, old=old, new=said, words=instead, set=f"{lever.key}={said}", alone=alone)


def _waived(lever: Lever, items: Sequence[Item]) -> Change:
    said = [item.id for item in items]
    shown = Words("; ".join(i.words.en for i in items), "；".join(i.words.zh for i in items))
    words = lever.label.fill(n=shown)
    if not lever.key:
        return Change(key="", old="", new="", words=words, set="", alone=words)
    if lever.becomes:
        return Change(
            key=lever.key,
            old=lever.was,
            new=lever.becomes,
            words=words,
            set=f"{lever.key}={lever.becomes}",
            alone=words,
        )
    left = [*lever.listed, *said] if lever.adds else [x for x in lever.listed if x not in said]
    return Change(
        key=lever.key,
        old=_list(lever.listed),
        new=_list(left),
        words=words,
        set=f"{lever.key}={_list(left)}",
        alone=words,
    )


def round_figure(lever: Lever, by: float, extra: int = 0) -> float:
    """The figure after a change of at least ``by``: money rounded up, thresholds down, numbers whole.

    >>> round_figure(Lever("equity.pot", "cap", rules=(), label=Words("", ""), value=1300.0), 12.3)
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
