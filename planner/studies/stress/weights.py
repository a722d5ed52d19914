"""Partly known weights: intervals and an order of the goals, their extreme points, and samples of them.

What does not live here: which plans are best for them (``core``, ``sampled``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.problem.rows import Floats

NOISE = 1e-9
MOST_GOALS = 8
"""Greatest number of goals: the extreme points are found by trying which limits hold with equality."""


@dataclass(frozen=True)
class WeightSet:
    """All weights w of several goals with Σ w = 1, low ≤ w ≤ high and w_a ≥ w_b for neighbours (a, b) of ``orders``.

    Raises
    ------
    UsageError
        An unknown goal, an interval that is empty, or limits that no weights keep together; all that is wrong with
        single limits is said at once.

    Examples
    --------
    Complete order with a least weight of 0.1 (three extreme points):

    >>> known = WeightSet(("a", "b", "c"), low=dict.fromkeys("abc", 0.1), orders=(("a", "b", "c"),))
    >>> known.vertices().round(3)
    array([[0.333, 0.333, 0.333],
           [0.45 , 0.45 , 0.1  ],
           [0.8  , 0.1  , 0.1  ]])
    """

    goals: tuple[str, ...]
    low: Mapping[str, float] = field(default_factory=dict)
    """Least weights; 0 where not given."""
    high: Mapping[str, float] = field(default_factory=dict)
    """Greatest weights; 1 where not given."""
    orders: tuple[tuple[str, ...], ...] = ()
    """Each: goals of which none weighs less than the next."""

    def __post_init__(self) -> None:
        wrong = [*self._wrong_goals(), *self._wrong_limits()]
        if not wrong and not len(self.vertices()):
            wrong = [
                Words("no weights that sum to 1 keep these limits together", "没有总和为 1 的权重能同时满足这些限定")
            ]
        if wrong:
            raise UsageError(Words("; ".join(w.en for w in wrong), "；".join(w.zh for w in wrong)))

    def _wrong_goals(self) -> Iterable[Words]:
        if not 2 <= len(self.goals) <= MOST_GOALS or len(set(self.goals)) < len(self.goals):
            yield Words("weights are for two to {n} different goals", "权重须针对二至 {n} 个不同的目标").fill(
                n=MOST_GOALS
            )
        named = [*self.low, *self.high, *(g for order in self.orders for g in order)]
        for goal in dict.fromkeys(g for g in named if g not in self.goals):
            yield Words("{g} is none of the goals {all}", "{g} 不在目标 {all} 之中").fill(
                g=goal, all=", ".join(self.goals)
            )
        for order in self.orders:
            if len(order) < 2 or len(set(order)) < len(order):
                words = Words(
                    "an order names two or more different goals: {o}", "重要性次序须列出两个以上不同的目标：{o}"
                )
                yield words.fill(o=",".join(order))

    def _wrong_limits(self) -> Iterable[Words]:
        for goal in dict.fromkeys([*self.low, *self.high]):
            low, high = self.low.get(goal, 0.0), self.high.get(goal, 1.0)
            if not 0.0 <= low <= high <= 1.0:
                words = Words(
                    "the weight of {g} from {low:g} to {high:g} is no interval within 0..1",
                    "{g} 的权重区间 {low:g} 至 {high:g} 不在 0–1 之内或为空",
                )
                yield words.fill(g=goal, low=low, high=high)

    def limits(self) -> tuple[Floats, Floats]:
        """The limits A w ≤ b beside Σ w = 1."""
        n = len(self.goals)
        place = {g: k for k, g in enumerate(self.goals)}
        rows, ends = [], []
        for k, goal in enumerate(self.goals):
            unit = np.eye(n)[k]
            rows += [-unit, unit]
            ends += [-self.low.get(goal, 0.0), self.high.get(goal, 1.0)]
        for order in self.orders:
            for a, b in pairwise(order):
                rows.append(np.eye(n)[place[b]] - np.eye(n)[place[a]])
                ends.append(0.0)
        return np.array(rows), np.array(ends)

    def vertices(self) -> Floats:
        """(V, goals) extreme points, in ascending order; none where the set is empty.

        Every choice of n − 1 limits that hold with equality is tried: C(limits, n − 1) small linear systems.
        """
        rows, ends = self.limits()
        n = len(self.goals)
        ties = np.array(list(combinations(range(len(rows)), n - 1)))
        systems = np.concatenate([np.ones((len(ties), 1, n)), rows[ties]], axis=1)
        right = np.concatenate([np.ones((len(ties), 1)), ends[ties]], axis=1)
        regular = np.abs(np.linalg.det(systems)) > NOISE
        points = np.linalg.solve(systems[regular], right[regular][:, :, None])[:, :, 0]
        points = points[np.all(points @ rows.T <= ends + NOISE, axis=1)]
        points = np.round(points, 12) + 0.0
        return np.unique(points, axis=0) if len(points) else np.zeros((0, n))

    def sample(self, n: int, seed: int = 0) -> Floats:
        """(n, goals) weights drawn uniformly from the set; the same seed draws the same.

        The set is cut into simplices (Delaunay); one is drawn by its volume, and a point of it by a flat Dirichlet
        distribution (Devroye 1986, chapter XI).

        Examples
        --------
        >>> drawn = WeightSet(("a", "b"), low={"a": 0.6}).sample(3, seed=1)
        >>> bool((drawn[:, 0] >= 0.6).all()), drawn.sum(axis=1).round(9).tolist()
        (True, [1.0, 1.0, 1.0])
        """
        points = self.vertices()
        rng = np.random.default_rng(seed)
        corners = _simplices(points)
        sides = points[corners[:, 1:]] - points[corners[:, :1]]
        volume = np.sqrt(np.abs(np.linalg.det(sides @ np.swapaxes(sides, 1, 2)))) if sides.shape[1] else np.ones(1)
        chosen = rng.choice(len(corners), size=n, p=volume / volume.sum())
        shares = rng.dirichlet(np.ones(corners.shape[1]), size=n)
        return np.asarray(np.einsum("nk,nkg->ng", shares, points[corners[chosen]]))


def _simplices(points: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Positions of the corners of simplices that fill the convex hull of ``points`` in its own dimension."""
    from scipy.spatial import Delaunay  # noqa: PLC0415 - heavy

    centred = points - points.mean(axis=0)
    _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    dimension = int(np.sum(sizes > 1e-7))
    if dimension == 0:
        return np.zeros((1, 1), dtype=np.int64)
    flat = centred @ axes[:dimension].T
    if dimension == 1:
        return np.array([[int(np.argmin(flat)), int(np.argmax(flat))]], dtype=np.int64)
    if len(points) == dimension + 1:
        return np.arange(len(points), dtype=np.int64)[None]
    return np.asarray(Delaunay(flat).simplices, dtype=np.int64)


def parse(goals: Sequence[str], intervals: Sequence[str], orders: Sequence[str]) -> WeightSet:
    """Read weights as a person types them: ``coverage=0.3..0.5``, ``talent=0.1``, ``coverage,firms,talent``.

    Parameters
    ----------
    goals : sequence of str
        Goals that are weighed.
    intervals, orders : sequence of str

    Raises
    ------
    UsageError
        What cannot be read, all at once, or what :class:`WeightSet` refuses.

    Examples
    --------
    >>> parse(["a", "b", "c"], ["a=0.2..0.5", "b=0.3"], ["a,c"]).high
    {'a': 0.5, 'b': 0.3}
    """
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    wrong = []
    for text in intervals:
        goal, equals, span = text.partition("=")
        ends = span.split("..")
        try:
            numbers = [float(end) for end in ends]
        except ValueError:
            numbers = []
        if not equals or len(ends) > 2 or not numbers or not np.all(np.isfinite(numbers)):
            wrong.append(text)
            continue
        low[goal.strip()], high[goal.strip()] = numbers[0], numbers[-1]
    if wrong:
        words = Words(
            "not read: {w}; write GOAL=0.3 or GOAL=0.2..0.5", "无法识别：{w}；应写成 目标=0.3 或 目标=0.2..0.5"
        )
        raise UsageError(words.fill(w=", ".join(wrong)))
    split = tuple(tuple(g.strip() for g in order.replace(">", ",").split(",")) for order in orders)
    return WeightSet(tuple(goals), low, high, split)
