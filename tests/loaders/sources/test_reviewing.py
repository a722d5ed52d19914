"""Proposals decided and undone: the table says what was decided, and comes back to the byte."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing import commands
from graph.base.errors import InputError, UsageError
from loaders.sources.aliases import kept_decisions
from loaders.sources.reviewing import NAMES, TABLE, Review, write_sample

HEAD = "raw,id,score,decided_by,decided_on\n"
ROWS = HEAD + "甲校,R1,91,,\n甲校,R2,90,,\n乙厂,R3,88.5,,\n丙所,R4,100,name,\n丁,R5,,李,2026-01-02\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / TABLE).write_text(ROWS, "utf-8")
    (tmp_path / "organisations.csv").write_text("id,name,kind\nR1,甲大学,university\n", "utf-8")
    return tmp_path


def test_what_waits_and_who_it_may_be(folder):
    waiting = Review(folder).undecided()
    assert [p.text() for p in waiting["甲校"]] == ["甲大学 (R1) · 91", "R2 · 90"]
    assert list(waiting) == ["甲校", "乙厂"]


def test_a_decision_leaves_one_row_and_all_others_as_they_are(folder):
    review = Review(folder)
    review.decide({"甲校": "R2", "乙厂": ""}, "Li", "2026-11-30")
    assert (folder / TABLE).read_text("utf-8").splitlines()[1:] == [
        "甲校,R2,90,Li,2026-11-30",
        "乙厂,,,Li,2026-11-30",
        "丙所,R4,100,name,",
        "丁,R5,,李,2026-01-02",
    ]
    assert review.undecided() == {}
    assert [a.raw for a in review.decided()] == ["甲校", "乙厂", "丁"]
    assert set(kept_decisions(folder / TABLE)) == {"甲校", "乙厂", "丁"}  # resolve keeps them


def test_decisions_are_undone_one_after_another_also_by_another_session(folder):
    one, before = Review(folder), (folder / TABLE).read_bytes()
    one.decide({"甲校": "R1"}, "Li", "2026-11-30")
    between = (folder / TABLE).read_bytes()
    one.decide({"乙厂": "R3"}, "Li", "2026-11-30")
    assert Review(folder).undo()
    assert (folder / TABLE).read_bytes() == between
    assert Review(folder).undo()
    assert (folder / TABLE).read_bytes() == before
    assert not Review(folder).undo()


def test_what_was_changed_elsewhere_is_not_undone(folder):
    review = Review(folder)
    review.decide({"甲校": "R1"}, "Li", "2026-11-30")
    (folder / TABLE).write_text(ROWS, "utf-8")
    with pytest.raises(UsageError):
        review.undo()
    assert (folder / TABLE).read_text("utf-8") == ROWS


@pytest.mark.parametrize(
    ("choices", "by"), [({"甲校": "R9"}, "Li"), ({"丙所": "R4"}, "Li"), ({"甲校": "R1"}, " "), ({"甲校": "R1"}, "name")]
)
def test_what_is_not_proposed_and_nobody_decides_is_refused(choices, by, folder):
    with pytest.raises(UsageError):
        Review(folder).decide(choices, by, "2026-11-30")
    assert (folder / TABLE).read_text("utf-8") == ROWS


def test_without_a_table_or_with_a_broken_one_it_says_so(tmp_path):
    with pytest.raises(UsageError):
        Review(tmp_path)
    (tmp_path / TABLE).write_text("raw,id\nx,y\n", "utf-8")
    with pytest.raises(InputError):
        Review(tmp_path)


@given(
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["R1", "R2", ""]),
)
@settings(max_examples=12, deadline=None)
def test_undone_to_the_byte_whatever_the_table_was_written_in(encoding, end, chosen):
    with TemporaryDirectory() as place:
        table = Path(place, TABLE)
        table.write_bytes(ROWS.replace("\n", end).encode(encoding))
        before, review = table.read_bytes(), Review(Path(place))
        review.decide({"甲校": chosen}, "王", "2026-11-30")
        assert "甲校" not in review.undecided()
        assert review.undo()
        assert table.read_bytes() == before


def test_resolve_leaves_the_names_of_what_it_proposes(tmp_path):
    (tmp_path / "names.csv").write_text("raw\nNingbo Universty\n", "utf-8")
    (tmp_path / "reg.csv").write_text("id,name\nR1,NBU\nR1,Ningbo University\n", "utf-8")
    done = commands.run("sources", "resolve", "names.csv", "--registry", "reg.csv", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Review(tmp_path / "out").undecided()["Ningbo Universty"][0].name == "Ningbo University"
    again = commands.run("sources", "resolve", "names.csv", "--registry", "reg.csv", "-o", "out", cwd=tmp_path)
    assert again.returncode == 2


def test_the_sample_has_something_to_decide(tmp_path):
    write_sample(tmp_path)
    assert (tmp_path / NAMES).is_file()
    assert len(Review(tmp_path).undecided()) == 2
