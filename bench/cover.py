"""Greatest cover under one budget: value, bound, gap and CPU seconds, beside branch and bound on the same model.

    python bench/cover.py [--units 20000] [--items 500] [--costs 5-15] [--budget 500] [--gap 0.02] [--limit 60]
                          [--seeds 7]

Made-up instances: every item is covered by a unit with chance 1 %, weights 1–5, whole costs drawn from ``--costs``.
Where the budget buys cover for nearly everything the relaxation is tight; where it does not (say, costs 10–30) the gap
of the relaxation itself is several per cent, whoever solves it. One thread; each run in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def instance(units: int, items: int, costs: tuple[int, int], budget: float, seed: int) -> Any:
    import numpy as np

    from graph.base.words import Words
    from planner.problem.rows import BudgetRow, Goal, Layer, PlanningProblem, Rule, Stage

    rng = np.random.default_rng(seed)
    cost = rng.integers(costs[0], costs[1] + 1, units).astype(float)
    weight = rng.integers(1, 6, items).astype(float)
    many = rng.binomial(items, 0.01, units)
    layer = Layer(
        name="items",
        items=tuple(map(str, range(items))),
        weight=weight,
        item=np.concatenate([rng.choice(items, n, replace=False) for n in many]),
        candidate=np.repeat(np.arange(units), many),
        strength=np.ones(int(many.sum())),
        existing=np.zeros((items, 1)),
        ramp=np.ones((1, 1)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )
    return PlanningProblem(
        candidates=tuple(map(str, range(units))),
        years=(0,),
        layers=(layer,),
        budgets=(BudgetRow(Rule("budget", "budget", Words("budget", "预算")), budget, usage=cost),),
        goals=(Goal("cover", (("items", 1.0),)),),
        stages=(Stage("maximise", {"cover": 1.0}),),
    )


def one(who: str, problem: Any, gap: float, limit: float) -> dict[str, Any]:
    from planner.solving import search
    from planner.solving.highs import Limits
    from planner.solving.stages import solve

    if who == "plain":
        search.WORTH_IT = sys.maxsize
    found = solve(problem, Limits(seconds=limit, gap=gap))
    stage = found.stages[0]
    return {"status": found.status, "value": stage.objective, "bound": stage.bound, "cpu": found.cpu_seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("units", 20000), ("items", 500), ("budget", 500), ("gap", 0.02), ("limit", 60)):
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--costs", default="5-15")
    parser.add_argument("--seeds", default="7")
    parser.add_argument("--who", default="buju,plain", help=argparse.SUPPRESS)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    low, high = map(int, args.costs.split("-"))
    if args.one:
        problem = instance(args.units, args.items, (low, high), args.budget, int(args.seeds))
        print(json.dumps(one(args.who, problem, args.gap, args.limit)))
        return
    print("seed who    value    bound    gap %   CPU s  status")
    for seed in args.seeds.split(","):
        for who in args.who.split(","):
            command = [sys.executable, __file__, *sys.argv[1:], "--one", "--who", who, "--seeds", seed]
            r = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
            gap = 100 * abs(r["bound"] - r["value"]) / abs(r["value"])
            print(
                f"{seed:4} {who:5} {r['value']:8.1f} {r['bound']:8.1f} {gap:8.3f} {r['cpu']:7.2f}  {r['status']}",
                flush=True,
            )


if __name__ == "__main__":
    main()
