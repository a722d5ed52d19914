"""Files of a foreign data set as typed tables in DuckDB: every cell is read as text and cast by what the mapping says.

Nothing is sniffed, so that a file whose days are all ≤ 12, a country called NA or an id with zeros at its head stay
what they are; a cell that is not of its type is a finding, never a blank. What does not live here: what the tables
become (``running``).
"""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.errors import InputError
from graph.base.findings import Finding, Level
from graph.base.nearest import Nearest
from graph.base.words import Words
from loaders.rules.catalogue import finding
from loaders.sources.engine import count, quoted, text_literal
from loaders.sources.mapping import Input
from loaders.sources.sheets import canonical_number, read_grid, sheet_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_PLACES = 5
"""Cells or lines of one kind of fault that are named; the rest is counted."""

_AGAIN = Words("download the file again, whole", "请重新下载完整的文件")
_NO_TEXT = Words("not UTF-8 text", "不是 UTF-8 文本"), Words("save the file as UTF-8", "请将文件另存为 UTF-8")
_TAIL = 200
"""Bytes of a file's end in which its last cells are looked at."""
_ABOUT = 2
_PIECE = 1 << 20
_TYPES = {"text": "VARCHAR", "code": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "json": "JSON"}
ROW = "_row"
"""Column of every input: the row's number as a spreadsheet counts."""
_AT = {"csv": "rowid + 2", "jsonl": "rowid + 1", "table": ROW}
"""Where a row of the raw table stands in the file."""


class Files:
    """Reads the inputs of one mapping into one connection; what is wrong with them is collected.

    Attributes
    ----------
    read
        Input → rows read.
    found
        Input → the names of its files that are there.
    findings
        Faults of the files.
    """

    def __init__(self, base: DuckDBPyConnection, *, last_row_whole: bool = False) -> None:
        self.base = base
        self.last_row_whole = last_row_whole
        self.findings: list[Finding] = []
        self.read: dict[str, int] = {}
        self.found: dict[str, tuple[str, ...]] = {}
        self.scans = 0

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
        self.found[given.name] = tuple(p.name for p in found)
        raw = quoted(f"raw {given.name}")
        there = self.raw(given, found, raw)
        if there is None:
            return
        casts = [f"{_AT[given.form]} AS {ROW}"]
        for column, kind in given.columns.items():
            value = self.cast(given, column, kind) if column in there else f"NULL::{_TYPES[kind]}"
            casts.append(f"{value} AS {quoted(column)}")
        self.base.execute(f"CREATE TABLE {quoted(given.name)} AS SELECT {', '.join(casts)} FROM {raw}")
        self.read[given.name] = count(self.base, f"SELECT count(*) FROM {raw}")
        self.check_casts(given, there, raw, found[0].name)
        self.base.execute(f"DROP TABLE {raw}")
        self.check_faults(given, found[0].name)
        self.check_ends(given, found)

    def check_faults(self, given: Input, file: str) -> None:
        """Rows of which a nested value has another shape than the mapping reads: findings, never blanks."""
        import duckdb  # noqa: PLC0415

        for fault in given.faults:
            named = [c for c in given.columns if re.search(rf"\b{re.escape(c)}\b", fault.condition)]
            cells = " || ' · ' || ".join(f"coalesce(CAST({quoted(c)} AS VARCHAR), '')" for c in named) or "''"
            try:
                rows = self.base.execute(
                    f"SELECT {ROW}, count(*) OVER (), {cells} FROM {quoted(given.name)} WHERE {fault.condition} "
                    f"ORDER BY {ROW} LIMIT {MOST_PLACES}"
                ).fetchall()
            except duckdb.Error as error:
                words = Words("faults of {i} cannot be run: {r}", "{i} 的 faults 无法执行：{r}")
                words = words.fill(i=given.name, r=shown(str(error).splitlines()[0]))
                self.find("M820", file, words, Words("correct the expression", "请修正该表达式"))
                continue
            for row, total, value in rows:
                words = Words("{w} ({n} such rows)", "{w}（共 {n} 行）").fill(w=fault.why, n=total)
                mend = Words("download the file again, whole", "请重新下载完整的文件")
                self.find("M814", file, words, mend, row, value, ", ".join(named))
            if rows:
                return  # what is read of a value of another shape would be told again

    def check_ends(self, given: Input, found: list[Path]) -> None:
        """CSV files whose last line has no end: the last cell may have been cut off, and nobody can see it.

        Such a file is refused unless its reader says that the last row is whole. A JSON object that is whole was not
        cut off within; tables that people made are held to the rules of their own reader.
        """
        told = {f.file for f in self.findings}
        for path in found:
            if path.name in told or given.form != "csv" or path.suffix.lower() == ".gz":
                continue
            with path.open("rb") as stream:
                stream.seek(max(0, path.stat().st_size - _TAIL))
                end = stream.read()
            if end and end[-1:] not in (b"\n", b"\r"):
                last = end.splitlines()[-1].decode("utf-8", "replace")
                row = self.read[given.name] + 1 if len(found) == 1 else 0
                level: Level = "warning" if self.last_row_whole else "error"
                self.findings.append(finding("M815", path.name, row, value=last, level=level))

    def raw(self, given: Input, found: list[Path], raw: str) -> tuple[str, ...] | None:
        """The files as text, in the file's own columns; None where they cannot be read."""
        if given.form == "table":
            try:
                return self.sheet(given, found[0], raw)
            except InputError as error:  # told with what is wrong with the other files
                self.findings += error.findings
                return None
        if not self.whole(found):
            return None
        files = [str(p) for p in found]
        if given.form == "jsonl":
            told = dict.fromkeys(given.columns, "JSON")
            call = "read_json(?, format = 'newline_delimited', compression = 'auto_detect', columns = ?)"
            there, values = tuple(given.columns), [files, told]
        else:
            header, delimiter = self.header(found[0])
            if not header:
                return None
            there = tuple(header)
            self.check_columns(given, there, found[0].name)
            call = (
                "read_csv(?, columns = ?, header = true, auto_detect = false, delim = ?, quote = '\"', escape = '\"', "
                "nullstr = '', store_rejects = true, rejects_limit = 1000, rejects_table = ?, rejects_scan = ?)"
            )
            self.scans += 1  # DuckDB keeps the rejected lines of all files in one table: each file gets its own
            rejects = f"rejected_{self.scans}", f"scanned_{self.scans}"
            values = [files, dict.fromkeys(_distinct(header), "VARCHAR"), delimiter, *rejects]
        import duckdb  # noqa: PLC0415

        try:
            self.base.execute(f"CREATE TABLE {raw} AS SELECT * FROM {call}", values)
        except duckdb.Error as error:
            self.unreadable(found, str(error))
            return None
        if given.form == "csv":
            self.rejected(*rejects)
        return there

    def whole(self, found: list[Path]) -> bool:
        """Whether none of the files is empty or a packed one that was cut off; each that is is told.

        DuckDB 1.4.4 reads what is there of a packed file and says nothing; an empty file would empty the tables of an
        earlier run.
        """
        said = {path: Words("the file is empty", "文件为空") for path in found if not path.stat().st_size}
        words = Words("the packed file ends too early, or is none", "压缩文件不完整或不是压缩文件")
        said |= {path: words for path in found if path not in said and _cut_off(path)}
        for path, why in said.items():
            self.find("M811", path.name, why, _AGAIN)
        return not said

    def header(self, path: Path) -> tuple[list[str], str]:
        """The header of a CSV file and its separator; no header where the file cannot be read, which is told."""
        header, delimiter = _header(path)
        if any("\x00" in name for name in header):
            self.find("M811", path.name, *_NO_TEXT)
            header = []
        return header, delimiter

    def unreadable(self, found: list[Path], reason: str) -> None:
        """A file that DuckDB gave up on: which, at which line, and why, without the paths of this machine."""
        path = next((p for p in found if str(p) in reason), found[0])
        row, value, mend = 0, "", _AGAIN
        if named := re.search(r"JSON.* in line (\d+)", reason):
            row, value, is_text = _bad_line(path, int(named[1]))
            words = Words("the line is no whole JSON object", "此行不是完整的 JSON 对象")
            if not is_text:
                words, mend = _NO_TEXT
        else:
            told = reason.splitlines()[0].replace(str(path), path.name)
            words = Words("cannot be read: {r}", "无法读取：{r}").fill(r=shown(told))
        self.find("M811", path.name, words, mend, row, value)

    def sheet(self, given: Input, path: Path, raw: str) -> tuple[str, ...]:
        """A table made for people as text, by the reader of buju's own tables, whose findings are handed on."""
        sheet = sheet_of(read_grid(path, given.sheet), *given.heads)
        self.findings += sheet.findings
        self.check_columns(given, sheet.header, path.name)
        there = tuple(c for c in given.columns if c in sheet.header)
        columns = ", ".join(f"{quoted(c)} VARCHAR" for c in there)
        self.base.execute(
            f"CREATE TABLE {raw} ({', '.join((f'{ROW} BIGINT', columns)) if columns else f'{ROW} BIGINT'})"
        )
        values: list[list[object]] = [list(sheet.numbers)]
        for column in there:
            at, kind = sheet.header.index(column), given.columns[column]
            cells = [row[at] for row in sheet.rows]
            if kind in ("integer", "number"):
                cells = [canonical_number(cell, whole=kind == "integer") for cell in cells]
            values.append(list(cells))
        self.base.execute(f"INSERT INTO {raw} SELECT {', '.join(['unnest(?)'] * len(values))}", values)
        return there

    def rejected(self, lines: str, scans: str) -> None:
        """Lines that DuckDB could not read as rows: findings, each with its file and line."""
        rows = self.base.execute(
            f"SELECT s.file_path, r.line, min(r.error_type), min(r.csv_line) FROM {lines} r "
            f"JOIN {scans} s USING (scan_id, file_id) GROUP BY ALL ORDER BY s.file_path, r.line"
        ).fetchall()
        for path, line, kind, text in rows[:MOST_PLACES]:
            words = Words("the line is not a row of the table ({k})", "此行不是表中的一行（{k}）").fill(k=kind.lower())
            mend = Words("mend the line, or download the file again", "请修正此行或重新下载文件")
            if "ENCODING" in kind.upper():
                mend = Words("save the file as UTF-8", "请将文件另存为 UTF-8")
            self.find("M812", Path(path).name, words, mend, line, text.strip())
        if len(rows) > MOST_PLACES:
            words = Words("{n} further lines are not rows of the table", "另有 {n} 行不是表中的行")
            words = words.fill(n=len(rows) - MOST_PLACES)
            self.find("M812", Path(rows[MOST_PLACES][0]).name, words, Words("see above", "同上"))

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
            return name if kind == "json" else f"TRY_CAST(json_extract_string({name}, '$') AS {_TYPES[kind]})"
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
            if column not in there or (kind in ("text", "code", "json") and given.form != "jsonl") or kind == "json":
                continue
            read = "json_extract_string({}, '$')" if given.form == "jsonl" else "trim({})"  # ->> binds after IN in 1.4
            cell = read.format(quoted(column))
            bad = f"({self.cast(given, column, kind)}) IS NULL AND {cell} NOT IN ({missing})"
            if kind in ("text", "code"):  # of JSON lines: a nested value is no text
                bad = f"json_type({quoted(column)}) IN ('ARRAY', 'OBJECT')"
            rows = self.base.execute(
                f"SELECT {_AT[given.form]}, {cell}, count(*) OVER () FROM {raw} WHERE {bad} "
                f"ORDER BY rowid LIMIT {MOST_PLACES}"
            ).fetchall()
            wanted = Words(
                {"date": f"a date like {given.dates}", "integer": "a whole number"}.get(kind, f"a {kind}"),
                {"date": f"日期（{given.dates}）", "text": "文字", "code": "文字", "integer": "整数"}.get(kind, "数字"),
            )
            for row, value, total in rows:
                words = Words("{v} is not {w} ({n} such cells)", "“{v}”不是{w}（共 {n} 处）")
                mend = Words(
                    "correct the cell, or name the mark under `missing`", "请改正该单元格，或在 missing 中注明"
                )
                self.find("M814", file, words.fill(v=shown(value), w=wanted, n=total), mend, row, value, column)

    def find(
        self, code: str, file: str, words: Words, mend: Words, row: int = 0, value: object = "", column: str = ""
    ) -> None:
        """Note a fault of a file."""
        self.findings.append(finding(code, file, row, column, value, words, mend))


def _bad_line(path: Path, near: int) -> tuple[int, str, bool]:
    """The first line that is no JSON, its last characters, and whether it is UTF-8 text.

    DuckDB 2.0.1 names the line after it, or about there.
    """
    with _bytes_of(path) as stream:
        for n, line in enumerate(stream, 1):
            if n >= near - _ABOUT and line.strip():
                last = line.rstrip()[-_TAIL:].decode("utf-8", "replace")
                try:
                    json.loads(line.decode("utf-8-sig"))
                except UnicodeDecodeError:
                    return n, last, False
                except ValueError:
                    return n, last, b"\x00" not in line
    return near, "", True


def _cut_off(path: Path) -> bool:
    """Whether a packed file ends before it should, or is none."""
    import gzip  # noqa: PLC0415

    if path.suffix != ".gz":
        return False
    try:
        with gzip.open(path) as stream:
            while stream.read(_PIECE):
                pass
    except (EOFError, OSError, zlib.error):
        return True
    return False


def _bytes_of(path: Path) -> IO[bytes]:
    """A file, unpacked where it is packed."""
    import gzip  # noqa: PLC0415

    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _header(path: Path) -> tuple[list[str], str]:
    """The header of a CSV file and its separator: the one of ``,`` ``;`` tab and ``|`` that gives most columns."""
    with _bytes_of(path) as stream:
        line = stream.readline(1_000_000).decode("utf-8-sig", "replace")
    return max(((next(csv.reader([line], delimiter=d), []), d) for d in ",;\t|"), key=lambda pair: len(pair[0]))


def _distinct(header: list[str]) -> Iterator[str]:
    """Headers as column names: blank and repeated ones get their number."""
    seen: set[str] = set()
    for n, name in enumerate(header, 1):
        one = name.strip()
        one = one if one and one not in seen else f"{one} #{n}"
        seen.add(one)
        yield one
