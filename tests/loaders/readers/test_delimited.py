"""Delimited text: encodings, quotes, NUL, cells without end; every row is a row, or counted as skipped."""

import io
import tracemalloc

import pytest

from loaders.readers.delimited import read_delimited


def read(data):
    return read_delimited(lambda: io.BytesIO(data), "t", "t.csv")


def codes(table):
    return [(f.code, f.level, f.row) for f in table.findings]


CHINESE = "id,name\nC1,宁波材料所\nC2,甬江实验室\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gb2312", "gbk"])
def test_encodings(encoding):
    table = read(CHINESE.encode(encoding))
    assert table.header == ("id", "name")
    assert table.rows == (["C1", "宁波材料所"], ["C2", "甬江实验室"])
    assert codes(table) == ([] if encoding.startswith("utf") else [("S112", "note", 0)])


def test_damaged_utf8_is_not_read_as_gb18030():
    data = bytearray(CHINESE.encode())
    data[data.index("甬".encode())] ^= 0xFF
    table = read(bytes(data))
    assert codes(table) == [("S111", "error", 3)]
    assert (len(table.rows), table.skipped) == (0, 2)


@pytest.mark.parametrize("data", [b"id,name\nC1,caf\xe9\n", b"id,name\nC1,\xff\xfe\xfd\n", b"id,name\nC1,\xe5"])
def test_bytes_of_another_encoding(data):
    table = read(data)
    assert codes(table) == [("S111", "error", 2)]
    assert table.skipped == 1


def test_utf16_is_named():
    table = read("id,name\r\n".encode("utf-16"))
    assert "UTF-16" in table.findings[0].message.en


@pytest.mark.parametrize("data", [b"", b"\n", b" \n\n", b"\xef\xbb\xbf", b",,\n"])
def test_empty(data):
    assert ("S110", "error", 0) in codes(read(data))


def test_nul_is_found_in_its_row_and_the_row_is_not_lost():
    table = read(b"id,name\nC1,\x00a\nC2,b\n")
    assert codes(table) == [("S113", "error", 2)]
    assert table.findings[0].value == "\\x00a"
    assert table.rows == (["C1", "a"], ["C2", "b"])


def test_separators():
    table = read(b'"id";"name, long"\nC1;"a;b"\n')
    assert table.rows == (["C1", "a;b"],)
    assert codes(table) == [("S116", "note", 1)]
    assert read(b"id\tname\nC1\ta\n").rows == read(b"id|name\nC1|a\n").rows == (["C1", "a"],)


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    table = read(b'id,name\r\nC1,"a\r\nb"\r\n\r\n,\r\nC2,b')
    assert table.rows == (["C1", "a\r\nb"], ["C2", "b"])
    assert table.numbers == (2, 5)
    assert table.skipped == 2


def test_a_quote_that_is_never_closed_counts_the_rows_it_swallows():
    table = read(b'id,name\nC1,a\nC2,"b\nC3,c\nC4,d\n')
    assert codes(table) == [("S115", "error", 3)]
    assert (len(table.rows), table.skipped) == (1, 3)


def test_a_broken_quote_costs_its_row_only():
    table = read(b'id,name\nC1,"a"b\nC2,c\n')
    assert codes(table) == [("S115", "error", 2)]
    assert (table.rows, table.numbers, table.skipped) == ((["C2", "c"],), (3,), 1)


def test_a_broken_header_is_no_data_row():
    table = read(b'id,"na"me\nC1,a\n')
    assert ("S115", "error", 1) in codes(table)
    assert len(table.rows) + table.skipped == 1


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_cell_of_100_megabytes_is_refused_in_little_memory(tmp_path, quote):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.write(b"id,name\nC1,a\nC2," + quote)
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(quote + b"\nC3,b\nC4,c\n")
    tracemalloc.start()
    table = read_delimited(lambda: path.open("rb"), "t", "t.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(table) == [("S114", "error", 3)]
    assert table.findings[0].value == ""
    assert (len(table.rows), table.skipped) == (1, 3)
    assert peak < 40 << 20


def test_a_long_quoted_cell_of_many_lines_is_refused():
    table = read(b'id,name\nC1,"' + b"x\n" * 100_000 + b'"\nC2,b\n')
    assert codes(table) == [("S114", "error", 2)]
    assert len(table.rows) + table.skipped >= 2


def test_a_file_that_cannot_be_opened():
    def no():
        raise PermissionError(13, "Permission denied")

    table = read_delimited(no, "t", "t.csv")
    assert codes(table) == [("S101", "error", 0)]
    assert "Permission denied" in table.findings[0].message.en
