"""Every query of docs/cypher.md runs on the sample city and says what the tables say."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from graph.measures.evidence import claims_without_evidence
from graph.model.schema import TABLES
from graph.store.client import connect
from graph.store.mapping import NODE_MAPS, TIE_MAPS
from graph.store.reading import compare, read
from graph.store.rows import table_rows
from graph.store.sync import push
from loaders.dataset import load
from loaders.samples import copy_sample

PAGE = (Path(__file__).parents[3] / "docs" / "cypher.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^### (.+?) · .+?\n\n```cypher\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
PARAMETERS = {"centre": "C22", "technology": "T58", "a": "S001", "b": "S020", "year": 2024}


def with_evaluation(folder):
    """The city with one centre approved, measured, reviewed by two experts (one of its lead) and graded poor."""
    with (folder / "centres.csv").open(encoding="utf-8-sig", newline="") as file:
        centres = list(csv.DictReader(file))
    one = next(c for c in centres if c["id"] == "C22")
    one |= {"status": "approved", "approved_year": "2023"}
    tables = {
        "centres": centres,
        "indicators": [
            {"id": "Q1", "name": "q", "dimension": "x", "kind": "qualitative", "scale": "rubric", "points": 1}
        ],
        "measurements": [{"centre_id": "C22", "indicator_id": "Q1", "year": 2024, "value": 50}],
        "experts": [{"id": "X1", "name": "a", "organisation_id": one["lead_id"]}, {"id": "X2", "name": "b"}],
        "reviews": [
            {"expert_id": x, "centre_id": "C22", "indicator_id": "Q1", "year": 2024, "score": s}
            for x, s in (("X1", 90), ("X2", 40))
        ],
        "evaluations": [{"centre_id": "C22", "year": 2024, "grade": "poor"}],
        "payments": [{"centre_id": "C22", "year": y, "amount": 5} for y in (2023, 2023)],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(c for row in rows for c in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_the_page_names_every_label_type_and_table():
    assert len(QUESTIONS) >= 12
    assert PAGE.count("```cypher") == len(QUESTIONS)
    for name in {n.label for n in NODE_MAPS} | {t.label for t in TIE_MAPS} | {"Dataset"}:
        assert f"`{name}`" in PAGE, name
    table = PAGE[PAGE.index("| table |") : PAGE.index("A blank is")]
    assert all(re.search(rf"\b{name}\b", table) for name in TABLES)


@pytest.fixture(scope="module")
def answers(neo4j_server, tmp_path_factory):
    folder = copy_sample("ningbo", tmp_path_factory.mktemp("questions") / "city")
    eco = load(with_evaluation(folder)).require()
    with connect(neo4j_server.settings) as connection:
        push(connection, eco)
        assert compare(eco, read(connection)).empty  # rows without a key as well
        given = {q: connection.in_read(lambda run, text=text: run(text, **PARAMETERS)) for q, text in QUESTIONS.items()}
        connection.write("MATCH (n) DETACH DELETE n")
    return eco, {name: table_rows(eco, name) for name in TABLES}, given


def answer(given, words):
    return next(rows for question, rows in given.items() if words in question)


def positive(rows):
    return [r for r in rows if r["strength"] is None or r["strength"] > 0]


@pytest.mark.long
def test_every_question_has_an_answer(answers):
    for question, rows in answers[2].items():
        assert rows, question


@pytest.mark.long
def test_bottlenecks_and_technologies_on_one(answers):
    _, tables, given = answers
    existing = {c["id"] for c in tables["centres"] if c["status"] == "existing"}
    covered = {r["technology_id"] for r in positive(tables["covers"]) if r["centre_id"] in existing}
    bottlenecks = {t["id"] for t in tables["technologies"] if t["kind"] == "bottleneck"}
    assert {r["technology"] for r in answer(given, "Which bottlenecks")} == bottlenecks - covered
    for words, table, key, known in (
        ("just one centre", "covers", "centre_id", {c["id"] for c in tables["centres"]}),
        ("a single person", "capabilities", "holder_id", {p["id"] for p in tables["people"]}),
    ):
        behind = defaultdict(set)
        for row in positive(tables[table]):
            if row[key] in known:
                behind[row["technology_id"]].add(row[key])
        assert {r["technology"] for r in answer(given, words)} == {t for t, who in behind.items() if len(who) == 1}


@pytest.mark.long
def test_claims_without_evidence_are_those_of_the_measure(answers):
    eco, _, given = answers
    expected = {(c, t) for c, t, _ in claims_without_evidence(eco)}
    assert {(r["centre"], r["technology"]) for r in answer(given, "claims rest on nobody")} == expected


@pytest.mark.long
def test_pairs_leads_people_and_money(answers):
    _, tables, given = answers
    pairs = {frozenset((t["source_id"], t["target_id"])) for t in tables["ties"] if t["source_id"] != t["target_id"]}
    kind = {o["id"]: o["kind"] for o in tables["organisations"]}
    across = answer(given, "across sectors")
    assert sum(r["pairs"] for r in across) == len(pairs)
    assert sum(r["pairs"] for r in across if r["across"]) == sum(len({kind[i] for i in p}) == 2 for p in pairs)
    for words, table, key in (
        ("lead several", "centres", "lead_id"),
        ("behind several", "affiliations", "person_id"),
    ):
        found = defaultdict(int)
        for row in tables[table]:
            found[row[key]] += 1
        said = {r.get("organisation", r.get("person")) for r in answer(given, words)}
        assert said == {k for k, n in found.items() if n > 1}
    candidates = {c["id"] for c in tables["centres"] if c["status"] == "candidate"}
    money = sum(r["investment"] for r in tables["investments"] if r["centre_id"] in candidates)
    assert sum(r["investment"] for r in answer(given, "invest")) == pytest.approx(money)


@pytest.mark.long
def test_prerequisites_rules_and_paths(answers):
    _, tables, given = answers
    needs = defaultdict(set)
    for row in tables["requires"]:
        needs[row["technology_id"]].add(row["prerequisite_id"])
    reached, new = set(), set(needs["T58"])
    while new:
        reached |= new
        new = set().union(*(needs[t] for t in new)) - reached
    assert {r["prerequisite"] for r in answer(given, "directly or not")} == reached
    rules = {r["members"] for r in tables["rules"] if "C22" in r["members"].split("|")}
    assert {r["members"] for r in answer(given, "rules and synergies")[0]["rules"]} == rules
    through = answer(given, "connected")[0]["through"]
    assert (through[0], through[-1]) == ("S001", "S020")
    held = answer(given, "database hold")
    assert [r["complete"] for r in held] == [True]


@pytest.mark.long
def test_reviews_conflicts_and_evidence(answers):
    eco, tables, given = answers
    assert answer(given, "Who reviewed whom") == [
        {"centre": "C22", "expert": "X1", "scores": 1, "mean": 90.0},
        {"centre": "C22", "expert": "X2", "scores": 1, "mean": 40.0},
    ]
    found = answer(given, "stand in conflict")
    lead = next(c["lead_id"] for c in tables["centres"] if c["id"] == "C22")
    names = [eco.names("Organisation")[lead], eco.names("Centre")["C22"]]
    assert [(r["expert"], r["centre"], r["by_way_of"][1:]) for r in found] == [("X1", "C22", names)]
    assert answer(given, "no evidence") == [{"centre": "C22", "indicator": "Q1", "value": 50.0}]
