"""Worked cases of evaluation, as ecosystems: those of the shared reference where it is present."""

import json
from pathlib import Path

from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.rulebook.evaluation_system import EvaluationSystem
from planner.rulebook.scenario import shipped
from planner.studies.evaluation.facts import facts

FOLDER = Path(__file__).parents[4] / "shared" / "reference" / "evaluation"
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


TABLES = {
    "centres": [
        {"id": "C1", "status": "approved", "approved_year": 2023, "formation": "enterprise", "lead_id": "O1"},
        {"id": "C2", "status": "approved", "approved_year": 2022, "formation": "enterprise", "lead_id": "O2"},
        {"id": "C3", "status": "approved", "approved_year": 2025, "formation": "enterprise", "lead_id": "O2"},
        {"id": "K1", "status": "candidate", "formation": "enterprise", "lead_id": "O2"},
    ],
    "organisations": [{"id": "O1"}, {"id": "O2"}],
    "investments": [{"centre_id": c, "year": k, "investment": 1000} for c in ("C1", "C2") for k in range(1, 6)],
    "payments": [
        {"centre_id": "C1", "year": 2023, "amount": 500, "payer": "city"},
        {"centre_id": "C1", "year": 2024, "amount": 300, "payer": "city"},
        {"centre_id": "C1", "year": 2024, "amount": 90, "payer": "province"},
        {"centre_id": "C1", "year": 2025, "amount": 7, "payer": "city"},
    ],
    "indicators": [
        {"id": "I1", "dimension": "funding", "kind": "quantitative", "scale": "linear 0 100", "points": 60},
        {"id": "Q1", "dimension": "governance", "kind": "qualitative", "scale": "rubric", "points": 40},
    ],
    "measurements": [
        {
            "centre_id": "C1",
            "indicator_id": "I1",
            "year": 2024,
            "value": 80,
            "evidence": "审计报告",
            "date": "2025-01-15",
        },
        {"centre_id": "C2", "indicator_id": "I1", "year": 2024, "value": 50},
        {"centre_id": "C2", "indicator_id": "Q1", "year": 2024, "value": 50},
    ],
    "experts": [{"id": f"X{k}", "organisation_id": "O1" if k == 4 else ""} for k in (1, 2, 3, 4)],
    "reviews": [
        {"expert_id": f"X{k}", "centre_id": c, "indicator_id": "Q1", "year": 2024, "score": 60 + 10 * k}
        for c in ("C1", "K1")
        for k in (1, 2, 3, 4)
        if not (c == "C1" and k > 4)
    ],
    "evaluations": [{"centre_id": "C1", "year": 2023, "grade": "good"}],
}
"""Two approved centres, one approved later, a candidate: made up, with what an evaluation of 2024 reads."""
