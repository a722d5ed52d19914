"""Random corruption of a dataset: findings, never another exception, and never a row that is not counted."""

import csv
import io
import random
import re
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.dataset import load

KINDS = (
    "truncate",
    "bytes",
    "empty",
    "missing",
    "duplicate",
    "swap",
    "nan",
    "text",
    "columns",
    "null",
    "quotes",
    "cells",
)


def corrupt(data, kind, rng):  # noqa: C901, PLR0911 - one branch for each kind, flat
    lines = data.splitlines(keepends=True)
    if kind == "truncate":
        return data[: rng.randrange(len(data))]
    if kind == "bytes":
        return bytes(b ^ 0xFF if rng.random() < 0.01 else b for b in data)
    if kind == "empty":
        return b""
    if kind == "missing":
        return None
    if kind == "duplicate":
        return b"".join([*lines, lines[-1]])
    if kind == "swap":
        return b"".join([lines[0], *(b",".join(reversed(x.rstrip().split(b","))) + b"\n" for x in lines[1:])])
    if kind in ("nan", "text"):
        new = b"NaN" if kind == "nan" else b"20O1"
        return b"".join([lines[0], *(re.sub(rb"(?<=,)\d+(\.\d+)?(?=,|\r?\n)", new, x) for x in lines[1:])])
    if kind == "columns":
        return b"".join([lines[0].replace(b"id", b"idd", 1), *lines[1:]])
    if kind == "null":
        return data.replace(b",", b",\x00", 3)
    place = rng.randrange(len(data))
    if kind == "quotes":
        return data[:place] + b'"' + data[place:]
    return (
        data[:place] + rng.choice([b",", b",,", b"\n", b"\r", b"\xef\xbb\xbf", b"\x1b[2J", b";", b"\t"]) + data[place:]
    )


def lines_below_the_header(data: bytes) -> int:
    return max(0, len(data.splitlines()) - 1)


@pytest.mark.parametrize("kind", KINDS)
def test_corruption_is_found_and_every_row_is_counted(write, kind):
    rng = random.Random(kind)
    folder = write()
    originals = {p: p.read_bytes() for p in sorted(folder.glob("*.csv"))}
    for path, original in originals.items():
        for _ in range(3):
            data = corrupt(original, kind, rng)
            path.unlink(missing_ok=True)
            if data is not None:
                path.write_bytes(data)
            loaded = load(folder)
            for f in loaded.findings:
                assert f.value.isprintable()
                assert all(f.as_dict(lang)["message"] for lang in ("en", "zh"))
            if data is None:
                assert path.stem not in loaded.counts
                continue
            counts = loaded.counts[path.stem]
            if kind in ("truncate", "bytes", "duplicate", "swap", "nan", "text", "columns", "null"):
                assert counts.read + counts.skipped == lines_below_the_header(data), (path.name, data)
            blank = sum(not line.strip(b", \r") for line in data.split(b"\n")[1:-1])
            if counts.read < lines_below_the_header(original) and not (kind == "cells" and blank):
                assert loaded.findings, (path.name, data)
            if kind in ("empty", "null", "duplicate"):
                assert loaded.ecosystem is None, (path.name, data)
        path.write_bytes(original)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_in_place_of_a_table(write_once, data):
    path = write_once / "people.csv"
    path.write_bytes(data)
    loaded = load(write_once)
    assert loaded.counts["people"].read >= 0
    if data.strip() == b"":
        assert loaded.ecosystem is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=8), min_size=1, max_size=6), max_size=12
    )
)
def test_any_well_formed_csv_is_counted_to_the_last_row(write_once, rows):
    text = io.StringIO()
    csv.writer(text).writerows([["id", "name", "tier", "organisation_id"], *rows])
    (write_once / "people.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    counts = load(write_once).counts["people"]
    assert counts.read + counts.skipped == len(rows)


@pytest.fixture
def write_once(write, tmp_path):
    return tmp_path / "small" if (tmp_path / "small").exists() else write()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_a_corrupted_zip_is_a_finding(write_once, tmp_path, seed):
    rng = random.Random(seed)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in write_once.iterdir():
            archive.write(path, path.name)
    data = bytearray(stream.getvalue())
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
    (tmp_path / "c.zip").write_bytes(data)
    load(tmp_path / "c.zip")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_a_corrupted_workbook_is_a_finding(template_book, tmp_path, seed):
    rng = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(template_book)) as archive:
        members = {n: bytearray(archive.read(n)) for n in archive.namelist()}
    for _ in range(rng.randrange(1, 4)):
        body = members[rng.choice(sorted(members))]
        place = rng.randrange(len(body))
        body[place : place + rng.randrange(4)] = rng.randbytes(rng.randrange(4))
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        for name, body in members.items():
            archive.writestr(name, bytes(body))
    load(tmp_path / "c.xlsx")


@pytest.fixture(scope="module")
def template_book():
    book = openpyxl.Workbook()
    book.active.title = "fields"
    for row in (["id", "name"], ["F1", "a"], ["F2", "=1+1"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
