"""Commands that write a dataset, killed at each step that changes something: the folder is the old or the new one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import buju
from buju_testing.small_dataset import write_small
from loaders.dataset import load
from loaders.export import export
from loaders.samples import copy_sample

SCRIPT = Path(__file__).parent / "killed_commands.py"
MAPPING = (
    "format: buju-mapping/1\ntitle: {en: t, zh: 题}\n"
    "inputs: {t: {files: areas.csv, columns: {code: code, label: text}}}\n"
    "tables:\n  fields:\n  - from: t\n    columns: {id: code, name: label}\n"
    "  districts:\n  - from: t\n    columns: {id: code, name: label}\n"
)


def killed(tmp_path, stride, *command):
    words = [sys.executable, SCRIPT, tmp_path / "trials", tmp_path / "begin", json.dumps(command), str(stride)]
    found = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "support")}
    (tmp_path / "trials").mkdir()
    told = subprocess.run(words, capture_output=True, text=True, env=found, check=False)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def prepare_import(begin):
    export(load(write_small(begin.parent / "small")).require(), begin / "city.graphml")
    write_small(begin / "city", people="id,name\nP1,old\nP9,old\n", affiliations=None, capabilities=None)
    return "graph", "import", "city.graphml", "-o", "city", "--force"


def prepare_init(_):
    return ("init", "city", "--city", "甲市", "--years", "2027-2029", "--target", "5", "--budget", "2027=100")


def prepare_sources(begin):
    (begin / "areas.csv").write_text("code,label\nF1,new materials\nF2,machines\n", "utf-8")
    (begin / "mapping.yaml").write_text(MAPPING, "utf-8")
    write_small(begin / "city")
    return "sources", "run", "mapping.yaml", "-o", "city", "--force"


def prepare_record(begin):
    write_small(begin / "city")
    at = ("--by", "Li", "--on", "2024-05-06", "--centre", "C1", "--year", "2023", "--decision", "approved")
    return "record", "city", "decision", *at


def prepare_adopt(begin):
    copy_sample("ningbo", begin / "city")
    made = buju.plan(buju.load(begin / "city"), "tight")
    return (
        "adopt",
        str(made.save(begin / "runs")),
        "--year",
        "2023",
        "-o",
        "city",
        "--by",
        "Li",
        "--on",
        "2024-05-06",
        "--paid",
    )


def prepare_evaluate(begin):
    copy_sample("ningbo_2026", begin / "city")
    return "evaluate", "city", "--year", "2026", "--write"


def prepare_template(begin):
    (begin / "nothing").write_text("")
    return "template", "city"


WAYS = {
    "import": (prepare_import, 5, 20),
    "init": (prepare_init, 7, 20),
    "sources": (prepare_sources, 4, 15),
    "record": (prepare_record, 1, 8),
    "adopt": (prepare_adopt, 4, 15),
    "evaluate": (prepare_evaluate, 2, 10),
    "template": (prepare_template, 12, 15),
}
"""How each begins, every which of its steps is tried (all steps of a write are in ``test_whole_or_nothing``), and how
many trials there are at least."""


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("way", WAYS)
def test_a_killed_command_leaves_the_old_folder_or_the_new_one(tmp_path, way):
    prepare, stride, least = WAYS[way]
    (tmp_path / "begin").mkdir()
    told = killed(tmp_path, stride, *prepare(tmp_path / "begin"))
    assert (told["code"], told["changed"]) == (0, True)
    found = told["found"]
    assert len(found) >= least
    assert {f["left"] for f in found} <= {"old", "new", "nothing" if way in ("init", "template") else "old"}
    assert {f["left"] for f in found} & {"old", "nothing"}
    assert all(f["again"] or f["left"] == "new" for f in found), found
    # what is left over is cleared by the next write, and told until then where there is nothing more to write
    assert [f for f in found if f["rest"] and not (f["said"] and f["left"] == "new")] == []
