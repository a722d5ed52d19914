"""What depth of cover is worth: the concave, piecewise linear reading of expected coverage."""

from __future__ import annotations

import numpy as np

from planner.problem.rows import Floats


def marginal_worth(failure: float, depth: int) -> Floats:
    """Worth of the 1st … depth-th unit of cover, (1 − q) q^(r − 1).

    Parameters
    ----------
    failure : float
        Chance q that a covering centre fails, 0 ≤ q < 1.
    depth : int
        Depth R beyond which more cover is worth nothing.

    Returns
    -------
    ndarray of float, shape (R,)
        Non-increasing; the first d of them sum to 1 − q^d (Daskin 1983).

    Examples
    --------
    >>> marginal_worth(0.5, 3)
    array([0.5  , 0.25 , 0.125])
    """
    return np.asarray((1.0 - failure) * np.power(failure, np.arange(depth)), dtype=np.float64)


def depth_worth(marginal: Floats, cover: Floats | float) -> Floats:
    """Worth g(cover): linear between whole depths, flat beyond ``len(marginal)``.

    Examples
    --------
    >>> depth_worth(marginal_worth(0.5, 2), np.array([0.0, 0.5, 1.0, 2.0, 9.0]))
    array([0.  , 0.25, 0.5 , 0.75, 0.75])
    """
    steps = np.concatenate([[0.0], np.cumsum(marginal)])
    return np.asarray(np.interp(cover, np.arange(len(steps)), steps), dtype=np.float64)
