"""Worked cases of evaluation, as ecosystems: those of the shared reference where it is present."""

import json
from pathlib import Path

from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.rulebook.evaluation_system import EvaluationSystem
from planner.rulebook.scenario import shipped
from planner.studies.evaluation.facts import facts

FOLDER = Path(__file__).parents[2].parent / "shared" / "reference" / "evaluation"
CASES = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))] if FOLDER.is_dir() else []


def system(**changes):
    """The shipped system with some parts replaced, as a scenario file replaces them."""
    plain = shipped("ningbo-2023").policy.evaluation.system.model_dump()
    return EvaluationSystem.model_validate({**plain, "points": {}, "cuts_by_formation": {}, **changes})


def ecosystem(tables):
    """The tables of a case; fields and districts that only its centres name are added."""
    centres = tables["centres"]
    named = {f: sorted({c[f] for c in centres if c.get(f)}) for f in ("field", "district")}
    given = {
        **tables,
        "fields": [{"id": i} for i in named["field"]],
        "districts": [{"id": i} for i in named["district"]],
    }
    return Ecosystem.from_rows(DatasetInfo("case"), given)


def read(case):
    """The facts of a case."""
    return facts(ecosystem(case["tables"]), system(**case["policy"].get("evaluation.system", {})), case["year"])


def same(found, wanted):
    """Whether an exact number is the one that the case states as a double."""
    return found is wanted is None or (
        found is not None and wanted is not None and abs(float(found) - wanted) <= 1e-12 * max(1.0, abs(wanted))
    )
