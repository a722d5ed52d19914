"""Against a genuine Neo4j: round trips, repeated and interrupted pushes, counts that do not agree, wrong passwords."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from buju_testing.big_cities import big_city
from buju_testing.graph_cities import hostile_city
from graph.base.errors import ServiceError, UsageError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import TABLES
from graph.store import cypher
from graph.store.client import Connection, connect
from graph.store.reading import Sides, check, compare, counts, pull, read
from graph.store.sync import plan_push, push
from loaders.dataset import load
from loaders.samples import copy_sample
from loaders.saving import save
from planner.cli.schemas import command_schema

ROOT = Path(__file__).parents[3]
CORDIS = ROOT.parent / "shared" / "real" / "cordis_fi"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return copy_sample("ningbo", tmp_path_factory.mktemp("city") / "ningbo")


@pytest.fixture(scope="module")
def city(folder):
    return load(folder).require()


def same(one, other):
    assert one.info == other.info
    for name in TABLES:
        for column, values in one.tables[name].items():
            assert values.dtype == other.tables[name][column].dtype
            np.testing.assert_array_equal(values, other.tables[name][column], err_msg=f"{name}.{column}")


def value(store, statement, **parameters):
    return store.in_read(lambda run: run(statement, **parameters))[0]["n"]


def totals(store):
    return value(store, "MATCH (n) RETURN count(n) AS n"), value(store, "MATCH ()-[r]->() RETURN count(r) AS n")


def test_a_map_without_any_centre_goes_there_and_comes_back(store):
    """Organisations, technologies and who is capable of what: nothing to choose from, and nothing is missing."""
    tables = {
        "districts": [{"id": "A", "name": "甲区"}],
        "organisations": [
            {"id": "O", "name": "某厂", "kind": "firm", "district": "A"},
            {"id": "U", "name": "某校", "kind": "university", "district": "A"},
        ],
        "technologies": [{"id": "T", "name": "某技术", "kind": "common", "severity": 1}],
        "capabilities": [{"holder_id": holder, "technology_id": "T", "strength": 0.5} for holder in "OU"],
        "ties": [{"source_id": "O", "target_id": "U", "kind": "co_publication", "year": 2024}],
    }
    eco = Ecosystem.from_rows(DatasetInfo("map"), tables)
    done = push(store, eco)
    assert (done.nodes["Centre"], done.nodes["Organisation"], done.nodes["Technology"]) == (0, 2, 1)
    assert totals(store) == (sum(done.nodes.values()), sum(done.ties.values()))
    assert compare(eco, read(store)).empty
    same(pull(store), eco)


def test_the_sample_comes_back_as_it_was(store, city, tmp_path):
    done = push(store, city)
    assert totals(store) == (sum(done.nodes.values()), sum(done.ties.values()))
    assert compare(city, read(store)).empty
    back = pull(store)
    same(city, back)
    save(back, tmp_path / "pulled")
    loaded = load(tmp_path / "pulled")
    assert not [f for f in loaded.findings if f.level == "error"]
    same(city, loaded.require())
    assert check(store).problems == ()


@pytest.mark.skipif(not CORDIS.is_dir(), reason="needs shared/real/cordis_fi beside the checkout")
def test_a_real_programme_comes_back_as_it_was(store, tmp_path):
    """The CORDIS slice: what was sent is what the server counts, and what comes back is equal, also as files.

    (Read from files a blank level becomes the default of the schema, whichever of the two was written.)
    """
    eco = load(CORDIS).require()
    done = push(store, eco)
    nodes, ties = totals(store)
    said = eco.counts()
    assert {k: done.nodes[k] for k in said["nodes"]} == said["nodes"]
    assert nodes == sum(done.nodes.values())
    assert ties == sum(done.ties.values()) >= sum(said["ties"].values())
    assert compare(eco, read(store)).empty
    back = pull(store)
    same(eco, back)
    files, pulled = (save(e, tmp_path / name) for e, name in ((eco, "sent"), (back, "pulled")))
    assert [p.read_bytes() for p in files] == [p.read_bytes() for p in pulled]


def test_a_second_push_changes_nothing(store, city):
    push(store, city)
    before = totals(store), read(store)
    done = push(store, city, batch=37)
    assert (totals(store), read(store)) == before
    assert (done.pruned, done.extra_nodes, done.extra_ties) == (0, {}, {})


def test_names_cannot_do_harm(store, tmp_path):
    eco = hostile_city()
    store.write("CREATE (:Foreign {id: 'not ours'})-[:KNOWS]->(:Person {name: 'no id'})")
    push(store, eco, batch=2)
    push(store, eco)
    same(eco, pull(store))
    assert value(store, "MATCH (n:Foreign)-[:KNOWS]->(:Person) RETURN count(n) AS n") == 1
    assert value(store, "MATCH ()-[r:COLLABORATES]->() RETURN count(r) AS n") == 6
    push(store, eco, prune=True)
    assert value(store, "MATCH (n:Foreign)-[:KNOWS]->(:Person) RETURN count(n) AS n") == 1


def test_an_empty_graph_and_one_without_people(store):
    for eco in (
        Ecosystem(DatasetInfo("none"), {}),
        Ecosystem.from_rows(DatasetInfo("none"), {"fields": [{"id": "F"}]}),
    ):
        push(store, eco)
        same(eco, pull(store))


def changed(eco, table, **columns):
    tables = {name: dict(c) for name, c in eco.tables.items()}
    tables[table] |= columns
    return Ecosystem(eco.info, tables)


def without(eco, table, keep):
    tables = {name: dict(c) for name, c in eco.tables.items()}
    tables[table] = {name: values[keep] for name, values in tables[table].items()}
    return Ecosystem(eco.info, tables)


def test_changes_are_found_pushed_and_followed_by_their_ties(store):
    eco = hostile_city()
    push(store, eco)
    moved = changed(eco, "organisations", district=np.array(["", "D`1", ""], object))
    nodes, _, difference = plan_push(store, moved)
    assert nodes["Organisation"] == 3
    assert [r.columns for r in difference.changed] == [
        {"district": Sides(here=None, there="D`1")},
        {"district": Sides(here="D`1", there=None)},
    ]
    assert [r.kind for r in difference.only_here + difference.only_there] == ["LOCATED_IN", "LOCATED_IN"]
    assert compare(eco, read(store)).empty  # planning a push writes nothing
    push(store, moved)
    assert compare(moved, read(store)).empty
    assert check(store).problems == ()


def test_what_is_gone_here_stays_there_until_it_is_pruned(store):
    eco = hostile_city()
    push(store, eco)
    less = without(eco, "ties", [0, 2, 3, 4, 5])
    less = without(less, "rules", [0])
    less = without(less, "covers", [0, 1, 2, 3, 4])
    done = push(store, less)
    assert (done.extra_nodes, done.extra_ties) == ({"Rule": 1}, {"COLLABORATES": 1, "COVERS": 1, "CONCERNS": 2})
    kinds = {r.kind for r in compare(less, read(store)).only_there}
    assert kinds == {"Rule", "COLLABORATES", "COVERS", "CONCERNS"}
    done = push(store, less, prune=True)
    assert (done.extra_nodes, done.extra_ties) == ({}, {})
    same(less, pull(store))


def test_ties_that_others_made_are_taken_over_and_repeated_ones_pruned(store):
    eco = hostile_city()
    push(store, without(without(eco, "ties", []), "covers", []))
    store.write("MATCH (a:Centre {id: 'C1'}), (b:Technology {id: 'T1'}) CREATE (a)-[:COVERS {strength: 0.5}]->(b)")
    other = (
        "MATCH (a:Organisation {id: 'X'}), (b:Organisation {id: \"O'2\"}) CREATE (a)-[:COLLABORATES {kind: 'co_patent'"
    )
    store.write(other + ", year: 2020, weight: 9}]->(b)")
    store.write(other + "}]->(b)")
    push(store, eco)
    same(eco, pull(store))
    store.write("MATCH (a:Centre {id: 'C1'}), (b:Technology {id: 'T1'}) CREATE (a)-[:COVERS]->(b)")
    assert len(compare(eco, read(store)).only_there) == 1
    assert len(check(store).problems) == 1
    push(store, eco, prune=True)
    same(eco, pull(store))


def test_another_dataset_is_not_mixed_in(store):
    eco = hostile_city()
    push(store, eco)
    other = Ecosystem.from_rows(DatasetInfo("another"), {"fields": [{"id": "F9"}]})
    with pytest.raises(UsageError, match="--prune replaces it"):
        push(store, other)
    push(store, other, prune=True)
    same(other, pull(store))


def test_a_tie_whose_end_is_missing_is_counted_and_said(store):
    """Cypher passes such rows over in silence."""
    eco = hostile_city()
    dangling = changed(eco, "requires", prerequisite_id=np.array(["T2", "T404"], object))
    with pytest.raises(ServiceError, match=r"REQUIRES-Technology: 2 rows were sent, the server holds 1.*T2 → T404"):
        push(store, dangling)
    assert value(store, "MATCH ()-[r:REQUIRES]->() RETURN count(r) AS n") == 0  # nothing of the batch was kept
    with pytest.raises(ServiceError, match="was cut off"):
        pull(store)
    push(store, eco)
    same(eco, pull(store))


def test_constraints_are_there_and_hold(store):
    push(store, hostile_city())
    names = {r["name"] for r in store.in_read(lambda run: run(cypher.SHOW_CONSTRAINTS))}
    assert names >= {c.name for c in cypher.constraints()}
    with pytest.raises(ServiceError, match="already exists"):
        store.write("CREATE (:Centre {id: 'C1'})")
    store.alone("DROP CONSTRAINT `buju_Centre`")
    assert check(store).missing_constraints == ("buju_Centre",)


def test_nodes_with_the_same_key_are_said(store):
    store.write("CREATE (:Centre {id: 'C1'}), (:Centre {id: 'C1'})")
    with pytest.raises(ServiceError, match="the same key twice"):
        push(store, hostile_city())


class Watched(Connection):
    """Does something after so many batches of the ties that follow WORKS_AT, while the push goes on."""

    __setattr__ = object.__setattr__

    def watch(self, words):
        self.counting = "WORKS_AT" in words.en

    def in_write(self, work):
        result = super().in_write(work)
        if getattr(self, "counting", False):
            left, do = self.after
            self.after = (left - 1, do)
            if left == 1:
                do()
        return result


def test_a_server_killed_in_the_middle_of_a_push(neo4j_server, store):
    if not neo4j_server.own:
        pytest.skip("a server that others run is not killed")
    eco = big_city()
    push(store, without(eco, "capabilities", []))
    killer = threading.Thread(target=neo4j_server.kill)
    watched = Watched(store.settings, store.session, store.version)
    watched.after = (20, killer.start)
    try:
        with pytest.raises(ServiceError, match="no Neo4j server answers"):
            push(watched, eco, batch=50, progress=watched.watch)
    finally:
        killer.join()
        neo4j_server.start()
    with connect(neo4j_server.settings) as again:
        held = counts(again)[1]["CAPABLE_OF"]
        assert 0 < held < 12_000
        assert held % 50 == 0  # batches are whole
        assert read(again).unfinished
        with pytest.raises(ServiceError, match="was cut off"):
            pull(again)
        done = push(again, eco)
        assert done.ties["CAPABLE_OF"] == counts(again)[1]["CAPABLE_OF"] == 12_000
        assert totals(again) == (sum(done.nodes.values()), sum(done.ties.values()))
        assert compare(eco, read(again)).empty
        same(eco, pull(again))


PUSHER = """
import os, sys
sys.path[:0] = sys.argv[1:]
from graph.store.client import connect, settings
from graph.store.sync import push
from buju_testing.big_cities import big_city
with connect(settings(os.environ)) as store:
    push(store, big_city(), batch=50, progress=lambda words: print(words.en, flush=True))
"""


def test_a_pusher_killed_in_the_middle(neo4j_server, store):
    """SIGKILL to the process that pushes: whole batches are there, nobody is told that all is, a new push completes."""
    given = neo4j_server.settings
    environ = os.environ | {"BUJU_NEO4J_URI": given.uri, "BUJU_NEO4J_USER": given.user}
    environ["BUJU_NEO4J_PASSWORD"] = given.password
    command = [sys.executable, "-c", PUSHER, str(ROOT), str(ROOT / "tests" / "support")]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as pusher:
        try:
            assert any("WORKS_AT" in line for line in pusher.stdout)
            while not counts(store)[1].get("CAPABLE_OF"):
                assert pusher.poll() is None
        finally:
            pusher.kill()
    held = counts(store)[1]["CAPABLE_OF"]
    assert 0 < held < 12_000
    assert held % 50 == 0
    assert read(store).unfinished
    with pytest.raises(ServiceError, match="was cut off"):
        pull(store)
    eco = big_city()
    assert push(store, eco).ties["CAPABLE_OF"] == 12_000
    same(eco, pull(store))


def test_a_wrong_password_and_a_missing_database(neo4j_server):
    wrong = replace(neo4j_server.settings, password="not-the-password")
    with pytest.raises(ServiceError, match="refuses the password of user neo4j") as raised, connect(wrong):
        pass
    assert "not-the-password" not in "".join(raised.value.words)
    missing = replace(neo4j_server.settings, database="nowhere")
    with pytest.raises(ServiceError, match="has no database nowhere"), connect(missing):
        pass


def test_the_commands_do_what_they_say(neo4j_server, store, folder, tmp_path):
    given = neo4j_server.settings
    environ = os.environ | {
        "BUJU_NEO4J_URI": given.uri,
        "BUJU_NEO4J_USER": given.user,
        "BUJU_NEO4J_PASSWORD": given.password,
        "BUJU_LANG": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }

    def buju(*words, code=0, **more):
        done = subprocess.run(
            [sys.executable, "-m", "planner.cli", "graph", *map(str, words)],
            cwd=tmp_path,
            env=environ | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert given.password not in done.stdout + done.stderr
        if "--json" in words:
            answer = json.loads(done.stdout)
            jsonschema.Draft202012Validator(command_schema(f"graph {words[0]}")).validate(answer)
            return answer
        return done.stdout + done.stderr

    dry = buju("push", folder, "--dry-run", "--json")
    assert totals(store) == (0, 0)
    done = buju("push", folder, "--json")
    assert (done["nodes"], done["ties"]) == (dry["nodes"], dry["ties"])
    assert buju("diff", folder, "--json") == {"only_here": [], "only_there": [], "changed": []}
    assert buju("check", "--json")["nodes"] == done["nodes"]
    pulled = buju("pull", "pulled", "--json")
    assert pulled["rows"]["centres"] == done["nodes"]["Centre"]
    assert "没有差异" in buju("diff", "pulled", "--lang", "zh")
    assert "--force" in buju("pull", "pulled", code=2)
    buju("pull", "pulled", "--force")
    store.write("MATCH (n:Technology {id: 'T01'}) SET n.severity = 1.5, n.name = $name", name="a\n\x1b[2Jb")
    text = buju("diff", folder)
    assert "severity: 5.0 | 1.5" in text
    assert "\x1b" not in text
    assert "dead-wrong" not in buju("push", folder, code=5, BUJU_NEO4J_PASSWORD="dead-wrong")
    assert "拒绝了用户" in buju("check", "--lang", "zh", code=5, BUJU_NEO4J_PASSWORD="dead-wrong")
