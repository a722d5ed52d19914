"""The run's network: laws of the angles, and graph files that another program reads without loss."""

import io
from math import pi
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buju_testing.sample_run import hostile, older, sample, without_centre
from buju_testing.typed_result import typed
from planner.layout.content import LackingError
from planner.layout.network.graph_files import gexf_bytes, graphml_bytes
from planner.layout.network.network import network
from planner.layout.network.places import MOST_TECHNOLOGIES, picture_of, placed
from planner.layout.network.rings import TURN, between, mean_angle, relax, spread, technology_angles

ANGLES = st.lists(st.floats(-pi, pi), min_size=1, max_size=30).map(lambda a: {f"n{k}": x for k, x in enumerate(a)})


def gaps(angles):
    order = sorted(a % TURN for a in angles.values())
    return [(b - a) % TURN for a, b in zip(order, [*order[1:], order[0] + TURN], strict=True)] if len(order) > 1 else []


@given(ANGLES)
def test_even_places_are_even_and_keep_all(wanted):
    placed_at = spread(wanted)
    assert placed_at.keys() == wanted.keys()
    assert gaps(placed_at) == pytest.approx([TURN / len(wanted)] * len(gaps(placed_at)))


@given(ANGLES, st.floats(0.001, 0.5))
def test_relaxed_places_are_apart(wanted, least):
    placed_at = relax(wanted, least)
    assert placed_at.keys() == wanted.keys()
    assert all(gap >= min(least, TURN / len(wanted)) - 1e-9 for gap in gaps(placed_at))


@given(ANGLES)
def test_places_that_are_apart_already_stay(wanted):
    if all(gap > 0.01 for gap in gaps(wanted)):
        stayed = relax(wanted, 0.005)
        if len(wanted) * 0.005 < TURN * 0.98:
            assert all(abs(between(stayed[k], wanted[k])) < 1e-9 for k in wanted)


def test_hand_checked_angles():
    assert mean_angle([0.0, pi / 2]) == pytest.approx(pi / 4)
    assert mean_angle([0.0, pi]) is None
    # two fields of two, one empty place after each: six places, 60 degrees apart, the first on top
    at = technology_angles(["a", "b", "c", "d"], ["F", "F", "G", "G"], gap=1.0)
    assert [round(between(pi / 2, a) * 180 / pi) for a in at.values()] == pytest.approx([0, -60, -180, 120])


def test_nodes_and_links_are_those_of_the_result():
    result = sample()
    net = network(typed(result))
    parts = ("chosen", "existing", "rejected")
    assert sum(n.kind == "centre" for n in net.nodes) == sum(len(result[p]) for p in parts)
    assert sum(n.kind == "technology" for n in net.nodes) == len(result["technologies"])
    assert sum(n.kind == "organisation" for n in net.nodes) == len(result["organisations"])
    count = {kind: sum(link.kind == kind for link in net.links) for kind in ("COVERS", "MEMBER_OF", "REQUIRES")}
    assert count["MEMBER_OF"] == sum(len(c["members"]) for p in parts for c in result[p])
    assert count["COVERS"] == sum(len(c["technologies"]) for p in parts for c in result[p])
    assert count["REQUIRES"] == sum(len(t["prerequisites"]) for t in result["technologies"])
    keys = [n.key for n in net.nodes]
    assert len(set(keys)) == len(keys)
    assert {end for link in net.links for end in (link.source, link.target)} <= set(keys)


def test_an_older_run_lacks_members():
    with pytest.raises(LackingError, match="plan again"):
        network(typed(older()))


def test_every_node_has_a_place_of_its_own():
    at = placed(typed(sample()))
    assert len(at) == len(network(typed(sample())).nodes)
    assert len({(round(x, 6), round(y, 6)) for x, y in at.values()}) == len(at)


def test_many_technologies_stand_in_several_rings():
    result = sample()
    first = result["technologies"][0]
    result["technologies"] += [{**first, "technology": f"X{k}", "centres": []} for k in range(900)]
    shown = picture_of(typed(result), network(typed(result)))
    assert len(result["technologies"]) > MOST_TECHNOLOGIES
    assert len({shown.radius[n.key] for n in shown.technologies}) > 5
    assert min(shown.radius[n.key] for n in shown.technologies) > 0.3


@pytest.mark.parametrize("make", [sample, without_centre, hostile])
def test_graph_files_open_in_networkx_without_loss(make):
    result = make()
    net = network(typed(result))
    for data, read in (
        (graphml_bytes(typed(result), "zh"), nx.read_graphml),
        (gexf_bytes(typed(result), "zh"), nx.read_gexf),
    ):
        got = read(io.BytesIO(data))
        assert set(got.nodes) == {n.key for n in net.nodes}
        assert got.number_of_edges() == len(net.links)
        for n in net.nodes:
            attributes = got.nodes[n.key]
            assert attributes["kind"] == n.kind
            assert attributes["id"] == n.id
            for name, value in n.more.items():
                assert attributes[name] == _legal(value)
                assert isinstance(attributes[name], (bool, str)) == isinstance(value, (bool, str))
        for link in net.links:
            edge = got.edges[link.source, link.target]
            assert edge["label"] == link.kind
            assert all(edge[name] == _legal(value) for name, value in link.more.items())


def _legal(value):
    return value if not isinstance(value, str) else "".join("\ufffd" if c < " " else c for c in value)


def test_gexf_carries_colours_and_places_and_no_date():
    data = gexf_bytes(typed(sample()), "en")
    assert data == gexf_bytes(typed(sample()), "en")
    assert b"lastmodified" not in data
    space = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    nodes = ET.fromstring(data).findall(".//g:node", space)  # noqa: S314 (our own file)
    assert nodes
    for node in nodes:
        assert node.find("viz:color", space) is not None
        assert node.find("viz:position", space) is not None
    assert "Made-up data" in ET.fromstring(data).findtext(".//g:description", "", space)  # noqa: S314
