"""Which cases a sweep has: values drawn by a Latin hypercube from ranges, or the rows of a table.

What does not live here: what a value means (``planner.rulebook``) and solving a case (``case``).
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.base.cell_text import printable
from graph.base.errors import UsageError
from graph.base.words import Words

MOST = 1_000_000
"""Cases that one sweep may have."""
DIGITS = 9
"""Digits that a drawn number has: it is told as it is used."""
FULL = str.maketrans("０１２３４５６７８９．：＝－，", "0123456789.:=-,")

Values = tuple[tuple[str, float | str], ...]
"""Keys of the scenario and their values, in the order of the columns; a number, or text as ``--set`` takes it."""


@dataclass(frozen=True)
class Varied:
    """A key of the scenario and its range, ends included; ``whole``: it takes whole numbers."""

    key: str
    low: float
    high: float
    whole: bool = False


def parse(texts: Sequence[str]) -> tuple[Varied, ...]:
    """Read ``KEY=LOW:HIGH``.

    Raises
    ------
    UsageError
        Everything that is wrong with any of them, at once.

    Examples
    --------
    >>> parse(["budgets.total=7000:9000"])
    (Varied(key='budgets.total', low=7000.0, high=9000.0, whole=False),)
    """
    found, wrong = [], []
    for text in texts:
        key, _, ends = text.translate(FULL).rpartition("=")
        low, colon, high = ends.partition(":")
        values = _number(low), _number(high)
        if not key.strip() or not colon or None in values:
            wrong.append(Words("{t}: not KEY=LOW:HIGH", "{t}：应为“键=下限:上限”").fill(t=printable(text)))
        elif not values[0] < values[1]:  # type: ignore[operator]
            words = Words("{t}: an empty range, LOW must be below HIGH", "{t}：区间为空，下限须小于上限")
            wrong.append(words.fill(t=printable(text)))
        else:
            found.append(Varied(key.strip(), float(values[0] or 0.0), float(values[1] or 0.0)))
    keys = [one.key for one in found]
    wrong += [
        Words("{k} is varied twice", "{k} 重复变动").fill(k=printable(key))
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    if wrong:
        joined = Words("; ".join(w.en for w in wrong), "；".join(w.zh for w in wrong))
        raise UsageError(Words("--vary: {w}", "--vary：{w}").fill(w=joined))
    return tuple(found)


def typed(varied: Sequence[Varied], values: Mapping[str, object]) -> tuple[Varied, ...]:
    """The ranges, whole where the scenario has a whole number now; ends that are none are moved inwards.

    Raises
    ------
    UsageError
        A range holds no whole number.
    """
    out = []
    for one in varied:
        now = values.get(one.key)
        if not isinstance(now, int) or isinstance(now, bool):
            out.append(one)
            continue
        low, high = math.ceil(one.low), math.floor(one.high)
        if low > high:
            words = Words(
                "--vary: {k} takes whole numbers, and none lies in the range", "--vary：{k} 为整数，区间内没有整数"
            )
            raise UsageError(words.fill(k=printable(one.key)))
        out.append(Varied(one.key, low, high, whole=True))
    return tuple(out)


def drawn(varied: Sequence[Varied], draws: int, seed: int) -> tuple[Values, ...]:
    """Draw cases by a Latin hypercube: each range is cut into as many slices as there are draws, each slice met once.

    Parameters
    ----------
    varied : sequence of Varied
    draws : int
        1 to :data:`MOST`.
    seed : int
        Of ``scipy.stats.qmc.LatinHypercube(rng=seed)``.

    Returns
    -------
    tuple of (key, value) pairs
        One a draw, to nine digits.

    References
    ----------
    McKay, Beckman & Conover (1979), Technometrics 21(2).

    Examples
    --------
    >>> cases = drawn([Varied("target.count", 1, 4, whole=True)], 4, 0)
    >>> sorted(dict(case)["target.count"] for case in cases)
    [1, 2, 3, 4]
    """
    if not 1 <= draws <= MOST:
        words = Words("--draws takes 1 to {m:,}", "--draws 应为 1 至 {m:,}").fill(m=MOST)
        raise UsageError(words)
    from scipy.stats import qmc  # noqa: PLC0415 - half a second of imports that no other command needs

    shares = qmc.LatinHypercube(d=len(varied), rng=seed).random(draws)
    columns = [_spread(one, shares[:, k]) for k, one in enumerate(varied)]
    return tuple(tuple(zip((v.key for v in varied), row, strict=True)) for row in zip(*columns, strict=True))


def _spread(one: Varied, shares: np.ndarray) -> list[float]:
    if one.whole:
        return [int(v) for v in one.low + np.floor(shares * (one.high - one.low + 1.0))]
    return [float(f"{v:.{DIGITS}g}") for v in one.low + shares * (one.high - one.low)]


def from_table(text: str, name: str) -> tuple[Values, ...]:
    r"""Read cases from CSV text: the head names keys of the scenario, each row is a case; a blank cell changes nothing.

    Raises
    ------
    UsageError
        Everything that is wrong with the table, with its rows and columns, at once.

    Examples
    --------
    >>> from_table("budgets.total,target.count\n7500,20\n,19\n", "cases.csv")
    ((('budgets.total', 7500), ('target.count', 20)), (('target.count', 19),))
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    head = [cell.strip() for cell in rows[0]] if rows else []
    wrong = [
        Words("{f}: column {c} has no name", "{f}：第 {c} 列没有名称").fill(f=name, c=c)
        for c, key in enumerate(head, 1)
        if not key
    ]
    wrong += [
        Words("{f}: column {k} stands twice", "{f}：列 {k} 重复").fill(f=name, k=printable(key))
        for key in dict.fromkeys(head)
        if key and head.count(key) > 1
    ]
    cases = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            words = Words("{f} row {r}: {n} cells, the head has {h}", "{f} 第 {r} 行：{n} 格，表头有 {h} 格")
            wrong.append(words.fill(f=name, r=number, n=len(row), h=len(head)))
            continue
        cases.append(tuple((k, _cell(c)) for k, c in zip(head, row, strict=True) if c.strip()))
    if not wrong and not cases:
        wrong.append(
            Words("{f} has no case: a head of keys, then a row a case", "{f} 中没有情形：首行为键，其后每行一种").fill(
                f=name
            )
        )
    if wrong:
        raise UsageError(Words("; ".join(w.en for w in wrong), "；".join(w.zh for w in wrong)))
    return tuple(cases)


def _cell(text: str) -> float | str:
    value = _number(text)
    if value is None:
        return text.strip()
    return int(value) if value.is_integer() and "." not in text else value


def _number(text: str) -> float | None:
    said = text.strip().translate(FULL)
    try:
        value = float(said)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in said else None
