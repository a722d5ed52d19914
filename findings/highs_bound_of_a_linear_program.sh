#!/usr/bin/env bash
# HiGHS tells a bound of 0 for a linear program that it has solved
#
# Packages: highspy==1.16.0 (Python 3.11)
# Behaviour: maximise x, x at most 7.5, without a whole variable: solved, objective 7.5, and mip_dual_bound is 0.0 with
#   mip_gap infinite. For the same program with x whole, bound and objective are both 7. The fields are filled by
#   the search tree alone and 0.0 is no mark of a missing value.
# Source: highspy.HighsInfo; the documentation of HiGHS lists mip_dual_bound and mip_gap among the information values
#   without a word on programs that have no whole variable.
# The guess it breaks: after kOptimal the bound is the objective, so objective against bound proves a program of either kind.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check highspy==1.16.0
env/bin/python - <<'PY'
import highspy
import numpy as np


def solved(whole):
    highs = highspy.Highs()
    highs.silent()
    highs.addVar(0, 10)
    highs.changeColCost(0, -1.0)
    if whole:
        highs.changeColIntegrality(0, highspy.HighsVarType.kInteger)
    highs.addRow(-highspy.kHighsInf, 7.5, 1, np.array([0]), np.array([1.0]))
    highs.run()
    info = highs.getInfo()
    return highs.getModelStatus().name, info.objective_function_value, info.mip_dual_bound, info.mip_gap


seen = {"real": solved(False), "whole": solved(True)}
expected = {"real": ("kOptimal", -7.5, 0.0, float("inf")), "whole": ("kOptimal", -7.0, -7.0, 0.0)}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
