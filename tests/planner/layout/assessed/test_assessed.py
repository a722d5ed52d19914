"""An assessment laid out: numbers of the regions by hand, names that do nothing, a map without any centre."""

import io
import json
import re

import pytest
from PIL import Image

from buju_testing import commands
from graph.assessment.assessment import assess
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.layout.assessed import page
from planner.layout.assessed.regions import MOST_REGIONS, finding, picture, regions, shown_measures

EVIL = "<img src=x onerror=alert(1)>"


def two_regions(name="甲区"):
    """A does T1 and T2, B does T1 and T3; T1 to T3 have severities 1, 2 and 5; a centre of A covers T3."""
    able = [("OA", "T1"), ("OA", "T2"), ("OB", "T1"), ("OB", "T3")]
    return {
        "districts": [{"id": "A", "name": name}, {"id": "B", "name": "乙区"}],
        "organisations": [
            {"id": "OA", "name": "a", "kind": "firm", "district": "A"},
            {"id": "OB", "name": "b", "kind": "university", "district": "B"},
        ],
        "technologies": [{"id": f"T{k}", "name": f"技术{k}", "severity": s} for k, s in ((1, 1), (2, 2), (3, 5))],
        "capabilities": [{"holder_id": o, "technology_id": t, "strength": 1.0} for o, t in able],
        "centres": [{"id": "C", "name": "c", "status": "existing", "district": "A", "lead_id": "OB"}],
        "covers": [{"centre_id": "C", "technology_id": "T3"}],
    }


def found(**more):
    return assess(Ecosystem.from_rows(DatasetInfo("示例", illustrative=True), two_regions() | more))


def test_measures_of_two_regions_by_hand():
    """Each does its own technology (quotient 2) and the common one (1), A also T3 by its centre; cover is 5 of 8."""
    a, b = sorted(regions(found()), key=lambda r: r.key)
    assert (a.does, b.does) == (3, 2)
    assert (a.covered, b.covered) == (5 / 8, 0.0)
    assert (a.organisations, b.organisations) == (1, 1)


def test_without_a_centre_cover_is_undefined_and_its_panel_is_left_out():
    rows = regions(found(centres=[], covers=[]))
    assert {r.covered for r in rows} == {None}
    assert "covered" not in {m.key for m in shown_measures(rows)}
    assert "覆盖严重度" in page.page_bytes(found(centres=[], covers=[]), "zh").decode().split("此处无定义")[1]


def test_the_title_names_who_does_most():
    able = [{"holder_id": "OB", "technology_id": t, "strength": 1.0} for t in ("T1", "T2", "T3")]
    one = found(capabilities=able)
    assert finding(regions(one)).en.startswith("乙区 does most of 2 regions, ")
    assert finding(()).en == "0 regions; none does more of a technology than others"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_the_same_numbers_and_runs_no_name(lang):
    told = assess(Ecosystem.from_rows(DatasetInfo(EVIL, note=EVIL), two_regions(EVIL)))
    made = page.page_bytes(told, lang)
    text = made.decode()
    assert made == page.page_bytes(told, lang)
    assert "<img" not in text
    assert "62.5%" in text
    assert not re.findall(r'(?:src|href)=["\']?(?:https?:)?//', text)


def test_the_figure_is_drawn_alike_each_time_and_grows_with_the_regions():
    few = picture(found(), "zh", "png")[0]
    assert few == picture(found(), "zh", "png")[0]
    many = [{"id": f"R{k:03}", "name": f"区{k}"} for k in range(MOST_REGIONS + 9)]
    more = picture(found(districts=[*two_regions()["districts"], *many]), "zh", "png")[0]
    small, large = (Image.open(io.BytesIO(data)).size for data in (few, more))
    assert small[0] <= large[0]
    assert small[1] < large[1] < 2500


def test_a_map_without_centres_has_a_page_and_plan_says_why_it_cannot(tmp_path):
    (tmp_path / "map").mkdir()
    for name, text in {
        "districts": "id,name\nA,甲区\nB,乙区\n",
        "organisations": "id,name,kind,district\nO,某厂,firm,A\nU,某校,university,B\n",
        "technologies": "id,name,kind,severity\nT,某技术,common,1\nS,另一技术,common,2\n",
        "capabilities": "holder_id,technology_id\nO,T\nU,T\nU,S\n",
    }.items():
        (tmp_path / "map" / f"{name}.csv").write_text(text, "utf-8")
    done = commands.run("assess", "map", "-o", "out", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["nodes"]["Organisation"] == 2
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"assessment.html", "regions.png", "regions.svg"}
    assert commands.run("assess", "map", "-o", "out", cwd=tmp_path).returncode == 2  # it is there already
    no = commands.run("plan", "map", cwd=tmp_path)
    assert no.returncode == 2
    assert "without any centre" in no.stderr or "没有中心" in no.stderr


@pytest.mark.long
def test_the_page_of_a_national_map_stays_small_and_quiet(browser, tmp_path):
    """5,000 organisations and 6,000 technologies in 300 regions."""
    tables = {
        "districts": [{"id": f"R{k}", "name": f"区{k}"} for k in range(300)],
        "organisations": [
            {"id": f"O{k}", "name": f"单位{k}", "kind": "firm", "district": f"R{k % 300}"} for k in range(5000)
        ],
        "technologies": [{"id": f"T{k}", "name": f"技术{k}", "severity": 1 + k % 5} for k in range(6000)],
        "capabilities": [{"holder_id": f"O{k % 5000}", "technology_id": f"T{(k * 7) % 6000}"} for k in range(20000)],
    }
    made = page.page_bytes(assess(Ecosystem.from_rows(DatasetInfo("全国"), tables)), "zh")
    assert len(made) < 600_000
    (tmp_path / "page.html").write_bytes(made)
    there = browser.open(tmp_path / "page.html", width=390)
    assert there.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    there.run("document.querySelector('[data-set=en]').click()")
    assert there.run("document.documentElement.lang") == "en"
    assert there.requests() == []
    assert there.complaints() == []
    there.close()
