"""Runs of several commands in one folder: each command takes the one that it can read, and says so."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CITY = ROOT / "loaders" / "samples" / "ningbo"
BASE = CITY / "scenarios" / "base.yaml"
GOALS = ("--goal", "firms", "--goal", "cost")


def answer(done):
    return json.loads(done.stdout)


def test_export_takes_the_newest_plan_beside_fronts_and_curves(buju, tmp_path):
    planned = answer(buju("plan", CITY, "-S", BASE, "--json", code=0))
    curve = answer(buju("curve", CITY, "--at", "8050", "--no-roadmap", "--json", "-o", "curve", code=0))
    front = answer(buju("pareto", CITY, *GOALS, "--figure", "front.png", "--json", code=0))
    assert (tmp_path / curve["run"] / "curve.json").exists()
    assert (tmp_path / front["run"] / "front.json").exists()

    # newer runs without a plan are passed over
    done = buju("export", "runs", "-o", "layout", "--as", "csv,json,page", code=0)
    assert f"newest run: {planned['run']}" in done.stderr
    exported = (tmp_path / "layout" / "result.json").read_bytes()
    assert exported == (tmp_path / planned["run"] / "result.json").read_bytes()

    # asked for by name they are refused, with what they are
    for run in (curve["run"], front["run"]):
        done = buju("export", run, "-o", "other", code=2)
        assert "holds no plan" in done.stderr
        assert not (tmp_path / "other").exists()

    # their figures come from their own commands
    for name in ("front.png", "curve/curve.png", "curve/curve.svg", "curve/curve.pdf"):
        assert (tmp_path / name).stat().st_size > 5_000, name


def test_a_kept_point_of_a_front_is_a_run_like_any_other(buju, tmp_path):
    front = answer(buju("pareto", CITY, *GOALS, "--keep", "5", "--json", code=0))
    (kept,) = front["kept"]
    forms = "page,csv,json,xlsx,docx,geojson,gpkg,graphml,gexf"
    done = buju("export", "runs", "-o", "layout", "--as", forms, code=0)
    assert f"newest run: {kept['run']}" in done.stderr
    result = json.loads((tmp_path / "layout" / "result.json").read_text("utf-8"))
    assert sorted(c["centre"] for c in result["chosen"]) == sorted(front["plans"][4])
    assert sum(c["total_support"] + c["equity"] for c in result["chosen"]) == pytest.approx(front["points"][4][1])
    centres = (tmp_path / "layout" / "centres.csv").read_text("utf-8-sig")
    page = (tmp_path / "layout" / "page.html").read_text("utf-8")
    for row in result["chosen"]:
        assert row["name"] in centres
        assert row["name"] in page
    assessed = buju("assess", CITY, "--plan", "runs", "--json", code=0)
    by_name = buju("assess", CITY, "--plan", kept["run"], "--json", code=0)
    assert answer(assessed) == answer(by_name)
