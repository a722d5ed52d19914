#!/usr/bin/env bash
# CP-SAT calls a plan of nothing OPTIMAL when the objective's coefficients are small
#
# Packages: ortools==9.15.6755 (Python 3.11)
# Behaviour: choose one of two, worth 1.0e-7 and 1.05e-7: OPTIMAL, objective 0.0, nothing chosen, bound 0.0. The same worths
#   times 10^7 choose the second. Real coefficients are turned into whole ones by a scale that aims at an absolute
#   error of 10^-6, and what is below it becomes 0.
# Source: ortools.sat.sat_parameters_pb2, mip_wanted_precision = 1e-06 (the largest absolute error that the scaling of a
#   real objective aims at).
# The guess it breaks: real coefficients in maximize() are scaled by their own size, so OPTIMAL does not depend on the unit.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check ortools==9.15.6755
env/bin/python - <<'PY'
from ortools.sat.python import cp_model


def solved(unit):
    model = cp_model.CpModel()
    first, second = model.new_bool_var("first"), model.new_bool_var("second")
    model.add(first + second <= 1)
    model.maximize(1.0 * unit * first + 1.05 * unit * second)
    solver = cp_model.CpSolver()
    status = solver.status_name(solver.solve(model))
    return status, round(solver.objective_value, 9), solver.value(first), solver.value(second)


seen = {"1e-7": solved(1e-7), "1": solved(1.0)}
expected = {"1e-7": ("OPTIMAL", 0.0, 0, 0), "1": ("OPTIMAL", 1.05, 0, 1)}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
