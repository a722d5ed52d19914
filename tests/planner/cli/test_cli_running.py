"""``export`` and ``compare`` from the command line."""

import json

from buju_testing.made_up_result import make_infeasible, make_result
from buju_testing.typed_result import typed
from graph.base.records import encode
from planner.runs.store import read_run


def test_export_writes_what_was_asked_for(buju, write, tmp_path):
    run = write(encode(typed(make_result(technologies=8))))
    done = buju("export", run, "-o", "out", "--as", "csv,json,xlsx", code=0)
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {
        "centres.csv",
        "support.csv",
        "years.csv",
        "coverage.csv",
        "rules.csv",
        "rejected.csv",
        "result.json",
        "layout.xlsx",
    }
    assert (tmp_path / "out" / "result.json").read_bytes() == (run / "result.json").read_bytes()
    assert len(done.stdout.splitlines()) == 8


def test_export_of_a_folder_of_runs_takes_the_newest(buju, write, tmp_path):
    write(make_result(technologies=3), second=1)
    newest = write(make_result(technologies=4), second=2)
    done = buju("export", "runs", "-o", "out", "--as", "json", "--json", code=0)
    payload = json.loads(done.stdout)
    assert payload["run"].endswith(newest.name)
    assert payload["files"] == ["out/result.json"]
    assert newest.name in done.stderr
    assert len(read_run(newest).result.technologies) == 4


def test_existing_files_are_kept_unless_forced(buju, write, tmp_path):
    run = write(make_result(technologies=3))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "rules.csv").write_text("mine")
    done = buju("export", run, "-o", "out", "--as", "csv", code=2)
    assert "rules.csv" in done.stderr
    assert "--force" in done.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["rules.csv"]
    buju("export", run, "-o", "out", "--as", "csv", "--force", code=0)
    assert (tmp_path / "out" / "rules.csv").read_text(encoding="utf-8-sig").startswith("rule,")


def test_what_cannot_be_exported_is_said(buju, write, tmp_path):
    infeasible = write(make_infeasible())
    assert "没有可行方案" in buju("export", infeasible, "-o", "out", lang="zh", code=2).stderr
    run = write(make_result(technologies=3), second=9)
    assert "unknown form" in buju("export", run, "-o", "out", "--as", "docs", code=2).stderr
    (tmp_path / "file").write_text("")
    assert "a file stands" in buju("export", run, "-o", "file/x", "--as", "csv", code=2).stderr
    assert buju("export", "nowhere", "-o", "out").returncode in (1, 2)
    assert not (tmp_path / "out").exists()


def test_a_damaged_run_is_refused(buju, write):
    run = write(make_result(technologies=3))
    (run / "result.json").write_text('{"format": "buju-result/1"}')
    assert buju("export", run, "-o", "out", code=1).stderr


def test_compare_in_both_languages_and_json(buju, write):
    a, b = write(make_result(technologies=9), 1), write(make_result(chosen=18, technologies=9), 2)
    assert "centres fall out" in buju("compare", a, b, code=0).stdout
    assert "退出" in buju("compare", a, b, "--lang", "zh", code=0).stdout
    payload = json.loads(buju("compare", a, b, "--json", code=0).stdout)
    assert len(payload["left"]) == 2
    assert payload["run_a"] == str(a)
