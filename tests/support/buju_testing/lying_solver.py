"""Solvers that lie on purpose, each in one way."""

import numpy as np

from planner.solving import highs
from planner.solving.highs import Limits
from planner.solving.solvers import SOLVERS, Engine, Raw

LIES = ("too_good", "too_low", "broken", "no_plan", "beyond_bound")


def liar(lie, key="scip"):
    """A maker of solvers, in place of the one of that key, that tell this lie in every call."""

    def call(frame, terms, limits, _start, _progress):
        answer = highs.minimise(frame, terms, Limits())
        worth = sum(v * answer.values[c] for c, v in terms.items())
        if lie == "too_good":  # the best plan, and a figure that it does not reach
            return Raw("proven", answer.values, objective=worth - 1.0 - abs(worth), bound=worth - 1.0 - abs(worth))
        if lie == "too_low":  # a feasible plan far from the best, called optimal
            poor = highs.minimise(frame, {c: -v for c, v in terms.items()}, Limits()).values
            worth = sum(v * poor[c] for c, v in terms.items())
            return Raw("proven", poor, objective=worth, bound=worth)
        if lie == "broken":  # everyone is chosen, whatever the rules say
            everyone = np.ones(len(frame.columns))
            worth = sum(v * everyone[c] for c, v in terms.items())
            return Raw("proven", everyone, objective=worth, bound=worth)
        if lie == "beyond_bound":
            return Raw("proven", answer.values, objective=worth, bound=worth + 1.0 + abs(worth))
        return Raw("infeasible")

    return lambda: Engine(SOLVERS[key], "0.0 (lying)", call)
