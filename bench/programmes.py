"""Programmes of hundreds to thousands of projects: what is proven in how many CPU seconds, with which peak memory.

    python bench/programmes.py [--sizes 3390] [--seeds 1,2,3,4,5] [--real AT,PT] [--limit 120]

Twenty projects within 100 million that reach most partners, then at least cost, delay and late money. Made-up ones are
those of ``tests/support`` (drawn as CORDIS is in kind); real ones are the CORDIS cuts of the folder ``shared`` beside
the checkout, planned by ``docs/examples/cordis-20.yaml``, and left out where it is not there. One thread; each run in
a process of its own; seconds are CPU seconds of building and solving all stages, without reading.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "real" / "cordis_h2020"
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]


def problem_of(name: str) -> Any:
    """The problem of ``3390/1`` (size/seed), or of a country's cut."""
    if "/" in name:
        from buju_testing.made_up_programme import made_up_programme

        size, seed = map(int, name.split("/"))
        return made_up_programme(size, seed)
    from loaders.dataset import load
    from planner.families.city_problem import compile_city
    from planner.rulebook import scenario

    policy = scenario.load(ROOT / "docs" / "examples" / "cordis-20.yaml").policy
    return compile_city(load(REAL / name).require(), policy)


def one(name: str, limit: float) -> dict[str, Any]:
    """Solve one problem."""
    from planner.solving.highs import Limits
    from planner.solving.stages import solve

    problem = problem_of(name)
    begin = time.process_time()
    solved = solve(problem, Limits(seconds=limit))
    return {
        "candidates": len(problem.candidates),
        "seconds": time.process_time() - begin,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "stages": [(stage.objective, stage.gap, stage.status) for stage in solved.stages],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="3390")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--real", default="AT,PT")
    parser.add_argument("--limit", type=float, default=120.0, help="CPU seconds of each")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(args.one, args.limit)))
        return
    names = [f"{size}/{seed}" for size in args.sizes.split(",") if size for seed in args.seeds.split(",")]
    names += [name for name in args.real.split(",") if name and (REAL / name).is_dir()]
    print("programme   candidates   CPU s     MB  stages: value, gap, status")
    for name in names:
        command = [sys.executable, __file__, "--one", name, "--limit", str(args.limit)]
        done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        told = "; ".join(
            f"{'–' if value is None else f'{value:,.10g}'} {'–' if gap is None else f'{gap:.1e}'} {status}"
            for value, gap, status in done["stages"]
        )
        print(f"{name:11} {done['candidates']:10,} {done['seconds']:7.1f} {done['memory']:6.0f}  {told}", flush=True)


if __name__ == "__main__":
    main()
