"""Files appear whole or not at all, and nothing is overwritten unasked."""

import errno
from pathlib import Path

import pytest

from graph.base.errors import OutputError
from graph.base.writing import write_files


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_files_are_written_and_the_folder_made(tmp_path):
    paths = write_files(tmp_path / "a" / "b", {"x.csv": b"1", "y.csv": b"2"})
    assert [p.name for p in paths] == ["x.csv", "y.csv"]
    assert tree(tmp_path) == {"a/b/x.csv": b"1", "a/b/y.csv": b"2"}


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"x\.csv"):
        write_files(tmp_path, {"w.csv": b"0", "x.csv": b"1"})
    assert tree(tmp_path) == {"x.csv": b"mine"}
    write_files(tmp_path, {"w.csv": b"0", "x.csv": b"1"}, force=True)
    assert tree(tmp_path) == {"w.csv": b"0", "x.csv": b"1"}


def test_the_same_export_again_is_no_quarrel(tmp_path):
    for _ in range(2):
        write_files(tmp_path, {"x.csv": b"1"}, again=True)
    assert tree(tmp_path) == {"x.csv": b"1"}


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "no space left"), (errno.EACCES, "no permission"), (errno.EROFS, "read-only")]
)
def test_a_failing_disk_leaves_nothing_behind(tmp_path, monkeypatch, code, said):
    real = Path.write_bytes

    def fail(self, data):
        if self.name == "y.csv":
            raise OSError(code, "no", str(self))
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OutputError, match=said):
        write_files(tmp_path / "new" / "deep", {"x.csv": b"1", "y.csv": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        write_files(tmp_path / "out", {"x.csv": b"1"})
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        write_files(tmp_path / "out" / "deeper", {"x.csv": b"1"})


def test_a_folder_where_a_file_should_be(tmp_path):
    (tmp_path / "x.csv").mkdir()
    for force in (False, True):
        with pytest.raises(OutputError):
            write_files(tmp_path, {"w.csv": b"0", "x.csv": b"1"}, force=force)
    assert tree(tmp_path) == {}
