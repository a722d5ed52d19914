"""Chosen points of a front as runs that other commands read, and Ctrl-C in the middle of a front."""

import json
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from graph.base.records import encode
from planner.cli.schemas import command_schema
from planner.runs.store import read_run

ROOT = Path(__file__).parents[3]


def test_points_are_kept_as_runs(buju, tmp_path):
    buju("demo", "city", code=0)
    goals = ("--goal", "firms", "--goal", "talent + 0.5*mechanism", "--set", "budgets.total=7600")
    done = buju("pareto", "city", *goals, "--keep", "1,knee,1,99", "--json", code=0)
    out = json.loads(done.stdout)
    jsonschema.Draft202012Validator(command_schema("pareto")).validate(out)
    assert "no plan 99 to keep" in done.stderr
    numbers = [k["plan"] for k in out["kept"]]
    wanted = [1] + ([out["knee"]["point"] + 1] if out["knee"] and out["knee"]["point"] else [])
    assert numbers == wanted
    front = json.loads((tmp_path / out["run"] / "front.json").read_text("utf-8"))
    assert (front["points"], front["complete"], front["status"]) == (out["points"], out["complete"], out["status"])
    assert out["status"] in ("complete", "resolution")
    for n, kept in zip(numbers, out["kept"], strict=True):
        run = read_run(tmp_path / kept["run"])
        result = encode(run.result)
        assert sorted(c["centre"] for c in result["chosen"]) == sorted(out["plans"][n - 1])
        place = result["front"]
        assert (place["number"], place["of"], place["point"]) == (n, len(out["points"]), out["points"][n - 1])
        assert result["goals"]["firms"] == pytest.approx(out["points"][n - 1][0])
        combined = result["goals"]["talent"] + 0.5 * result["goals"]["mechanism"]
        assert combined == pytest.approx(out["points"][n - 1][1])
        # honest: never better than the proven bound of the scenario's own objective, and proven only if equal
        assert result["objective"] <= result["bound"] + 1e-6
        assert result["status"] in ("within_gap", "proven")
        assert result["gap"] == pytest.approx((result["bound"] - result["objective"]) / result["objective"])
        assert result["audit"]["clean"]
        assert "7600" in run.scenario_yaml
    first = out["kept"][0]["run"]
    assert "plan 1 of" in buju("compare", first, first, code=0).stdout
    buju("export", first, "-o", "out", "--as", "csv,json", code=0)
    centre = out["plans"][0][0]
    explained = json.loads(buju("explain", first, centre, "--json", code=0).stdout)
    assert explained["chosen"]


def test_what_keep_refuses(buju, tmp_path):
    buju("demo", "city", code=0)
    words = ("pareto", "city", "--goal", "firms", "--goal", "count")
    said = buju(*words, "--keep", "1,two,0", lang="zh", code=2).stderr
    assert "two, 0" in said
    (tmp_path / "candidates.csv").write_text("candidate,value\nA,3\n", "utf-8")
    assert "no runs" in buju("pareto", tmp_path, "--goal", "value", "--goal", "count", "--keep", "1", code=2).stderr
    assert not (tmp_path / "runs").exists()


def knapsack(folder, n=40, goals=3):
    """A front that takes minutes: three goals, three rows, as in 3kp40 but with made-up numbers."""
    rng = random.Random(11)
    ids = [f"C{i}" for i in range(n)]
    names = [f"g{k}" for k in range(goals)]
    lines = [",".join(["candidate", "value", *names])]
    lines += [",".join([i, "0", *(str(rng.randint(10, 99)) for _ in names)]) for i in ids]
    (folder / "candidates.csv").write_text("\n".join(lines) + "\n", "utf-8")
    usage, caps = ["candidate,row,amount"], ["row,cap"]
    for r in range(goals):
        weights = [rng.randint(10, 99) for _ in ids]
        caps.append(f"r{r},{sum(weights) // 2}")
        usage += [f"{i},r{r},{w}" for i, w in zip(ids, weights, strict=True)]
    (folder / "budgets.csv").write_text("\n".join(caps) + "\n", "utf-8")
    (folder / "usage.csv").write_text("\n".join(usage) + "\n", "utf-8")
    return [w for g in names for w in ("--goal", g)]


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to another process as a terminal sends it")
@pytest.mark.parametrize(("proof", "code"), [((), 130), (("--require-proof",), 130)])
def test_ctrl_c_in_the_middle_of_a_front(tmp_path, proof, code):
    goals = knapsack(tmp_path)
    command = [sys.executable, "-m", "planner.cli", "pareto", str(tmp_path), *goals, "--json", *proof]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    env = os.environ | {"PYTHONPATH": path, "BUJU_LANG": "en"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        first = process.stderr.readline()  # progress tells that points are found
        assert re.search(r"\d+ points? found", first)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == code, stderr
    out = json.loads(stdout)
    jsonschema.Draft202012Validator(command_schema("pareto")).validate(out)
    assert (out["complete"], out["status"], out["knee"]) == (False, "interrupted", None)
    assert len(out["points"]) >= 1
    assert out["audit"]["clean"]
    assert "interrupted: the points found so far are kept" in stderr
    points = out["points"]  # true points of the front: none beats another
    assert not any(all(x >= y for x, y in zip(p, q, strict=True)) for p in points for q in points if p is not q)
