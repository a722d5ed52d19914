"""A run that was changed is refused by every command that reads runs, also where its hash was made to fit."""

import hashlib
import json
import shutil

import pytest

from loaders.samples import copy_sample


@pytest.fixture
def forge(made, tmp_path):
    """Copy the run, change its result, and perhaps hash it anew."""

    def change(what, *, rehash):
        folder = tmp_path / "forged"
        shutil.copytree(made, folder)
        result = json.loads((folder / "result.json").read_text("utf-8"))
        what(result)
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (folder / "result.json").write_text(text, "utf-8")
        if rehash:
            told = json.loads((folder / "provenance.json").read_text("utf-8"))
            told["result_sha256"] = hashlib.sha256(text.encode()).hexdigest()
            (folder / "provenance.json").write_text(json.dumps(told), "utf-8")
        return folder

    return change


def better(result):
    result["objective"] += 0.01


def richer(result):
    row = next(c for c in result["chosen"] if c["support"])
    year = next(iter(row["support"]))
    row["support"][year] += 100.0


def fewer(result):
    result["chosen"].pop()


def kinder(result):
    result["goals"]["coverage"] = 1.0


COMMANDS = (
    ("explain", "{run}"),
    ("stress", "{run}"),
    ("export", "{run}", "-o", "out"),
    ("compare", "{run}", "{run}"),
    ("assess", "{city}", "--plan", "{run}"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("what", "rehash"), [(better, False), (better, True), (richer, True), (fewer, True), (kinder, True)]
)
def test_a_changed_run_is_refused_by_every_command(buju, forge, tmp_path, words, what, rehash):
    city = copy_sample("ningbo", tmp_path / "city")
    run = forge(what, rehash=rehash)
    done = buju(*(w.format(run=run, city=city) for w in words), code=1)
    assert done.stdout == ""
    assert ("problem.json is not of this result" if rehash else "was changed after the run") in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_changed_run_is_refused_where_its_problem_was_taken_away(buju, forge, tmp_path, words):
    city = copy_sample("ningbo", tmp_path / "city")
    run = forge(richer, rehash=True)
    (run / "problem.json").unlink()
    done = buju(*(w.format(run=run, city=city) for w in words), code=1)
    assert done.stdout == ""
    assert "problem.json was taken out of the run" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_run_that_never_had_a_problem_is_taken(buju, made, tmp_path):
    folder = tmp_path / "earlier"
    shutil.copytree(made, folder)
    (folder / "problem.json").unlink()
    told = json.loads((folder / "provenance.json").read_text("utf-8"))
    assert "problem.json" in told.pop("files")
    (folder / "provenance.json").write_text(json.dumps(told), "utf-8")
    assert buju("compare", folder, made, code=0).stdout


def test_the_run_itself_is_taken(buju, made):
    assert buju("compare", made, made, code=0).stdout
