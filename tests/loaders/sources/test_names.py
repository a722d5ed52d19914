"""Names of organisations: keys by hand, identifiers with their check digits, and the truth of the ROR logs."""

import csv
from pathlib import Path

import pytest

from loaders.sources.aliases import Alias, aliases_of, as_csv, circles, kept_decisions, read_parents, stray_identifiers
from loaders.sources.identifiers import identifier
from loaders.sources.name_keys import name_key
from loaders.sources.registry import Name, Registry

REAL = Path(__file__).parents[4] / "shared" / "real"
LOGS = REAL / "ror" / "20230903_affiliation_matching_logs.csv"
needs_logs = pytest.mark.skipif(not LOGS.is_file(), reason="the ROR logs are not beside this checkout")


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Universität Zürich", "UNIVERSITAT ZURICH", True),
        ("Ｎｉｎｇｂｏ　University", "ningbo university", True),
        ("国科大宁波材料工程学院", "中国科学院大学宁波材料工程学院", True),
        ("國立臺灣大學", "国立台湾大学", True),
        ("乾縣人民醫院", "乾县人民医院", True),
        ("R&D Institute", "R and D Inst.", True),
        ("宁波大学", "宁波大学医学院", False),
        ("北京大学", "北京大学第一医院", False),
        ("Samsung (India)", "Samsung (South Korea)", False),
        ("No. 1 Hospital", "No. 2 Hospital", False),
    ],
)
def test_keys(a, b, same):
    assert (name_key(a) == name_key(b)) == same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://ror.org/03v4gjf40", "https://ror.org/03v4gjf40"),  # Technical University of Berlin, openalex_tu9
        ("ror.org/0304hq317", "https://ror.org/0304hq317"),
        ("0304hq318", None),
        ("91110000600037341L", "91110000600037341L"),  # the example of python-stdnum's own documentation
        ("91110000600037342L", None),
        ("grid.6734.6", "grid.6734.6"),
        ("", None),
    ],
)
def test_identifiers(text, value):
    found = identifier(text)
    assert (found and found.value) == value


def test_what_the_registry_holds_twice_is_never_decided():
    known = Registry.of([Name("A", "First Affiliated Hospital"), Name("B", "First Affiliated Hospital"), Name("C", "")])
    assert known.match("First Affiliated Hospital").id is None
    assert known.match("").id is None


def test_two_organisations_in_one_affiliation_are_not_decided():
    known = Registry.of([Name("A", "Ningbo University"), Name("B", "Zhejiang University")])
    assert known.match("Ningbo University; Zhejiang University").id is None
    assert known.match("Ningbo University, Ningbo University").id == "A"


def test_a_name_inside_another_is_proposed_as_such_and_never_merged():
    known = Registry.of([Name("A", "中国科学院大学宁波学院")])
    match = next(known.propose(["中国科学院大学宁波"]))
    assert match.id is None
    assert [(p.id, p.inside) for p in match.proposals] == [("A", True)]


def test_decisions_of_a_person_stay_and_merges_can_be_undone(tmp_path):
    known = Registry.of([Name("A", "Ningbo University")])
    names = ["Ningbo Univ.", "Ningbo Universty"]
    before = as_csv(aliases_of(names, known))
    decided = Alias("Ningbo Universty", "A", None, "Li", "2026-11-30")
    (tmp_path / "aliases.csv").write_bytes(as_csv([decided]))
    kept = kept_decisions(tmp_path / "aliases.csv")
    again = aliases_of(names, known, kept)
    assert decided in again
    assert as_csv(aliases_of(names, known, {})) == before


def test_ids_of_several_registries_in_one_column_are_decided_or_told_each_with_its_row(tmp_path):
    """Of five ids two are of the registry's; one is another's, one without check digits, one has a wrong digit."""
    ids = ["https://ror.org/03v4gjf40", "999895013", "91110000600037341L", "grid.6734.6", "https://ror.org/03v4gjf41"]
    (tmp_path / "names.csv").write_text("raw\n" + "\n".join(ids) + "\n999895014\n999895015\n", "utf-8")
    known = Registry.of([Name("https://ror.org/03v4gjf40", "TU Berlin"), Name("999895013", "University of Tartu")])
    assert [known.match(i).how for i in ids] == ["identifier", "identifier", "none", "none", "none"]
    told = stray_identifiers(tmp_path / "names.csv", "raw", known)
    assert [(f.code, f.row, f.column, f.value, f.message.en) for f in told] == [
        ("M816", 4, "raw", "91110000600037341L", "the USCC is not one of this registry (1 such cells)"),
        ("M816", 5, "raw", "grid.6734.6", "the GRID is not one of this registry (1 such cells)"),
        ("M816", 6, "raw", "https://ror.org/03v4gjf41", "the check digits of the ROR do not hold (1 such cells)"),
        ("M816", 7, "raw", "999895014", "the PIC is not one of this registry (2 such cells)"),
    ]


def test_parents_in_a_circle_are_told_with_their_rows(tmp_path):
    relations = tmp_path / "relations.csv"
    relations.write_text("id,relation,other\nD,parent,A\nA,parent,B\nB,parent,C\nC,Parent,A\n", "utf-8")
    told = circles(relations, read_parents(relations))
    assert [(f.code, f.file, f.row, f.value) for f in told] == [
        ("M817", "relations.csv", 2, "A"),
        ("M817", "relations.csv", 3, "B"),
        ("M817", "relations.csv", 4, "C"),
    ]


@needs_logs
def test_ror_checks_hold_on_every_id_of_the_snapshot():
    ids = {r["ror_id"] for name in ("ror/names_of_logs.csv", "ror_cn/ror_cn_names.csv") for r in read(REAL / name)}
    assert len(ids) > 2000
    assert [i for i in ids if identifier(i) is None] == []


@needs_logs
def test_precision_and_recall_on_the_ror_logs():
    """Truth of the logs (ROR, 2023); recall over the affiliations whose organisation the names file holds."""
    names = read(REAL / "ror" / "names_of_logs.csv")
    known = Registry.of(
        Name(r["ror_id"], r["name"], r["name"].isascii() and " " not in r["name"] and r["name"].isupper())
        for r in names
    )
    right = wrong = whole = 0
    for row in read(LOGS):
        truth = {one.strip() for one in row["ror_id"].split(";")} - {"NP"}
        found = known.match(row["affiliation"]).id
        whole += bool(truth & known.ids)
        right += found is not None and found in truth
        wrong += found is not None and found not in truth
    assert right / (right + wrong) >= 0.95
    assert right / whole >= 0.55
