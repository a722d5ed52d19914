"""The model document names every constraint family with the function that builds it."""

import re
from pathlib import Path

from planner.program import FAMILIES

DOC = Path(__file__).parents[3] / "docs" / "model.md"


def test_every_family_and_its_function_is_in_the_document():
    rows = re.findall(
        r"^\| ([^|]+?) \| .* \| `(planner\.(?:program|families)\.[\w.]+)` \|", DOC.read_text("utf-8"), re.MULTILINE
    )
    named = {family: f"{function.__module__}.{function.__qualname__}" for family, function in FAMILIES.items()}
    assert dict(rows) == named


def test_every_function_that_adds_rows_is_a_family_or_serves_one():
    root = Path(__file__).parents[3] / "planner"
    files = [p for part in ("families/kinds", "families/terms", "program") for p in (root / part).glob("*.py")]
    adders = set()
    for path in files:
        text = path.read_text("utf-8")
        text = text.partition("\nclass ")[0] if path.parent.name == "kinds" else text  # classes: switches and slacks
        for chunk in re.split(r"^def ", text, flags=re.MULTILINE)[1:]:
            if re.search(r"(frame|model)\.(at_most|at_least|between)\(", chunk):
                adders.add(f"{path.stem}.{chunk.split('(')[0]}")
    assert len(adders) > 12
    families = {f"{f.__module__.rsplit('.', 1)[1]}.{f.__qualname__}" for f in FAMILIES.values()}
    serving = {
        "depths.depth_terms",
        "depths._apart",
        "support._support_of",
        "support._known",
        "support._no_gap",
        "dues.bound",
        "history.money_moved",
        "layers._ladder",
        "layers._best",
        "layers._all",
        "largest._best",
        "largest._whole",
    }  # the three modes of layers.layer_worth
    assert adders <= families | serving
