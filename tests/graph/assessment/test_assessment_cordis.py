"""The assessment of real data: 176 Horizon 2020 projects led from Finland, each read as a candidate centre.

Numbers that take long to compute otherwise are typed in; they come from networkx 3.6.1 on the CSV files alone.
"""

import csv
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from graph.assessment.assessment import assess
from loaders.dataset import load

FOLDER = Path(__file__).parents[3].parent / "shared" / "real" / "cordis_fi"
SECTOR = {"PRC": "industry", "HES": "university", "REC": "research", "PUB": "other", "OTH": "other"}


@pytest.fixture(scope="module")
def real():
    if not FOLDER.exists():
        pytest.skip("the CORDIS slice is not beside this checkout")
    eco = load(FOLDER).require()
    return assess(eco, dict.fromkeys(eco.ids("Centre"), 2020)).as_dict("en")


def rows(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_the_files_alone_say(real):
    got = {name: value["with_plan"] for name, value in real["indicators"].items()}
    sector = {o["pic"]: SECTOR[o["type"]] for o in rows("organisations")}
    team = defaultdict(set)
    for part in rows("participations"):
        team[part["rcn"]].add(part["pic"])
    areas = Counter()
    for project in rows("projects"):
        team[project["rcn"]].add(project["coordinator"])
        areas.update(project["programme_parts"].split("|"))
    peer = nx.Graph()
    peer.add_nodes_from(sector)
    for members in team.values():
        peer.add_edges_from(combinations(members, 2))
    across = sum(sector[a] != sector[b] for a, b in peer.edges)
    core = nx.core_number(peer)
    inner = Counter(core.values())[max(core.values())]
    expected = {
        "coverage_depth": sum(areas.values()) / len(areas),
        "joined_pairs": peer.number_of_edges(),
        "cross_sector_share": across / peer.number_of_edges(),
        "collaboration_components": nx.number_connected_components(peer),
        "cut_organisations": len(list(nx.articulation_points(peer))),
        "bridge_ties": len(list(nx.bridges(peer))),
        "core_share": inner / len(peer),
    }
    assert {name: got[name] for name in expected} == pytest.approx(expected)
    assert got["joined_pairs"] == 17684
    assert real["triple_helix"] == {"today": None, "with_plan": None}  # CORDIS tells no government body apart


def test_what_takes_long_otherwise(real):
    got = {name: value["with_plan"] for name, value in real["indicators"].items()}
    assert got["betweenness_of_first"] == pytest.approx(0.3009927621691197)
    assert real["brokers"][0]["organisation"] == "932760440"
    assert got["mean_constraint"] == pytest.approx(0.188968939669976)
    assert got["mean_effective_size"] == pytest.approx(5.934231584872326)
    assert got["brokerage_across_sectors"] == pytest.approx(0.9461884295005896)
    assert got["robustness"] == pytest.approx(0.09349356718041088)
    assert real["communities"]["with_plan"]["modularity"] > 0.65  # Louvain differs between versions of networkx
