#!/usr/bin/env bash
# A model that PuLP writes to a file loses its sense (MPS) and its constant (MPS and LP)
#
# Packages: pulp==3.3.2, highspy==1.16.0, pyscipopt==6.3.0 (Python 3.11)
# Behaviour: maximise 3x + 7 with x at most 3 is 16. PuLP writes the sense of an MPS file as a comment, *SENSE:Maximize,
#   which is no part of the format, so HiGHS and SCIP minimise and report an optimum of 0; and it writes the
#   constant into neither format, so the LP file gives 9. Nothing warns. PuLP 4.2.0 writes the same two files.
# Source: pulp/mps_lp.py: writeMPS writes OBJSENSE only with with_objsense=True (default False), and neither writer looks
#   at the objective's constant; the MPS format of HiGHS and SCIP knows OBJSENSE, and a constant as the objective's
#   right-hand side with its sign turned.
# The guess it breaks: a model file written for another solver has the optimum of the model.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check pulp==3.3.2 highspy==1.16.0 pyscipopt==6.3.0
env/bin/python - <<'PY'
import highspy
import pulp
import pyscipopt

model = pulp.LpProblem("support", pulp.LpMaximize)
x = pulp.LpVariable("x", 0, 4, cat="Integer")
model += 3 * x + 7
model += x <= 3
model.writeMPS("model.mps")
model.writeLP("model.lp")
seen = {}
for name in ("model.mps", "model.lp"):
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(name)
    highs.run()
    scip = pyscipopt.Model()
    scip.hideOutput()
    scip.readProblem(name)
    scip.optimize()
    seen[name] = (highs.getInfo().objective_function_value, scip.getObjVal())
expected = {"model.mps": (0.0, 0.0), "model.lp": (9.0, 9.0)}  # the optimum is 16

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
