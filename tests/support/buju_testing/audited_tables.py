"""Planner tables with a right plan, to make wrong."""

# four candidates; two budget rows; one technology of each kind of weight; a pair each way
TABLES = {
    "candidates": [{"candidate": c, "value": v} for c, v in (("A", 5), ("B", 3), ("C", 2), ("D", 0))],
    "budgets": [{"row": "y1", "cap": 10}, {"row": "y2", "cap": 4}],
    "usage": [
        {"candidate": c, "row": r, "amount": a}
        for c, r, a in (("A", "y1", 6), ("B", "y1", 4), ("B", "y2", 4), ("C", "y1", 1), ("D", "free", 7))
    ],
    "technologies": [
        {"technology": "T1", "weight": 10, "required": 2},
        {"technology": "T2", "weight": 4, "required": 0},
        {"technology": "T3", "weight": 1, "required": 0},
    ],
    "covers": [
        {"candidate": c, "technology": t, "strength": s}
        for c, t, s in (("A", "T1", 0.5), ("B", "T1", 0.8), ("C", "T1", 0), ("C", "T2", 3), ("B", "T2", 2))
    ],
    "synergies": [{"a": "A", "b": "B", "bonus": -1.5}, {"a": "A", "b": "C", "bonus": 9}],
    "rules": [{"kind": "requires", "a": "A", "b": "B"}, {"kind": "excludes", "a": "B", "b": "C"}],
}


RIGHT = {"objective": "max_value", "coverage": "any", "count_min": 2, "count_max": 2}
