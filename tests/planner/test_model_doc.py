"""The model document names every constraint family with the function that builds it."""

import re
from pathlib import Path

from planner.program import FAMILIES

DOC = Path(__file__).parents[2] / "docs" / "model.md"


def test_every_family_and_its_function_is_in_the_document():
    rows = re.findall(r"^\| ([^|]+?) \| .* \| `(planner\.program\.[\w.]+)` \|", DOC.read_text("utf-8"), re.MULTILINE)
    named = {family: f"{function.__module__}.{function.__qualname__}" for family, function in FAMILIES.items()}
    assert dict(rows) == named


def test_every_function_that_adds_rows_is_a_family_or_serves_one():
    package = Path(__file__).parents[2] / "planner" / "program"
    adders = set()
    for module in ("choice", "money", "coverage", "pairing"):
        text = (package / f"{module}.py").read_text("utf-8")
        for chunk in re.split(r"^def ", text, flags=re.MULTILINE)[1:]:
            if re.search(r"frame\.(at_most|at_least|between)\(", chunk):
                adders.add(f"{module}.{chunk.split('(')[0]}")
    families = {f"{f.__module__.rsplit('.', 1)[1]}.{f.__qualname__}" for f in FAMILIES.values()}
    serving = {
        "choice.depth_terms",
        "choice._apart",
        "money._support_of",
        "coverage._ladder",
        "coverage._best",
        "coverage._all",
    }  # the three modes of coverage.layer_worth
    assert adders <= families | serving
