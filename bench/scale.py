"""Build time, solve time and peak memory of the scale instances, beside HiGHS on hand-built arrays and plain PuLP.

    python bench/scale.py [--sizes S,M] [--seeds 7,8,9] [--gap 0.001] [--limit 600] [--peers arrays,plain]

Needs the folder ``shared`` beside the checkout (``shared/reference/planner/scale/instance.py``). Every case runs in a
process of its own, on one thread; seconds are CPU seconds. Ratios are peer ÷ buju, build and solve together: above 1
buju is better. ``--sizes L --peers ""`` runs the largest size alone: no peer finds a plan for it in minutes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
INSTANCE = ROOT.parent / "shared" / "reference" / "planner" / "scale" / "instance.py"
sys.path.insert(0, str(ROOT))


def instances() -> ModuleType:
    spec = importlib.util.spec_from_file_location("instance", INSTANCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["instance"] = module
    spec.loader.exec_module(module)
    return module


def to_problem(inst: Any) -> Any:
    """Our plain data for an instance: see ``shared/reference/planner/scale/PEERS.md`` for the model."""
    import numpy as np

    from graph.base.words import Words
    from planner.problem.rows import (
        Bar,
        BudgetRow,
        CountRow,
        Goal,
        Layer,
        Pairs,
        PlanningProblem,
        Rule,
        Stage,
        Support,
    )

    def rule(name: str, family: str) -> Rule:
        return Rule(name, family, Words(name, name))

    years = tuple(range(inst.Y))
    free = ~inst.covered
    keep = free[inst.link_t]
    layer = Layer(
        name="technologies",
        items=tuple(map(str, range(inst.T))),
        weight=np.asarray(inst.w, dtype=float),
        item=inst.link_t[keep].astype(np.int64),
        candidate=inst.link_i[keep].astype(np.int64),
        strength=np.ones(int(keep.sum())),
        existing=inst.covered.astype(float).reshape(-1, 1),
        ramp=np.ones((1, inst.Y)),
        period_weight=np.ones(1),
        marginal=np.ones(1),
    )
    ones = np.ones(inst.N)
    funding = tuple(range(inst.Y + 2))
    districts = [np.flatnonzero(inst.district == d) for d in range(len(inst.dmin))]
    return PlanningProblem(
        candidates=tuple(map(str, range(inst.N))),
        years=years,
        bars=(Bar(rule("ready", "ready"), inst.ready[:, None] > np.arange(inst.Y)[None, :]),),
        layers=(layer,),
        pairs=(Pairs("pairs", inst.pair_i, inst.pair_j, inst.bonus),),
        support=Support(years=funding, cap=inst.cap, total=inst.tot, minimum=inst.need, first=np.zeros(inst.N)),
        budgets=tuple(
            BudgetRow(rule(f"budget {f}", "budget"), float(b), share=ones, years=(f,))
            for f, b in enumerate(inst.budget)
        ),
        counts=(
            CountRow(rule("target", "target"), np.arange(inst.N), low=inst.quota),
            *(
                CountRow(rule(f"district {d}", "quota"), members, low=float(inst.dmin[d]), high=float(inst.dmax[d]))
                for d, members in enumerate(districts)
            ),
        ),
        goals=(Goal("worth", (("technologies", 1.0), ("pairs", 1.0))), Goal("cost", (("cost", 1.0),))),
        stages=(Stage("maximise", {"worth": 1.0, "cost": inst.pay_value}),),
    )


def run_buju(inst: Any, gap: float, limit: float) -> dict[str, Any]:
    from planner import program
    from planner.solving.highs import Limits
    from planner.solving.stages import solve

    problem = to_problem(inst)
    begin = time.process_time()
    program.build(problem)
    built = time.process_time() - begin
    solution = solve(problem, Limits(seconds=limit, gap=gap))
    stage = solution.stages[0]
    return {
        "build": built,
        "solve": solution.cpu_seconds - built,
        "objective": stage.objective,
        "bound": stage.bound,
        "status": solution.status,
    }


def run_plain(inst: Any, gap: float, limit: float) -> dict[str, Any]:
    """The model as PEERS.md writes it, in plain PuLP: a start per year, pay per start and support year."""
    import pulp

    begin = time.process_time()
    lp = pulp.LpProblem("plain", pulp.LpMaximize)
    years = range(inst.Y)
    start = {
        (i, y): lp.add_variable(f"s_{i}_{y}", 0, 1, pulp.LpInteger)
        for i in range(inst.N)
        for y in years
        if y >= inst.ready[i]
    }
    pay = {(i, y, k): lp.add_variable(f"p_{i}_{y}_{k}", 0, None) for (i, y) in start for k in range(3)}
    cover = {t: lp.add_variable(f"z_{t}", 0, 1) for t in range(inst.T) if not inst.covered[t]}
    both = [lp.add_variable(f"b_{n}", 0, 1) for n in range(len(inst.bonus))]
    chosen = {i: pulp.lpSum(start[i, y] for y in years if (i, y) in start) for i in range(inst.N)}
    lp.setObjective(
        pulp.lpSum(inst.w[t] * z for t, z in cover.items())
        + pulp.lpSum(b * v for b, v in zip(inst.bonus, both, strict=True))
        + pulp.lpSum(inst.pay_value * v for v in pay.values())
        + float(inst.w[inst.covered].sum())
    )
    for i in range(inst.N):
        lp.addConstraint(chosen[i] <= 1)
        total = pulp.lpSum(pay[i, y, k] for y in years if (i, y) in start for k in range(3))
        lp.addConstraint(total <= float(inst.tot[i]) * chosen[i])
        lp.addConstraint(total >= float(inst.need[i]) * chosen[i])
    for (i, y, k), v in pay.items():
        lp.addConstraint(v <= float(inst.cap[i, k]) * start[i, y])
    for f in range(inst.Y + 2):
        lp.addConstraint(pulp.lpSum(v for (i, y, k), v in pay.items() if y + k == f) <= float(inst.budget[f]))
    lp.addConstraint(pulp.lpSum(chosen.values()) >= inst.quota)
    for d in range(len(inst.dmin)):
        here = pulp.lpSum(chosen[i] for i in range(inst.N) if inst.district[i] == d)
        lp.addConstraint(here >= int(inst.dmin[d]))
        lp.addConstraint(here <= int(inst.dmax[d]))
    covering: dict[int, list[int]] = {t: [] for t in cover}
    for i, t in zip(inst.link_i, inst.link_t, strict=True):
        if int(t) in covering:
            covering[int(t)].append(int(i))
    for t, z in cover.items():
        lp.addConstraint(z <= pulp.lpSum(chosen[i] for i in covering[t]))
    for i, j, v in zip(inst.pair_i, inst.pair_j, both, strict=True):
        lp.addConstraint(v <= chosen[int(i)])
        lp.addConstraint(v <= chosen[int(j)])
    built = time.process_time() - begin
    begin = time.process_time()
    solver = pulp.HiGHS(msg=False, gapRel=gap, threads=1, timeLimit=limit)
    solver.createAndConfigureSolver(lp)
    solver.buildSolverModel(lp)
    lp.solverModel.run()
    info = lp.solverModel.getInfo()
    constant = float(inst.w[inst.covered].sum())
    sign = -1.0 if info.objective_function_value < 0 else 1.0
    shift = 0.0 if hasattr(lp, "exported_variables") else constant  # PuLP 3 drops the constant
    return {
        "build": built,
        "solve": time.process_time() - begin,
        "objective": sign * info.objective_function_value + shift,
        "bound": sign * info.mip_dual_bound + shift,
        "status": str(lp.solverModel.getModelStatus()),
    }


class Rows:
    """Rows of a model as triplets, the way one would write them without a modelling layer."""

    def __init__(self) -> None:
        self.row: list[int] = []
        self.column: list[int] = []
        self.value: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, columns: list[int], values: list[float], low: float, high: float) -> None:
        """Add low ≤ Σ value · column ≤ high."""
        self.row += [len(self.low)] * len(columns)
        self.column += columns
        self.value += values
        self.low.append(low)
        self.high.append(high)


def run_arrays(inst: Any, gap: float, limit: float) -> dict[str, Any]:  # noqa: C901, PLR0915 - one plain model
    """The model as PEERS.md writes it, as arrays that HiGHS is given directly."""
    import highspy
    import numpy as np
    from scipy.sparse import csr_matrix

    begin = time.process_time()
    inf = highspy.kHighsInf
    starts = [(i, y) for i in range(inst.N) for y in range(int(inst.ready[i]), inst.Y)]
    number = {key: n for n, key in enumerate(starts)}
    n_starts, free = len(starts), [t for t in range(inst.T) if not inst.covered[t]]
    pay = n_starts + np.arange(3 * n_starts).reshape(n_starts, 3)
    cover = {t: 4 * n_starts + n for n, t in enumerate(free)}
    both = 4 * n_starts + len(free) + np.arange(len(inst.bonus))
    size = 4 * n_starts + len(free) + len(inst.bonus)
    cost, upper = np.zeros(size), np.ones(size)
    cost[n_starts : 4 * n_starts] = inst.pay_value
    upper[n_starts : 4 * n_starts] = np.concatenate([inst.cap[i] for i, _ in starts])
    cost[list(cover.values())], cost[both] = inst.w[free], inst.bonus
    own = [[number[i, y] for y in range(int(inst.ready[i]), inst.Y)] for i in range(inst.N)]
    rows = Rows()
    for i in range(inst.N):
        paid = [int(c) for s in own[i] for c in pay[s]]
        rows.add(own[i], [1.0] * len(own[i]), -inf, 1.0)
        rows.add(paid + own[i], [1.0] * len(paid) + [-float(inst.tot[i])] * len(own[i]), -inf, 0.0)
        rows.add(paid + own[i], [1.0] * len(paid) + [-float(inst.need[i])] * len(own[i]), 0.0, inf)
    for s, (i, _) in enumerate(starts):
        for k in range(3):
            rows.add([int(pay[s, k]), s], [1.0, -float(inst.cap[i, k])], -inf, 0.0)
    for f in range(inst.Y + 2):
        spent = [int(pay[s, f - y]) for s, (_, y) in enumerate(starts) if 0 <= f - y < 3]
        rows.add(spent, [1.0] * len(spent), -inf, float(inst.budget[f]))
    rows.add(list(range(n_starts)), [1.0] * n_starts, float(inst.quota), inf)
    for d in range(len(inst.dmin)):
        here = [c for i in np.flatnonzero(inst.district == d) for c in own[i]]
        rows.add(here, [1.0] * len(here), float(inst.dmin[d]), float(inst.dmax[d]))
    covering: dict[int, list[int]] = {t: [] for t in free}
    for i, t in zip(inst.link_i, inst.link_t, strict=True):
        if int(t) in covering:
            covering[int(t)] += own[int(i)]
    for t, by in covering.items():
        rows.add([cover[t], *by], [1.0, *[-1.0] * len(by)], -inf, 0.0)
    for pair, column in zip(zip(inst.pair_i, inst.pair_j, strict=True), both, strict=True):
        for i in pair:
            rows.add([int(column), *own[int(i)]], [1.0, *[-1.0] * len(own[int(i)])], -inf, 0.0)
    matrix = csr_matrix((rows.value, (rows.row, rows.column)), shape=(len(rows.low), size))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(rows.low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(size), upper
    lp.row_lower_, lp.row_upper_ = np.array(rows.low), np.array(rows.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger] * n_starts + [kinds.kContinuous] * (size - n_starts)
    lp.sense_ = highspy.ObjSense.kMaximize
    built = time.process_time() - begin
    begin = time.process_time()
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", gap), ("time_limit", limit)):
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    highs.run()
    info = highs.getInfo()
    constant = float(inst.w[inst.covered].sum())
    return {
        "build": built,
        "solve": time.process_time() - begin,
        "objective": info.objective_function_value + constant,
        "bound": info.mip_dual_bound + constant,
        "status": str(highs.getModelStatus()),
    }


RUNS = {"buju": run_buju, "arrays": run_arrays, "plain": run_plain}


def one(case: list[str]) -> None:
    who, size, seed, gap, limit = case
    module = instances()
    inst = module.make(*module.SIZES[size], seed=int(seed))
    found = RUNS[who](inst, float(gap), float(limit))
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="S,M")
    parser.add_argument("--seeds", default="7")
    parser.add_argument("--gap", default="0.001")
    parser.add_argument("--limit", default="600")
    parser.add_argument("--peers", default="arrays,plain")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one)
        return
    print("size seed who     build s  solve s     MB   objective       bound  status")
    peers = [p for p in args.peers.split(",") if p]
    for size in args.sizes.split(","):
        for seed in args.seeds.split(","):
            found = {}
            for who in ("buju", *peers):
                command = [sys.executable, __file__, "--one", who, size, seed, args.gap, args.limit]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                r = found[who] = json.loads(said.splitlines()[-1])
                print(
                    f"{size:4} {seed:4} {who:6} {r['build']:8.2f} {r['solve']:8.2f} {r['megabytes']:6.0f} "
                    f"{r['objective']:11.3f} {r['bound']:11.3f}  {r['status']}",
                    flush=True,
                )
            ours = found["buju"]
            for who in peers:
                time_ratio = (found[who]["build"] + found[who]["solve"]) / (ours["build"] + ours["solve"])
                print(
                    f"          {who} ÷ buju: time {time_ratio:.2f}, "
                    f"memory {found[who]['megabytes'] / ours['megabytes']:.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
