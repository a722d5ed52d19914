#!/usr/bin/env bash
# HiGHS 1.16.0 calls a false optimum optimal once it is told a plan that keeps every row
#
# Packages: highspy==1.16.0, beside highspy==1.15.1, which is right (Python 3.11)
# Behaviour: six columns, one of them whole, five rows; the optimum is 160. Told of a plan of 176, HiGHS logs that the
#   start "is feasible in the reduced space: objective value is 128" and ends with kOptimal and an objective and a bound
#   of 128, which no plan reaches. Without the start, or with presolve off, it finds 160.
# Source: highspy.Highs.setSolution(); the log of HiGHS 1.16.0. Version 1.15.1 puts the start to the model as it stands.
# The guess it breaks: a start can only make the search quicker; a poor one is no worse than none.
# In buju: planner/solving/guarded_run.py puts this very question once and tells no start to a version that fails it.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
for version in 1.15.1 1.16.0; do
  "${PYTHON:-python3.11}" -m venv "$version"
  "$version/bin/pip" install --quiet --no-compile --disable-pip-version-check "highspy==$version"
  "$version/bin/python" - "$version" <<'PY'
import sys

import highspy
import numpy as np

FREE = highspy.kHighsInf


def solved(start=None, presolve="choose"):
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("presolve", presolve)
    for cost, most in ((0, 1), (0.3, 600), (0.4, 600), (0.4, 500), (0.5, 500), (0.6, 500)):
        highs.addVar(0, most)
        highs.changeColCost(highs.getNumCol() - 1, cost)
    highs.changeColIntegrality(0, highspy.HighsVarType.kInteger)
    highs.addRow(-FREE, 0, 2, np.array([0, 1]), np.array([-500.0, 1.0]))
    highs.addRow(0, FREE, 2, np.array([0, 1]), np.array([-800.0, 10.0]))
    highs.addRow(400, FREE, 2, np.array([1, 2]), np.array([1.0, 1.0]))
    highs.addRow(100, FREE, 3, np.array([3, 4, 5]), np.array([1.0, 1.0, 1.0]))
    highs.addRow(-FREE, 60000, 2, np.array([2, 3]), np.array([100.0, 100.0]))
    if start is not None:
        highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), np.array(start))
    highs.run()
    info = highs.getInfo()
    return highs.getModelStatus().name, round(info.objective_function_value, 6), round(info.mip_dual_bound, 6)


plan = [1.0, 400.0, 0.0, 20.0, 0.0, 80.0]
seen = {"alone": solved(), "told": solved(plan), "told, no presolve": solved(plan, "off")}
true, false = ("kOptimal", 160.0, 160.0), ("kOptimal", 128.0, 128.0)
told = false if sys.argv[1] == "1.16.0" else true
if seen != {"alone": true, "told": told, "told, no presolve": true}:
    raise SystemExit(f"changed: {sys.argv[1]} {seen}")
print(f"saw: {sys.argv[1]} {seen}")
PY
done
