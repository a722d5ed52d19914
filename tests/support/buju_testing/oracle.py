"""Ten invented candidates whose every answer was found by enumerating all 2^10 portfolios with exact fractions.

Source: ../shared/reference/planner/oracle/small10_B28.json (weights 0.45, 0.45, 0.1; budget 28).
"""

from planner.problem.tables import Settings, from_tables

COST = (9, 7, 6, 8, 5, 4, 7, 3, 6, 5)
SCORE = (
    (8, 3, 5), (6, 6, 2), (3, 7, 6), (7, 2, 8), (4, 5, 3), (2, 6, 4), (5, 5, 6), (1, 3, 4), (6, 1, 3), (3, 4, 2),
)  # fmt: skip
SYNERGY = ((0, 3, 8), (1, 6, 3), (2, 5, 2), (4, 9, 2))
OPTIMUM = 29.4
CHOSEN = (0, 2, 3, 5)
REPLACEMENT = {0: 2.0, 2: 1.4, 3: 2.0, 5: 1.4}
FORCING = {1: 1.5, 4: 1.4, 6: 2.0, 7: 2.4, 8: 3.3, 9: 1.4}
SHAPLEY = {0: 9.45, 2: 6.1, 3: 8.85, 5: 5.0}


def ten_candidates():
    """The planning problem."""
    ids = [f"C{i}" for i in range(10)]
    return from_tables(
        {
            "candidates": {
                "candidate": ids,
                "value": [sum(w * s for w, s in zip((0.45, 0.45, 0.1), row, strict=True)) for row in SCORE],
            },
            "budgets": {"row": ["money"], "cap": [28.0]},
            "usage": {"candidate": ids, "row": ["money"] * 10, "amount": list(COST)},
            "synergies": {
                "a": [f"C{a}" for a, _, _ in SYNERGY],
                "b": [f"C{b}" for _, b, _ in SYNERGY],
                "bonus": [v for _, _, v in SYNERGY],
            },
        },
        Settings(),
    )
