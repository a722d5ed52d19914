"""Tables of a dataset's folder changed in place: rows taken out and put in, all others kept byte for byte in cells.

What does not live here: which rows (the studies of evaluation and of the course). Files are replaced whole or not at
all, several of them together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.base.cell_text import key
from graph.base.errors import UsageError
from graph.base.words import Words
from graph.base.writing import write_files
from graph.model.schema import TABLES


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """A table's file as it stands: header (with the columns that are needed), rows, encoding."""

    folder: Path
    name: str
    table: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    grown: int = 0
    """How many columns at the end of the header the file has not had; its whole rows get them blank"""

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Column → cell of one row."""
        return {c: row[i] if i < len(row) else "" for c, i in self._places().items()}

    def changed(self, keep: Callable[[int, Mapping[str, str]], bool], new: Sequence[Mapping[str, str]]) -> Path:
        """Write the table with the rows that ``keep`` (spreadsheet row, cells) lets stand, and the new ones below.

        Raises
        ------
        OutputError
            If it cannot be written; the old file then stands.
        """
        write_files(self.folder, {self.name: self.content(new, keep)}, force=True)
        return self.folder / self.name

    def content(
        self, new: Sequence[Mapping[str, str]], keep: Callable[[int, Mapping[str, str]], bool] = lambda _, __: True
    ) -> bytes:
        """The file's bytes with the rows that ``keep`` lets stand (all of them, unless told) and the new ones below."""
        places = self._places()
        stand = [row for number, row in enumerate(self.rows, start=2) if keep(number, self.cells(row))]
        kept = [[*row, *[""] * self.grown] if len(row) + self.grown == len(self.header) else [*row] for row in stand]
        for cells in new:
            row = [""] * len(self.header)
            for column, place in places.items():
                row[place] = cells.get(column, "")
            kept.append(row)
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([self.header, *kept])
        return text.getvalue().encode(self.encoding)

    def _places(self) -> dict[str, int]:
        return _columns(self.table, self.header)


def added(folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, bytes]:
    """The files of a dataset's folder with rows added to several tables, by file name; tables without rows stay out.

    Raises
    ------
    UsageError
        The dataset is no folder.
    """
    files = {}
    for table, new in rows.items():
        if new:
            file = table_file(folder, table, [c.name for c in TABLES[table].columns])
            files[file.name] = file.content(new)
    return files


def table_file(folder: Path, table: str, needed: Sequence[str]) -> TableFile:
    """Read the file of one table; where there is none, it begins with the needed columns.

    Raises
    ------
    UsageError
        The dataset is no folder.
    """
    if not folder.is_dir():
        words = Words("only a folder of CSV files can be written into", "只能写入 CSV 文件夹形式的数据集")
        raise UsageError(words)
    forms = {key(table), key(TABLES[table].zh)}
    found = [p for p in sorted(folder.iterdir()) if p.suffix.lower() == ".csv" and key(p.stem) in forms]
    if not found:
        return TableFile(
            folder=folder, name=f"{table}.csv", table=table, header=tuple(needed), rows=(), encoding="utf-8"
        )
    data = found[0].read_bytes()
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = data.decode(encoding)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows[0] if rows else []
    known = _columns(table, header)
    whole = (*header, *(c for c in needed if c not in known))
    return TableFile(
        folder=folder,
        name=found[0].name,
        table=table,
        header=whole,
        rows=tuple(map(tuple, rows[1:])),
        encoding=encoding,
        grown=len(whole) - len(header),
    )


def _columns(table: str, header: Sequence[str]) -> dict[str, int]:
    """Column → its place in the header, in either language."""
    forms = {key(form): c.name for c in TABLES[table].columns for form in (c.name, c.zh, *c.aliases)}
    return {forms[key(h)]: i for i, h in enumerate(header) if key(h) in forms}
