"""One table of an earlier run, what a person made of it, and what the source gives now, compared by DuckDB on disk.

A row is known again by its key. Rows that are the same on both sides are found by a digest of all their cells (MD5 of
cells with their lengths), so that keys and cells are only looked at where something differs: memory stays within
the limit of ``engine`` whatever the number of rows. What does not live here: which files there are (``refreshing``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.cell_text import neutral
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.records import Count
from graph.base.words import Words
from graph.model.schema import TABLES
from loaders.readers.delimited import separator_of, survey
from loaders.row_writing import row_writer
from loaders.rules.catalogue import finding
from loaders.sources.engine import connection, count, text_literal
from loaders.sources.scratch import Scratch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMED = 1_000
"""Rows of one kind of change that an answer names; the file of the changes has all."""
CHANGES_HEADER = ("table", "change", "key", "column", "before", "after")


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """What a newer snapshot changed in one table. Keys of more than one column are joined by ``|``.

    Attributes
    ----------
    added, gone, renamed
        How many rows the source has now, no longer has, or gives another name.
    changed
        Rows of which the source changed another cell.
    kept
        Cells, rows and deletions by hand that stay.
    first_added, first_gone
        Keys, at most a thousand.
    first_renamed
        (key, old name, new name), at most a thousand.
    """

    added: Count = 0
    gone: Count = 0
    renamed: Count = 0
    changed: Count = 0
    kept: Count = 0
    first_added: tuple[str, ...] = ()
    first_gone: tuple[str, ...] = ()
    first_renamed: tuple[tuple[str, str, str], ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the source gave what it gave before."""
        return not (self.added or self.gone or self.renamed or self.changed)


def compare(
    table: str, base: Path | None, mine: Path | None, new: Path, *, joined: Path, changes: Path, memory: str = ""
) -> TableChange:
    """Write the new rows with what a person changed, and every change.

    Parameters
    ----------
    table : str
        Its name, which says what the key is.
    base, new : Path
        What the source gave then (None: it had no such table) and now.
    mine : Path or None
        The table as it is now, where a person has changed it.
    joined : Path
        The new rows with the cells, rows and deletions by hand are written here, where ``mine`` is given.
    changes : Path
        A CSV file to which a row a change is appended.
    memory : str
        DuckDB's limit; that of ``engine`` unless given.

    Raises
    ------
    InputError
        The table of a person cannot be read: it is no text, or its rows or its key are broken.
    """
    with Scratch() as place:
        found = () if mine is None else _normal(table, mine, place / "mine.csv")
        held = connection(place, memory) if memory else connection(place)
        try:
            return _Comparison(held, table, base, place / "mine.csv" if found else None, new).run(joined, changes)
        finally:
            held.close()


def _normal(table: str, mine: Path, target: Path) -> tuple[str, ...]:
    """A table that a person saved, in our own dialect; its header."""
    name = mine.name
    seen = survey(lambda: mine.open("rb"), name)
    findings: list[Finding] = [f for f in seen.findings if f.level == "error"]
    header: list[str] = []
    if seen.encoding is not None:
        with (
            io.TextIOWrapper(mine.open("rb"), encoding=seen.encoding, newline="") as text,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            reader = csv.reader(text, delimiter=separator_of(text), strict=True)
            writer = row_writer(out)
            try:
                header = [cell.strip() for cell in next(reader, [])]
                findings += _lacking(table, header, name)
                writer.writerow(header)
                for row in reader:
                    if len(row) > len(header) and any(row[len(header) :]):
                        findings.append(finding("M812", name, reader.line_num, value=row[len(header)]))
                    elif any(row):
                        writer.writerow([*row, *[""] * (len(header) - len(row))][: len(header)])
            except csv.Error as error:
                words = Words("the line is not a row of the table ({k})", "此行不是表中的一行（{k}）").fill(
                    k=str(error)
                )
                findings.append(finding("M812", name, reader.line_num, message=words))
    if findings:
        words = Words(
            "{f}, as it was changed by hand, cannot be read; nothing was written",
            "人工修改后的 {f} 无法读取，未写入任何内容",
        )
        raise InputError(words.fill(f=name), findings)
    return tuple(header)


def _lacking(table: str, header: Sequence[str], file: str) -> Iterator[Finding]:
    for column in (*TABLES[table].key, *{h for h in header if header.count(h) > 1}):
        if header.count(column) != 1:
            words = Words("the column {c} must stand there once", "列 {c} 应有且只有一个").fill(c=column)
            yield finding("M813", file, 1, column, message=words)


class _Comparison:
    """The three tables in one connection: ``_at`` is a row's place, ``c0`` a cell, ``o0`` what the cell was.

    Columns go by number, since DuckDB takes ``Name`` and ``name`` for one and a person may call a column anything.
    """

    def __init__(self, held: DuckDBPyConnection, table: str, base: Path | None, mine: Path | None, new: Path) -> None:
        self.held = held
        self.table = table
        files = {"base": base, "mine": mine, "new": new}
        heads = {name: header_of(path) if path else () for name, path in files.items()}
        columns = dict.fromkeys((*heads["new"], *heads["mine"], *heads["base"]))
        self.cells = {column: f"c{n}" for n, column in enumerate(columns)}
        self.written = tuple(dict.fromkeys((*heads["new"], *heads["mine"])))
        keys = TABLES[table].key or tuple(columns)
        self.keys = [self.cells[k] for k in keys]
        self.others = {column: cell[1:] for column, cell in self.cells.items() if column not in keys}
        self.shown_key = " || '|' || ".join(self.keys)
        self.by_hand = mine is not None
        for name, path in files.items():
            if path or name == "base":
                self.load(name, path, heads[name])

    def load(self, name: str, path: Path | None, header: Sequence[str]) -> None:
        """A file as a table: all columns as text, blank where the file has none."""
        places = {column: n for n, column in enumerate(header)}
        values = [f"coalesce(h{places[c]}, '')" if c in places else "''" for c in self.cells]
        told = [f"{value} AS {cell}" for value, cell in zip(values, self.cells.values(), strict=True)]
        whole = " || ".join(f"length({v}) || ':' || {v}" for v in values)
        told.append(f"md5_number({whole}) AS _digest")
        source = f"(SELECT {', '.join(f'NULL::VARCHAR AS h{n}' for n in range(max(len(header), 1)))} WHERE false)"
        if path is not None:
            kinds = ", ".join(f"h{n}: 'VARCHAR'" for n in range(len(header)))
            source = (
                f"read_csv({text_literal(str(path))}, columns = {{{kinds}}}, header = true, auto_detect = false, "
                "delim = ',', quote = '\"', escape = '\"', nullstr = '')"
            )
        self.make(name, f"SELECT {', '.join(told)} FROM {source}")

    def make(self, name: str, text: str) -> None:
        self.held.execute(f"CREATE TABLE {name} AS {text}")

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        result = self.held.execute(text)
        while found := result.fetchmany(10_000):
            yield from found

    def same(self, left: str, right: str) -> str:
        """That two rows have the same key."""
        return " AND ".join(f"{left}.{k} = {right}.{k}" for k in self.keys)

    def there(self, row: str, table: str) -> str:
        """That a table has the key of a row."""
        return f"EXISTS (SELECT 1 FROM {table} t WHERE {self.same('t', row)})"

    def differing(self, name: str, one: str, other: str) -> None:
        """Rows of one table that the other has not to the letter."""
        self.make(
            name,
            f"SELECT t.rowid AS _at, t.* FROM {one} t WHERE NOT EXISTS "
            f"(SELECT 1 FROM {other} u WHERE u._digest = t._digest)",
        )

    def olds(self, row: str) -> str:
        """What the cells of a row were, to stand after others in a SELECT."""
        return "".join(f", {row}.c{n} AS o{n}" for n in self.others.values())

    def run(self, joined: Path, changes: Path) -> TableChange:
        """Compare, append every change to ``changes``, and write ``joined`` where there is something by hand."""
        self.differing("news", "new", "base")
        self.differing("olds", "base", "new")
        self.make("added", f"SELECT n.* FROM news n WHERE NOT {self.there('n', 'olds')}")
        self.make("gone", f"SELECT o.* FROM olds o WHERE NOT {self.there('o', 'news')}")
        self.make("pairs", f"SELECT n.*{self.olds('o')} FROM news n JOIN olds o ON {self.same('n', 'o')}")
        with changes.open("a", encoding="utf-8", newline="") as file:
            writer = row_writer(file)
            told = self.listed(writer)
            if self.by_hand:
                told = replace(told, kept=self.kept(writer))
                self.write(joined)
        return told

    def listed(self, writer: Any) -> TableChange:
        """Write what the source changed; the counts and the first of each kind."""
        firsts: dict[str, list[str]] = {}
        for kind in ("added", "gone"):
            firsts[kind] = []
            for (key,) in self.rows(f"SELECT {self.shown_key} FROM {kind} ORDER BY _at"):
                writer.writerow([self.table, kind, neutral(key), "", "", ""])
                if len(firsts[kind]) < NAMED:
                    firsts[kind].append(key)
        renamed: list[tuple[str, str, str]] = []
        for column, n in self.others.items():
            for key, before, after in self.cells_that_differ("pairs", n, f"o{n} <> c{n}"):
                kind = "renamed" if column == "name" else "changed"
                writer.writerow([self.table, kind, *map(neutral, (key, column, before, after))])
                if column == "name" and len(renamed) < NAMED:
                    renamed.append((key, before, after))
        name = self.others.get("name")
        otherwise = " OR ".join(f"o{n} <> c{n}" for n in self.others.values() if n != name) or "false"
        return TableChange(
            added=count(self.held, "SELECT count(*) FROM added"),
            gone=count(self.held, "SELECT count(*) FROM gone"),
            renamed=count(self.held, f"SELECT count(*) FROM pairs WHERE o{name} <> c{name}") if name else 0,
            changed=count(self.held, f"SELECT count(*) FROM pairs WHERE {otherwise}"),
            first_added=tuple(firsts["added"]),
            first_gone=tuple(firsts["gone"]),
            first_renamed=tuple(renamed),
        )

    def cells_that_differ(self, table: str, n: str, condition: str) -> Iterator[tuple[Any, ...]]:
        """Key, what the cell was and what it is."""
        return self.rows(f"SELECT {self.shown_key}, o{n}, c{n} FROM {table} WHERE {condition} ORDER BY _at")

    def kept(self, writer: Any) -> int:
        """Find and write what a person changed and stays; how many cells, rows and deletions that are."""
        self.differing("edits", "mine", "base")
        self.differing("lost", "base", "mine")
        # second rows of a key are findings of whoever reads the table: they stay, and only the first meets the source's
        self.make(
            "hands",
            f"SELECT e.*, row_number() OVER (PARTITION BY {', '.join(self.keys)} ORDER BY _at) = 1 AND NOT EXISTS "
            f"(SELECT 1 FROM mine m WHERE {self.same('m', 'e')} AND m.rowid < e._at) AS _first FROM edits e",
        )
        self.make(
            "own",
            f"SELECT h.*{self.olds('b')}, b.rowid IS NOT NULL AS _given FROM hands h "
            f"LEFT JOIN base b ON {self.same('h', 'b')}",
        )
        self.make("met", f"SELECT o.* FROM own o WHERE o._first AND {self.there('o', 'new')}")
        self.make("apart", f"SELECT o.* FROM own o WHERE NOT (o._first AND {self.there('o', 'new')})")
        self.make("deleted", f"SELECT l.* FROM lost l WHERE NOT {self.there('l', 'mine')}")
        kept = 0
        for kind, text in (
            ("deletion by hand kept", f"deleted d WHERE {self.there('d', 'new')}"),
            ("row by hand kept", "apart"),
        ):
            for (key,) in self.rows(f"SELECT {self.shown_key} FROM {text} ORDER BY _at"):
                writer.writerow([self.table, kind, neutral(key), "", "", ""])
                kept += 1
        for column, n in self.others.items():
            for key, before, after in self.cells_that_differ("met", n, self.changed_by_hand(n)):
                told = map(neutral, (key, column, before or "", after))
                writer.writerow([self.table, "cell by hand kept", *told])
                kept += 1
        return kept

    def changed_by_hand(self, n: str, row: str = "") -> str:
        """A cell that a person changed; in a row of hers that the source now has too, one that she filled in."""
        return f"(CASE WHEN {row}_given THEN {row}c{n} <> {row}o{n} ELSE {row}c{n} <> '' END)"

    def write(self, joined: Path) -> None:
        """The rows of the source in its order with what was changed by hand, then the others in theirs."""
        values = []
        for column in self.written:
            value, n = f"n.{self.cells[column]}", self.others.get(column)
            if n is not None:
                value = f"CASE WHEN w._at IS NOT NULL AND {self.changed_by_hand(n, 'w.')} THEN w.c{n} ELSE n.c{n} END"
            values.append(value)
        with joined.open("w", encoding="utf-8", newline="") as file:
            writer = row_writer(file)
            writer.writerow(self.written)
            met = f"LEFT JOIN met w ON {self.same('w', 'n')} WHERE NOT {self.there('n', 'deleted')}"
            writer.writerows(self.rows(f"SELECT {', '.join(values)} FROM new n {met} ORDER BY n.rowid"))
            apart = ", ".join(self.cells[c] for c in self.written)
            writer.writerows(self.rows(f"SELECT {apart} FROM apart ORDER BY _at"))


def header_of(path: Path) -> tuple[str, ...]:
    """The header of a table in our own dialect."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(next(csv.reader(file), []))
