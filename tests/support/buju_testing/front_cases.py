"""Planner tables with further columns that a front may seek."""

import random

from buju_testing.planner_tables import columns
from planner.problem.tables import Settings, from_tables


def problem_of(rows, changes, **further):
    read = columns(rows)
    read["candidates"] |= further
    return from_tables(read, Settings(**changes))


def further_columns(seed, n, kind):
    rng = random.Random(seed)
    draw = {"whole": lambda: rng.randint(0, 9), "tenths": lambda: rng.randint(-20, 60) / 10, "real": rng.random}[kind]
    return {name: [draw() for _ in range(n)] for name in ("jobs", "patents", "income")}
