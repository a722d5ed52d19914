"""The tables made of matched sheets: names become ids, wide rows become long ones, and every cell knows its origin.

What does not live here: reading the made tables, which says what is wrong with their cells (``begun``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.base.cell_text import fold, key, shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import ORGANISATION_KINDS, TABLES
from loaders.beginning.matching import Match, Matched
from loaders.beginning.values import value
from loaders.rules.catalogue import finding

_PREFIX = {"centres": "C", "organisations": "O", "people": "P", "technologies": "T", "districts": "D", "fields": "F"}
_MADE = ("districts", "fields", "organisations", "people")
"""Tables whose rows are made of the names that other tables write; a technology needs its kind and severity besides."""
_DIVIDED = re.compile(r"[、；;，,|\n]+")
_KINDS = (
    ("university", re.compile(r"(大学|学院|学校)(（.*）)?$|\b(university|college|school)\b", re.IGNORECASE)),
    (
        "firm",
        re.compile(
            r"(公司|集团|厂|合作社)(（.*）)?$|\b(ltd|limited|inc|corp|company|co\.?|group|gmbh)\b", re.IGNORECASE
        ),
    ),
    ("laboratory", re.compile(r"实验室(（.*）)?$|\b(laboratory|lab)\b", re.IGNORECASE)),
    (
        "institute",
        re.compile(r"(研究院|研究所|研究中心|设计院|科学院|医院|院|所)(（.*）)?$|\binstitute\b", re.IGNORECASE),
    ),
    ("government", re.compile(r"(局|委员会|人民政府|管委会)$|\b(bureau|government)\b", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Place:
    """Where in the workbook something stands."""

    file: str
    row: int


@dataclass
class Row:
    """One row of a table that is being made; ``headers`` tells under which header each cell stood."""

    place: Place
    cells: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Made:
    """Tables by name, and what is to be said of their making."""

    rows: dict[str, list[Row]]
    findings: list[Finding]
    notes: list[Words]


def make(sheets: Sequence[Matched]) -> Made:
    """Make the tables of the sheets."""
    maker = _Maker(rows={}, findings=[], notes=[])
    for sheet in sheets:
        maker.read(sheet)
    maker.name()
    maker.resolve()
    maker.tell()
    return Made(maker.rows, maker.findings, maker.notes)


@dataclass(kw_only=True)
class _Maker:
    rows: dict[str, list[Row]]
    findings: list[Finding]
    notes: list[Words]
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    twice: dict[str, set[str]] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    """Technologies that are named and stand in no table."""
    free: dict[str, int] = field(default_factory=dict)
    read_as: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(cell, word of the list in Chinese and in English) → how often."""

    def read(self, sheet: Matched) -> None:
        """The rows of a sheet as they stand, with the children of wide ones."""
        table = sheet.sheet.table
        own = [m for m in sheet.matches if m.field is not None and m.field.table == table]
        wide = [m for m in sheet.matches if m.field is not None and m.field.table != table]
        named = "name" if any(c.name == "name" for c in TABLES[table].columns) else ""
        for number, cells in sheet.sheet.rows:
            place = Place(sheet.sheet.file, number)
            row = Row(place, {}, {})
            for m in own:
                assert m.field is not None
                row.cells[m.field.column.name] = self._value(m, cells[m.position].strip())
                row.headers[m.field.column.name] = m.header
            if named and not fold(row.cells.get(named, "")):
                self.findings.append(finding("B906", place.file, number, row.headers.get(named, named)))
                continue
            if table == "centres" and not row.cells.get("status"):
                row.cells["status"] = "candidate"
            if any(c.name == "source" for c in TABLES[table].columns) and not row.cells.get("source"):
                row.cells["source"] = f"{place.file}:{number}"
            self.rows.setdefault(table, []).append(row)
            for m in wide:
                self._child(row, m, cells[m.position], place)

    def _value(self, m: Match, cell: str) -> str:
        """The cell; a word of a list as the list has it, which is counted."""
        assert m.field is not None
        meant = value(m.field.table, m.field.column, cell)
        if meant is None:
            return cell
        self.read_as[cell, dict(m.field.column.choices)[meant], meant] += 1
        return meant

    def _child(self, parent: Row, m: Match, cell: str, place: Place) -> None:
        """What a wide row says of another table; ``centre_id`` is the row itself until it has an id."""
        assert m.field is not None
        if not fold(cell):
            return
        column, table = m.field.column.name, m.field.table
        parts = (
            [p for p in map(str.strip, _DIVIDED.split(cell)) if p] if m.field.column.kind == "ref" else [cell.strip()]
        )
        for part in dict.fromkeys(parts):
            below = self.rows.setdefault(table, [])
            if table == "conditions":
                same = next((r for r in reversed(below) if r.cells["centre_id"] == f"\0{id(parent)}"), None)
                if same is not None:
                    same.cells[column], same.headers[column] = part, m.header
                    continue
            cells = {"centre_id": f"\0{id(parent)}", column: part}
            if m.field.year:
                cells["year"] = str(m.field.year)
            if any(c.name == "source" for c in TABLES[table].columns):
                cells["source"] = f"{place.file}:{place.row}"
            below.append(Row(place, cells, {column: m.header, "centre_id": m.header}))

    def name(self) -> None:
        """Ids for the rows of the tables that have them."""
        for table, prefix in _PREFIX.items():
            rows = self.rows.get(table, [])
            given = {key(r.cells.get("id", "")) for r in rows}
            self.free[table] = 1
            self.ids[table], self.twice[table] = {}, set()
            width = max(2, len(str(len(rows))))
            for row in rows:
                if not row.cells.get("id"):
                    row.cells["id"] = self._fresh(table, prefix, width, given)
                self._known(table, row)
            own = {f"\0{id(row)}": row.cells["id"] for row in rows}
            if table == "centres":
                for other in self.rows.values():
                    for row in other:
                        row.cells = {c: own.get(v, v) for c, v in row.cells.items()}

    def _fresh(self, table: str, prefix: str, width: int, given: set[str]) -> str:
        while key(made := f"{prefix}{self.free[table]:0{width}}") in given:
            self.free[table] += 1
        self.free[table] += 1
        return made

    def _known(self, table: str, row: Row) -> None:
        said = key(row.cells.get("name", ""))
        if said in self.ids[table]:
            self.twice[table].add(said)
        self.ids[table][said] = row.cells["id"]

    def resolve(self) -> None:
        """Names in the place of ids become ids; rows are made for those that stand in no table."""
        by_id = {t: {r.cells["id"] for r in self.rows.get(t, [])} for t in _PREFIX}
        for table in [*self.rows]:
            for row in [*self.rows[table]]:
                for column in TABLES[table].columns:
                    said = row.cells.get(column.name, "")
                    if column.kind == "ref" and fold(said):
                        row.cells[column.name] = self._id(column.refers, said, row, column.name, by_id)
        self._lead()
        for table in ("covers", "members"):
            rows = [r for r in self.rows.get(table, []) if all(r.cells.get(c) for c in TABLES[table].key)]
            unique = {tuple(r.cells[c] for c in TABLES[table].key): r for r in reversed(rows)}
            self.rows[table] = [r for r in rows if unique[tuple(r.cells[c] for c in TABLES[table].key)] is r]

    def _lead(self) -> None:
        """Leads are members as well, where members are told at all."""
        if not self.rows.get("members"):
            return
        led = [
            Row(row.place, {"centre_id": row.cells["id"], "organisation_id": row.cells["lead_id"], "role": "lead"})
            for row in self.rows.get("centres", [])
            if row.cells.get("lead_id")
        ]
        self.rows["members"] = [*led, *self.rows["members"]]

    def _id(self, refers: Sequence[str], said: str, row: Row, column: str, by_id: Mapping[str, set[str]]) -> str:
        for table in refers:
            if said in by_id[table]:
                return said
            if key(said) in self.twice[table]:
                words = Words("two rows have the name '{n}'", "有两行名称同为“{n}”").fill(n=shown(said))
                header = row.headers.get(column, column)
                self.findings.append(finding("B907", row.place.file, row.place.row, header, said, words))
                return ""
            if (found := self.ids[table].get(key(said))) is not None:
                return found
        table = refers[0]
        if table == "technologies":
            self.unknown.append(fold(said))
            return ""
        if table not in _MADE:
            return said
        return self._new(table, fold(said), row.place)

    def _new(self, table: str, name: str, place: Place) -> str:
        cells = {"id": self._fresh(table, _PREFIX[table], 2, set(self.ids[table].values())), "name": name}
        cells["source"] = f"{place.file}:{place.row}"
        if table == "organisations":
            cells["kind"] = kind_of(name)
            self.kinds[cells["kind"]] += 1
        row = Row(place, cells, {})
        self.rows.setdefault(table, []).append(row)
        self._known(table, row)
        self.made[table] += 1
        return cells["id"]

    def tell(self) -> None:
        """What was made of names, what was left out, and names that may be one."""
        for table, count in self.made.items():
            words = Words(
                "{n:row|rows} of {t} made of the names that other columns write", "由其他列所写名称生成“{zh}”{n} 行"
            )
            self.notes.append(words.fill(n=count, t=table, zh=TABLES[table].zh))
        if self.kinds:
            zh = dict(ORGANISATION_KINDS)
            counts = Words(
                ", ".join(f"{n} {k}" for k, n in self.kinds.most_common()),
                "、".join(f"{zh[k]} {n} 家" for k, n in self.kinds.most_common()),
            )
            words = Words(
                "their kind was read from how their names end ({counts}): look through organisations.kind",
                "其类型按名称结尾判读（{counts}），请核对“单位”表的“类型”列",
            )
            self.notes.append(words.fill(counts=counts))
        for (said, listed, en), n in sorted(self.read_as.items()):
            words = Words("'{c}' is read as {e} ({n:cell|cells})", "“{c}”按“{z}”读取（{n} 处）")
            self.notes.append(words.fill(c=shown(said), e=en, z=listed, n=n))
        if self.unknown:
            names = list(dict.fromkeys(self.unknown))
            some = "、".join(map(shown, names[:5])) + ("…" if len(names) > 5 else "")
            words = Words(
                "{n:technology is|technologies are} named without kind and severity and left out: {some}",
                "{n} 项技术只有名称，没有列明类别和严重度，未写入：{some}",
            )
            self.notes.append(words.fill(n=len(names), some=some))
        self.findings += list(self._alike())

    def _alike(self) -> Iterator[Finding]:
        """B908: of the rows that were made, names one of which is within another."""
        for table in ("districts", "fields", "organisations"):
            rows = self.rows.get(table, [])
            if not self.made[table]:
                continue
            names = sorted({(len(key(r.cells["name"])), key(r.cells["name"])) for r in rows})
            said = {key(r.cells["name"]): r for r in rows}
            for i, (n, short) in enumerate(names):
                longer = next((name for m, name in names[i + 1 :] if n >= 2 and m - n <= 2 and short in name), None)
                if longer is not None:
                    a, b = said[short], said[longer]
                    words = Words("'{a}' and '{b}' may be one", "“{a}”与“{b}”可能是同一对象")
                    words = words.fill(a=shown(a.cells["name"]), b=shown(b.cells["name"]))
                    yield finding("B908", b.place.file, b.place.row, "", b.cells["name"], words)


def kind_of(name: str) -> str:
    """The kind of an organisation by how its name ends; ``other`` where the name says nothing.

    >>> [kind_of(n) for n in ("示例材料有限公司", "示例大学", "示例研究院", "示例实验室", "某某")]
    ['firm', 'university', 'institute', 'laboratory', 'other']
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other")
