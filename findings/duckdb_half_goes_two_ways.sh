#!/usr/bin/env bash
# DuckDB rounds 2.5 to 3 or to 2, by whether it is a decimal or a double
#
# Packages: duckdb==2.0.1 (Python 3.11)
# Behaviour: cast(2.5 as integer) is 3, for the literal is a DECIMAL and rounds half away from zero; cast(2.5::double as
#   integer) is 2, half to even; round(2.5::double) is 3 again. The same column of money gives other sums when a
#   file's sniffed type changes from DECIMAL to DOUBLE.
# Source: DuckDB documentation, numeric types (literals with a point are decimals); the cast of a double uses nearbyint.
# The guess it breaks: one engine has one rule of rounding.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
env/bin/python - <<'PY'
import duckdb

seen = duckdb.sql(
    "select cast(2.5 as integer), cast('2.5' as integer), cast(2.5::double as integer), round(2.5::double)"
).fetchall()[0]
expected = (3, 3, 2, 3.0)

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
