"""Every reference case of planner tables: value, expected value, status, gap, CPU seconds.

    python bench/reference.py [--seconds 600] [NAME …]

Reads ``../shared/reference/planner/{known_optima,prioritization}``; values are in the reference's own objective. One
thread. The one case without a proven optimum (m11) gets ``--seconds`` of time. Exit 1 when a value is not the expected.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from buju_testing import reference_cases  # noqa: E402 - the path comes first
from loaders.table_set import read_tables  # noqa: E402
from planner.problem.tables import PLANNER_TABLES, Settings, read_settings  # noqa: E402
from planner.runs.pipeline import solve_tables  # noqa: E402
from planner.solving.highs import Limits  # noqa: E402

OPTIMA = ROOT.parent / "shared" / "reference" / "planner" / "known_optima"


@dataclass(frozen=True)
class Line:
    """One case: what it is, what is expected (None: unknown), and how near a value must be."""

    name: str
    columns: object
    settings: Settings
    expected: float | None
    tolerance: float
    sign: float = 1.0
    offset: float = 0.0
    cost_factor: float = 0.0


def lines(names: list[str]) -> Iterator[Line]:
    """All cases, or those whose names begin with one of ``names``."""
    wanted = tuple(names) or ("",)
    for folder in sorted(OPTIMA.glob("*/")):
        if folder.name.startswith(wanted):
            settings, _ = read_settings(folder / "settings.json")
            columns = read_tables(folder, PLANNER_TABLES).require()
            yield Line(
                folder.name, columns, settings, settings.published, settings.tol + 1e-9, settings.sign, settings.offset
            )
    for name in reference_cases.names():
        if name.startswith(wanted):
            case = reference_cases.read(name)
            best = case.expected["objective"]
            best = case.expected.get("optimum_of_the_full_problem") if best is None else best
            tolerance = 1e-6 * max(1e-3, abs(best or 0.0))
            yield Line(name, case.columns, case.settings, best, tolerance, cost_factor=case.tie_break)


def main() -> int:
    """Solve all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    if not OPTIMA.is_dir():
        print("needs ../shared/reference beside the checkout", file=sys.stderr)
        return 2
    wrong = 0
    print(f"{'case':38} {'value':>20} {'expected':>20} {'status':>10} {'gap':>9} {'audit':>6} {'CPU s':>7}")
    for line in lines(args.names):
        begin = time.process_time()
        answer = solve_tables(line.columns, line.settings, Limits(seconds=args.seconds))  # type: ignore[arg-type]
        seconds = time.process_time() - begin
        value = None
        if answer.objective is not None:
            value = line.offset + line.sign * answer.objective - line.cost_factor * answer.cost
        ok = line.expected is None or (value is not None and abs(value - line.expected) <= line.tolerance)
        ok = ok and (answer.status == "proven" or line.expected is None) and answer.audit.clean
        wrong += not ok
        shown = ["–" if v is None else f"{v:.12g}" for v in (value, line.expected)]
        gap = "–" if answer.gap is None else f"{100 * answer.gap:.4f} %"
        clean = {True: "clean", False: "FAULT", None: "–"}[answer.audit.clean]
        print(
            f"{line.name:38} {shown[0]:>20} {shown[1]:>20} {answer.status:>10} {gap:>9} {clean:>6} {seconds:7.2f}"
            + ("" if ok else "  WRONG"),
            flush=True,
        )
        if line.expected is None and value is not None:
            expected = json.loads((reference_cases.FOLDER / line.name / "settings.json").read_text())["expected"]
            print(
                f"  unproven in the reference: best known {expected['best_known']}, "
                f"bound {expected['lower_bound']:.3f}; here bound {answer.bound:.3f}"
            )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
