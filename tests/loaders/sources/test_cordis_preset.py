"""The preset of CORDIS: equal, row by row, to the reader that shares no code with it; both official layouts by hand."""

import csv
import io
import math
from pathlib import Path

import pytest

from graph.base.errors import InputError
from loaders.dataset import load
from loaders.sources.mapping import find_mapping
from loaders.sources.running import run, write

REAL = Path(__file__).parents[4] / "shared" / "real"
CUTS = ["cordis_fi", "cordis_h2020/EE", "cordis_h2020/PT_as_shipped_NA"]
PROJECT = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;frameworkProgramme;rcn\n"
)
ORGANISATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;"
    "nutsCode;geolocation;rcn;order;role;ecContribution;netEcContribution;totalCost;endOfParticipation;active\n"
)


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


NOT_STATED = {"('not stated',)"}
"""A field and a district that the table must have, and that the reader leaves blank."""


def stated(values):
    return [v or "not stated" if isinstance(v, str) else v for v in values]


def member(project, pic, name, kind, country, role, ec, net, place=""):
    return f"{project};;{pic};;{name};;;{kind};;;;{country};;{place};1;1;{role};{ec};{net};0;false;true\n"


@pytest.mark.parametrize("cut", CUTS)
def test_a_real_cut_is_what_the_reader_of_cordis_makes_of_it(cut, tmp_path):
    if not (REAL / cut).is_dir():
        pytest.skip("the CORDIS cuts are not beside this checkout")
    write(run(find_mapping("cordis"), REAL / cut), tmp_path / "d")
    made, known = load(tmp_path / "d").require(), load(REAL / cut).require()
    assert made.info.money_unit == known.info.money_unit
    for table, keys in {
        "districts": ["id"],
        "fields": ["id"],
        "technologies": ["id", "field", "kind", "severity"],
        "organisations": ["id", "name", "kind", "district"],
        "centres": ["id", "name", "status", "field", "district", "lead_id", "ready_year", "minimum_support"],
        "covers": ["centre_id", "technology_id", "strength"],
        "members": ["centre_id", "organisation_id", "role", "tie"],
    }.items():
        one, other = (
            sorted(map(repr, zip(*(stated(eco.tables[table][k].tolist()) for k in keys), strict=True)))
            for eco in (made, known)
        )
        assert [r for r in one if r not in NOT_STATED] == other, table
    for table, keys, value in (
        ("members", ("centre_id", "organisation_id"), "share"),
        ("investments", ("centre_id", "year"), "investment"),
    ):
        one, other = (
            {
                k: v
                for *k_, v in zip(*(eco.tables[table][c].tolist() for c in (*keys, value)), strict=True)
                if (k := tuple(k_))
            }
            for eco in (made, known)
        )
        assert one == pytest.approx(other, nan_ok=True), table


def test_counts_of_a_real_cut_are_those_of_the_files_lines():
    folder = REAL / "cordis_fi"
    if not folder.is_dir():
        pytest.skip("the CORDIS cut is not beside this checkout")
    done = run(find_mapping("cordis"), folder)
    lines = {f.stem: list(csv.DictReader(io.StringIO(f.read_text("utf-8")))) for f in folder.glob("*.csv")}
    assert done.counts["centres"].used == len(lines["projects"]) == 176
    assert done.counts["members"].used == len(lines["participations"]) == 2269
    assert done.counts["organisations"].used == len({o["pic"] for o in lines["organisations"]}) == 1587
    assert done.counts["districts"].used == len({o["country"] for o in lines["organisations"]})
    assert done.counts["covers"].used == sum(len(p["programme_parts"].split("|")) for p in lines["projects"])
    told = {f.message.en for f in done.findings}
    assert f"{sum(not o['name'] for o in lines['organisations'])} rows: organisations without a name" in str(told)
    for count in done.counts.values():
        assert count.rows == count.used + count.skipped + count.merged


@pytest.mark.parametrize(
    ("basis", "comma"), [("H2020-EU.2.1.1.", ","), ("HORIZON.2.4", ".")], ids=["Horizon 2020", "Horizon Europe"]
)
def test_the_official_layouts_by_hand(tmp_path, basis, comma):
    """Two projects; one without a coordinator is left out. A's money is 60 + 20 of 100: shares .8 and .2."""
    amount = f"100{comma}5"
    (tmp_path / "project.csv").write_text(
        PROJECT
        + f"7;ALPHA;SIGNED;First;2021-03-01;2023-02-28;{amount};90{comma}25;{basis};;;1\n"
        + f"8;BETA;SIGNED;Second;2021-03-01;2023-02-28;50;50;{basis};;;2\n",
        "utf-8",
    )
    (tmp_path / "organization.csv").write_text(
        ORGANISATION
        + member(7, 111, "甲大学", "HES", "NA", "coordinator", 99, 60, '"60.18,24.82"')
        + member(7, 222, "", "PRC", "EL", "participant", 20, 20)
        + member(7, 111, "甲大学", "HES", "NA", "thirdParty", 20, 20, '"60.18,24.82"')
        + member(8, 222, "", "PRC", "EL", "participant", 20, 20),
        "utf-8",
    )
    (tmp_path / "euroSciVoc.csv").write_text(
        "projectID;euroSciVocCode;euroSciVocPath;euroSciVocTitle;euroSciVocDescription\n"
        "7;/25/73/601;/natural sciences/computer sciences/artificial intelligence;artificial intelligence;\n"
        "7;/25/73;/natural sciences/computer sciences;computer sciences;\n"
        "8;/25/73/601;/natural sciences/computer sciences/artificial intelligence;artificial intelligence;\n",
        "utf-8",
    )
    (tmp_path / "legalBasis.csv").write_text(
        f"projectID;legalBasis;title;uniqueProgrammePart\n7;{basis};ICT;true\n", "utf-8"
    )
    done = run(find_mapping("cordis"), tmp_path)
    assert [(o["id"], o["name"], o["kind"], o["district"], o["lat"]) for o in rows(done, "organisations")] == [
        ("111", "甲大学", "university", "NA", "60.18"),
        ("222", "222", "firm", "EL", ""),
    ]
    assert [(t["id"], t["name"], t["field"]) for t in rows(done, "technologies")] == [
        ("ESV-25-73-601", "artificial intelligence", "natural sciences")
    ]
    assert {(f["id"], f["name"]) for f in rows(done, "fields")} == {(basis, "ICT"), ("natural sciences",) * 2}
    (centre,) = rows(done, "centres")
    assert (centre["id"], centre["name"], centre["field"], centre["lead_id"]) == ("7", "ALPHA", basis, "111")
    assert (centre["district"], centre["ready_year"], centre["minimum_support"]) == ("NA", "2021", "90.25")
    assert {m["organisation_id"]: (m["role"], float(m["share"])) for m in rows(done, "members")} == {
        "111": ("lead", pytest.approx(0.8)),
        "222": ("partner", pytest.approx(0.2)),
    }
    spent = [float(i["investment"]) for i in rows(done, "investments")]
    assert spent == pytest.approx([50.25, 50.25])
    assert math.isclose(sum(spent), 100.5)
    assert [(r.why.en, r.rows) for r in done.counts["covers"].reasons] == [
        ("too broad to be a technology (level below 3 of euroSciVoc)", 1),
        ("a project without a coordinator", 1),
    ]
    write(done, tmp_path / "out")
    assert load(tmp_path / "out").require().size("Centre") == 1


def test_half_a_source_is_refused(tmp_path):
    (tmp_path / "project.csv").write_text(PROJECT, "utf-8")
    with pytest.raises(InputError) as error:
        run(find_mapping("cordis"), tmp_path)
    assert [(f.code, f.file) for f in error.value.findings] == [("M810", "organization.csv")]


def test_a_renamed_column_of_cordis_names_the_nearest(tmp_path):
    (tmp_path / "project.csv").write_text(PROJECT.replace("ecMaxContribution", "maxContribution"), "utf-8")
    (tmp_path / "organization.csv").write_text(ORGANISATION, "utf-8")
    with pytest.raises(InputError) as error:
        run(find_mapping("cordis"), tmp_path)
    (said,) = error.value.findings
    assert (said.code, said.column, said.mend.en) == ("M813", "ecMaxContribution", "nearest is maxContribution")
