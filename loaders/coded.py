"""Large CSV files by columns: each distinct cell is kept once, each row as one small number a column.

A million rows by rows are a gigabyte of Python lists; by columns they are a few megabytes. Only what is plain is read
so: a file with anything odd in it is left to ``delimited``, whose findings are then the same as for a small file.
What does not live here: what the cells mean (``columns``).
"""

from __future__ import annotations

import csv
import io
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from loaders.archive import DAMAGE
from loaders.delimited import Open, TooLongError, about_the_file, lines, separator_of, survey
from loaders.raw import CodedColumn, CodedTable

LARGE = 4 << 20
"""Bytes above which a CSV file is read by columns."""
_CHUNK = 50_000


class Numbering(dict[str, int]):
    """Text → its number, in the order of first sight.

    >>> numbered = Numbering()
    >>> [numbered[text] for text in "abca"]
    [0, 1, 2, 0]
    """

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def read_large(open_file: Open, name: str, file: str) -> CodedTable | None:
    r"""Read a plain file: UTF-8, no NUL bytes, well-formed, every row as wide as the header. None if it is not.

    Blank rows are skipped and counted, as in small files.

    Examples
    --------
    >>> table = read_large(lambda: io.BytesIO("id,name\n\nC1,甲\nC2,甲\n".encode()), "centres", "centres.csv")
    >>> table.columns[1].cells, table.columns[1].codes, table.numbers, table.skipped
    (('甲',), array([0, 0], dtype=int32), (3, 4), 1)
    >>> read_large(lambda: io.BytesIO(b"id,name\nC1\n"), "centres", "centres.csv") is None
    True
    """
    try:
        seen = survey(open_file, file)
        if seen.encoding != "utf-8-sig" or seen.has_nul:
            return None
        with open_file() as stream, io.TextIOWrapper(stream, encoding=seen.encoding, newline="") as text:
            separator = separator_of(text)
            reader = csv.reader(lines(text), delimiter=separator, strict=True)
            header = tuple(next(reader, ()))
            if not header or not all(cell.strip() for cell in header):
                return None
            numbered = [Numbering() for _ in header]
            parts: list[list[NDArray[np.int32]]] = [[] for _ in header]
            numbers: list[range] = []
            skipped, at = 0, 2
            while chunk := list(islice(reader, _CHUNK)):
                blank = [
                    i for i, row in enumerate(chunk) if not row or (not row[0].strip() and not "".join(row).strip())
                ]
                numbers += _runs(at, len(chunk), blank)
                at += len(chunk)
                skipped += len(blank)
                for i in reversed(blank):
                    del chunk[i]
                if any(len(row) != len(header) for row in chunk):
                    return None
                for column, codes, cells in zip(numbered, parts, zip(*chunk, strict=True), strict=False):
                    codes.append(np.fromiter(map(column.__getitem__, cells), dtype=np.int32, count=len(chunk)))
    except (*DAMAGE, OSError, csv.Error, TooLongError, UnicodeDecodeError):
        return None
    columns = tuple(
        CodedColumn(tuple(column), np.concatenate(codes) if codes else np.zeros(0, dtype=np.int32))
        for column, codes in zip(numbered, parts, strict=True)
    )
    rows = range(2, at) if skipped == 0 else tuple(n for run in numbers for n in run)
    last = rows[-1] if rows else 1
    findings = tuple(about_the_file(header, separator, seen, last, broken=False))
    return CodedTable(name, file, header, columns, rows, skipped, findings, seen.sha256)


def _runs(first: int, count: int, blank: list[int]) -> list[range]:
    """Spreadsheet rows of a chunk without its blank ones."""
    ends = [-1, *blank, count]
    return [range(first + a + 1, first + b) for a, b in pairwise(ends) if b > a + 1]
