"""CORDIS in both layouts: every row counted, nothing invented, sums held against the project's own."""

import csv
import math
import time
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from loaders.dataset import load
from loaders.rules.catalogue import catalogue
from loaders.tables.columns import Counts

SHARED = Path(__file__).parents[3].parent / "shared" / "real" / "cordis_fi"
needs_slice = pytest.mark.skipif(not SHARED.is_dir(), reason="the CORDIS slice is not beside the project")

PROJECT = """id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;rcn
101;ALPHA;SIGNED;"Alpha; a title";2021-01-01;2022-06-30;1500,5;1000,25;HORIZON.2.4;HORIZON-CL4-1;9001
102;;SIGNED;Beta;2020-09-01;2026-08-31;720;600;HORIZON.2.5;HORIZON-CL5-1;9002
103;GAMMA;CLOSED;Gamma;2019;;100;200;;;9003
104;DELTA;SIGNED;Delta;2022-01-01;2022-12-31;;50;HORIZON.2.4;;9004
"""
ORGANIZATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;"
    "nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;netEcContribution;"
    "totalCost;endOfParticipation;active\n"
    '101;ALPHA;1;;"UNIVERSITY; OF A";UA;false;HES;;;;FI;F1;"60.17,24.95";;;;1;1;coordinator;700,25;600,25;800;;true\n'
    "101;ALPHA;2;;FIRM B;FB;true;PRC;;;;DE;;(52.5,13.4);;;;2;2;participant;400;400;700,5;false;true\n"
    "102;;2;;FIRM B;FB;true;PRC;;;;DE;;;;;;2;1;coordinator;300;300;360;false;true\n"
    "102;;3;;;;false;REC;;;;FR;;;;;;3;2;participant;;;360;false;true\n"
    "102;;3;;;;false;REC;;;;FR;;;;;;3;3;thirdParty;100;100;;false;true\n"
    "103;GAMMA;3;;;;false;REC;;;;FR;;;;;;3;1;coordinator;200;200;;false;true\n"
    "103;GAMMA;4;;AGENCY;;false;XYZ;;;;;;;;;;4;2;associatedPartner;;;;false;true\n"
    "104;DELTA;1;;UNIVERSITY OF A;UA;false;HES;;;;FI;;;;;;1;1;participant;50;50;;false;true\n"
)


@pytest.fixture
def official(tmp_path):
    (tmp_path / "project.csv").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "organization.csv").write_text(ORGANIZATION, encoding="utf-8")
    return tmp_path


def codes(loaded):
    return Counter(f.code for f in loaded.findings)


def column(eco, table, name):
    return dict(zip(eco.column(table, "id"), eco.column(table, name), strict=True))


def by(loaded, code):
    return next(f for f in loaded.findings if f.code == code)


def test_official_layout_becomes_an_ecosystem(official):
    loaded = load(official)
    eco = loaded.require()
    assert loaded.layout == "cordis"
    assert eco.info.money_unit == "EUR"
    assert "European Commission" in eco.info.licence
    assert eco.ids("Centre") == ("101", "102", "103")
    assert column(eco, "centres", "name") == {"101": "ALPHA", "102": "102", "103": "GAMMA"}
    assert column(eco, "centres", "lead_id") == {"101": "1", "102": "2", "103": "3"}
    assert column(eco, "centres", "field") == {"101": "HORIZON.2.4", "102": "HORIZON.2.5", "103": ""}
    assert column(eco, "centres", "district") == {"101": "FI", "102": "DE", "103": "FR"}
    assert column(eco, "centres", "minimum_support") == {"101": 1000.25, "102": 600, "103": 200}
    ready = column(eco, "centres", "ready_year")
    assert (ready["101"], ready["102"]) == (2021, 2020)
    assert math.isnan(ready["103"])
    assert column(eco, "organisations", "name") == {"1": "UNIVERSITY; OF A", "2": "FIRM B", "3": "3", "4": "AGENCY"}
    kinds = {"1": "university", "2": "firm", "3": "institute", "4": "other"}
    assert column(eco, "organisations", "kind") == kinds
    assert column(eco, "organisations", "lat")["1"] == 60.17
    assert column(eco, "organisations", "lon")["2"] == 13.4
    assert eco.size("Person") == 0
    assert not len(eco.column("capabilities", "holder_id"))


def test_cost_is_spread_over_the_months_and_late_years_go_into_the_fifth(official):
    eco = load(official).require()
    spread = defaultdict(dict)
    for c, y, v in zip(*(eco.column("investments", n) for n in ("centre_id", "year", "investment")), strict=True):
        spread[c][int(y)] = v
    assert spread["101"] == pytest.approx({1: 1500.5 * 12 / 18, 2: 1500.5 * 6 / 18})
    assert spread["102"] == pytest.approx({1: 120, 2: 120, 3: 120, 4: 120, 5: 240})
    assert spread["103"] == {1: 100}


def test_participations_become_members_with_their_share(official):
    eco = load(official).require()
    names = ("centre_id", "organisation_id", "role", "share")
    members = {(c, o): (r, s) for c, o, r, s in zip(*(eco.column("members", n) for n in names), strict=True)}
    assert len(members) == 6
    assert members["101", "1"] == ("lead", pytest.approx(600.25 / 1000.25))
    assert members["102", "3"] == ("partner", pytest.approx(0.25))
    assert members["103", "4"][0] == "partner"
    assert math.isnan(members["103", "4"][1])


def test_every_row_and_every_gap_of_the_official_layout_is_counted(official):
    loaded = load(official)
    counts = dict(loaded.counts)
    assert counts == {
        "project": Counts(read=3, skipped=1, defaulted=1),
        "organization": Counts(read=8, skipped=0, defaulted=4),
    }
    wanted = [f"D{n}" for n in (602, 602, 603, 604, 605, 606, 607, 608, 610, 611, 613, 614, 615, 617)]
    assert sorted(codes(loaded).elements()) == [*wanted, "S116", "S116"]
    assert by(loaded, "D608").row == 5
    assert by(loaded, "D607").column == "ecMaxContribution"
    assert by(loaded, "D603").column == "activityType"
    assert by(loaded, "D607").row == 3
    assert by(loaded, "D607").value == "-200.00"
    assert by(loaded, "D610").value == "3"
    assert by(loaded, "D603").value == "XYZ"
    assert all(f.message.zh and f.mend.zh for f in loaded.findings)


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("projectID", "projectIdentity", "D601", 1),
        ("organisationID;vat", "organisation;vat", "D601", 1),
        ("101;ALPHA;2", "999;ALPHA;2", "K402", 3),
        ("participant;400;400", "participant;400;4OO", "C304", 3),
        ("participant;400;400", "participant;400;-400", "C308", 3),
    ],
)
def test_damaged_official_files_are_findings(official, old, new, code, row):
    assert old in ORGANIZATION
    (official / "organization.csv").write_text(ORGANIZATION.replace(old, new), encoding="utf-8")
    loaded = load(official)
    assert loaded.ecosystem is None
    found = [f for f in loaded.findings if f.level == "error"]
    assert code in {f.code for f in found}
    assert all(f.column in ORGANIZATION + "projectID" for f in found)
    assert row in {f.row for f in found if f.code == code}


def test_a_project_that_stands_twice_is_an_error(official):
    (official / "project.csv").write_text(PROJECT + PROJECT.splitlines()[1] + "\n", encoding="utf-8")
    assert [f.code for f in load(official).findings if f.level == "error"] == ["K401"]


def test_a_zip_is_read_like_the_folder(official, tmp_path):
    with zipfile.ZipFile(tmp_path / "cordis.zip", "w") as archive:
        for name in ("project.csv", "organization.csv"):
            archive.write(official / name, name)
    one, other = load(official), load(tmp_path / "cordis.zip")
    assert one.counts == other.counts
    assert one.require().counts() == other.require().counts()


def test_every_cordis_rule_is_in_the_catalogue_and_cited():
    folder = Path(__file__).parents[3] / "loaders" / "readers" / "cordis"
    source = "".join(p.read_text("utf-8") for p in folder.glob("*.py") if p.name != "rules.py")
    rules = [c for c in catalogue() if c.startswith("D")]
    assert len(rules) >= 15
    assert [c for c in rules if f'"{c}"' not in source] == []


@needs_slice
def test_slice_is_read_whole_and_quickly():
    start = time.process_time()
    loaded = load(SHARED)
    assert time.process_time() - start < 2
    assert {n: (c.read, c.skipped, c.defaulted) for n, c in loaded.counts.items()} == {
        "projects": (176, 0, 176),
        "organisations": (1587, 0, 592),
        "participations": (2269, 0, 89),
    }
    eco = loaded.require()
    nodes, ties = eco.counts()["nodes"], eco.counts()["ties"]
    assert (nodes["Centre"], nodes["Organisation"], nodes["Technology"], nodes["Person"]) == (176, 1587, 9, 0)
    assert (ties["MEMBER_OF"], ties["LEADS"], ties["COVERS"]) == (2269, 176, 178)
    assert codes(loaded) == {"D604": 1, "D605": 1, "D607": 1, "D614": 1, "D615": 3}


@needs_slice
def test_slice_agrees_with_its_files():
    eco = load(SHARED).require()
    with (SHARED / "projects.csv").open(encoding="utf-8", newline="") as file:
        projects = {p["rcn"]: p for p in csv.DictReader(file)}
    with (SHARED / "participations.csv").open(encoding="utf-8", newline="") as file:
        paid = defaultdict(float)
        for p in csv.DictReader(file):
            paid[p["rcn"]] += float(p["contribution"] or 0)
    invested = defaultdict(float)
    for c, v in zip(eco.column("investments", "centre_id"), eco.column("investments", "investment"), strict=True):
        invested[c] += v
    assert {c: pytest.approx(float(p["total_cost"])) for c, p in projects.items()} == dict(invested)
    support = column(eco, "centres", "minimum_support")
    assert support == {c: float(p["max_contribution"]) for c, p in projects.items()}
    differs = [c for c in projects if abs(paid[c] - support[c]) > 1]
    assert [f.row for f in load(SHARED).findings if f.code == "D607"] == [list(projects).index(c) + 2 for c in differs]
    share = eco.column("members", "share")
    assert np.nansum(share) == pytest.approx(176)
    assert np.isnan(share).sum() == 89
    partners = column(eco, "organisations", "kind")
    assert Counter(partners.values()) == {"firm": 748, "university": 313, "institute": 240, "other": 286}
