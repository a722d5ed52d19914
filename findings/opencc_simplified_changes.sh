#!/usr/bin/env bash
# OpenCC changes simplified names, and the traditional and the simplified form of one county come out differently
#
# Packages: OpenCC==1.4.2 (Python 3.11)
# Behaviour: t2s turns 乾縣 into 乾县, as it should, and 乾县, which is simplified already, into 干县, which is no county. What it
#   gives is not stable: converting once more changes it. 乾安县 of Jilin becomes 干安县 likewise.
# Source: OpenCC's dictionaries: the phrase 乾縣 is listed; 乾县 is not, so that 乾 goes by its single character.
# The guess it breaks: text that is simplified already is left alone, so that both writings of a name are one after t2s.
# In buju: keys of names are converted until nothing changes, and are never shown.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
"${PYTHON:-python3.11}" -m venv env
env/bin/pip install --quiet --no-compile --disable-pip-version-check OpenCC==1.4.2
env/bin/python - <<'PY'
from opencc import OpenCC

convert = OpenCC("t2s").convert
seen = {name: convert(name) for name in ("乾縣", "乾县", "乾安县", "沈阳")}
expected = {"乾縣": "乾县", "乾县": "干县", "乾安县": "干安县", "沈阳": "沈阳"}

if seen != expected:
    raise SystemExit(f"changed: {seen}")
print(f"saw: {seen}")
PY
