"""Two results side by side, by hand."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest

from buju_testing.made_up_result import make_infeasible, make_result
from buju_testing.typed_result import typed
from graph.base.records import encode
from planner.cli.commands.compare.text import compare_text
from planner.cli.screen.tables import width
from planner.studies.compare import compare


def changed():
    """The made-up city, and the same with one centre out, one in, one moved, one paid otherwise, and the rest alike."""
    a = make_result()
    b = deepcopy(a)
    out = b["chosen"].pop(0)
    into = {
        **out,
        "centre": "C99",
        "name": "新来的中心",
        "total_support": 100.0,
        "support": {"2024": 100.0},
        "year": 2024,
    }
    b["chosen"].append(into)
    b["chosen"][0]["year"] += 1
    b["chosen"][1]["total_support"] += 5.0
    b["goals"]["coverage"] -= 0.1
    depths = {t["technology"]: t for t in b["technologies"]}
    depths["T04"]["with_plan"] = 2  # was 0
    depths["T10"]["with_plan"] = 0  # was 1
    depths["T01"]["with_plan"] = 1  # was 6
    b["binding"] = b["binding"][1:]
    b["support_by_year"][0]["cap"] = None
    return a, b, out


def test_each_difference_is_found_once():
    a, b, out = changed()
    found = compare(typed(a), typed(b))
    assert [c.centre for c in found.left] == [out["centre"]]
    assert [c.centre for c in found.joined] == ["C99"]
    assert [(c.centre, c.year_b - c.year_a) for c in found.moved] == [(b["chosen"][0]["centre"], 1)]
    assert [(c.centre, c.support_b - c.support_a) for c in found.paid_otherwise] == [(b["chosen"][1]["centre"], 5.0)]
    assert found.kept == 19
    assert [t.technology for t in found.closed] == ["T04"]
    assert [t.technology for t in found.opened] == ["T10"]
    assert [t.technology for t in found.thinner] == ["T01"]
    assert found.deeper == ()
    assert [(r.rule, r.a, r.b) for r in found.rules] == [
        ("target.count", True, False),
        ("quotas.district.D04", True, True),
    ]
    assert (found.years[0].cap_a, found.years[0].cap_b) == (a["support_by_year"][0]["cap"], None)
    figures = {f.name: f for f in found.figures}
    assert figures["goal_coverage"].change == pytest.approx(-0.1)
    assert figures["objective"].change == 0.0
    assert figures["covered"].b == figures["covered"].a
    assert found.same_data


def test_a_run_is_like_itself():
    found = compare(typed(make_result()), typed(make_result()))
    assert [found.left, found.joined, found.moved, found.paid_otherwise, found.opened, found.closed] == [()] * 6
    assert all(f.change == 0 for f in found.figures)
    assert all(r.a and r.b for r in found.rules)
    text = compare_text(found, "en")
    assert "the same centres, years and money" in text
    assert "every technology is covered alike" in text


def test_the_other_way_round_is_the_mirror():
    a, b, _ = changed()
    there, back = compare(typed(a), typed(b)), compare(typed(b), typed(a))
    assert [c.centre for c in there.left] == [c.centre for c in back.joined]
    assert there.opened == tuple(replace(t, depth_a=t.depth_b, depth_b=t.depth_a) for t in back.closed)
    assert [f.change for f in there.figures] == [None if f.change is None else -f.change for f in back.figures]


def test_an_infeasible_run_shows_its_conflict_and_no_differences():
    found = compare(typed(make_result()), typed(make_infeasible()))
    assert not found.b.has_plan
    assert found.left == ()
    assert all(f.b is None and f.change is None for f in found.figures)
    assert "到2025年建成20家" in compare_text(found, "zh")


def test_runs_of_different_data_say_so():
    b = make_result()
    b["dataset"]["name"] = "other"
    found = compare(typed(make_result()), typed(typed(b)))
    assert not found.same_data
    assert "different data" in compare_text(found, "en")


def test_json_has_all_and_rounds_nothing():
    a, b, _ = changed()
    payload = json.loads(json.dumps(encode(compare(typed(a), typed(b)))))
    by_name = {f["name"]: f for f in payload["figures"]}
    assert by_name["objective"]["a"] == a["objective"]
    assert by_name["goal_coverage"]["change"] == b["goals"]["coverage"] - a["goals"]["coverage"]
    assert {"left", "joined", "moved", "opened", "closed", "years", "rules"} <= payload.keys()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_stand_under_their_heads(lang):
    a, b, _ = changed()
    text = compare_text(compare(typed(a), typed(b)), lang)
    years = [line for line in text.splitlines() if line[:4] in ("2022", "2023", "2024")]
    assert len({width(line) for line in years}) == 1
    everything = compare_text(compare(typed(a), typed(b)), lang, everything=True)
    assert ("承担减少" if lang == "zh" else "fewer centres") in everything
