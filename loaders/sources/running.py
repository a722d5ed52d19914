"""A mapping run by DuckDB: files in, rows of buju's tables out, and every row counted as used, skipped or merged.

Cells are read as text and then cast by the types that the mapping writes down: nothing is sniffed, so that a file
whose days are all ≤ 12, a country called NA or an id with zeros at its head stay what they are. Once the files are
read, DuckDB may open nothing else: the expressions of a mapping cannot reach files or the network.
What does not live here: the mapping (``mapping``).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from graph.base.cell_text import shown
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.swapping import clear
from graph.base.words import Words
from graph.base.writing import Content, write_files
from graph.model.schema import TABLES
from loaders.row_writing import row_writer
from loaders.rules.catalogue import finding
from loaders.sources.comparing import TableChange
from loaders.sources.engine import connection, count, quoted, text_literal
from loaders.sources.interrupting import interruptible
from loaders.sources.mapping import Query, SourceMapping, find_mapping, presets
from loaders.sources.reading import ROW, Files
from loaders.sources.refreshing import of_another, refreshed, was_run, with_base
from loaders.sources.scratch import Scratch
from loaders.sources.terms import terms

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Skipped:
    """How many rows were left out for one reason."""

    why: Words
    rows: int


@dataclass(frozen=True, kw_only=True)
class TableCount:
    """What became of the rows that one table was made from: ``rows = used + skipped + merged``."""

    rows: int
    used: int
    skipped: int
    merged: int
    reasons: tuple[Skipped, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Harvest:
    """What running a mapping gave: tables as CSV files, counts by table, rows read by input, and findings.

    ``licence`` is that of the snapshot, see :func:`loaders.sources.terms.terms`. The files stand in a folder of their
    own, which is removed with the harvest: a table may be larger than memory.
    """

    mapping: SourceMapping
    tables: Mapping[str, Path]
    counts: Mapping[str, TableCount]
    read: Mapping[str, int]
    findings: tuple[Finding, ...]
    place: Scratch
    options: Mapping[str, str]
    licence: str


def run(
    mapping: SourceMapping, folder: Path, options: Mapping[str, str] | None = None, *, last_row_whole: bool = False
) -> Harvest:
    r"""Run a mapping on the files of a folder.

    Parameters
    ----------
    mapping : SourceMapping
    folder : Path
        Holds the files that the mapping's inputs name.
    options : mapping of str to str, optional
        Values of the mapping's options; those not given have their default.
    last_row_whole : bool
        Take the last row of a CSV file that ends without a line break as whole, with a warning; else such a file of a
        preset is refused, as one that was cut off within its last cell looks the same.

    Returns
    -------
    Harvest
        Tables with the columns that the mapping fills, rows in the order of the source.

    Raises
    ------
    UsageError
        DuckDB is not installed, there is no such folder, or the mapping has no such option or value.
    InputError
        A file is missing or damaged, a column is missing, a cell is not of its type, or an expression cannot be
        run; all that is wrong with the files is said at once.

    Examples
    --------
    >>> import tempfile
    >>> from graph.base.safe_yaml import read
    >>> from loaders.sources.mapping import read_mapping
    >>> text = '''
    ... format: buju-mapping/1
    ... title: {en: Fields, zh: 领域}
    ... inputs: {areas: {files: areas.csv, columns: {code: code, label: text}}}
    ... tables: {fields: {from: areas, columns: {id: code, name: label}}}
    ... '''
    >>> with tempfile.TemporaryDirectory() as there:
    ...     _ = Path(there, "areas.csv").write_text("code,label\nNA,new materials\nNA,again\n", "utf-8")
    ...     done = run(read_mapping(read(text, "m.yaml")), Path(there))
    >>> done.tables["fields"].read_text("utf-8").split(), done.counts["fields"].merged
    (['id,name', 'NA,new', 'materials'], 1)
    """
    if not folder.is_dir():
        raise UsageError(Words("{p} is not a folder", "{p} 不是文件夹").fill(p=shown(folder)))
    chosen = mapping.chosen(options or {})
    place = Scratch()
    with Scratch() as scratch, closing(connection(scratch)) as base, interruptible():
        import duckdb  # noqa: PLC0415 - it is there, or there were no connection

        # who publishes a snapshot ends its last line; a table that a person saved may go without
        engine = _Engine(base, place, chosen, last_row_whole=last_row_whole or mapping.name not in presets())
        try:
            return engine.run(mapping, folder)
        except duckdb.Error as error:  # an expression that holds for other rows than these, or a full disk
            raise engine.bad("tables", str(error).splitlines()[0]) from error


def write(
    harvest: Harvest, target: Path, *, force: bool = False
) -> tuple[tuple[Path, ...], Mapping[str, TableChange] | None]:
    """Write the tables and what is known of their source into a folder, all of them or none.

    Where the folder holds an earlier run, what a person changed in its tables stays, and nothing is written where
    nothing has changed; the changes by table are returned, None after a first run. Every change stands in
    ``.buju-source/changes.csv``.

    Raises
    ------
    OutputError
        A file of the same name or the tables of another source are there and ``force`` is not given, or the folder
        cannot be written.
    InputError
        A table that a person changed cannot be read.
    """
    mapping = harvest.mapping
    said = {
        "name": mapping.title.zh,
        "money_unit": mapping.money_unit,
        "licence": harvest.licence,
        "evidence": _evidence(harvest),
        "note": f"{mapping.title.en}; {mapping.origin}",
    }
    files: dict[str, Content] = {f"{name}.csv": made for name, made in harvest.tables.items()}
    files["dataset.yaml"] = yaml.safe_dump(
        {k: v for k, v in said.items() if v}, allow_unicode=True, sort_keys=False, width=110
    ).encode()
    clear(target)  # an earlier write that was killed is finished before its files are compared
    if was_run(target) and not (force and of_another(files, target)):
        with Scratch() as scratch:
            with interruptible():
                again = refreshed(files, target, scratch)
            return write_files(target, again.files, force=True) if again.files else (), again.changes
    return write_files(target, with_base(files), force=force), None


def _evidence(harvest: Harvest) -> str:
    """How items are weighed: what the mapping says, and ages from the year of its snapshot."""
    said = harvest.mapping.evidence
    if "evidence" in harvest.tables and harvest.mapping.year is not None and "as_of:" not in said:
        return f"as_of:{harvest.mapping.year} {said}".strip()
    return said


def _fits(mapping: SourceMapping, folder: Path) -> bool:
    """Whether a folder has a file for each input that a mapping must have, and for at least one."""
    there = [any(any(folder.glob(name)) for name in given.files) for given in mapping.inputs]
    return any(there) and all(found or not given.required for found, given in zip(there, mapping.inputs, strict=True))


class _Engine:
    """One run on one connection; faults of the files are collected."""

    def __init__(
        self, base: DuckDBPyConnection, place: Scratch, options: Mapping[str, str], *, last_row_whole: bool
    ) -> None:
        self.base = base
        self.place = place
        self.options = options
        for name, value in options.items():
            base.execute(f"SET VARIABLE {quoted(name)} = {text_literal(value)}")
        self.files = Files(base, last_row_whole=last_row_whole)

    def run(self, mapping: SourceMapping, folder: Path) -> Harvest:
        for given in mapping.inputs:
            self.files.load(given, folder)
        if not self.files.found:
            self.files.findings = []  # one sentence for a folder of another source, not one a file
            names = ", ".join(shown(f) for i in mapping.inputs for f in i.files)
            words = Words("no file of this source is here: {f}", "此处没有该数据源的文件：{f}").fill(f=names)
            mend = Words("name the folder that holds it", "请指定包含该文件的文件夹")
            if others := [name for name in presets() if name != mapping.name and _fits(find_mapping(name), folder)]:
                mend = Words("the files look like those of {o}", "这些文件像是 {o} 的").fill(o=", ".join(others))
            self.files.find("M810", folder.name, words, mend)
        self.check_needs(mapping)
        self.refuse()
        self.base.execute("SET enable_external_access = false")
        self.base.execute("SET lock_configuration = true")
        for name, text in mapping.views.items():
            self.select(text, f"views.{name}")
            self.base.execute(f"CREATE VIEW {quoted(name)} AS {text}")
        tables: dict[str, Path] = {}
        counts: dict[str, TableCount] = {}
        for name, queries in mapping.tables.items():
            tables[name], counts[name] = self.table(name, queries)
        licence, said = terms(folder, mapping.licence, mapping.name)
        return Harvest(
            mapping=mapping,
            tables=tables,
            counts=counts,
            read=self.files.read,
            findings=(*self.files.findings, *said),
            place=self.place,
            options=self.options,
            licence=licence,
        )

    def check_needs(self, mapping: SourceMapping) -> None:
        """Inputs that are there while what they need is not: half a source is refused."""
        found = self.files.found
        by_name = {i.name: i for i in mapping.inputs}
        for given in mapping.inputs:
            for other in given.needs if given.name in found else ():
                if other not in found:
                    here, there = found[given.name][0], " / ".join(by_name[other].files)
                    words = Words("{h} is there, but not {f}", "有 {h}，但没有 {f}").fill(h=shown(here), f=shown(there))
                    self.files.find("M810", there, words, Words("put it beside {h}", "请将其放在 {h} 旁").fill(h=here))

    def table(self, name: str, queries: tuple[Query, ...]) -> tuple[Path, TableCount]:
        """All rows of one table, merged by its key in the order of the source, with their count."""
        columns = [c.name for c in TABLES[name].columns if any(c.name in q.columns for q in queries)]
        parts: list[str] = []
        reasons: list[Skipped] = []
        rows = 0
        for n, query in enumerate(queries):
            where = f"tables.{name}.{n}"
            total, left_out = self.counted(name, query, where)
            rows += total
            reasons += left_out
            kept = " AND ".join(["true", *(f"NOT coalesce({skip.condition}, false)" for skip in query.skip)])
            values = ", ".join(f"{query.columns.get(c, 'NULL')} AS {quoted(c)}" for c in columns)
            text = f"SELECT {n} AS _part, {ROW}, {values} FROM {quoted(query.source)} WHERE {kept}"
            self.select(text, where)
            parts.append(text)
        made = quoted(f"made {name}")
        self.make(made, " UNION ALL BY NAME ".join(parts), f"tables.{name}")
        before = count(self.base, f"SELECT count(*) FROM {made}")
        written, used = self.merged(name, queries, columns, made)
        skipped = sum(r.rows for r in reasons)
        return written, TableCount(rows=rows, used=used, skipped=skipped, merged=before - used, reasons=tuple(reasons))

    def counted(self, name: str, query: Query, where: str) -> tuple[int, list[Skipped]]:
        """All rows, and those left out for each reason in turn; rows that are used and yet worth a word are told.

        One pass, however many conditions there are: each would read the source again.
        """
        source, conditions = quoted(query.source), (*query.skip, *query.notes)
        flags = ", ".join(f"coalesce({c.condition}, false) AS _{k}" for k, c in enumerate(conditions))
        told, kept = [], "true"
        for k in range(len(query.skip)):
            told.append(f"{kept} AND _{k}")
            kept = f"{kept} AND NOT _{k}"
        told += [f"{kept} AND _{k}" for k in range(len(query.skip), len(conditions))]
        counts = ", ".join(["count(*)", *(f"count(*) FILTER (WHERE {t})" for t in told)])
        text = f"SELECT {counts} FROM (SELECT {flags or 'true'} FROM {source})"
        try:
            self.select(text, where)
        except InputError:
            for k, c in enumerate(conditions):  # say which of them it is
                place = f"{where}.{'skip' if k < len(query.skip) else 'notes'}"
                self.select(f"SELECT coalesce({c.condition}, false) FROM {source}", place)
            raise
        total, *found = self.base.execute(text).fetchall()[0]
        for note, rows in zip(query.notes, found[len(query.skip) :], strict=True):
            if rows:
                words = Words("{n} rows: {w}", "{n} 行：{w}").fill(n=rows, w=note.why)
                self.files.findings.append(finding("M821", name, value=rows, message=words))
        return total, [Skipped(skip.why, n) for skip, n in zip(query.skip, found, strict=False)]

    def merged(self, name: str, queries: tuple[Query, ...], columns: list[str], made: str) -> tuple[Path, int]:
        """Rows of equal key as one: the first value of each column, the sum or the greatest; a blank name is the id."""
        keys = [c for c in TABLES[name].key if c in columns]
        how = {c: m for q in queries for c, m in q.merge.items()}
        order = f"_part, {ROW}"
        terms = []
        for column in columns:
            c = quoted(column)
            way = how.get(column, "first")
            if column in keys:
                terms.append(c)
            elif way == "first":
                blank = quoted("id") if column == "name" and "id" in keys else "NULL"
                terms.append(f"coalesce(first({c} ORDER BY {order}) FILTER ({c} IS NOT NULL), {blank}) AS {c}")
            else:
                terms.append(f"{way}({c}) AS {c}")
        group = ", ".join(map(quoted, keys))
        merging = f"{', '.join(terms)} FROM {made} GROUP BY {group} ORDER BY min(_part), min({ROW}), {group}"
        if not keys:  # a table whose rows have no key: each row stays one
            merging = f"{', '.join(map(quoted, columns))} FROM {made} ORDER BY {order}"
        result = self.base.execute(f"SELECT {merging}")
        used, written = 0, self.place.path / f"{name}.csv"
        with written.open("w", encoding="utf-8", newline="") as file:
            writer = row_writer(file)
            writer.writerow(columns)
            while rows := result.fetchmany(10_000):
                used += len(rows)
                writer.writerows([_cell(v) for v in row] for row in rows)
        self.base.execute(f"DROP TABLE {made}")  # on a disk, room for the next
        return written, used

    def make(self, table: str, text: str, where: str) -> None:
        """Make a table; an expression that fails on a cell (a division, a cast) is said, not raised as it is."""
        import duckdb  # noqa: PLC0415

        try:
            self.base.execute(f"CREATE TEMP TABLE {table} AS {text}")
        except duckdb.Error as error:
            raise self.bad(where, str(error).splitlines()[0]) from error

    def select(self, text: str, where: str) -> None:
        """Refuse what is not one SELECT that DuckDB can run."""
        import duckdb  # noqa: PLC0415

        try:
            statements = duckdb.extract_statements(text)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise self.bad(where, "one SELECT is wanted")
            self.base.execute(f"EXPLAIN {text}")
        except duckdb.Error as error:
            raise self.bad(where, str(error).splitlines()[0]) from error

    def bad(self, where: str, reason: str) -> InputError:
        words = Words("{w} of the mapping cannot be run: {r}", "映射文件的 {w} 无法执行：{r}").fill(
            w=where, r=shown(reason)
        )
        return InputError(words, [finding("M820", where, message=words)])

    def refuse(self) -> None:
        if any(f.level == "error" for f in self.files.findings):
            words = Words(
                "the source cannot be used: {n} finding(s); nothing was written",
                "数据源无法使用：共 {n} 处问题，未写入任何内容",
            )
            raise InputError(words.fill(n=len(self.files.findings)), self.files.findings)


def _cell(value: Any) -> Any:
    """A value as a CSV cell: blank for NULL, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
