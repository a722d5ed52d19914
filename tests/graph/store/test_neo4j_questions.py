"""Every query of docs/cypher.md runs on the sample city and says what the tables say."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from graph.measures.evidence import claims_without_evidence
from graph.model.schema import TABLES
from graph.store.client import connect
from graph.store.mapping import NODE_MAPS, TIE_MAPS
from graph.store.rows import table_rows
from graph.store.sync import push
from loaders.dataset import load
from loaders.samples import copy_sample

PAGE = (Path(__file__).parents[3] / "docs" / "cypher.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^### (.+?) · .+?\n\n```cypher\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
PARAMETERS = {"centre": "C22", "technology": "T58", "a": "S001", "b": "S020"}


def test_the_page_names_every_label_type_and_table():
    assert len(QUESTIONS) >= 12
    assert PAGE.count("```cypher") == len(QUESTIONS)
    for name in {n.label for n in NODE_MAPS} | {t.label for t in TIE_MAPS} | {"Dataset"}:
        assert f"`{name}`" in PAGE, name
    table = PAGE[PAGE.index("| table |") : PAGE.index("A blank is")]
    assert all(re.search(rf"\b{name}\b", table) for name in TABLES)


@pytest.fixture(scope="module")
def answers(neo4j_server, tmp_path_factory):
    eco = load(copy_sample("ningbo", tmp_path_factory.mktemp("questions") / "city")).require()
    with connect(neo4j_server.settings) as connection:
        push(connection, eco)
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
