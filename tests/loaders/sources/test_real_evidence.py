"""The OpenAlex slice of the TU9 as evidence: a recount by other code, ties that one paper does not flood, a map."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from graph.assessment.assessment import assess
from graph.measures.items import DERIVED, items_behind
from loaders.dataset import load
from loaders.sources.mapping import find_mapping
from loaders.sources.running import run, write

SLICE = Path(__file__).parents[4] / "shared" / "real" / "openalex_tu9"
pytestmark = pytest.mark.skipif(not SLICE.is_dir(), reason="the OpenAlex slice is not beside this checkout")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tu9") / "map"
    done = run(find_mapping("openalex"), SLICE)
    write(done, folder)
    return done, load(folder), folder


@pytest.fixture(scope="module")
def lines():
    with (SLICE / "affiliations.csv").open(encoding="utf-8", newline="") as a:
        affiliations = list(csv.DictReader(a))
    with (SLICE / "concepts.csv").open(encoding="utf-8", newline="") as c:
        concepts = list(csv.DictReader(c))
    holders = defaultdict(set)
    for row in affiliations:
        if row["institution_id"]:
            holders[row["work_id"]].add(row["institution_id"])
    year = {row["work_id"]: int(row["year"]) for row in affiliations}
    return holders, year, [c for c in concepts if int(c["level"]) >= 2]


def test_counts_are_those_of_the_files(made, lines):
    done, loaded, _ = made
    holders, _, concepts = lines
    eco = loaded.require()
    assert eco.size("Organisation") == len(set().union(*holders.values()))
    assert eco.size("Technology") == len({c["concept_id"] for c in concepts})
    assert done.counts["evidence"].used == sum(len(holders[c["work_id"]]) for c in concepts)
    for count in done.counts.values():
        assert count.rows == count.used + count.skipped + count.merged


def test_strengths_and_ties_are_a_recount(made, lines):
    _, loaded, _ = made
    holders, year, concepts = lines
    newest = max(year[c["work_id"]] for c in concepts)
    total = defaultdict(float)
    for c in concepts:
        of = holders[c["work_id"]]
        for h in of:
            total[h, c["concept_id"]] += float(c["score"]) / len(of) * 2 ** (-(newest - year[c["work_id"]]) / 5)
    table = loaded.require().tables["capabilities"]
    found = dict(zip(zip(table["holder_id"], table["technology_id"], strict=True), table["strength"], strict=True))
    assert found == pytest.approx({k: w / (1 + w) for k, w in total.items() if w > 0})
    assert set(table["source"]) == {DERIVED}
    assert (len(found), len({h for h, _ in found}), len({t for _, t in found})) == (2654, 406, 558)  # docs/sources.md
    seen = {c["work_id"] for c in concepts}
    pairs = Counter()
    for work in seen:
        if 1 < len(holders[work]) <= 20:
            n = len(holders[work])
            for a in holders[work]:
                for b in holders[work]:
                    if a < b:
                        pairs[a, b, year[work]] += 1 / (n - 1)
    ties = loaded.require().tables["ties"]
    got = {
        (*sorted((a, b)), int(y)): w
        for a, b, y, w in zip(*(ties[c].tolist() for c in ("source_id", "target_id", "year", "weight")), strict=True)
    }
    assert got == pytest.approx(dict(pairs))


def test_the_widest_paper_makes_no_tie(made, lines):
    _, loaded, _ = made
    holders, _, _ = lines
    assert max(map(len, holders.values())) >= 150
    said = {f.code: f.message.en for f in loaded.findings}
    assert "too many holders" in said["X531"]
    assert "X533" in said


def test_a_capability_is_traced_to_its_works(made):
    _, loaded, _ = made
    (found,) = items_behind(loaded.require(), "I4577782", "C169258074")  # TU Berlin, random forest
    assert (found.item, found.year, found.holders) == ("W4200035428", 2023, 1)
    assert found.amount == pytest.approx(0.47713992)


def test_a_map_without_centres_is_assessed(made):
    _, loaded, _ = made
    found = assess(loaded.require())
    assert found.counts["nodes"]["Technology"] == 558
    assert len(found.single_points) > 0
    assert len(found.findings) >= 10
