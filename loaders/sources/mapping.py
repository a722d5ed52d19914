"""A mapping file: which files of a foreign data set are read, and which rows of buju's tables they become.

Everything that is wrong with a mapping file is said at once. What does not live here: running it (``running``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from graph.base.cell_text import shown
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.safe_yaml import Document, read, read_file
from graph.base.words import Words
from graph.model.schema import TABLES
from loaders.rules.catalogue import finding

FORMAT = "buju-mapping/1"

ColumnType = Literal["text", "code", "integer", "number", "date", "json"]
"""``code`` is text in which ``NA`` is a value (Namibia) and zeros at the head stay; ``json`` is a nested value."""
COLUMN_TYPES: tuple[str, ...] = get_args(ColumnType)
Form = Literal["csv", "jsonl", "table"]
"""``table``: a CSV file or sheet made for people, with title rows and merged heads, read as buju reads tables."""
FORMS: tuple[str, ...] = get_args(Form)
Merging = Literal["first", "sum", "max"]
MERGINGS: tuple[str, ...] = get_args(Merging)

_KEYS = (
    *("format", "name", "title", "licence", "origin", "year", "money_unit", "evidence"),
    *("options", "inputs", "views", "tables"),
)
_INPUT_KEYS = (
    "files",
    "form",
    "columns",
    "optional",
    "dates",
    "missing",
    "decimal",
    "required",
    "needs",
    "sheet",
    "heads",
    "faults",
)
_QUERY_KEYS = ("from", "skip", "notes", "columns", "merge", "why")
_SKIP_KEYS = ("if", "why")
_OPTION_KEYS = ("values", "what")


@dataclass(frozen=True)
class Skip:
    """Rows that are left out, or kept and told of: an SQL condition, and the reason in words."""

    condition: str
    why: Words


@dataclass(frozen=True)
class Option:
    """What may be chosen when a mapping is run: the values, the default first, and what they say.

    Expressions of the mapping read the value as ``getvariable('NAME')``.
    """

    values: tuple[str, ...]
    what: Words


@dataclass(frozen=True, kw_only=True)
class Input:
    """One file of the source, read with the types that are written down; nothing is guessed from its cells.

    ``files`` are names or patterns, the first that is there is read; several files of one pattern are read one after
    the other. ``missing`` are the texts that mean "no value"; ``needs`` are the inputs without which this one says
    nothing, so that a source of which half is there is refused. ``sheet`` and ``heads`` (first and last row of the
    heads) belong to the form ``table``. Rows of which a condition of ``faults`` is true make the file unusable: a
    nested value has another shape than the mapping reads.
    """

    name: str
    files: tuple[str, ...]
    form: Form = "csv"
    columns: Mapping[str, ColumnType] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    dates: str = "%Y-%m-%d"
    missing: tuple[str, ...] = ("",)
    decimal: Literal[".", ","] = "."
    required: bool = True
    needs: tuple[str, ...] = ()
    sheet: str = ""
    heads: tuple[int, int] = (1, 1)
    faults: tuple[Skip, ...] = ()


@dataclass(frozen=True)
class Query:
    """Rows of one input or view as rows of one table: SQL expressions by column, in the table's own columns.

    Rows that have the same key are merged: of each column the first value, or what ``merge`` says; a name that stays
    blank is the id. Rows that ``notes`` names are kept, counted and told of.
    """

    source: str
    columns: Mapping[str, str]
    skip: tuple[Skip, ...] = ()
    merge: Mapping[str, Merging] = field(default_factory=dict)
    notes: tuple[Skip, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourceMapping:
    """A whole mapping: where the data come from, under which licence, what is read and what it becomes.

    ``views`` are named SELECT statements over inputs and earlier views.
    """

    name: str
    title: Words
    licence: str
    origin: str
    year: int | None
    money_unit: str
    evidence: str
    inputs: tuple[Input, ...]
    views: Mapping[str, str]
    tables: Mapping[str, tuple[Query, ...]]
    options: Mapping[str, Option] = field(default_factory=dict)

    def chosen(self, given: Mapping[str, str]) -> dict[str, str]:
        """Every option with the value that was given for it, or its default.

        Raises
        ------
        UsageError
            The mapping has no such option, or the option no such value; the nearest is named.

        Examples
        --------
        >>> find_mapping("cordis").chosen({"regions": "nuts3"}), find_mapping("cordis").chosen({})
        ({'regions': 'nuts3'}, {'regions': 'nuts2'})
        """
        for name, value in given.items():
            option = self.options.get(name)
            known, said = (tuple(self.options), name) if option is None else (option.values, value)
            if said not in known:
                fallback = Words("it has: {k}", "可用：{k}") if known else Words("it has none", "该映射没有选项")
                mend = Nearest(known).words(said, fallback.fill(k=", ".join(known)))
                words = Words("{m}: {o} is no option or value of this mapping; {h}", "{m}：没有选项或取值 {o}；{h}")
                told = name if option is None else f"{name}={value}"
                raise UsageError(words.fill(m=shown(self.name), o=shown(told), h=mend))
        return {name: given.get(name, option.values[0]) for name, option in self.options.items()}


def presets() -> tuple[str, ...]:
    """Names of the mappings that come with buju.

    >>> "openalex" in presets()
    True
    """
    folder = resources.files("loaders.sources") / "presets"
    return tuple(sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")))


def find_mapping(name: str | Path) -> SourceMapping:
    """The mapping of a file, or the preset of that name.

    Raises
    ------
    UsageError
        There is no such file and no such preset; the nearest preset is named.
    InputError
        The file is no mapping; all findings are carried along.

    Examples
    --------
    >>> find_mapping("ror").name
    'ror'
    """
    return read_mapping(read(mapping_text(name), Path(name).name))


def mapping_text(name: str | Path) -> str:
    """The YAML of a mapping file, or of the preset of that name; errors as :func:`find_mapping`.

    >>> mapping_text("ror").splitlines()[0]
    'format: buju-mapping/1'
    """
    path = Path(name)
    if path.suffix.lower() in (".yaml", ".yml") or path.is_file():  # a folder may be called as its preset is
        read_file(path)  # says what is wrong with a file that cannot be opened
        return path.read_text(encoding="utf-8-sig")
    if str(name) in presets():
        return (resources.files("loaders.sources") / "presets" / f"{name}.yaml").read_text(encoding="utf-8")
    near = Nearest(presets())(str(name))
    hint = Words(f"; did you mean {near}?", f"；是否指 {near}？") if near else Words("", "")
    words = Words("there is no mapping {n}{hint}; presets: {all}", "没有映射 {n}{hint}；自带的有：{all}")
    raise UsageError(words.fill(n=shown(name), hint=hint, all=", ".join(presets())))


def read_mapping(document: Document) -> SourceMapping:
    """A mapping from YAML data.

    Raises
    ------
    InputError
        With every finding: unknown keys (and the nearest known one), types, tables and columns that buju does not
        know, views and inputs that nothing defines.
    """
    reading = _Reading(document)
    mapping = reading.mapping()
    if reading.findings:
        words = Words("{f} is no mapping that can be run: {n} finding(s)", "{f} 不是可用的映射文件：共 {n} 处问题")
        raise InputError(words.fill(f=document.file, n=len(reading.findings)), reading.findings)
    return mapping


class _Reading:
    """Reads one document; what is wrong is collected, so that all is said at once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def mapping(self) -> SourceMapping:
        data = self.keys((), self.document.data, _KEYS)
        if data.get("format") != FORMAT:
            words = Words("the format must be {f}", "format 应为 {f}").fill(f=FORMAT)
            self.find(
                "M801", ("format",), data.get("format"), words, Words(f"write format: {FORMAT}", f"写 format: {FORMAT}")
            )
        inputs = tuple(self.inputs(data.get("inputs")))
        views = {str(k): str(v) for k, v in self.table(("views",), data.get("views")).items()}
        known = [i.name for i in inputs] + list(views)
        tables = {
            name: tuple(self.queries(name, queries, known))
            for name, queries in self.table(("tables",), data.get("tables")).items()
        }
        year = data.get("year")
        return SourceMapping(
            name=str(data.get("name", "")),
            title=self.words(("title",), data.get("title")),
            licence=str(data.get("licence", "")),
            origin=str(data.get("origin", "")),
            year=year if isinstance(year, int) else None,
            money_unit=str(data.get("money_unit", "")),
            evidence=str(data.get("evidence", "")),
            inputs=inputs,
            views=views,
            tables=tables,
            options=dict(self.options(data.get("options"))),
        )

    def options(self, data: Any) -> Iterator[tuple[str, Option]]:
        for name, given in self.table(("options",), data).items():
            at = ("options", name)
            told = self.keys(at, given, _OPTION_KEYS)
            values = told.get("values")
            if not (isinstance(values, list) and values and all(isinstance(v, str) for v in values)):
                words = Words("a list of texts is wanted, the default first", "应为文字列表，默认值在首位")
                mend = Words("write values: [one, other]", "写成 values: [甲, 乙]")
                self.find("M805", (*at, "values"), str(values), words, mend)
                values = [""]
            yield str(name), Option(tuple(values), self.words((*at, "what"), told.get("what")))

    def inputs(self, data: Any) -> Iterator[Input]:
        for name, given in self.table(("inputs",), data).items():
            at = ("inputs", name)
            told = self.keys(at, given, _INPUT_KEYS)
            columns = self.table((*at, "columns"), told.get("columns"))
            for column, kind in columns.items():
                if kind not in COLUMN_TYPES:
                    self.unknown((*at, "columns", column), kind, COLUMN_TYPES)
            form = told.get("form", "csv")
            if form not in FORMS:
                self.unknown((*at, "form"), form, FORMS)
            files = told.get("files", [])
            yield Input(
                name=name,
                files=tuple(map(str, files if isinstance(files, list) else [files])),
                form=form,
                columns={str(k): v for k, v in columns.items()},
                optional=frozenset(map(str, told.get("optional", ()))),
                dates=str(told.get("dates", "%Y-%m-%d")),
                missing=tuple(map(str, told.get("missing", [""]))),
                decimal="," if told.get("decimal") == "," else ".",
                required=told.get("required", True) is not False,
                needs=self.needs(at, told.get("needs"), tuple(data)),
                sheet=str(told.get("sheet", "")),
                heads=self.heads(at, told.get("heads", [1, 1])),
                faults=tuple(self.skips((*at, "faults"), told.get("faults"))),
            )

    def heads(self, at: tuple[str | int, ...], data: Any) -> tuple[int, int]:
        rows = data if isinstance(data, list) else [data, data]
        if len(rows) == 2 and all(type(n) is int and n > 0 for n in rows) and rows[0] <= rows[1]:
            return rows[0], rows[1]
        words = Words("the first and the last row of the heads are wanted", "应为表头的首行与末行")
        self.find("M805", (*at, "heads"), str(data), words, Words("write heads: [3, 4]", "写成 heads: [3, 4]"))
        return 1, 1

    def needs(self, at: tuple[str | int, ...], data: Any, known: Sequence[str]) -> tuple[str, ...]:
        names = tuple(map(str, data if isinstance(data, list) else [data] if data else []))
        for n, name in enumerate(names):
            if name not in known:
                self.unknown((*at, "needs", n), name, known)
        return names

    def queries(self, table: str, data: Any, known: Sequence[str]) -> Iterator[Query]:
        if table not in TABLES:
            self.unknown(("tables", table), table, tuple(TABLES), key=True)
            return
        own = [c.name for c in TABLES[table].columns]
        for n, given in enumerate(data if isinstance(data, list) else [data]):
            at = ("tables", table, n)
            told = self.keys(at, given, _QUERY_KEYS)
            source = str(told.get("from", ""))
            if source not in known:
                self.unknown((*at, "from"), source, known)
            columns = {str(k): str(v) for k, v in self.table((*at, "columns"), told.get("columns")).items()}
            for name in columns:
                if name not in own:
                    self.unknown((*at, "columns", name), name, own, key=True)
            for name in TABLES[table].key:
                if name not in columns:
                    words = Words("the key column {c} of {t} is missing", "缺少表 {t} 的键列 {c}").fill(c=name, t=table)
                    self.find("M803", (*at, "columns"), name, words, Words(f"add {name}", f"补上 {name}"))
            merge = self.table((*at, "merge"), told.get("merge"))
            for name, how in merge.items():
                if how not in MERGINGS:
                    self.unknown((*at, "merge", name), how, MERGINGS)
            skip, notes = (tuple(self.skips((*at, key), told.get(key))) for key in ("skip", "notes"))
            yield Query(source, columns, skip, {str(k): v for k, v in merge.items()}, notes)

    def skips(self, at: tuple[str | int, ...], data: Any) -> Iterator[Skip]:
        for n, given in enumerate(data or ()):
            told = self.keys((*at, n), given, _SKIP_KEYS)
            yield Skip(str(told.get("if", "false")), self.words((*at, n, "why"), told.get("why")))

    def words(self, at: tuple[str | int, ...], data: Any) -> Words:
        """``{en: …, zh: …}``; both are wanted."""
        told = self.table(at, data)
        for lang in ("en", "zh"):
            if not told.get(lang):
                words = Words("the sentence in {l} is missing", "缺少 {l} 的说明").fill(l=lang)
                self.find("M804", at, "", words, Words("give en and zh", "请同时写 en 和 zh"))
        return Words(str(told.get("en", "")), str(told.get("zh", "")))

    def table(self, at: tuple[str | int, ...], data: Any) -> dict[Any, Any]:
        if data is None:
            return {}
        if isinstance(data, dict):
            return data
        self.find(
            "M805",
            at,
            data,
            Words("a mapping of keys is wanted", "此处应为键值对"),
            Words("write key: value", "写成 键: 值"),
        )
        return {}

    def keys(self, at: tuple[str | int, ...], data: Any, known: Sequence[str]) -> dict[Any, Any]:
        told = self.table(at, data)
        for name in told:
            if name not in known:
                self.unknown((*at, name), name, known, key=True)
        return told

    def unknown(self, at: tuple[str | int, ...], value: Any, known: Sequence[str], *, key: bool = False) -> None:
        fallback = Words("use one of: {k}", "可用：{k}").fill(k=", ".join(known))
        mend = Nearest(tuple(known)).words(str(value), fallback)
        words = Words("{v} is not known here", "此处没有 {v}").fill(v=shown(value))
        self.find("M802", at, value, words, mend, key=key)

    def find(
        self, code: str, at: tuple[str | int, ...], value: Any, words: Words, mend: Words, *, key: bool = False
    ) -> None:
        row, column = self.document.place(at, key=key)
        shown_value = shown("" if value is None else value)
        self.findings.append(finding(code, self.document.file, row, str(column), shown_value, words, mend))
