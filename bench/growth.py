"""Growth: cities of three, seven and 24 times the sample, beside the same program handed straight to HiGHS.

    python bench/growth.py [--copies 1,3,7,24] [--seeds 11] [--limit 100] [--peer-limit 100]

Cities are those of ``tests/support`` (``grown_city``): the sample over and over, perturbed and joined; made up.
``buju`` solves all stages of the base scenario. The peer is the program with payments as ``planner.program`` builds
it, its first stage alone, with HiGHS's own settings and gap 0. Each runs in a process of its own, on one thread;
seconds are CPU seconds of building and solving, without reading. A limit is of CPU seconds as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]


def problem_of(copies: int, seed: int) -> Any:
    """The planning problem of a grown city."""
    from buju_testing.grown_city import grown_city
    from loaders.dataset import load
    from planner.families.city_problem import compile_city
    from planner.rulebook import scenario

    with tempfile.TemporaryDirectory() as made:
        path = grown_city(Path(made) / "city", copies, seed)
        return compile_city(load(path.parents[1]).require(), scenario.load(path).policy)


def run_buju(problem: Any, limit: float) -> dict[str, Any]:
    """All stages."""
    from planner.solving.highs import Limits
    from planner.solving.stages import solve

    solved = solve(problem, Limits(seconds=limit))
    return {
        "value": solved.stages[0].objective,
        "gap": solved.stages[0].gap,
        "told": f"{solved.status} ({sum(s.status == 'proven' for s in solved.stages)} of {len(solved.stages)} stages)",
    }


def run_highs(problem: Any, limit: float) -> dict[str, Any]:
    """The first stage, as HiGHS has it."""
    from planner import program
    from planner.solving import highs
    from planner.solving.asked import Asked

    frame, worth = program.build(problem)
    asked = Asked.of(problem, problem.stages[0], program.stage_worth(worth, problem.stages[0]))
    frame.lp.setObjective(frame.expression(asked.scaled()[0]))
    limits = highs.Limits(seconds=limit, absolute=asked.absolute)
    listener = highs.Listener(None, threading.Event(), limits)
    model, _ = highs.handed_over(frame, limits, listener)
    model.run()
    info = model.getInfo()
    value, bound = asked.natural(info.objective_function_value), asked.natural(info.mip_dual_bound)
    found = info.primal_solution_status == 2 and value is not None and bound is not None
    return {
        "value": value if found else None,
        "gap": abs(bound - value) / abs(value) if found else None,
        "told": str(model.getModelStatus()).rsplit(".", 1)[-1],
    }


RUNS = {"buju": run_buju, "highs": run_highs}


def one(who: str, copies: str, seed: str, limit: str) -> None:
    problem = problem_of(int(copies), int(seed))
    begin = time.process_time()
    found = RUNS[who](problem, float(limit))
    print(json.dumps({**found, "candidates": len(problem.candidates), "seconds": time.process_time() - begin}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", default="1,3,7,24")
    parser.add_argument("--seeds", default="11")
    parser.add_argument("--limit", default="100")
    parser.add_argument("--peer-limit", default="100", help="0: no peer")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(*args.one)
        return
    print("candidates seed who      CPU s        value      gap  status", flush=True)
    for copies in args.copies.split(","):
        for seed in args.seeds.split(","):
            found = {}
            for who, limit in (("buju", args.limit), ("highs", args.peer_limit)):
                if not float(limit):
                    continue
                command = [sys.executable, __file__, "--one", who, copies, seed, limit]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                r = found[who] = json.loads(said.splitlines()[-1])
                value, gap = ("–" if r[k] is None else f"{r[k]:.3g}" for k in ("value", "gap"))
                value = value if r["value"] is None else f"{r['value']:.8f}"
                told = f"{r['seconds']:8.1f} {value:>12} {gap:>8}  {r['told']}"
                print(f"{r['candidates']:10,} {seed:>4} {who:6} {told}", flush=True)
            if "highs" in found:
                ratio = found["highs"]["seconds"] / found["buju"]["seconds"]
                print(f"           highs (first stage) ÷ buju (all stages): {ratio:.2f}", flush=True)


if __name__ == "__main__":
    main()
