"""A mapping run by DuckDB: files in, rows of buju's tables out, and every row counted as used, skipped or merged.

Cells are read as text and then cast by the types that the mapping writes down: nothing is sniffed, so that a file
whose days are all ≤ 12, a country called NA or an id with zeros at its head stay what they are. Once the files are
read, DuckDB may open nothing else: the expressions of a mapping cannot reach files or the network.
What does not live here: the mapping (``mapping``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from graph.base.cell_text import shown
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.base.writing import write_files
from graph.model.schema import TABLES
from loaders.rules.catalogue import finding
from loaders.sources.mapping import Input, Query, SourceMapping

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "3GB"
"""What DuckDB may hold in memory; beyond it works on disk, in a folder that is removed afterwards."""
MOST_PLACES = 5
"""Cells or lines of one kind of fault that are named; the rest is counted."""

_TYPES = {"text": "VARCHAR", "code": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "json": "JSON"}
ROW = "_row"
"""Column of every input: the row's number as a spreadsheet counts."""


@dataclass(frozen=True)
class Skipped:
    """How many rows were left out for one reason."""

    why: Words
    rows: int


@dataclass(frozen=True)
class TableCount:
    """What became of the rows that one table was made from: ``rows = used + skipped + merged``."""

    rows: int
    used: int
    skipped: int
    merged: int
    reasons: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class Harvest:
    """What running a mapping gave: tables as CSV text, counts by table, rows read by input, and findings."""

    mapping: SourceMapping
    tables: Mapping[str, bytes]
    counts: Mapping[str, TableCount]
    read: Mapping[str, int]
    findings: tuple[Finding, ...]


def run(mapping: SourceMapping, folder: Path) -> Harvest:
    r"""Run a mapping on the files of a folder.

    Parameters
    ----------
    mapping : SourceMapping
    folder : Path
        Holds the files that the mapping's inputs name.

    Returns
    -------
    Harvest
        Tables with the columns that the mapping fills, rows in the order of the source.

    Raises
    ------
    UsageError
        DuckDB is not installed, or there is no such folder.
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
    >>> done.tables["fields"].decode().split(), done.counts["fields"].merged
    (['id,name', 'NA,new', 'materials'], 1)
    """
    if not folder.is_dir():
        raise UsageError(Words("{p} is not a folder", "{p} 不是文件夹").fill(p=shown(folder)))
    with TemporaryDirectory(prefix="buju-sources-") as scratch:
        engine = _Engine(_connection(Path(scratch)))
        try:
            return engine.run(mapping, folder)
        finally:
            engine.base.close()


def write(harvest: Harvest, target: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the tables and what is known of their source into a folder, all of them or none.

    Raises
    ------
    OutputError
        A file of the same name is there and ``force`` is not given, or the folder cannot be written.
    """
    mapping = harvest.mapping
    said = {
        "name": mapping.title.zh,
        "money_unit": mapping.money_unit,
        "licence": mapping.licence,
        "note": f"{mapping.title.en}; {mapping.origin}",
    }
    files = {f"{name}.csv": content for name, content in harvest.tables.items()}
    files["dataset.yaml"] = yaml.safe_dump(
        {k: v for k, v in said.items() if v}, allow_unicode=True, sort_keys=False, width=110
    ).encode()
    return write_files(target, files, force=force)


def _connection(scratch: Path) -> DuckDBPyConnection:
    try:
        import duckdb  # noqa: PLC0415 - of the extra `sources`
    except ImportError as error:
        words = Words(
            "sources need DuckDB: install the extra `sources`", "读取外部数据源需要 DuckDB：请安装附加组件 sources"
        )
        raise UsageError(words) from error
    return duckdb.connect(
        str(scratch / "work.duckdb"),
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        },
    )


def quoted(name: str) -> str:
    """A name as an SQL identifier.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> str:
    """A text as an SQL literal.

    >>> text_literal("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


class _Engine:
    """One run on one connection; faults of the files are collected."""

    def __init__(self, base: DuckDBPyConnection) -> None:
        self.base = base
        self.findings: list[Finding] = []
        self.read: dict[str, int] = {}
        self.found = False

    def run(self, mapping: SourceMapping, folder: Path) -> Harvest:
        for given in mapping.inputs:
            self.load(given, folder)
        if not self.findings and not self.found:
            names = ", ".join(shown(f) for i in mapping.inputs for f in i.files)
            words = Words("no file of this source is here: {f}", "此处没有该数据源的文件：{f}").fill(f=names)
            self.find("M810", folder.name, words, Words("name the folder that holds it", "请指定包含该文件的文件夹"))
        self.refuse()
        self.base.execute("SET enable_external_access = false")
        self.base.execute("SET lock_configuration = true")
        for name, text in mapping.views.items():
            self.select(text, f"views.{name}")
            self.base.execute(f"CREATE VIEW {quoted(name)} AS {text}")
        tables: dict[str, bytes] = {}
        counts: dict[str, TableCount] = {}
        for name, queries in mapping.tables.items():
            tables[name], counts[name] = self.table(name, queries)
        return Harvest(mapping, tables, counts, self.read, tuple(self.findings))

    def load(self, given: Input, folder: Path) -> None:
        """Make the typed table of one input; a fault is a finding, and an input that may be missing is then empty."""
        found = next((hits for name in given.files if (hits := sorted(folder.glob(name)))), None)
        types = {column: _TYPES[kind] for column, kind in given.columns.items()}
        if found is None:
            if given.required:
                words = Words("none of {f} is there", "找不到 {f}").fill(f=", ".join(given.files))
                mend = Words("name the folder that holds it", "请指定包含该文件的文件夹")
                self.find("M810", given.files[0] if given.files else given.name, words, mend)
            columns = ", ".join(f"{quoted(c)} {t}" for c, t in types.items())
            self.base.execute(f"CREATE TABLE {quoted(given.name)} ({ROW} BIGINT, {columns})")
            self.read[given.name] = 0
            return
        self.found = True
        raw = quoted(f"raw {given.name}")
        there = self.raw(given, found, raw)
        if there is None:
            return
        casts = [f"rowid + {2 if given.form == 'csv' else 1} AS {ROW}"]
        for column, kind in given.columns.items():
            value = self.cast(given, column, kind) if column in there else f"NULL::{_TYPES[kind]}"
            casts.append(f"{value} AS {quoted(column)}")
        self.base.execute(f"CREATE TABLE {quoted(given.name)} AS SELECT {', '.join(casts)} FROM {raw}")
        self.read[given.name] = self.one(f"SELECT count(*) FROM {raw}")
        self.check_casts(given, there, raw, found[0].name)
        self.base.execute(f"DROP TABLE {raw}")

    def raw(self, given: Input, found: list[Path], raw: str) -> tuple[str, ...] | None:
        """The files as text, in the file's own columns; None where they cannot be read."""
        files = [str(p) for p in found]
        if given.form == "jsonl":
            told = dict.fromkeys(given.columns, "JSON")
            call = "read_json(?, format = 'newline_delimited', compression = 'auto', columns = ?)"
            there, values = tuple(given.columns), [files, told]
        else:
            header, delimiter = _header(found[0])
            there = tuple(header)
            self.check_columns(given, there, found[0].name)
            call = (
                "read_csv(?, columns = ?, header = true, auto_detect = false, delim = ?, quote = '\"', escape = '\"', "
                "nullstr = '', store_rejects = true, rejects_limit = 1000)"
            )
            values = [files, dict.fromkeys(_distinct(header), "VARCHAR"), delimiter]
        import duckdb  # noqa: PLC0415

        try:
            self.base.execute(f"CREATE TABLE {raw} AS SELECT * FROM {call}", values)
        except duckdb.Error as error:
            words = Words("cannot be read: {r}", "无法读取：{r}").fill(r=shown(str(error).splitlines()[0]))
            mend = Words("download the file again, whole", "请重新下载完整的文件")
            self.find("M811", found[0].name, words, mend)
            return None
        if given.form == "csv":
            self.rejected(found[0].name)
        return there

    def rejected(self, file: str) -> None:
        """Lines that DuckDB could not read as rows: findings, each with its line."""
        rows = self.base.execute(
            "SELECT line, min(error_type), min(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        for line, kind, text in rows[:MOST_PLACES]:
            words = Words("the line is not a row of the table ({k})", "此行不是表中的一行（{k}）").fill(k=kind.lower())
            self.find(
                "M812",
                file,
                words,
                Words("mend the line, or download the file again", "请修正此行或重新下载文件"),
                line,
                text,
            )
        if len(rows) > MOST_PLACES:
            words = Words("{n} further lines are not rows of the table", "另有 {n} 行不是表中的行")
            self.find("M812", file, words.fill(n=len(rows) - MOST_PLACES), Words("see above", "同上"))

    def check_columns(self, given: Input, there: tuple[str, ...], file: str) -> None:
        """Columns that the mapping reads and the file lacks; the nearest header is named."""
        near = Nearest(there)
        for column in given.columns:
            if column not in there and column not in given.optional:
                words = Words("the column {c} is missing", "缺少列 {c}").fill(c=shown(column))
                otherwise = Words("is this the right file? it has: {h}", "是否选错文件？现有列：{h}")
                mend = near.words(column, otherwise.fill(h=", ".join(map(shown, there[:8]))))
                self.find("M813", file, words, mend, 1, column=column)

    def cast(self, given: Input, column: str, kind: str) -> str:
        """The SQL that turns a cell of text into its type; NULL where it means "no value" or cannot be read."""
        if given.form == "jsonl":
            name = quoted(column)
            return name if kind == "json" else f"TRY_CAST({name} ->> '$' AS {_TYPES[kind]})"
        marks = [m for m in given.missing if m and kind != "code"]
        value = f"NULLIF(trim({quoted(column)}), '')"
        if marks:
            listed = ", ".join(map(text_literal, marks))
            value = f"CASE WHEN {value} IN ({listed}) THEN NULL ELSE {value} END"
        if kind in ("text", "code"):
            return value
        if kind == "date":
            return f"try_strptime({value}, {text_literal(given.dates)})::DATE"
        if kind in ("integer", "number") and given.decimal == ",":
            value = f"replace({value}, ',', '.')"
        return f"TRY_CAST({value} AS {_TYPES[kind]})"

    def check_casts(self, given: Input, there: tuple[str, ...], raw: str, file: str) -> None:
        """Cells that hold something which is not of their type: findings, never blanks."""
        missing = ", ".join(map(text_literal, {"", *given.missing}))
        for column, kind in given.columns.items():
            if kind in ("text", "code", "json") or column not in there:
                continue
            cell = f"{quoted(column)} ->> '$'" if given.form == "jsonl" else f"trim({quoted(column)})"
            bad = f"({self.cast(given, column, kind)}) IS NULL AND {cell} NOT IN ({missing})"
            first = 2 if given.form == "csv" else 1
            rows = self.base.execute(
                f"SELECT rowid + {first}, {cell}, count(*) OVER () FROM {raw} WHERE {bad} "
                f"ORDER BY rowid LIMIT {MOST_PLACES}"
            ).fetchall()
            wanted = Words(
                {"date": f"a date like {given.dates}"}.get(kind, f"a {kind}"),
                {"date": f"日期（{given.dates}）"}.get(kind, "数字"),
            )
            for row, value, total in rows:
                words = Words("{v} is not {w} ({n} such cells)", "“{v}”不是{w}（共 {n} 处）")
                mend = Words(
                    "correct the cell, or name the mark under `missing`", "请改正该单元格，或在 missing 中注明"
                )
                self.find("M814", file, words.fill(v=shown(value), w=wanted, n=total), mend, row, value, column)

    def table(self, name: str, queries: tuple[Query, ...]) -> tuple[bytes, TableCount]:
        """All rows of one table, merged by its key in the order of the source, with their count."""
        columns = [c.name for c in TABLES[name].columns if any(c.name in q.columns for q in queries)]
        parts, reasons, rows = [], [], 0
        for n, query in enumerate(queries):
            where = f"tables.{name}.{n}"
            total = self.one(f"SELECT count(*) FROM {quoted(query.source)}")
            rows += total
            kept, left = "true", total
            for skip in query.skip:
                kept = f"{kept} AND NOT coalesce({skip.condition}, false)"
                text = f"SELECT count(*) FROM {quoted(query.source)} WHERE {kept}"
                self.select(text, f"{where}.skip")
                still = self.one(text)
                reasons.append(Skipped(skip.why, left - still))
                left = still
            values = ", ".join(f"{query.columns.get(c, 'NULL')} AS {quoted(c)}" for c in columns)
            text = f"SELECT {n} AS _part, {ROW}, {values} FROM {quoted(query.source)} WHERE {kept}"
            self.select(text, where)
            parts.append(text)
        made = quoted(f"made {name}")
        self.make(made, " UNION ALL BY NAME ".join(parts), f"tables.{name}")
        before = self.one(f"SELECT count(*) FROM {made}")
        written, used = self.merged(name, queries, columns, made)
        skipped = sum(r.rows for r in reasons)
        return written, TableCount(rows, used, skipped, before - used, tuple(reasons))

    def merged(self, name: str, queries: tuple[Query, ...], columns: list[str], made: str) -> tuple[bytes, int]:
        """Rows of equal key as one: the first value of each column, or the sum or the greatest."""
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
                terms.append(f"first({c} ORDER BY {order}) FILTER ({c} IS NOT NULL) AS {c}")
            else:
                terms.append(f"{way}({c}) AS {c}")
        group = ", ".join(map(quoted, keys))
        result = self.base.execute(
            f"SELECT {', '.join(terms)} FROM {made} GROUP BY {group} ORDER BY min(_part), min({ROW}), {group}"
        )
        text, used = io.StringIO(newline=""), 0
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        while rows := result.fetchmany(10_000):
            used += len(rows)
            writer.writerows([_cell(v) for v in row] for row in rows)
        return text.getvalue().encode(), used

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

    def one(self, text: str) -> int:
        row = self.base.execute(text).fetchone()
        assert row is not None
        return int(row[0])

    def find(
        self, code: str, file: str, words: Words, mend: Words, row: int = 0, value: object = "", column: str = ""
    ) -> None:
        self.findings.append(finding(code, file, row, column, value, words, mend))

    def refuse(self) -> None:
        if self.findings:
            words = Words(
                "the source cannot be used: {n} finding(s); nothing was written",
                "数据源无法使用：共 {n} 处问题，未写入任何内容",
            )
            raise InputError(words.fill(n=len(self.findings)), self.findings)


def _header(path: Path) -> tuple[list[str], str]:
    """The header of a CSV file and its separator: the one of ``,`` ``;`` tab and ``|`` that gives most columns."""
    import gzip  # noqa: PLC0415

    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as stream:
        line = stream.readline(1_000_000)
    return max(((next(csv.reader([line], delimiter=d), []), d) for d in ",;\t|"), key=lambda pair: len(pair[0]))


def _distinct(header: list[str]) -> Iterator[str]:
    """Headers as column names: blank and repeated ones get their number."""
    seen: set[str] = set()
    for n, name in enumerate(header, 1):
        one = name.strip()
        one = one if one and one not in seen else f"{one} #{n}"
        seen.add(one)
        yield one


def _cell(value: Any) -> Any:
    """A value as a CSV cell: blank for NULL, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
