"""What is estimated or left out because of its size says so, with the reason, in findings and data, zh and en."""

import networkx as nx
import pytest

from graph.assessment import left_out, portfolio
from graph.assessment.assessment import assess
from graph.measures import brokerage, collaboration, engine
from graph.model.ecosystem import DatasetInfo, Ecosystem


def city():
    ends = list(nx.gnm_random_graph(40, 90, seed=3).edges)
    organisations = [{"id": f"O{i}", "kind": ("firm", "university")[i % 2], "district": f"D{i % 3}"} for i in range(40)]
    return Ecosystem.from_rows(
        DatasetInfo("x"),
        {
            "organisations": organisations,
            "districts": [{"id": f"D{i}"} for i in range(3)],
            "technologies": [{"id": f"T{i}", "severity": 3} for i in range(4)],
            "capabilities": [{"holder_id": f"O{i}", "technology_id": f"T{i % 5 % 4}"} for i in range(40)],
            "centres": [{"id": f"C{i}", "status": "existing", "lead_id": f"O{i}"} for i in range(3)],
            "covers": [{"centre_id": f"C{i}", "technology_id": f"T{t}"} for i in range(3) for t in range(i, i + 2)],
            "ties": [{"source_id": f"O{a}", "target_id": f"O{b}", "kind": "co_patent"} for a, b in ends],
        },
    )


def said(found, topic):
    return [f["text"] for f in found["findings"] if f["topic"] == topic]


def test_nothing_is_left_out_of_a_city():
    found = assess(city()).as_dict("en")
    assert (said(found, "estimated"), said(found, "left out")) == ([], [])
    assert (found["sampled"], found["left_out"]["why"], found["left_out"]["technologies"]) == (None, [], [])
    assert found["reach"]["centres"]


def test_a_sample_says_its_seed_and_its_error(monkeypatch):
    monkeypatch.setattr(brokerage, "EXACT", 10)
    monkeypatch.setattr(brokerage, "SAMPLE", 20)
    found = assess(city()).as_dict("en")
    sampled = found["sampled"]
    assert (sampled["sample"], sampled["of"], sampled["seed"]) == (20, 40, 1)
    assert said(found, "estimated") == [sampled["words"]]
    first = found["brokers"][0]["today"]
    assert 0 < first["standard_error"] <= sampled["largest_standard_error"]
    assert f"error of the greatest is {first['standard_error'] / first['betweenness']:.0%} of it" in sampled["words"]
    assert "20 of 40 organisations as sources, drawn with seed 1," in sampled["words"]
    chinese = assess(city()).as_dict("zh")
    assert "40 家单位中抽取 20 家作起点（随机种子 1）" in chinese["sampled"]["words"]


def test_what_is_too_wide_is_left_out_with_the_reason(monkeypatch):
    monkeypatch.setattr(collaboration, "WIDE", 8)
    monkeypatch.setattr(left_out, "WIDE", 8)
    monkeypatch.setattr(portfolio, "MOST_RELATED", 5)
    monkeypatch.setattr(left_out, "MOST_RELATED", 5)
    english, chinese = (assess(city()).as_dict(lang) for lang in ("en", "zh"))
    assert english["left_out"]["technologies"] == ["T0"]  # sixteen organisations, the others eight
    assert english["left_out"]["why"] == said(english, "left out")
    assert english["reach"]["centres"] == []
    assert english["reach"]["districts"]  # exact at any size
    ties, reach = said(english, "left out")
    assert ties.startswith("Missing ties leave out 1 technology that more than 8 organisations are capable of: their")
    assert reach.startswith("What each centre could reach next is left out: the technologies that centres claim")
    assert reach.endswith("more than 5 pairs.")
    assert said(chinese, "left out") == [
        "缺失合作未计入 1 项技术：掌握它们的单位各超过 8 家，两两组合过多，无法逐一列出。",
        "未列出各中心下一步可及的技术：各中心同时申报的技术两两组合超过 5 对。",
    ]


def test_communities_say_how_they_were_found(monkeypatch):
    pytest.importorskip("networkit", reason="networkit (extra national) is not installed")
    assert assess(city()).as_dict("en")["communities"]["today"]["method"] == "Louvain"
    monkeypatch.setattr(engine, "LARGE", -1)
    found = assess(city()).as_dict("en")
    assert found["communities"]["today"]["method"] == "Leiden"
    assert "(Leiden, seed 1," in said(found, "communities")[0]
