"""The table of peers: what each makes of the same instances, in CPU seconds on one thread, and how ``buju`` stands.

    python bench/peers.py [--only S,M,L,cover,front,mclp] [--seeds 101,102,103,104,105]

S: median of the seeds; M, L, cover, front and MCLP: the first seed. S, M and L need the folder ``shared`` beside the
checkout (``shared/reference/planner/scale``), the front ``shared/reference/planner/pareto``. OR-Tools and spopt are not
of this environment: ``BUJU_ORTOOLS_PYTHON`` and ``BUJU_SPOPT_PYTHON`` name interpreters that have them; a peer that is
not there is said to be. Times are of building and solving, imports left out. Values within the gap of each other are
held to be the same; where they are not, the line says so. Other questions: ``scale.py``, ``cover.py``, ``fronts.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import elsewhere  # noqa: E402 - the path comes first
import scale  # noqa: E402

GAP, LIMIT = 0.001, 600.0
DEMAND, SITES, CHOSEN = 2000, 300, 20


def said(command: list[str]) -> dict[str, Any]:
    """What a peer prints, last, as JSON."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def scaled(who: str, size: str, seed: str, gap: float = GAP) -> dict[str, Any]:
    """A scale instance solved by ``scale.py`` in a process of its own."""
    found = said([sys.executable, str(HERE / "scale.py"), "--one", who, size, seed, str(gap), str(LIMIT)])
    return {**found, "cpu": found["build"] + found["solve"], "value": found["objective"]}


def theirs_of(name: str, package: str, asked: list[str]) -> dict[str, Any] | None:
    """What a peer of another environment makes of it; None where no interpreter with its package is named."""
    python = os.environ.get(name)
    if not python or subprocess.run([python, "-c", f"import {package}"], check=False, capture_output=True).returncode:
        return None
    return said([python, str(HERE / "elsewhere.py"), *asked])


def cpsat(size: str, seed: str) -> dict[str, Any] | None:
    """A scale instance solved by CP-SAT, if there is one; its limit is of the clock, as it has no other."""
    asked = ["cpsat", str(scale.INSTANCE), size, seed, str(GAP), str(LIMIT)]
    return theirs_of("BUJU_ORTOOLS_PYTHON", "ortools", asked)


def line(work: str, goal: str, ours: list[dict[str, Any]], peer: str, theirs: list[dict[str, Any]] | None) -> None:
    """Print one row: medians, and the median of the ratios."""
    mine = statistics.median(f["cpu"] for f in ours)
    if theirs is None:
        print(f"{work:18} {mine:9.2f} {peer:22} {'not there':>9} {'':>7}  {goal}", flush=True)
        return
    ratio = statistics.median(t["cpu"] / f["cpu"] for f, t in zip(ours, theirs, strict=True))
    taken = statistics.median(t["cpu"] for t in theirs)
    apart = [
        k
        for k, (f, t) in enumerate(zip(ours, theirs, strict=True), 1)
        if abs(f["value"] - t["value"]) > 2 * GAP * abs(f["value"])
    ]
    note = f"  values apart in {apart}" if apart else ""
    print(f"{work:18} {mine:9.2f} {peer:22} {taken:9.2f} {ratio:6.1f}×  {goal}{note}", flush=True)


def small(seeds: list[str]) -> None:
    """S: all seeds; the peers alternate with ours, for a loaded machine is not the same for minutes."""
    ours, arrays, sat = [], [], []
    for seed in seeds:
        ours.append(scaled("buju", "S", seed))
        arrays.append(scaled("arrays", "S", seed))
        sat.append(cpsat("S", seed))
    line(f"S, {len(seeds)} seeds", "≥ 8×", ours, "arrays with HiGHS", arrays)
    there = [f for f in sat if f is not None]
    line(f"S, {len(seeds)} seeds", "≥ 4×", ours, "CP-SAT", there if len(there) == len(seeds) else None)


def medium(seeds: list[str]) -> None:
    """M: one seed."""
    line("M", "≥ 12×", [scaled("buju", "M", seeds[0])], "arrays with HiGHS", [scaled("arrays", "M", seeds[0])])


def large(seeds: list[str]) -> None:
    """L: no peer finds a plan; the gap reached."""
    found = scaled("buju", "L", seeds[0], 2e-4)
    gap = abs(found["bound"] - found["value"]) / abs(found["value"])
    print(f"{'L':18} {found['cpu']:9.2f} {'gap':22} {gap:9.4%} {'':>7}  ≤ .02 %", flush=True)


def cover(seeds: list[str]) -> None:
    """20,000 units and 500 items under one budget: the gap after 60 seconds."""
    asked = ["--one", "--who", "buju", "--gap", "0.005", "--limit", "60", "--seeds", seeds[0]]
    found = said([sys.executable, str(HERE / "cover.py"), *asked])
    gap = abs(found["bound"] - found["value"]) / abs(found["value"])
    print(f"{'cover 20000 × 500':18} {found['cpu']:9.2f} {'gap':22} {gap:9.4%} {'':>7}  ≤ .5 % in 60 s", flush=True)


def front(_: list[str]) -> None:
    """The published 2kp100 beside the plain ε-loop; ``fronts.py`` holds the two fronts to be the same."""
    done = subprocess.run(
        [sys.executable, str(HERE / "fronts.py"), "--cases", "2kp100"], check=True, capture_output=True, text=True
    )
    _, _, mine, _, taken, _, *ratio = done.stdout.splitlines()[-1].split()
    told = " ".join(ratio)
    print(f"{'2kp100':18} {mine:>9} {'ε-loop':22} {taken:>9} {told:>6}×  ≥ 8×", flush=True)


def mclp(seeds: list[str]) -> None:
    """Greatest cover of 2,000 places by 20 of 300 sites."""
    asked = [str(DEMAND), str(SITES), str(CHOSEN), seeds[0]]
    mine = said([sys.executable, __file__, "--mclp", *asked])
    theirs = theirs_of("BUJU_SPOPT_PYTHON", "spopt", ["spopt", *asked])
    line("MCLP 2000 × 300", "≥ 20×", [mine], "spopt with HiGHS", None if theirs is None else [theirs])


def our_mclp(demand: int, sites: int, chosen: int, seed: int) -> dict[str, Any]:
    """The same, by ``buju``, proven."""
    import numpy as np

    from graph.base.words import Words
    from planner.problem.rows import CountRow, Goal, Layer, PlanningProblem, Rule, Stage
    from planner.solving.highs import Limits
    from planner.solving.stages import solve

    distance, weight = elsewhere.places(demand, sites, seed)
    begin = time.process_time()
    item, site = np.nonzero(distance <= elsewhere.RADIUS)
    layer = Layer(
        name="places",
        items=tuple(map(str, range(demand))),
        weight=weight.astype(float),
        item=item,
        candidate=site,
        strength=np.ones(len(item)),
        existing=np.zeros((demand, 1)),
        ramp=np.ones((1, 1)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )
    problem = PlanningProblem(
        candidates=tuple(map(str, range(sites))),
        years=(0,),
        layers=(layer,),
        counts=(CountRow(Rule("sites", "target", Words("sites", "选址数")), np.arange(sites), high=float(chosen)),),
        goals=(Goal("cover", (("places", 1.0),)),),
        stages=(Stage("maximise", {"cover": 1.0}),),
    )
    found = solve(problem, Limits(seconds=LIMIT))
    return {"cpu": time.process_time() - begin, "value": found.stages[0].objective, "status": found.status}


WORKS: dict[str, Callable[[list[str]], None]] = {
    "S": small,
    "M": medium,
    "L": large,
    "cover": cover,
    "front": front,
    "mclp": mclp,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(WORKS))
    parser.add_argument("--seeds", default="101,102,103,104,105")
    parser.add_argument("--mclp", nargs=4, type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.mclp:
        print(json.dumps(our_mclp(*args.mclp)))
        return
    print(f"{'work':18} {'buju':>9} {'peer':22} {'peer s':>9} {'ratio':>7}  goal")
    for name in args.only.split(","):
        WORKS[name](args.seeds.split(","))


if __name__ == "__main__":
    main()
