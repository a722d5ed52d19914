"""A folder of runs: listed, reused, tagged, removed."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from graph.base.errors import UsageError
from planner.runs import shelf
from planner.runs.store import read_run, result_bytes, write_run
from planner.runs.words import KIND_WORDS


def files(objective=1.0, inputs="a", more=None):
    text = result_bytes({"status": "proven", "objective": objective})
    told = {"inputs": {"centres.csv": inputs}, "time": "now", "result_sha256": hashlib.sha256(text).hexdigest()}
    return {"result.json": text, "provenance.json": json.dumps(told).encode(), **(more or {})}


def keep(parent, minute, scenario="base", **given):
    return write_run(parent, datetime(2026, 1, 2, 3, minute, tzinfo=UTC), scenario, files(**given))


def test_runs_are_listed_oldest_first(tmp_path):
    first, second = keep(tmp_path, 1, "tight", objective=0.5), keep(tmp_path, 0)
    (tmp_path / "no run").mkdir()
    found = shelf.listed(tmp_path)
    assert [run.name for run in found] == [second.name, first.name]
    assert (found[1].kind, found[1].scenario, found[1].status, found[1].objective) == ("plan", "tight", "proven", 0.5)


@pytest.mark.parametrize(
    ("missing", "status"), [([], "complete"), ([{"centre": "C1", "indicator": "I1", "why": "no_figure"}], "inexact")]
)
def test_an_evaluation_is_a_run_like_any_other(tmp_path, missing, status):
    text = result_bytes({"format": "buju-evaluation/1", "scenario": "base", "missing": missing})
    given = {"evaluation.json": text, "provenance.json": files()["provenance.json"]}
    run = write_run(tmp_path, datetime(2026, 1, 2, tzinfo=UTC), "base-evaluation", given, "evaluation.json")
    (found,) = shelf.listed(tmp_path)
    assert (found.name, found.kind, found.scenario, found.status) == (run.name, "evaluation", "base", status)
    assert set(KIND_WORDS) == set(shelf.MAIN.values())
    shelf.tag(tmp_path, run, "this-year")
    assert shelf.find("this-year", tmp_path) == run
    with pytest.raises(UsageError, match=r"holds no plan \(it is of the kind: evaluation\); give a run of buju plan"):
        read_run(run)
    shelf.remove(tmp_path, run)
    assert shelf.listed(tmp_path) == ()


def test_the_same_run_is_found_and_no_other(tmp_path):
    run = keep(tmp_path, 1)
    again = files() | {"provenance.json": files()["provenance.json"].replace(b"now", b"later")}
    assert shelf.same_run(tmp_path, "result.json", again) == run
    assert shelf.same_run(tmp_path, "result.json", files(objective=2.0)) is None
    assert shelf.same_run(tmp_path, "result.json", files(inputs="b")) is None  # other data, by chance the same plan
    assert shelf.same_run(tmp_path, "result.json", files(more={"findings.json": b"[1]"})) is None
    assert shelf.same_run(tmp_path / "nowhere", "result.json", files()) is None


def test_a_run_that_was_asked_for_again_is_the_newest(tmp_path):
    old, new = keep(tmp_path, 1), keep(tmp_path, 2, objective=2.0)
    assert shelf.newest(tmp_path) == new
    assert shelf.same_run(tmp_path, "result.json", files()) == old
    assert shelf.newest(tmp_path) == old
    later = write_run(tmp_path, datetime(2999, 1, 1, tzinfo=UTC), "base", files(objective=3.0))
    assert shelf.newest(tmp_path) == later


def test_runs_are_found_by_name_beginning_tag_and_scenario(tmp_path):
    base, tight = keep(tmp_path, 1), keep(tmp_path, 2, "tight", objective=2.0)
    shelf.tag(tmp_path, base, "council")
    assert shelf.find("council", tmp_path) == base
    assert shelf.find("tight", tmp_path) == tight
    assert shelf.find(base.name[:15], tmp_path) == base
    assert shelf.find(base, tmp_path) == base
    with pytest.raises(UsageError, match="2 runs begin with 2026"):
        shelf.find("2026", tmp_path)
    with pytest.raises(UsageError, match="did you mean council"):
        shelf.find("counsil", tmp_path)


def test_a_tag_has_one_run_and_is_one_word(tmp_path):
    one, two = keep(tmp_path, 1), keep(tmp_path, 2, objective=2.0)
    shelf.tag(tmp_path, one, "上会稿")
    shelf.tag(tmp_path, one, "上会稿")
    with pytest.raises(UsageError, match="is the tag of"):
        shelf.tag(tmp_path, two, "上会稿")
    shelf.tag(tmp_path, two, "上会稿", force=True)
    assert shelf.read_tags(tmp_path) == {"上会稿": two.name}
    for wrong in ("", "two words", "../x", ".hidden", "x" * 80):
        with pytest.raises(UsageError, match="one word"):
            shelf.tag(tmp_path, one, wrong)


def test_removing_takes_tags_and_members_along_but_not_what_a_study_needs(tmp_path):
    member = keep(tmp_path, 1)
    names = json.dumps({"runs": [member.name, "../elsewhere"]}).encode()
    text = result_bytes({"status": "complete", "scenario": "base"})
    when = datetime(2026, 1, 2, 3, 5, tzinfo=UTC)
    study = write_run(tmp_path, when, "base-front", {"front.json": text, "members.json": names}, "front.json")
    shelf.tag(tmp_path, member, "knee")
    assert [run.members for run in shelf.listed(tmp_path)] == [(), (member.name,)]
    with pytest.raises(UsageError, match="part of the study"):
        shelf.remove(tmp_path, member)
    shelf.remove(tmp_path, study)
    assert shelf.listed(tmp_path) == ()
    assert shelf.read_tags(tmp_path) == {}
    outside = tmp_path.parent
    with pytest.raises(UsageError, match="is no run"):
        shelf.remove(tmp_path, outside)
