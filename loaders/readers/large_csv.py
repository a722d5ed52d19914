"""Large CSV files by columns: each distinct cell is kept once, each row as one small number a column.

A million rows by rows are a gigabyte of Python lists; by columns they are a few megabytes. Only what is plain is read
so: a file with anything odd in it is left to ``delimited``, whose findings are then the same as for a small file.
What does not live here: what the cells mean (``columns``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.readers.archive import DAMAGE
from loaders.readers.delimited import Open, about_the_file, cells_of, separator_of, survey
from loaders.tables.raw_table import CodedColumn, CodedTable

LARGE = 4 << 20
"""Bytes above which a CSV file is read by columns."""
_CHUNK = 2_000
"""Rows that are turned into columns at a time: few enough for the processor's cache."""


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
        if seen.encoding != "utf-8-sig" or seen.has_nul or seen.endless:
            return None
        with open_file() as stream, io.TextIOWrapper(stream, encoding=seen.encoding, newline="") as text:
            separator = separator_of(text)
            reader = cells_of(text, separator)
            header = tuple(next(reader, ()))
            if not header or not all(cell.strip() for cell in header):
                return None
            found = _quick(open_file, header, separator) if not seen.quoted else None
            columns, numbers, skipped = found or _thorough(reader, header)
    except (*DAMAGE, OSError, csv.Error, UnicodeDecodeError, _RaggedError):
        return None
    findings = tuple(about_the_file(header, separator, seen, numbers[-1] if numbers else 1, broken=False))
    return CodedTable(
        name=name,
        file=file,
        header=header,
        columns=columns,
        numbers=numbers,
        skipped=skipped,
        findings=findings,
        sha256=seen.sha256,
    )


class _RaggedError(Exception):
    """A row is not as wide as the header."""


Read = tuple[tuple[CodedColumn, ...], Sequence[int], int]
"""Columns, spreadsheet rows, rows skipped."""


def _thorough(reader: Iterator[list[str]], header: tuple[str, ...]) -> Read:
    """All rows by Python's csv module."""
    numbered = [Numbering() for _ in header]
    parts: list[list[NDArray[np.int32]]] = [[] for _ in header]
    runs: list[range] = []
    skipped, at = 0, 2
    while chunk := list(islice(reader, _CHUNK)):
        blank = [i for i, row in enumerate(chunk) if not row or (not row[0].strip() and not "".join(row).strip())]
        runs += _runs(at, len(chunk), blank)
        at += len(chunk)
        skipped += len(blank)
        for i in reversed(blank):
            del chunk[i]
        if any(len(row) != len(header) for row in chunk):
            raise _RaggedError
        for column, codes, cells in zip(numbered, parts, zip(*chunk, strict=True), strict=False):
            codes.append(np.fromiter(map(column.__getitem__, cells), dtype=np.int32, count=len(chunk)))
    columns = tuple(
        CodedColumn(tuple(column), np.concatenate(codes) if codes else np.zeros(0, dtype=np.int32))
        for column, codes in zip(numbered, parts, strict=True)
    )
    return columns, range(2, at) if skipped == 0 else tuple(n for run in runs for n in run), skipped


def _quick(open_file: Open, header: tuple[str, ...], separator: str) -> Read | None:
    """The same by pyarrow where it is installed; None if a row is ragged or blank, or a cell begins with a blank.

    Without quotes and carriage returns a CSV file is lines and separators, and both readers must agree.
    """
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - heavy and optional
        from pyarrow import csv as arrow  # noqa: PLC0415
    except ImportError:
        return None
    names = [str(i) for i in range(len(header))]
    text = dict.fromkeys(names, "string")
    with open_file() as stream:
        try:
            table = arrow.read_csv(
                stream,
                read_options=arrow.ReadOptions(use_threads=False, column_names=names, skip_rows=1, block_size=1 << 24),
                parse_options=arrow.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
                convert_options=arrow.ConvertOptions(column_types=text, strings_can_be_null=False),
            )
        except ArrowException:
            return None
    columns = []
    full = np.zeros(table.num_rows, dtype=bool)
    for name in names:
        column = arrow_column(table.column(name))
        table = table.drop_columns([name])
        if any(cell.startswith(" ") for cell in column.cells):  # not what the csv module makes of it
            return None
        full |= np.array([bool(cell.strip()) for cell in column.cells], dtype=bool)[column.codes]
        columns.append(column)
    return (tuple(columns), range(2, len(full) + 2), 0) if full.all() else None


def arrow_column(column: Any, cell: Callable[[Any], str] = str) -> CodedColumn:
    """Distinct cells of a column of pyarrow; ``cell`` writes a value as a CSV file would, null is blank."""
    import pyarrow as arrow  # noqa: ICN001, PLC0415 - heavy and optional; `pa` says little

    if not arrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, arrow.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else arrow.array([], column.type)
    cells = [cell(v) for v in whole.dictionary.to_pylist()]
    codes = whole.indices.fill_null(len(cells)).to_numpy(zero_copy_only=False).astype(np.int32)
    return CodedColumn((*cells, ""), codes)


def _runs(first: int, count: int, blank: list[int]) -> list[range]:
    """Spreadsheet rows of a chunk without its blank ones."""
    ends = [-1, *blank, count]
    return [range(first + a + 1, first + b) for a, b in pairwise(ends) if b > a + 1]
