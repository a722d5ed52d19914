"""Exact fronts beside the plain ε-loop in the same run: CPU seconds, questions, and their ratio.

    python bench/fronts.py [--cases 2kp50,3kp40,made2x60] [--limit 900]

The plain loop asks HiGHS the textbook way: a new model for each question, its own settings, two solves each (the goal,
then the others with that goal held), ε of each goal one above the least value found inside. It is stopped after
``--limit`` CPU seconds; the ratio is then a lower bound ("at least"). Ratios are plain ÷ buju: above 1 buju is better.
Published cases need the folder ``shared`` beside the checkout (``shared/reference/planner/pareto``); ``madeGxN[sS]`` is
a made-up one with G goals, G rows, N items and seed S, drawn as the published ones are (10–100, capacities half).
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from pathlib import Path

import highspy
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PARETO = ROOT.parent / "shared" / "reference" / "planner" / "pareto"
sys.path.insert(0, str(ROOT))

Case = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Use (rows × items), caps (rows), values (goals × items)."""


def case(name: str, folder: Path) -> Case:
    made = re.fullmatch(r"made(\d)x(\d+)(?:s(\d+))?", name)
    if made:
        goals, items, seed = (int(v or 7) for v in made.groups())
        rng = np.random.default_rng(seed)
        use, value = rng.integers(10, 101, (2, goals, items)).astype(float)
        return use, use.sum(axis=1) / 2, value
    a, b, c = (
        np.array([[float(v) for v in row[1:]] for row in list(csv.reader((folder / name / f"{k}.csv").open()))[1:]])
        for k in "abc"
    )
    return a, b[:, 0], c


def ours(data: Case) -> tuple[set[tuple[float, ...]], int, float]:
    from planner.problem.tables import Settings, from_tables
    from planner.studies.fronts.front import find

    begin = time.process_time()
    use, cap, value = data
    ids = [f"C{i}" for i in range(use.shape[1])]
    rows = [f"r{r}" for r in range(len(use))]
    goals = {f"g{k}": v for k, v in enumerate(value)}
    tables = {
        "candidates": {"candidate": ids, "value": [0.0] * len(ids), **goals},
        "budgets": {"row": rows, "cap": cap},
        "usage": {"candidate": ids * len(rows), "row": np.repeat(rows, len(ids)), "amount": use.ravel()},
    }
    front = find(from_tables(tables, Settings()), list(goals))
    assert front.complete
    return set(front.points), front.questions, time.process_time() - begin


class Plain:
    """The plain ε-loop, lexicographic, on models built anew."""

    def __init__(self, data: Case, limit: float) -> None:
        self.use, self.cap, self.value = data
        self.limit, self.begin = limit, time.process_time()
        self.found: set[tuple[float, ...]] = set()
        self.questions = 0

    def seconds(self) -> float:
        """CPU seconds since the start."""
        return time.process_time() - self.begin

    def solve(self, goal: np.ndarray, least: np.ndarray) -> np.ndarray | None:
        """One integer program, built anew."""
        highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
            highs.setOptionValue(option, value)
        n = len(goal)
        everyone = np.arange(n, dtype=np.int32)
        for i in range(n):
            highs.addVar(0.0, 1.0)
            highs.changeColIntegrality(i, highspy.HighsVarType.kInteger)
        highs.changeColsCost(n, everyone, -goal)
        for row, cap in zip(self.use, self.cap, strict=True):
            highs.addRow(-highspy.kHighsInf, cap, n, everyone, row)
        for row, low in zip(self.value, least, strict=True):
            if np.isfinite(low):
                highs.addRow(low, highspy.kHighsInf, n, everyone, row)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.round(np.array(highs.getSolution().col_value))

    def ask(self, least: np.ndarray) -> np.ndarray | None:
        """The lexicographic best above ``least``, in two solves."""
        self.questions += 1
        first = self.solve(self.value[0], least)
        if first is None:
            return None
        held = least.copy()
        held[0] = self.value[0] @ first
        second = self.solve(self.value[1:].sum(axis=0), held)
        assert second is not None
        return self.value @ second

    def loop(self, goal: int, least: np.ndarray) -> list[np.ndarray]:
        """Walk ε of goals ``goal`` … 1; the points found inside."""
        if goal == 0:
            point = self.ask(least)
            return [] if point is None else [point]
        inside: list[np.ndarray] = []
        least = least.copy()
        while self.seconds() < self.limit:
            points = self.loop(goal - 1, least)
            if not points:
                break
            inside += points
            self.found |= {tuple(p) for p in points}
            least[goal] = min(p[goal] for p in points) + 1
        return inside

    def run(self) -> bool:
        """Whether the loop ended within the limit."""
        self.loop(len(self.value) - 1, np.full(len(self.value), -np.inf))
        return self.seconds() < self.limit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default="2kp50,3kp40,made2x60")
    parser.add_argument("--limit", type=float, default=900.0)
    parser.add_argument("--folder", type=Path, default=PARETO)
    asked = parser.parse_args()
    print(f"HiGHS {highspy.Highs().version()}, one thread, CPU seconds")
    print(f"{'case':12} {'points':>6} {'buju':>8} {'asked':>6} {'plain':>8} {'asked':>6}  ratio")
    for name in asked.cases.split(","):
        data = case(name, asked.folder)
        points, questions, seconds = ours(data)
        plain = Plain(data, asked.limit)
        complete = plain.run()
        taken = plain.seconds()
        if complete:
            assert plain.found == points, f"{name}: the fronts differ"
        ratio = f"{taken / seconds:.1f}" if complete else f"at least {taken / seconds:.1f} ({len(plain.found)} points)"
        print(
            f"{name:12} {len(points):6} {seconds:8.1f} {questions:6} {taken:8.1f} {plain.questions:6}  {ratio}",
            flush=True,
        )


if __name__ == "__main__":
    main()
