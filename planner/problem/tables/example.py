"""A small example of planner tables, made up, that uses every table: a start for one's own.

What does not live here: writing to disk (``graph.base.writing``).
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from graph.base.words import Lang
from planner.problem.tables.declared import PLANNER_TABLES

_ROWS: dict[str, list[tuple[Any, ...]]] = {
    "candidates": [
        ("example-A", 0, 300),
        ("example-B", 0, 450),
        ("example-C", 1, 500),
        ("example-D", 0, 250),
        ("example-E", 2, 700),
        ("example-F", 0, 150),
    ],
    "budgets": [("money", 1500, ""), ("land", 40, ""), ("north", "", 1)],
    "usage": [
        *[("example-" + c, "money", v) for c, v in zip("ABCDEF", (300, 450, 500, 250, 700, 150), strict=True)],
        *[("example-" + c, "land", v) for c, v in zip("ABCDE", (10, 15, 5, 10, 20), strict=True)],
        *[("example-" + c, "north", 1) for c in "ADF"],
    ],
    "technologies": [("T1", 5, 0, 1.4), ("T2", 3, 0, 0.9), ("T3", 4, 1, 0.8), ("T4", 2, 0, "")],
    "projects": [("joint-AB", "example-A"), ("joint-AB", "example-B")],
    "covers": [
        ("example-A", "T1", 0.4),
        ("example-B", "T2", 0.9),
        ("example-C", "T1", 0.7),
        ("example-C", "T3", 0.8),
        ("example-D", "T2", 0.6),
        ("example-E", "T3", 1),
        ("example-F", "T4", 0.5),
        ("joint-AB", "T1", 0.6),
    ],
    "synergies": [("example-B", "example-D", 1), ("example-C", "example-E", -2)],
    "rules": [("requires", "example-E", "example-F"), ("locked_out", "example-D", "")],
}
_SETTINGS = {
    "coverage": "sum",
    "stages": [{"maximise": {"targets": 1, "value": 1, "synergies": 1}}, {"minimise": {"cost": 1}}],
}


def example_files(lang: Lang) -> dict[str, bytes]:
    """File name → content: the tables with headers in one language, and ``settings.json``.

    Examples
    --------
    >>> sorted(example_files("en"))[:2], example_files("zh")["候选.csv"].decode().splitlines()[0]
    (['budgets.csv', 'candidates.csv'], '候选,自身价值,成本')
    """
    zh = lang == "zh"
    files = {}
    for table in PLANNER_TABLES:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([c.zh if zh else c.name for c in table.columns])
        kinds = {value: name for c in table.columns for value, name in c.choices} if zh else {}
        writer.writerows([kinds.get(cell, cell) for cell in row] for row in _ROWS[table.name])
        files[f"{table.zh if zh else table.name}.csv"] = text.getvalue().encode()
    files["settings.json"] = (json.dumps(_SETTINGS, indent=1) + "\n").encode()
    return files
