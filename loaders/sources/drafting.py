"""A mapping drafted from a table's own columns: what each head seems to mean, and every guess marked as one.

A draft is for a person to correct. What does not live here: reading the table (``sheets``) and running the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.base.cell_text import fold, key, shown
from graph.base.errors import InputError, UsageError
from graph.base.money_units import money
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.schema import TABLES, Column, Table
from loaders.sources.engine import quoted
from loaders.sources.mapping import FORMAT
from loaders.sources.sheets import LOOKED_AT, Grid, Sheet, read_grid, sheet_of
from loaders.tables.cells import Refusal, number
from loaders.tables.units import splits

SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "centres": {
        "中心名称": "name", "项目名称": "name", "创新中心名称": "name", "牵头单位": "lead_id", "依托单位": "lead_id",
        "申报单位": "lead_id", "技术领域": "field", "所属领域": "field", "所在区县": "district", "属地": "district",
        "推荐渠道": "channel", "首席科学家": "chief_scientist_id", "组建方式": "formation",
    },
    "organisations": {
        "单位名称": "name", "企业名称": "name", "机构名称": "name", "单位性质": "kind", "单位类别": "kind",
        "统一社会信用代码": "id", "所在区县": "district", "属地": "district", "营业收入": "sales", "销售额": "sales",
    },
    "people": {"姓名": "name", "工作单位": "organisation_id", "所在单位": "organisation_id", "人才层次": "tier"},
    "technologies": {"技术名称": "name", "所属领域": "field", "技术领域": "field", "技术成熟度": "trl"},
}  # fmt: skip
"""Heads that bureaus write, and the column that they usually mean."""
SERIAL = frozenset(map(key, ("序号", "序", "no", "no.", "#", "number")))
TOTALS = ("合计", "总计", "小计", "总和", "Total", "total", "Sum")
GIVEN = {"organisations": {"kind": "other"}, "technologies": {"kind": "common", "severity": "1"}}
"""What the rows of a table that is only referred to are given."""


@dataclass(frozen=True)
class Guess:
    """One column of the draft: where its value comes from, and why."""

    column: str
    head: str
    expression: str
    why: Words


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A drafted mapping as YAML, with what was guessed, what is not used, what is wanted, and the reader's findings."""

    text: str
    table: str
    heads: tuple[int, int]
    guesses: tuple[Guess, ...]
    unused: tuple[str, ...]
    wanted: tuple[str, ...]
    sheet: Sheet


def draft(path: Path, table: str = "", sheet: str = "", heads: tuple[int, int] | None = None) -> Draft:
    """Draft a mapping of one file.

    Parameters
    ----------
    path
        A CSV file or a workbook.
    table
        The table that its rows are meant for; the one whose columns fit best where none is named.
    sheet
        Sheet of the workbook, the first where none is named.
    heads
        First and last row of the heads; looked for where not given.

    Raises
    ------
    UsageError
        No such file, sheet or table; or no row looks like heads.
    InputError
        The file cannot be read; merged cells are no hindrance to a draft.
    """
    if table and table not in TABLES:
        hint = Nearest(TABLES).words(table, Words("tables: {t}", "可用的表：{t}").fill(t=", ".join(TABLES)))
        raise UsageError(Words("there is no table {t}: {h}", "没有表 {t}：{h}").fill(t=shown(table), h=hint))
    grid = read_grid(path, sheet)
    if any(f.level == "error" and f.code != "S124" for f in grid.findings):
        raise InputError(Words("{f} cannot be read", "{f} 无法读取").fill(f=path.name), grid.findings)
    first, last = heads or _heads(grid)
    found = sheet_of(grid, first, last)
    names = [h for h in found.header if h]
    chosen = TABLES[table] if table else max(TABLES.values(), key=lambda t: _fit(t, names))
    guesses = tuple(_guesses(chosen, found))
    used = {g.head for g in guesses}
    unused = tuple(h for h in names if h not in used)
    wanted = tuple(c.name for c in chosen.columns if c.required and c.name not in {g.column for g in guesses})
    text = "\n".join(_yaml(path, grid.sheet, (first, last), found, chosen, guesses, unused, wanted)) + "\n"
    return Draft(
        text=text, table=chosen.name, heads=(first, last), guesses=guesses, unused=unused, wanted=wanted, sheet=found
    )


def _heads(grid: Grid) -> tuple[int, int]:
    """Rows of the heads: the first that is filled nearly as far as any, and the one below it where heads are merged."""
    top = [(n, row) for n, row in grid.rows if n <= LOOKED_AT]
    widest = max((sum(bool(c.strip()) for c in row) for _, row in top), default=0)
    for n, row in top:
        filled = [c for c in row if c.strip()]
        across = [a for a in grid.merged if a[0] == n and a[3] > a[1] and a[3] - a[1] + 1 < len(row)]
        enough = len(filled) + sum(a[3] - a[1] for a in across) >= max(1, 0.6 * widest)
        if enough and len(filled) > 1 - (widest < 2) and all(isinstance(number(c), Refusal) for c in filled):
            return n, n + 1 if any(a[0] == a[2] for a in across) else n
    words = Words("no row of {f} looks like heads; give them by --heads", "{f} 中找不到表头行，请用 --heads 指明")
    raise UsageError(words.fill(f=grid.file))


def _forms(table: Table) -> dict[str, Column]:
    forms: dict[str, Column] = {}
    for column in table.columns:
        for form in (column.name, column.zh, *column.aliases):
            forms.setdefault(key(form), column)
    for form, name in SYNONYMS.get(table.name, {}).items():
        forms.setdefault(key(form), table.column(name))
    return forms


def _fit(table: Table, heads: Sequence[str]) -> tuple[int, int]:
    found = {c.name for h in heads if (c := _meant(_forms(table), h)) is not None}
    named = sum(key(h) in SYNONYMS_BY_TABLE.get(table.name, ()) for h in heads)
    return len(found) + named, len(found & {c.name for c in table.columns if c.required})


SYNONYMS_BY_TABLE = {table: frozenset(map(key, names)) for table, names in SYNONYMS.items()}


def _meant(forms: Mapping[str, Column], head: str) -> Column | None:
    names = (head, *(name for name, _ in splits(head)))
    return next((found for name in names if (found := forms.get(key(name))) is not None), None)


def _guesses(table: Table, sheet: Sheet) -> Iterator[Guess]:
    forms, taken = _forms(table), dict[str, Guess]()
    for head in sheet.header:
        column = None if not head or key(head) in SERIAL else _meant(forms, head)
        if column is None or column.name in taken:
            continue
        why = Words("the head means this column", "表头即此列")
        if key(head) not in map(key, (column.name, column.zh, *column.aliases)):
            why = Words("the head seems to mean this column", "表头似指此列")
        if column.kind == "ref":
            why = Words(
                "a written name stands for the id; resolve it by `buju sources resolve`",
                "以书写名称作编号，可用 buju sources resolve 归一",
            )
        taken[column.name] = Guess(column.name, head, quoted(head), why)
    for name in table.key:
        if name == "id" and name not in taken and "name" in taken:
            why = Words("no head means an id: the name stands for it", "没有编号列，以名称作编号")
            taken["id"] = Guess("id", taken["name"].head, taken["name"].expression, why)
    if table.name == "centres" and "status" not in taken:
        taken["status"] = Guess("status", "", "'candidate'", Words("applicants are candidates", "申报者即候选"))
    yield from (taken[c.name] for c in table.columns if c.name in taken)


def _kinds(sheet: Sheet) -> dict[str, str]:
    """The type of each column: numbers where every cell that says something is one, else text."""
    kinds: dict[str, str] = {}
    for i, head in enumerate(sheet.header):
        cells = [row[i] for row in sheet.rows if row[i].strip() and fold(row[i]) not in TOTALS]
        read = [number(c) for c in cells]
        zeros = any(c.strip().startswith("0") and c.strip() != "0" and not c.strip().startswith("0.") for c in cells)
        if head and head not in kinds:
            numbers = bool(cells) and not zeros and not any(isinstance(r, Refusal) for r in read)
            kinds[head] = "number" if numbers and key(head) not in SERIAL else "code"
    return kinds


def _yaml(
    path: Path, sheet: str, heads: tuple[int, int], found: Sheet, table: Table, guesses: Sequence[Guess],
    unused: Sequence[str], wanted: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    kinds = _kinds(found)
    units = {g.head: unit for g in guesses for _, unit in splits(g.head) if money(unit) is not None}
    yield f"format: {FORMAT}"
    yield f"name: {_text(path.stem)}"
    yield f"title: {{en: {_text(path.stem)}, zh: {_text(path.stem)}}}"
    yield 'licence: ""  # wanted: under which terms the table may be used · 请填写使用许可'
    yield f"origin: {_text(path.name)}"
    if units:
        head, unit = next(iter(units.items()))
        yield f"money_unit: {_text(unit)}  # guess: of the head · 据表头 {shown(head)}"
    yield "inputs:"
    yield "  sheet:"
    yield f"    files: [{_text(path.name)}]"
    yield "    form: table"
    if sheet:
        yield f"    sheet: {_text(sheet)}"
    yield f"    heads: [{heads[0]}, {heads[1]}]  # guess: rows of the heads · 表头所在行"
    yield "    columns:"
    for head in dict.fromkeys(g.head for g in guesses if g.head):
        yield f"      {_text(head)}: {kinds[head]}"
    first = next((h for h in found.header if h), "")
    serial = next((h for h in found.header if key(h) in SERIAL), "")
    if serial and serial not in {g.head for g in guesses}:
        yield f"      {_text(serial)}: code"
    mark = serial or next((g.head for g in guesses if g.head), first)
    yield "tables:"
    yield f"  {table.name}:"
    yield "  - from: sheet"
    yield "    skip:"
    totals = ", ".join(f"'{t}'" for t in TOTALS)
    condition = f"replace({quoted(mark)}, ' ', '') IN ({totals})"
    yield f"    - {{if: {_text(condition)}, why: {{en: a row of totals, zh: 合计行}}}}"
    keys = [g for g in guesses if g.column in table.key]
    if keys:
        blank = " OR ".join(f"{g.expression} IS NULL" for g in keys)
        yield f"    - {{if: {_text(blank)}, why: {{en: a row without its key, zh: 缺少主键的行}}}}"
    yield "    columns:"
    for guess in guesses:
        yield f"      {guess.column}: {_text(guess.expression)}  # guess: {guess.why.en} · {guess.why.zh}"
    for name in wanted:
        yield f"      # wanted: {name} ({table.column(name).words.en} · {table.column(name).words.zh})"
    for head in unused:
        yield f"    # not used · 未采用: {shown(head)}"
    yield from _referred(table, guesses)


def _referred(table: Table, guesses: Sequence[Guess]) -> Iterator[str]:
    """Rows for the tables that the draft refers to, so that what it names is there."""
    by_table: dict[str, list[Guess]] = {}
    for guess in guesses:
        column = table.column(guess.column)
        if column.kind == "ref" and column.refers[0] != table.name:
            by_table.setdefault(column.refers[0], []).append(guess)
    for name, found in by_table.items():
        yield f"  {name}:  # guess: what the rows above name · 上述行所引用者"
        for guess in found:
            yield "  - from: sheet"
            yield f"    skip: [{{if: {_text(guess.expression + ' IS NULL')}, why: {{en: blank, zh: 空白}}}}]"
            more = "".join(f", {c}: {_text(chr(39) + v + chr(39))}" for c, v in GIVEN.get(name, {}).items())
            yield f"    columns: {{id: {_text(guess.expression)}, name: {_text(guess.expression)}{more}}}"


def _text(value: str) -> str:
    """A text as YAML, in double quotes."""
    return json.dumps(value, ensure_ascii=False)
