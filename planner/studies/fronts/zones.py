"""What is still to be searched of the space of goals, as zones {f : f > corner} that no known point dominates.

All goals are maximised here. A point that is found splits the zones that hold it (Klamroth, Lacour & Vanderpooten
2015); a proven absence closes every zone inside it. What does not live here: the search itself (``front``).
"""

from __future__ import annotations

import numpy as np

from planner.problem.rows import Bools, Floats


class Zones:
    """Open zones, and the closed ones that are known to hold nothing.

    Parameters
    ----------
    step : ndarray, (p,)
        By how much a goal must be better to count as better.
    high, low : ndarray, (p,)
        Bounds on what any plan can reach.

    Attributes
    ----------
    open : ndarray, (n, p)
        Corners of the zones still to be searched; minus infinity where a goal is not asked for.

    Examples
    --------
    Two goals of whole numbers from 0 to 9; the point (7, 4) leaves "first above 7" and "second above 4":

    >>> zones = Zones(np.ones(2), np.full(2, 9.0), np.zeros(2))
    >>> zones.split(np.array([7.0, 4.0]))
    >>> zones.open
    array([[  7., -inf],
           [-inf,   4.]])
    >>> zones.close(np.array([7.0, -np.inf])); zones.open
    array([[-inf,   4.]])
    """

    def __init__(self, step: Floats, high: Floats, low: Floats) -> None:
        self.step, self.high, self.low = step, high, low
        self.open: Floats = np.full((1, len(step)), -np.inf)
        self._closed: Floats = np.zeros((0, len(step)))

    def __len__(self) -> int:
        return len(self.open)

    def widest(self) -> tuple[Floats, int]:
        """Choose the question to ask next: a zone, and the goal k to maximise in it without regard to its corner there.

        The one whose other goals leave the most room (Tamby & Vanderpooten 2021): its answer settles most.
        """
        room = self.high - np.maximum(self.open, self.low)
        width = np.maximum(room, self.step)
        others = np.stack([np.prod(np.delete(width, k, axis=1), axis=1) for k in range(width.shape[1])], axis=1)
        zone, goal = np.unravel_index(int(np.argmax(others)), others.shape)
        return self.open[zone].copy(), int(goal)

    def split(self, point: Floats) -> None:
        """Take away what the point dominates."""
        hit = np.all(point >= self.open + 0.5 * self.step, axis=1)
        if not hit.any():
            return
        kept, parents = self.open[~hit], self.open[hit]
        children = []
        for j in range(len(point)):
            if point[j] + self.step[j] <= self.high[j] + 0.5 * self.step[j]:
                child = parents.copy()
                child[:, j] = point[j]
                children.append(child)
        new = np.unique(np.concatenate(children), axis=0)[::-1] if children else np.zeros((0, len(point)))
        inside = self._within(new, np.concatenate([kept, self._closed])) | _within_another(new)
        self.open = np.concatenate([kept, new[~inside]])

    def close(self, corner: Floats) -> None:
        """Note that nothing is above ``corner``."""
        self._closed = np.concatenate([self._closed[~self._within(self._closed, corner[None])], corner[None]])
        self.open = self.open[~self._within(self.open, corner[None])]

    def _within(self, zones: Floats, others: Floats) -> Bools:
        """(n,) whether each zone lies in one of the others."""
        if not len(zones) or not len(others):
            return np.zeros(len(zones), dtype=bool)
        return np.asarray(np.all(zones[:, None] >= others[None] - 1e-9 * self.step, axis=2).any(axis=1))


def _within_another(zones: Floats) -> Bools:
    """(n,) whether each of several different zones lies in another of them."""
    inside = np.all(zones[:, None] >= zones[None], axis=2)
    np.fill_diagonal(inside, val=False)
    return np.asarray(inside.any(axis=1))
