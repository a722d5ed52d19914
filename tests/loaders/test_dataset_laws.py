"""Laws of whole datasets: form, order, names, language and scale change nothing that is read, or all of it alike."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing.city_cells import texts, write_workbook
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS, TABLES
from loaders.dataset import load
from loaders.export import export
from loaders.saving import save
from loaders.tables.cells import identifier
from loaders.tables.changed import no_data

SOME = "甲乙丙丁磁材轴承ABCxyz0123456789éß𬭸"
IDS = st.text(SOME, min_size=1, max_size=6).filter(lambda t: identifier(t) == t and not no_data([t], []))
NAMES = (
    st.text(SOME + " '\"&<>,;|=-", min_size=1, max_size=9)
    .map(str.strip)
    .filter(lambda t: t and not no_data([t], []) and not t.startswith('"'))
)
MONEY = st.integers(1, 10**9).map(float) | st.floats(0.01, 1e9).map(lambda v: round(v, 2))


@st.composite
def cities(draw):
    """A small city: every reference is known, every candidate has a lead, investments and scores."""
    kinds = {name: draw(st.lists(IDS, min_size=2, max_size=3, unique=True)) for name in ("F", "D", "O", "T", "C")}
    fields, districts, organisations, technologies, centres = (
        [letter + i for i in kinds[letter]] for letter in ("F", "D", "O", "T", "C")
    )
    pick = lambda ids: draw(st.sampled_from(ids))  # noqa: E731
    rows = {
        "fields": [{"id": i, "name": draw(NAMES), "source": "illustrative"} for i in fields],
        "districts": [{"id": i, "name": draw(NAMES)} for i in districts],
        "organisations": [
            {
                "id": i,
                "name": draw(NAMES),
                "kind": draw(st.sampled_from(["firm", "university"])),
                "district": pick(districts),
            }
            for i in organisations
        ],
        "technologies": [
            {
                "id": i,
                "name": draw(NAMES),
                "kind": "bottleneck",
                "severity": draw(st.integers(1, 5)),
                "field": pick(fields),
            }
            for i in technologies
        ],
        "centres": [
            {
                "id": i,
                "name": draw(NAMES),
                "status": "candidate",
                "field": pick(fields),
                "district": pick(districts),
                "lead_id": pick(organisations),
                "ready_year": draw(st.integers(2020, 2030)),
                "minimum_support": draw(MONEY),
            }
            for i in centres
        ],
        "investments": [{"centre_id": i, "year": y, "investment": draw(MONEY)} for i in centres for y in (1, 2, 3)],
        "conditions": [{"centre_id": i} | {c: draw(st.integers(2, 100)) for c, _, _ in CONDITIONS} for i in centres],
        "covers": [
            {"centre_id": i, "technology_id": pick(technologies), "strength": draw(st.sampled_from([0.25, 1.0]))}
            for i in centres
        ],
        "ties": [
            {
                "source_id": organisations[0],
                "target_id": organisations[1],
                "kind": "co_patent",
                "year": 2020,
                "weight": draw(MONEY),
            }
        ],
    }
    return Ecosystem.from_rows(DatasetInfo("city", illustrative=True), rows)


def tables(eco, *, ordered=True):
    """Every table as rows of plain values, NaN as None; ``ordered=False`` sorts them."""
    out = {}
    for name, table in TABLES.items():
        columns = [eco.column(name, c.name).tolist() for c in table.columns]
        rows = [tuple(None if v != v else v for v in row) for row in zip(*columns, strict=True)]  # noqa: PLR0124 (NaN)
        out[name] = rows if ordered else sorted(rows, key=repr)
    return out


def write(folder, cells, document):
    folder.mkdir()
    for name, rows in cells.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    (folder / "dataset.yaml").write_text(document, "utf-8")
    return folder


def usable(path):
    loaded = load(path)
    assert [f for f in loaded.findings if f.level == "error"] == []
    return loaded.require()


@settings(max_examples=20, deadline=None)
@given(cities())
def test_every_form_gives_the_same_tables(eco):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        save(eco, folder / "csv")
        paths = [folder / "csv"]
        for name in ("g.graphml", "g.gexf", "g.json"):
            export(eco, folder / name)
            paths.append(folder / name)
        write_workbook(folder / "b.xlsx", texts(eco))
        paths.append(folder / "b.xlsx")
        assert [tables(usable(path)) for path in paths] == [tables(eco)] * len(paths)


@settings(max_examples=10, deadline=None)
@given(cities())
def test_parquet_gives_the_same_tables(eco):
    pytest.importorskip("pyarrow")
    with tempfile.TemporaryDirectory() as place:
        export(eco, Path(place) / "parquet")
        assert tables(usable(Path(place) / "parquet")) == tables(eco)


@settings(max_examples=20, deadline=None)
@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(eco, rng):
    cells = {}
    for name, (header, *rows) in texts(eco).items():
        order = rng.sample(range(len(header)), len(header))
        rng.shuffle(rows)
        cells[name] = [[row[i] for i in order] for row in (header, *rows)]
    with tempfile.TemporaryDirectory() as place:
        read = usable(write(Path(place) / "x", cells, "name: city\nillustrative: true\n"))
    assert tables(read, ordered=False) == tables(eco, ordered=False)


@settings(max_examples=20, deadline=None)
@given(cities())
def test_chinese_headers_choices_and_file_names_say_the_same(eco):
    cells = {}
    for name, (_, *rows) in texts(eco).items():
        columns = TABLES[name].columns
        words = [dict(c.choices) for c in columns]
        cells[TABLES[name].zh] = [
            [c.zh for c in columns],
            *([w.get(v, v) for w, v in zip(words, row, strict=True)] for row in rows),
        ]
    with tempfile.TemporaryDirectory() as place:
        read = usable(write(Path(place) / "x", cells, "name: city\nillustrative: true\n"))
    assert tables(read) == tables(eco)


@settings(max_examples=20, deadline=None)
@given(cities(), st.sampled_from(["New-", "新", "01"]))
def test_other_ids_are_other_ids_and_nothing_else(eco, prefix):
    def renamed(name, row):
        columns = TABLES[name].columns
        return [prefix + v if v and c.kind in ("id", "ref") else v for c, v in zip(columns, row, strict=True)]

    cells = {name: [header, *(renamed(name, row) for row in rows)] for name, (header, *rows) in texts(eco).items()}
    with tempfile.TemporaryDirectory() as place:
        read = usable(write(Path(place) / "x", cells, "name: city\nillustrative: true\n"))
    back = {
        name: [
            tuple(
                v.removeprefix(prefix) if v and c.kind in ("id", "ref") else v
                for c, v in zip(TABLES[name].columns, row, strict=True)
            )
            for row in rows
        ]
        for name, rows in tables(read).items()
    }
    assert back == tables(eco)


@settings(max_examples=20, deadline=None)
@given(cities(), st.sampled_from([("元", 10_000.0), ("亿元", 1e-4), ("千元", 10.0)]))
def test_money_in_another_unit_is_the_same_money(eco, unit):
    name, times = unit
    cells = {}
    for table, (header, *rows) in texts(eco).items():
        money = [c.unit == "money" for c in TABLES[table].columns]
        scaled = [[repr(float(v) * times) if m and v else v for m, v in zip(money, row, strict=True)] for row in rows]
        cells[table] = [[f"{h}（{name}）" if m else h for m, h in zip(money, header, strict=True)], *scaled]
    with tempfile.TemporaryDirectory() as place:
        read = usable(write(Path(place) / "x", cells, f"name: city\nmoney_unit: {name}\nillustrative: true\n"))
        wrong = load(write(Path(place) / "y", cells, "name: city\nmoney_unit: EUR\nillustrative: true\n"))
    assert {f.code for f in wrong.findings if f.level == "error"} == {"H207"}
    for table, column in (("centres", "minimum_support"), ("investments", "investment")):
        assert read.column(table, column) / times == pytest.approx(eco.column(table, column), rel=1e-12)
