"""Sources as they should not be: each is refused with its place, or read and told of; nothing is lost in silence."""

import csv
import gzip
import io
import json

import pytest

from graph.base.errors import InputError
from loaders.dataset import load
from loaders.sources.identifiers import identifier
from loaders.sources.mapping import find_mapping
from loaders.sources.running import run, write


def work(name, institutions, topics=("T1",), year=2024):
    return {
        "id": name,
        "publication_year": year,
        "authorships": [
            {"institutions": [{"id": i, "display_name": i, "ror": None, "country_code": "CN", "type": "education"}]}
            for i in institutions
        ],
        "topics": [{"id": t, "display_name": t, "score": 1.0} for t in topics],
    }


def openalex(folder, *works, packed=False):
    text = "".join(json.dumps(w) + "\n" for w in works)
    path = folder / ("works.jsonl.gz" if packed else "works.jsonl")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


def rows(done, table):
    return list(csv.DictReader(io.StringIO(done.tables[table].read_text("utf-8"))))


def codes(error):
    return [f.code for f in error.value.findings]


def test_json_lines_of_openalex_packed_or_not(tmp_path):
    """Two works, three institutions: W1 of A and B on T1 and T2, W2 of B and C on T1."""
    works = work("W1", "AB", ("T1", "T2")), work("W2", "BC")
    for packed in (False, True):
        folder = tmp_path / str(packed)
        folder.mkdir()
        openalex(folder, *works, packed=packed)
        done = run(find_mapping("openalex"), folder)
        assert [o["id"] for o in rows(done, "organisations")] == ["A", "B", "C"]
        found = {(e["item_id"], e["holder_id"], e["technology_id"]): e["holders"] for e in rows(done, "evidence")}
        assert len(found) == 6
        assert set(found.values()) == {"2"}


def test_a_packed_snapshot_that_was_cut_off(tmp_path):
    path = openalex(tmp_path, *(work(f"W{n}", "AB") for n in range(500)), packed=True)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert codes(error) == ["M811"]


def test_a_works_file_that_is_a_table_of_another_source(tmp_path):
    (tmp_path / "affiliations.csv").write_text("pic,name\n1,a\n", "utf-8")
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert set(codes(error)) == {"M813"}


def test_ids_of_mixed_types_are_texts_without_quotes(tmp_path):
    openalex(tmp_path, work("W1", "A"), {**work("W2", "A"), "id": 7})
    done = run(find_mapping("openalex"), tmp_path)
    assert sorted(e["item_id"] for e in rows(done, "evidence")) == ["7", "W1"]


def test_a_year_that_is_no_number_is_named(tmp_path):
    openalex(tmp_path, work("W1", "A"), work("W2", "A", year="soon"))
    with pytest.raises(InputError) as error:
        run(find_mapping("openalex"), tmp_path)
    assert [(f.code, f.row, f.column, f.value) for f in error.value.findings] == [
        ("M814", 2, "publication_year", "soon")
    ]


def test_a_work_without_institutions_and_one_without_topics_are_counted(tmp_path):
    openalex(tmp_path, work("W1", ""), work("W2", "A", ()), work("W3", "A"))
    done = run(find_mapping("openalex"), tmp_path)
    assert [e["item_id"] for e in rows(done, "evidence")] == ["W3"]
    left = {r.why.en: r.rows for r in done.counts["evidence"].reasons}
    assert (left["a work without an institution"], left["a work without a topic"]) == (1, 1)
    count = done.counts["evidence"]
    assert count.rows == count.used + count.skipped + count.merged


def test_a_work_of_ten_thousand_holders_gives_each_its_share_and_ties_nobody(tmp_path):
    holders = [f"I{n}" for n in range(10_000)]
    openalex(tmp_path, work("WIDE", holders), work("W1", holders[:2]))
    write(run(find_mapping("openalex"), tmp_path), tmp_path / "map")
    loaded = load(tmp_path / "map")
    eco = loaded.require()
    assert eco.column("ties", "weight").tolist() == [1.0]
    table = eco.tables["capabilities"]
    assert table["strength"][table["holder_id"] == "I9999"].tolist() == pytest.approx([1e-4 / (1 + 1e-4)])
    assert "1 items have too many holders" in next(f.message.en for f in loaded.findings if f.code == "X531")


def test_works_of_years_to_come_do_not_count_and_are_told(tmp_path):
    openalex(tmp_path, work("W1", "A"), work("W2", "A", year=2031))
    write(run(find_mapping("openalex"), tmp_path), tmp_path / "map")
    about = tmp_path / "map" / "dataset.yaml"
    about.write_text(about.read_text("utf-8") + "evidence: 'as_of:2026'\n", "utf-8")
    said = [f.message.en for f in load(tmp_path / "map").findings if f.code == "X531"]
    assert said == ["1 rows lie after the year that ages count from"]


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("https://ror.org/03v4gjf40", "ror"),
        ("grid.6734.6", "grid"),
        ("91110000600037341L", "uscc"),
        ("999895013", None),
    ],
)
def test_ids_of_several_registries_in_one_column_are_told_apart(text, scheme):
    """A PIC has no check digits: nine figures are nobody's id unless a PIC is asked for."""
    found = identifier(text)
    assert (found and found.scheme) == scheme


def test_a_licence_is_repeated_wherever_the_data_go(tmp_path):
    openalex(tmp_path, work("W1", "A"))
    mapping = find_mapping("openalex")
    write(run(mapping, tmp_path), tmp_path / "map")
    assert load(tmp_path / "map").require().info.licence == mapping.licence
