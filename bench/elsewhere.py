"""Peers that are not of this environment, each on the interpreter that has it: OR-Tools' CP-SAT, spopt's MCLP.

    PYTHON_WITH_ORTOOLS bench/elsewhere.py cpsat INSTANCE.py SIZE SEED GAP LIMIT
    PYTHON_WITH_SPOPT bench/elsewhere.py spopt DEMAND SITES PLACES SEED

``bench/peers.py`` calls it; nothing of ``buju`` is imported. One thread, CPU seconds, one JSON object on stdout.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from typing import Any

MONEY = 1000
"""Amounts of an instance have three decimals."""


def made(file: str, size: str, seed: str) -> Any:
    """The scale instance."""
    spec = importlib.util.spec_from_file_location("instance", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["instance"] = module
    spec.loader.exec_module(module)
    return module.make(*module.SIZES[size], seed=int(seed))


def cpsat(file: str, size: str, seed: str, gap: str, limit: str) -> dict[str, Any]:
    """The model as PEERS.md writes it, in whole numbers: amounts in thousandths, worth in 1/50 000."""
    from ortools.sat.python import cp_model

    inst = made(file, size, seed)
    begin = time.process_time()
    worth = round(MONEY / inst.pay_value)
    model = cp_model.CpModel()
    start = {(i, y): model.new_bool_var("") for i in range(inst.N) for y in range(int(inst.ready[i]), inst.Y)}
    cap = [[round(MONEY * c) for c in row] for row in inst.cap]
    pay = {(i, y, k): model.new_int_var(0, cap[i][k], "") for (i, y) in start for k in range(3)}
    chosen = [sum(start[i, y] for y in range(int(inst.ready[i]), inst.Y)) for i in range(inst.N)]
    for i in range(inst.N):
        model.add(chosen[i] <= 1)
        paid = sum(pay[i, y, k] for y in range(int(inst.ready[i]), inst.Y) for k in range(3))
        model.add(paid <= round(MONEY * inst.tot[i]) * chosen[i])
        model.add(paid >= round(MONEY * inst.need[i]) * chosen[i])
    for (i, y, k), amount in pay.items():
        model.add(amount <= cap[i][k] * start[i, y])
    for f in range(inst.Y + 2):
        model.add(sum(v for (_, y, k), v in pay.items() if y + k == f) <= round(MONEY * inst.budget[f]))
    model.add(sum(chosen) >= inst.quota)
    for d in range(len(inst.dmin)):
        here = [chosen[i] for i in range(inst.N) if inst.district[i] == d]
        model.add(sum(here) >= int(inst.dmin[d]))
        model.add(sum(here) <= int(inst.dmax[d]))
    covering: dict[int, list[Any]] = {t: [] for t in range(inst.T) if not inst.covered[t]}
    for i, t in zip(inst.link_i, inst.link_t):  # noqa: B905 - another Python may be older
        if int(t) in covering:
            covering[int(t)].append(chosen[int(i)])
    gains = []
    for t, by in covering.items():
        covered = model.new_bool_var("")
        model.add(covered <= sum(by))
        gains.append(round(worth * inst.w[t]) * covered)
    for i, j, bonus in zip(inst.pair_i, inst.pair_j, inst.bonus):  # noqa: B905
        both = model.new_bool_var("")
        model.add(both <= chosen[int(i)])
        model.add(both <= chosen[int(j)])
        gains.append(round(worth * bonus) * both)
    model.maximize(sum(gains) + sum(pay.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.relative_gap_limit = float(gap)
    solver.parameters.max_time_in_seconds = float(limit)
    status = solver.solve(model)
    constant = float(inst.w[inst.covered].sum())
    return {
        "cpu": time.process_time() - begin,
        "value": solver.objective_value / worth + constant,
        "bound": solver.best_objective_bound / worth + constant,
        "status": solver.status_name(status),
    }


def places(demand: int, sites: int, seed: int) -> tuple[Any, Any]:
    """Distances in a square of 100 × 100, and whole weights of 1 to 100."""
    import numpy as np

    rng = np.random.default_rng(seed)
    at, to = rng.random((demand, 2)) * 100, rng.random((sites, 2)) * 100
    return np.hypot(*(at[:, None, :] - to[None, :, :]).transpose(2, 0, 1)), rng.integers(1, 101, demand)


RADIUS = 8.0


def spopt(demand: str, sites: str, chosen: str, seed: str) -> dict[str, Any]:
    """Greatest cover by ``chosen`` sites (MCLP), solved by HiGHS through PuLP."""
    import pulp
    from spopt.locate import MCLP

    distance, weight = places(int(demand), int(sites), int(seed))
    begin = time.process_time()
    model = MCLP.from_cost_matrix(distance, weight, RADIUS, p_facilities=int(chosen))
    model.solve(pulp.HiGHS(msg=False, threads=1))
    return {"cpu": time.process_time() - begin, "value": abs(pulp.value(model.problem.objective)), "status": "solved"}


if __name__ == "__main__":
    print(json.dumps({"cpsat": cpsat, "spopt": spopt}[sys.argv[1]](*sys.argv[2:])))
