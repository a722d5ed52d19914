"""Districts of CORDIS by NUTS code: by hand, against a recount by other code, and as laws over levels."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing import commands
from graph.assessment.assessment import assess
from graph.base.errors import UsageError
from loaders.dataset import load
from loaders.sources.mapping import find_mapping
from loaders.sources.running import run, write
from planner.cli.schemas import command_schema

LEVELS = ("nuts0", "nuts1", "nuts2", "nuts3")
# country and code as CORDIS writes them (Horizon 2020 and Horizon Europe, organization.csv), and what can be wrong
SEATS = {
    "1": [("UK", "UKI31")],
    "2": [("EL", "EL303")],
    "3": [("GH", "GH")],  # a country outside NUTS has its own two letters
    "4": [("ES", "")],
    "5": [("DE", "DE9")],  # less deep than asked
    "6": [("GR", "GR303")],
    "7": [("FR", "FRY40"), ("FR", "FR101")],  # moved
    "8": [("RE", "FRY40")],  # Réunion as a country
    "9": [("NL", "DE212")],
    "10": [("IT", "ITC4C/ITC41")],
    "11": [("NA", "NA")],  # Namibia
    "12": [("AT", "NA")],  # R's mark
    "13": [("PT", ""), ("PT", "pt170")],  # a later row has it
    "14": [("", "SE110")],
    "15": [("", "")],
}
EXPECTED = {
    "nuts0": "UK EL GH ES DE EL FR FR NL IT NA AT PT SE ?",
    "nuts1": "UKI EL3 GH ES DE9 EL3 FRY FRY NL IT NA AT PT1 SE1 ?",
    "nuts2": "UKI3 EL30 GH ES DE9 EL30 FRY4 FRY4 NL IT NA AT PT17 SE11 ?",
    "nuts3": "UKI31 EL303 GH ES DE9 EL303 FRY40 FRY40 NL IT NA AT PT170 SE110 ?",
}


def source(folder, seats):
    """Each row of a seat is a participation in a project of its own, which the organisation leads."""
    projects, rows = [], []
    for pic, told in seats.items():
        for n, (country, code) in enumerate(told):
            projects.append(f"P{pic}-{n};2021-03-01;2023-02-28;100;90;B{len(rows) % 3}\n")
            kind = ("HES", "PRC", "REC", "PUB")[len(rows) % 4]
            rows.append(f"P{pic}-{n};{pic};Organisation {pic};{kind};{country};{code};coordinator;90\n")
    heads = (
        "id;startDate;endDate;totalCost;ecMaxContribution;legalBasis\n",
        "projectID;organisationID;name;activityType;country;nutsCode;role;ecContribution\n",
    )
    (folder / "project.csv").write_text(heads[0] + "".join(projects), "utf-8")
    (folder / "organization.csv").write_text(heads[1] + "".join(rows), "utf-8")
    return folder


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


def placed(folder, level):
    done = run(find_mapping("cordis"), folder, {"regions": level})
    return done, {o["id"]: o["district"] for o in rows(done, "organisations")}


@pytest.mark.parametrize("level", LEVELS)
def test_an_organisation_stands_in_the_region_of_its_code_as_deep_as_asked(level, tmp_path):
    done, found = placed(source(tmp_path, SEATS), level)
    expected = dict(zip(SEATS, EXPECTED[level].replace("?", "not_stated").split(), strict=True))
    assert found == {pic: region.replace("_", " ") for pic, region in expected.items()}
    assert {d["id"] for d in rows(done, "districts")} == set(found.values())
    assert all(c["district"] == found[c["lead_id"]] for c in rows(done, "centres"))


def test_codes_that_cannot_be_used_are_counted_each_by_its_reason(tmp_path):
    done, _ = placed(source(tmp_path, SEATS), "nuts2")
    said = dict(re.match(r"(\d+) rows: (.*)", f.message.en).groups()[::-1] for f in done.findings)
    counted = "counted by country"
    assert said == {
        f"organisations without a NUTS code, {counted}": "3",  # 4, 12, 15
        f"organisations whose NUTS code is none, {counted}": "1",
        f"organisations whose NUTS code lies in another country, {counted}": "1",
        "organisations whose NUTS code is less deep than asked, counted as deep as it goes": "3",  # 3, 5, 11
        "organisations with NUTS codes of several regions; the first is taken": "1",
        "organisations under GR or GB, which NUTS and CORDIS call EL and UK": "1",
    }
    assert all(re.search("[一-鿿]", f.message.zh) for f in done.findings)


def test_the_level_is_stated_with_each_region(tmp_path):
    """What is left of Germany beside DE21 is not Germany: its name says so."""
    done, _ = placed(source(tmp_path, SEATS | {"16": [("DE", "DE212")], "17": [("DE", "")]}), "nuts2")
    stated = {d["id"]: (d["name"], d["source"].partition("; ")[2]) for d in rows(done, "districts")}
    assert stated["UKI3"] == ("UKI3", "NUTS 2")
    assert stated["DE9"] == ("DE9 (NUTS 1)", "NUTS 1")
    assert stated["DE"] == ("DE (NUTS –)", "country")
    assert stated["ES"] == ("ES", "country")
    assert stated["not stated"] == ("not stated", "")


def test_regions_are_nuts_2_unless_asked_otherwise(tmp_path):
    source(tmp_path, SEATS)
    assert rows(run(find_mapping("cordis"), tmp_path), "districts") == rows(placed(tmp_path, "nuts2")[0], "districts")


@pytest.mark.parametrize(("given", "near"), [({"regions": "nuts4"}, "nuts"), ({"region": "nuts2"}, "regions")])
def test_another_option_or_value_is_refused_with_the_nearest(given, near, tmp_path):
    with pytest.raises(UsageError, match=f"nearest is {near}"):
        run(find_mapping("cordis"), source(tmp_path, SEATS), given)


def by_hand(told, depth):
    """The rule again, row by row in Python."""
    alias = {"GR": "EL", "GB": "UK"}
    home = dict.fromkeys(("GF", "GP", "MF", "MQ", "RE", "YT"), "FR") | {"AX": "FI", "SJ": "NO"}
    country = next((alias.get(c, c) for c, _ in told if c), "")
    for c, raw in told:
        own, code = alias.get(c, c), raw.upper()
        code = alias.get(code[:2], code[:2]) + code[2:]
        if (raw == "NA" and c != "NA") or not re.fullmatch("[A-Z]{2}[A-Z0-9]{0,3}", code):
            continue
        if not own or code[:2] == home.get(own, own):
            return code[: 2 + depth]
    return country or "not stated"


CODE = st.sampled_from(
    ["", "NA", "UK", "UKI", "UKI31", "EL303", "GR30", "DE212", "DE21", "FRY40", "de3", "D E1", "DE2123", "1234", "ZZ"]
)
SEAT = st.tuples(st.sampled_from(["", "DE", "UK", "GB", "EL", "GR", "FR", "RE", "NA", "CN"]), CODE)


@given(st.lists(st.lists(SEAT, min_size=1, max_size=3), min_size=1, max_size=12))
@settings(max_examples=3, deadline=None)
def test_regions_of_every_level_add_up_to_the_whole_and_lie_in_those_above(told):
    seats = {str(n): rows for n, rows in enumerate(told, 1)}
    with TemporaryDirectory() as folder:
        source(Path(folder), seats)
        found = {}
        for depth, level in enumerate(LEVELS):
            done, found[depth] = placed(Path(folder), level)
            assert found[depth] == {pic: by_hand(rows, depth) for pic, rows in seats.items()}
            sizes = Counter(found[depth].values())
            assert sum(sizes.values()) == len(seats)
            assert set(sizes) == {d["id"] for d in rows(done, "districts")}
    for depth in range(3):
        for pic, region in found[depth + 1].items():
            above = found[depth][pic]
            assert region == above or (region[:-1] == above and len(region) == 3 + depth)


@pytest.mark.parametrize("level", LEVELS)
def test_the_regions_of_an_assessment_add_up_to_the_whole(level, tmp_path):
    done, found = placed(source(tmp_path, SEATS), level)
    write(done, tmp_path / "map")
    eco = load(tmp_path / "map").require()
    regions = assess(eco).details.districts
    assert {r.district: r.organisations for r in regions} == Counter(found.values())
    assert sum(r.organisations for r in regions) == eco.size("Organisation") == len(SEATS)


def test_the_level_is_chosen_on_the_command_line_and_said(tmp_path):
    (tmp_path / "cordis").mkdir()
    source(tmp_path / "cordis", SEATS)
    words = ("sources", "run", "cordis", "--from", "cordis")
    done = commands.run(*words, "-o", "map", "--set", "regions=nuts3", "--json", cwd=tmp_path)
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema("sources run")).validate(data)
    assert data["options"] == {"regions": "nuts3"}
    shown = commands.run("sources", "check", "cordis", "--from", "cordis", "--lang", "zh", cwd=tmp_path).stdout
    assert "regions = nuts2" in shown
    assert "没有 NUTS 代码的单位" in shown


@pytest.mark.parametrize(
    ("option", "lang", "said"),
    [
        ("regions=nuts9", "en", "nearest is nuts"),
        ("regions=nuts9", "zh", "最接近的是 nuts"),
        ("nuts3", "en", "NAME=VALUE"),
    ],
)
def test_a_level_that_is_none_is_refused_on_the_command_line(option, lang, said, tmp_path):
    source(tmp_path, SEATS)
    words = ("sources", "run", "cordis", "--from", ".", "-o", "map", "--set", option, "--lang", lang)
    done = commands.run(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.replace("\n", "")
    assert not (tmp_path / "map").exists()
