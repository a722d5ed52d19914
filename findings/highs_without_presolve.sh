#!/usr/bin/env bash
# HiGHS without presolve calls a plan optimal that costs three times as much as the best
#
# Packages: highspy==1.15.1 and highspy==1.16.0 (Python 3.11)
# Behaviour: three columns, two of them yes/no, three rows of which one has no bounds. With presolve the optimum is 0.7778;
#   with presolve off the status is kOptimal, the objective 2.5 and the bound 2.5, without a warning.
# Source: highspy.Highs.getInfo(); the options of HiGHS describe presolve as a matter of speed. One row holds a column
#   above 7.5e-7 by a factor of 13,333, which is far above the feasibility tolerance of the row.
# The guess it breaks: an option of the search changes how fast an optimum is found, not which one.
# In buju: presolve stays on for the many small questions of fronts, prices and later stages (planner/solving/live_model.py).
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

INF = highspy.kHighsInf


def solved(presolve):
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("presolve", presolve)
    for cost, whole in ((1.0, True), (2.0, True), (-0.6666673333340001, False)):
        highs.addVar(0, 1)
        column = highs.getNumCol() - 1
        highs.changeColCost(column, cost)
        if whole:
            highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    highs.addRow(-INF, 0.0, 3, np.array([0, 1, 2]), np.array([-1 / 3, -5 / 12, 1.0]))
    highs.addRow(0.01, INF, 1, np.array([2]), np.array([13333.333333333334]))
    highs.addRow(-INF, INF, 2, np.array([0, 1]), np.array([-1.0, -2.0]))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.run()
    info = highs.getInfo()
    return highs.getModelStatus().name, round(info.objective_function_value, 4), round(info.mip_dual_bound, 4)


seen = {"on": solved("on"), "off": solved("off")}
if seen != {"on": ("kOptimal", 0.7778, 0.7778), "off": ("kOptimal", 2.5, 2.5)}:
    raise SystemExit(f"changed: {sys.argv[1]} {seen}")
print(f"saw: {sys.argv[1]} {seen}")
PY
done
