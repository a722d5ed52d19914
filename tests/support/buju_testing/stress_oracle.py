"""Every answer on ten invented candidates, three criteria, four pair bonuses and four scenarios, for two budgets.

Source: ../shared/reference/planner/oracle/small10_B28.json and small10_B42.json, found by enumerating all 2^10
portfolios with exact fractions. The candidates themselves stand in ``oracle``.
"""

from buju_testing.oracle import COST, SCORE, SYNERGY
from planner.problem.tables import Settings, from_tables

BUDGETS = (28, 42)
GOALS = ("g1", "g2", "g3")
IDS = tuple(f"C{i}" for i in range(10))
WEIGHTS = (0.45, 0.45, 0.1)
VERTICES = ((0.8, 0.1, 0.1), (0.45, 0.45, 0.1), (1 / 3, 1 / 3, 1 / 3))
"""Extreme points of: each criterion at least as important as the next, and none below 0.1."""
NARROWER = ((0.625, 0.275, 0.1), (47 / 120, 47 / 120, 13 / 60), (17 / 30, 13 / 60, 13 / 60))
CHANCES = (0.4, 0.3, 0.2, 0.1)
DELIVERED = (
    (1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    (0, 1, 1, 0, 1, 1, 1, 1, 1, 1),
    (1, 0, 1, 1, 1, 0, 0, 1, 1, 1),
    (1, 1, 0, 1, 0, 1, 1, 1, 0, 1),
)
"""Whether each candidate delivers, by scenario; a pair counts where both do."""

RPM = {
    # (budget, with pair bonuses, narrower weights): number of non-dominated portfolios, core index × number
    (28, False, False): (11, (3, 8, 5, 6, 6, 6, 6, 5, 6, 0)),
    (28, False, True): (5, (0, 3, 5, 2, 3, 4, 3, 3, 2, 0)),
    (28, True, False): (3, (3, 0, 1, 3, 2, 1, 0, 0, 1, 1)),
    (28, True, True): (1, (1, 0, 1, 1, 0, 1, 0, 0, 0, 0)),
    (42, False, False): (9, (6, 8, 6, 8, 9, 6, 6, 4, 5, 3)),
    (42, False, True): (3, (2, 2, 3, 3, 3, 3, 2, 2, 0, 1)),
    (42, True, False): (3, (3, 3, 1, 3, 2, 1, 3, 0, 1, 1)),
    (42, True, True): (1, (1, 1, 1, 1, 0, 1, 1, 0, 0, 0)),
}
OPTIMUM = {28: (29.4, (0, 2, 3, 5)), 42: (43.1, (0, 1, 2, 3, 5, 6))}
REPLACEMENT = {
    28: {0: 2.0, 2: 1.4, 3: 2.0, 5: 1.4},
    42: {0: 3.75, 1: 1.8, 2: 1.4, 3: 5.15, 5: 1.4, 6: 1.55},
}
FORCING = {
    28: {1: 1.5, 4: 1.4, 6: 2.0, 7: 2.4, 8: 3.3, 9: 1.4},
    42: {4: 1.4, 7: 1.55, 8: 3.3, 9: 1.4},
}
SHAPLEY = {
    28: {0: 9.45, 2: 6.1, 3: 8.85, 5: 5.0},
    42: {0: 9.45, 1: 7.1, 2: 6.1, 3: 8.85, 5: 5.0, 6: 6.6},
}
STOCHASTIC = {
    28: {"ws": 28.37, "rp": 23.225, "eev": 22.735, "evpi": 5.145, "vss": 0.49},
    42: {"ws": 40.31, "rp": 33.265, "eev": 32.61, "evpi": 7.045, "vss": 0.655},
}
EXPECTED_VALUE = {28: (1, 2, 4, 5, 9), 42: (1, 2, 3, 4, 5, 6, 9)}
BEST = {28: (29.4, 27.4, 28.0, 27.9), 42: (43.1, 37.95, 38.75, 39.35)}
ROBUST = {
    # (budget, measure, tail): value and all portfolios that reach it
    (28, "expected", 0.2): (23.225, ((1, 4, 5, 6, 9),)),
    (28, "regret", 0.2): (11.9, ((1, 3, 4, 7, 9),)),
    (28, "maximin", 0.2): (16.0, ((1, 3, 4, 7, 9),)),
    (28, "cvar", 0.2): (16.375, ((1, 3, 4, 7, 9),)),
    (28, "cvar", 0.4): (18.075, ((2, 3, 4, 5, 9),)),
    (42, "expected", 0.2): (33.265, ((0, 2, 3, 4, 5, 7, 9),)),
    (42, "regret", 0.2): (14.55, ((0, 1, 3, 4, 6, 9),)),
    (42, "maximin", 0.2): (23.4, ((0, 1, 2, 3, 5, 6), (0, 1, 3, 4, 6, 9))),
    (42, "cvar", 0.2): (23.4, ((0, 1, 2, 3, 5, 6), (0, 1, 3, 4, 6, 9))),
    (42, "cvar", 0.4): (25.075, ((0, 1, 2, 4, 6, 7, 9),)),
}


def own_values():
    """Value of each candidate at the weights of the base case."""
    return [sum(w * s for w, s in zip(WEIGHTS, row, strict=True)) for row in SCORE]


def table(budget, *, pairs=True, weighted=True, **further):
    """The planner tables; criteria as columns g1 to g3 where no weights are applied."""
    goals = {} if weighted else {g: [row[k] for row in SCORE] for k, g in enumerate(GOALS)}
    value = own_values() if weighted else [0.0] * 10
    out = {
        "candidates": {"candidate": list(IDS), "value": value, **goals, **further},
        "budgets": {"row": ["money"], "cap": [float(budget)]},
        "usage": {"candidate": list(IDS), "row": ["money"] * 10, "amount": list(COST)},
    }
    if pairs:
        a, b, bonus = zip(*SYNERGY, strict=True)
        out["synergies"] = {"a": [IDS[i] for i in a], "b": [IDS[i] for i in b], "bonus": list(bonus)}
    return out


def small10(budget, **told):
    """The planning problem."""
    return from_tables(table(budget, **told), Settings())
