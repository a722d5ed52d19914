"""What a result tells of centres, members, districts and indicators: hand-checked, and true to the ecosystem."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from buju_testing.random_city import random_city
from graph.assessment.assessment import assess
from graph.base.records import decode, encode
from graph.model.ecosystem import DatasetInfo, Ecosystem
from loaders.dataset import load
from planner.cli.schemas import command_schema
from planner.problem.city import City
from planner.rulebook import scenario
from planner.runs import pipeline, result_places
from planner.runs.plan_result import PlanResult
from planner.runs.store import result_bytes
from planner.solving.highs import Limits

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "loaders" / "samples" / "ningbo"

ROWS = {
    "organisations": [
        {"id": "O1", "name": "甲厂", "kind": "firm", "district": "D1", "champion": True},
        {"id": "O2", "name": "乙校", "kind": "university", "district": "D1", "lon": 121.5, "lat": 29.8, "crs": "WGS84"},
        {"id": "O3", "name": "丙所", "kind": "institute"},
    ],
    "people": [{"id": "P1", "name": "某人"}],
    "districts": [
        {"id": "D1", "name": "东区", "lon": 121.0, "lat": 29.0, "crs": "CGCS2000"},
        {"id": "D2", "name": "西区"},
    ],
    "technologies": [{"id": "T1", "severity": 5}, {"id": "T2", "severity": 2}],
    "requires": [{"technology_id": "T1", "prerequisite_id": "T2"}],
    "centres": [
        {"id": "E1", "status": "existing", "lead_id": "O1", "approved_year": 2021, "district": "D1"},
        {"id": "C1", "status": "candidate", "lead_id": "O1", "chief_scientist_id": "P1", "ready_year": 2023},
    ],
    "covers": [{"centre_id": "C1", "technology_id": "T2"}],
    "members": [
        {"centre_id": "C1", "organisation_id": "O2", "tie": "co_patent"},
        {"centre_id": "C1", "organisation_id": "O1", "role": "lead", "tie": "joint_funding"},
    ],
}


@pytest.fixture(scope="module")
def city():
    policy = random_city(5)[1]
    return City(Ecosystem.from_rows(DatasetInfo("x"), ROWS), policy)


def test_a_centre_names_its_members_lead_first_and_its_chief_scientist(city):
    told = result_places.centre(city, 1)
    assert [(m.organisation, m.name, m.kind, m.role, m.tie) for m in told.members] == [
        ("O1", "甲厂", "firm", "lead", "joint_funding"),
        ("O2", "乙校", "university", "partner", "co_patent"),
    ]
    assert (told.chief_scientist, told.chief_scientist_name) == ("P1", "某人")
    assert (told.ready_year, told.approved_year, told.technologies) == (2023, None, ("T2",))


def test_a_lead_that_is_no_row_of_members_is_a_member_all_the_same(city):
    told = result_places.centre(city, 0)
    assert encode(told.members) == [{"organisation": "O1", "name": "甲厂", "kind": "firm", "role": "lead", "tie": ""}]
    assert (told.approved_year, told.chief_scientist, told.technologies) == (2021, "", ())


def test_only_organisations_of_centres_are_told(city):
    told = result_places.organisations(city.eco)
    assert [(o.id, o.kind, o.district, o.champion, o.lon) for o in told] == [
        ("O1", "firm", "D1", True, None),
        ("O2", "university", "D1", False, 121.5),
    ]


def test_districts_tell_their_point_or_that_there_is_none(city):
    assert encode(result_places.districts(city.eco)) == [
        {"id": "D1", "name": "东区", "lon": 121.0, "lat": 29.0, "crs": "CGCS2000"},
        {"id": "D2", "name": "西区", "lon": None, "lat": None, "crs": ""},
    ]
    assert result_places.prerequisites(city.eco) == {"T1": ("T2",), "T2": ()}


def test_indicators_are_those_of_the_assessment():
    eco = load(SAMPLE).require()
    plan = {"C01": 2023, "C02": 2024}
    told, whole = result_places.indicators(eco, plan), assess(eco, plan).as_dict("zh")["indicators"]
    assert tuple(told) == result_places.SHOWN
    for name, reading in told.items():
        assert (reading.today, reading.with_plan) == (whole[name]["today"], whole[name]["with_plan"])
        assert reading.label.zh == whole[name]["label"]
    assert result_places.indicators(eco, None)["coverage_depth"].with_plan is None


def test_a_great_ecosystem_has_no_indicators_in_its_result(city, monkeypatch):
    monkeypatch.setattr(result_places, "MOST_NODES", 3)
    assert result_places.indicators(city.eco, {}) == {}


def test_the_sample_result_tells_all_members_and_fits_its_schema():
    eco = load(SAMPLE).require()
    given = scenario.load(SAMPLE / "scenarios" / "base.yaml")
    planned = pipeline.plan_result(eco, given, Limits(seconds=60))[1]
    result = encode(planned)
    assert decode(PlanResult, json.loads(result_bytes(result))) == planned
    jsonschema.Draft202012Validator(command_schema("result")).validate(result)
    with (SAMPLE / "members.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    centres = [*result["chosen"], *result["rejected"], *result["existing"]]
    told = {(c["centre"], m["organisation"]) for c in centres for m in c["members"]}
    assert {(r["centre_id"], r["organisation_id"]) for r in rows} <= told
    assert told - {(r["centre_id"], r["organisation_id"]) for r in rows} <= {(c["centre"], c["lead"]) for c in centres}
    assert {m for _, m in told} == {o["id"] for o in result["organisations"]}
    assert result["indicators"]["expected_coverage"]["with_plan"] > result["indicators"]["expected_coverage"]["today"]


def test_an_infeasible_result_fits_its_schema_too():
    eco, policy = random_city(5)
    given = replace(scenario.shipped("ningbo-2023"), policy=policy, name="small")
    target = policy.target.model_copy(update={"count": 99})
    broken = replace(given, policy=policy.model_copy(update={"target": target}))
    outcome, result = pipeline.plan_result(eco, broken, Limits())
    assert outcome.plan is None
    jsonschema.Draft202012Validator(command_schema("result")).validate(encode(result))
