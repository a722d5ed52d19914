"""``export --as page``: one run or two, what ``explain`` has kept, and what cannot be shown."""

import hashlib
import json

import pytest

from buju_testing.made_up_result import make_infeasible, make_result
from planner.runs.store import result_bytes

PRICE = {"cost": 0.0125, "proven": True, "cut_short": False, "lifted": [], "pushes_out": [], "along": []}


def keep(run, result, **centres):
    """An ``explanations.json`` as ``explain`` leaves it."""
    stamp = hashlib.sha256(result_bytes(result)).hexdigest()
    prices = {c["centre"]: PRICE for c in result["rejected"]}
    made = {"format": "buju-explanations/3", "result_sha256": stamp, "prices": prices, "centres": centres}
    (run / "explanations.json").write_text(json.dumps(made), "utf-8")


def page(tmp_path):
    return (tmp_path / "out" / "page.html").read_text("utf-8")


def test_one_run(buju, write, tmp_path):
    run = write(make_result(technologies=8))
    done = buju("export", run, "-o", "out", "--as", "page", "--json", code=0)
    assert json.loads(done.stdout)["files"] == ["out/page.html"]
    text = page(tmp_path)
    assert "<html lang=en data-lang=en>" in text
    assert "<code>buju explain RUN</code>" in text
    buju("export", run, "-o", "out", "--as", "page", lang="zh", code=2)  # kept: it differs
    buju("export", run, "-o", "out", "--as", "page", "--force", lang="zh", code=0)
    assert "<html lang=zh data-lang=zh>" in page(tmp_path)


def test_two_runs(buju, write, tmp_path):
    a, b = write(make_result(technologies=8), 1), write(make_result(chosen=18, technologies=8), 2)
    buju("export", a, b, "-o", "out", "--as", "page", code=0)
    assert "In the other run" in page(tmp_path)
    b = write(make_infeasible(), 3)
    buju("export", a, b, "-o", "out", "--as", "page", "--force", code=0)
    assert "The other run cannot be met" in page(tmp_path)
    assert "only page and package show a second run" in buju("export", a, b, "-o", "out2", "--as", "csv", code=2).stderr
    assert "found no plan" in buju("export", b, a, "-o", "out", "--as", "page", code=2).stderr


def test_what_explain_has_kept_is_shown(buju, write, tmp_path):
    result = make_result(technologies=8)
    run = write(result)
    reason = {"en": "because it was asked for", "zh": "因为要求如此"}
    first = result["rejected"][0]["centre"]
    told = {"centre": first, "name": "x", "chosen": False, "year": None, "contribution": None}
    keep(run, result, **{first: {**PRICE, **told, "reasons": [reason], "binding": [], "flip": []}})
    buju("export", run, "-o", "out", "--as", "page", code=0)
    assert page(tmp_path).count("forcing it in costs") >= len(result["rejected"])
    assert "because it was asked for" in page(tmp_path)


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b'{"format": "buju-explanations/3", "prices": 3}'])
def test_explanations_that_are_damaged_or_of_another_result_do_not_count(buju, write, tmp_path, data):
    result = make_result(technologies=4)
    run = write(result)
    (run / "explanations.json").write_bytes(data)
    buju("export", run, "-o", "out", "--as", "page", code=0)
    assert "forcing it in costs" not in page(tmp_path)


def test_explanations_of_another_result_do_not_count(buju, write, tmp_path):
    run = write(make_result(technologies=4))
    keep(run, make_result(technologies=5))
    buju("export", run, "-o", "out", "--as", "page", code=0)
    assert "forcing it in costs" not in page(tmp_path)


def test_a_damaged_second_run_leaves_nothing_behind(buju, write, tmp_path):
    a, b = write(make_result(technologies=4), 1), write(make_result(technologies=5), 2)
    (b / "result.json").write_bytes((b / "result.json").read_bytes()[:-20])
    buju("export", a, b, "-o", "out", "--as", "page", code=1)
    buju("export", a, "nowhere", "-o", "out", "--as", "page", code=2)
    assert not (tmp_path / "out").exists()
