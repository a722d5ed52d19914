"""Files of delimited text as tables: large ones by columns, small ones and odd ones by rows.

What does not live here: the two ways of reading (``delimited``, ``large_csv``).
"""

from __future__ import annotations

from loaders.readers.delimited import read_delimited
from loaders.readers.large_csv import LARGE, read_large
from loaders.readers.reader import File, Raw, TableReader


def read(file: File) -> Raw:
    """The table of a CSV or TSV file."""
    large = read_large(file.open, file.stem, file.name) if file.size > LARGE else None
    return large or read_delimited(file.open, file.stem, file.name)


READER = TableReader((".csv", ".tsv"), read)
