"""The sample city holds what it promises, says of every row whether it is made up, and is copied whole or not."""

import csv
import errno
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graph.base import writing
from graph.base.errors import OutputError, UsageError
from graph.measures.evidence import claims_without_evidence, used_strength
from graph.model.schema import CONDITIONS, TABLES
from loaders.dataset import load
from loaders.samples import copy_sample, sample_names

ALWAYS = tuple(table.name for table in TABLES.values() if not table.occasional)
"""The sample stands before the first approval: it has no payments, promises, grades and decisions."""
ROOT = Path(__file__).parents[3]
CITY = ROOT / "loaders" / "samples" / "ningbo"
ILLUSTRATIVE = "illustrative"
KNOWN = (
    "中科院宁波材料所",
    "甬江实验室",
    "国科大宁波材料工程学院",
    "宁波东方理工大学",
    "浙江省磁性材料应用技术制造业创新中心",
    "宁波诺丁汉大学",
    "宁波工程学院",
    "宁波中星中东欧新材料研究院",
    "宁波大学",
    "哈工大宁波智能装备研究院",
    "宁波工业互联网研究院",
    "北航宁波创新研究院",
    "西北工业大学宁波研究院",
    "复旦大学宁波研究院",
    "舜宇光学",
    "江丰电子",
    "锦浪科技",
    "弘讯科技",
    "宁波水表",
    "旭升",
    "杉杉",
    "音王",
    "方太",
    "中银电池",
    "东力传动",
    "雪龙集团",
    "信泰机械",
    "达尔机械",
    "长振铜业",
    "杜亚机电",
)


def rows(table):
    with (CITY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables():
    return {name: rows(name) for name in ALWAYS}


@pytest.fixture(scope="module")
def eco():
    return load(CITY).require()


@pytest.fixture(scope="module")
def candidates(tables):
    return [c for c in tables["centres"] if c["status"] == "candidate"]


def is_real(organisation):
    return organisation.startswith("R")


def test_generator_gives_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_sample.py"), str(tmp_path)], check=True)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in CITY.glob("*.csv")}
    assert set(made) == {f"{name}.csv" for name in ALWAYS}


def test_loads_without_any_finding_and_counts_every_row(tables):
    loaded = load(CITY)
    assert [f.as_dict("en") for f in loaded.findings] == []
    assert {name: (c.read, c.skipped) for name, c in loaded.counts.items()} == {
        n: (len(r), 0) for n, r in tables.items()
    }
    info = loaded.require().info
    assert (info.name, info.money_unit, info.taxonomy, info.illustrative) == (
        "宁波市（示例）",
        "万元",
        "361-2023",
        True,
    )
    assert "虚构" in info.note
    assert "made up" in info.note


def test_sizes(tables, candidates):
    assert len(candidates) >= 36
    assert len(tables["technologies"]) == 60
    assert len(tables["organisations"]) >= 120
    assert len(tables["people"]) >= 150
    assert len({t["kind"] for t in tables["ties"]}) >= 5
    names = "海曙区 江北区 北仑区 镇海区 鄞州区 奉化区 象山县 宁海县 余姚市 慈溪市"
    assert " ".join(d["name"] for d in tables["districts"]) == names
    taxonomies = Counter(f["taxonomy"] for f in tables["fields"])
    assert taxonomies == {"361-2023": 10, "246-2019": 12}
    assert {f["id"] for f in tables["fields"] if f["taxonomy"] == "361-2023"} == {c["field"] for c in candidates}


def test_every_row_has_a_source_and_made_up_rows_say_so(tables, candidates):
    assert all(r["source"].strip() for name in ALWAYS for r in tables[name])
    assert {c["source"] for c in candidates} == {ILLUSTRATIVE}
    for name in ("people", "technologies", "investments", "conditions", "covers", "capabilities"):
        assert {r["source"] for r in tables[name]} == {ILLUSTRATIVE}, name
    for name in ("affiliations", "requires", "synergies", "rules"):
        assert {r["source"] for r in tables[name]} == {ILLUSTRATIVE}, name
    assert all(re.fullmatch(r"人才[甲乙丙丁戊己庚辛壬癸]\d\d", p["name"]) for p in tables["people"])
    assert all(c["name"].startswith("示例") for c in candidates)


def test_real_organisations_have_an_address_and_no_figures(tables):
    by_name = {o["name"]: o for o in tables["organisations"]}
    assert set(KNOWN) <= set(by_name)
    for o in tables["organisations"]:
        assert is_real(o["id"]) == (o["source"] != ILLUSTRATIVE)
        if is_real(o["id"]):
            assert re.search(r"\w+\.(cn|cc|com|org|net)\b", o["source"])
            assert (o["champion"], o["sales"], o["rd_share"]) == ("", "", "")
        else:
            assert o["name"].startswith("示例")
    stated = {o["name"]: o["district"] for o in tables["organisations"] if is_real(o["id"]) and o["district"]}
    assert stated == dict.fromkeys(KNOWN[:5], "ZH") | {"宁波诺丁汉大学": "YZ"} | dict.fromkeys(KNOWN[6:8], "HS")


def test_nothing_is_made_up_about_real_organisations(tables, candidates):
    assert not any(is_real(c["holder_id"]) for c in tables["capabilities"])
    assert not any(is_real(c["lead_id"]) for c in candidates)
    assert not any(is_real(p["organisation_id"]) for p in tables["people"])
    real_ties = [t for t in tables["ties"] if is_real(t["source_id"]) or is_real(t["target_id"])]
    assert [(t["kind"], ILLUSTRATIVE in t["source"]) for t in real_ties] == [("joint_funding", False)]
    for m in tables["members"]:
        assert m["source"] == ILLUSTRATIVE or (
            m["role"] == "lead" and is_real(m["organisation_id"]) and "推断" in m["source"]
        )
        assert m["role"] == "partner" or is_real(m["organisation_id"]) == m["centre_id"].startswith("E")


def test_the_two_provincial_centres(tables):
    existing = [c for c in tables["centres"] if c["status"] == "existing"]
    assert [(c["level"], c["approved_year"]) for c in existing] == [("provincial", "2022")] * 2
    assert all("kjj.ningbo.gov.cn" in c["source"] and "推断" in c["source"] for c in existing)
    names = {o["id"]: o["name"] for o in tables["organisations"]}
    assert [names[c["lead_id"]] for c in existing] == ["宁波工业互联网研究院", "吉利汽车"]
    ids = {c["id"] for c in existing}
    assert not any(r["centre_id"] in ids for name in ("investments", "conditions") for r in tables[name])


def test_one_severe_bottleneck_is_covered_by_nobody(eco):
    claimed = np.asarray(eco.matrix("COVERS").sum(axis=0)).ravel()
    capable = sum(np.asarray(eco.matrix("CAPABLE_OF", who).sum(axis=0)).ravel() for who in ("Organisation", "Person"))
    nobody = np.flatnonzero((claimed == 0) & (capable == 0))
    assert [eco.ids("Technology")[t] for t in nobody] == ["T34"]
    assert np.flatnonzero(claimed == 0).tolist() == nobody.tolist()
    assert eco.column("technologies", "kind")[nobody[0]] == "bottleneck"
    assert eco.column("technologies", "severity")[nobody[0]] == 4


def test_one_professor_stands_behind_two_organisations(eco, tables):
    capable = defaultdict(set)
    for c in tables["capabilities"]:
        capable[c["technology_id"]].add(c["holder_id"])
    (professor,) = capable["T50"]
    assert professor.startswith("P")
    used = used_strength(eco)[:, [eco.position("Technology")["T50"]]].toarray().ravel()
    covering = {eco.ids("Centre")[i] for i in np.flatnonzero(used)}
    leads = {c["lead_id"] for c in tables["centres"] if c["id"] in covering}
    assert len(covering) == len(leads) == 2
    assert covering == {a["centre_id"] for a in tables["affiliations"] if a["person_id"] == professor}
    technology = next(t for t in tables["technologies"] if t["id"] == "T50")
    assert (technology["kind"], technology["severity"]) == ("bottleneck", "4")


def test_two_rivals_want_the_same_chief_scientist(candidates):
    chiefs = defaultdict(list)
    for c in candidates:
        chiefs[c["chief_scientist_id"]].append(c["id"])
    assert [ids for ids in chiefs.values() if len(ids) > 1] == [["C13", "C16"]]
    assert all(chiefs)


def test_prerequisites_hold_no_cycle_and_a_longest_chain_of_four_ties(tables):
    needs = nx.DiGraph((r["technology_id"], r["prerequisite_id"]) for r in tables["requires"])
    assert nx.is_directed_acyclic_graph(needs)
    assert nx.dag_longest_path_length(needs) == 4
    chain = ["T58", "T13", "T31", "T33", "T23"]
    assert all(needs.has_edge(a, b) for a, b in pairwise(chain))


def test_severest_bottlenecks_can_be_covered_by_two_leads(eco):
    used = used_strength(eco).toarray()
    leads = eco.column("centres", "lead_id")
    severest = np.flatnonzero(eco.column("technologies", "severity") == 5)
    assert len(severest) >= 5
    for t in severest:
        assert len(set(leads[used[:, t] >= 0.5])) >= 2


def test_a_handful_of_claims_have_no_evidence_and_some_too_little(eco):
    assert 3 <= len(claims_without_evidence(eco)) <= 6
    claim, used = eco.matrix("COVERS").toarray(), used_strength(eco).toarray()
    partly = ((used > 0) & (used < claim - 1e-9)).sum()
    assert 1 <= partly < 0.2 * (claim > 0).sum()


def test_money_and_scores(tables, candidates):
    years = defaultdict(dict)
    for r in tables["investments"]:
        years[r["centre_id"]][int(r["year"])] = float(r["investment"])
    for c in candidates:
        invested = years[c["id"]]
        assert sorted(invested) == [1, 2, 3, 4, 5]
        minimum = float(c["minimum_support"])
        most = min(1000, min(500, 0.3 * invested[1]) + 0.3 * invested[2] + 0.3 * invested[3])
        assert 200 <= minimum <= 900
        assert minimum <= most
        assert (c["new_legal_entity"] == "true") == bool(c["equity"])
    scores = {r["centre_id"]: [float(r[name]) for name, _, _ in CONDITIONS] for r in tables["conditions"]}
    assert set(scores) == {c["id"] for c in candidates}
    assert {c for c, s in scores.items() if min(s) < 60} == {"C10", "C20", "C23", "C28", "C31", "C39"}


def test_variety_for_rules(tables, candidates):
    for column, least in (("formation", 3), ("channel", 3), ("ready_year", 4), ("district", 10), ("field", 10)):
        assert len({c[column] for c in candidates}) >= least, column
    ready = Counter(c["ready_year"] for c in candidates)
    assert set(ready) == {"2023", "2024", "2025", "2027"}
    assert ready["2027"] == 1
    assert {r["kind"] for r in tables["rules"]} == {"requires", "excludes", "at_most"}
    assert any(float(s["bonus"]) < 0 for s in tables["synergies"])
    assert {t["kind"] for t in tables["technologies"]} == {"bottleneck", "frontier", "common"}
    assert {float(t["severity"]) for t in tables["technologies"]} == {1, 2, 3, 4, 5}


def test_shares_add_up(tables):
    money, time = defaultdict(float), defaultdict(float)
    for m in tables["members"]:
        money[m["centre_id"]] += float(m["share"] or 0)
    for a in tables["affiliations"]:
        time[a["person_id"]] += float(a["share"])
    assert all(s == pytest.approx(1) for c, s in money.items() if c.startswith("C"))
    assert max(time.values()) <= 1.01


def test_copy_is_whole_and_leaves_modules_out(tmp_path):
    target = copy_sample("ningbo", tmp_path / "new" / "city")
    found = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    scenarios = {f"scenarios/{n}.yaml" for n in ("base", "tight", "resilient", "impossible")}
    assert found == {f"{t}.csv" for t in ALWAYS} | {"dataset.yaml", "README.md"} | scenarios
    assert load(target).findings == ()
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["city"]


def test_copy_into_an_empty_folder_and_over_files_only_by_force(tmp_path):
    (tmp_path / "city").mkdir()
    copy_sample("ningbo", tmp_path / "city")
    (tmp_path / "city" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds files"):
        copy_sample("ningbo", tmp_path / "city")
    assert (tmp_path / "city" / "mine.txt").read_text() == "mine"
    copy_sample("ningbo", tmp_path / "city", force=True)
    assert not (tmp_path / "city" / "mine.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["city"]


def test_copy_refuses_files_links_and_unknown_names(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link", "file/below"):
        with pytest.raises(OutputError):
            copy_sample("ningbo", tmp_path / name, force=True)
    with pytest.raises(UsageError, match="ningbo"):
        copy_sample("shanghai", tmp_path / "city")
    assert sample_names() == ("ningbo", "ningbo_2026")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "link"]


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "full"), (errno.EACCES, "cannot be written")])
def test_nothing_half_written_stays_when_the_disk_fails(tmp_path, monkeypatch, number, said):
    copied = []

    write = Path.write_bytes

    def fails(self, data):
        copied.append(self)
        if len(copied) > 5:
            raise OSError(number, "no")
        return write(self, data)

    (tmp_path / "city").mkdir()
    monkeypatch.setattr(Path, "write_bytes", fails)
    with pytest.raises(OutputError, match=said):
        copy_sample("ningbo", tmp_path / "city")
    assert len(copied) > 5
    assert [p.name for p in tmp_path.iterdir()] == ["city"]
    assert not any((tmp_path / "city").iterdir())


def test_the_old_folder_comes_back_when_the_swap_fails(tmp_path, monkeypatch):
    target = tmp_path / "city"
    target.mkdir()
    (target / "mine.txt").write_text("mine")

    def fails(_one, _other):
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(writing, "exchange", fails)
    with pytest.raises(OutputError):
        copy_sample("ningbo", target, force=True)
    assert (target / "mine.txt").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["city"]
