"""YAML as plain data: what is read, what is refused, where, and how long it takes."""

import math
import os
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base import safe_yaml, yaml_words
from graph.base.errors import InputError
from graph.base.safe_yaml import DEEPEST, LARGEST, MOST_FINDINGS, read, read_file
from planner.rulebook.scenario.writing import to_yaml


def refused(text):
    with pytest.raises(InputError) as caught:
        read(text, "x.yaml")
    return [(f.code, f.row, int(f.column or 0)) for f in caught.value.findings]


def findings(text):
    """What is found, nothing if the text is read."""
    try:
        read(text, "x.yaml")
    except InputError as error:
        found = error.findings
    else:
        return ()
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("~", None),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+7", 7),
        ("0", 0),
        ("010", "010"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2025-01-01", "2025-01-01"),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("0.3", 0.3),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-2.5E-3", -0.0025),
        ("01.5", "01.5"),
        ("１２", "１２"),
        ("٣", "٣"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ('""', ""),
        ('"<<"', "<<"),
        ("|\n  12\n", "12\n"),
    ],
)
def test_scalars_as_yaml_1_2_says(text, value):
    got = read(f"k: {text}", "x.yaml").data["k"]
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    "text", [".nan", ".NaN", ".inf", "-.INF", "1e999", "-1e999", "9" * 19, "9" * 5000, "1." + "0" * 500]
)
def test_endless_numbers_are_refused(text):
    assert refused(f"a: 1\nk: {text}") == [("Y711", 2, 4)]


def test_eighteen_digits_are_the_most():
    assert read("k: " + "9" * 18, "x").data == {"k": 10**18 - 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: !!python/object/apply:os.system [x]", [("Y704", 1, 4)]),
        ("a: !!str 5", [("Y704", 1, 4)]),
        ("a: !own 5", [("Y704", 1, 4)]),
        ("a: ! 5", [("Y704", 1, 4)]),
        ("!!map {a: 1}", [("Y704", 1, 1)]),
        ("%TAG !e! tag:x,2000:\n---\na: !e!t 1", [("Y704", 3, 4)]),
        ("a: &x 1\nb: *x", [("Y705", 1, 4), ("Y705", 2, 4)]),
        ("a: &x [*x]", [("Y705", 1, 4), ("Y705", 1, 8)]),
        ("<<: {a: 1}", [("Y706", 1, 1)]),
        ("a: 1\nb:\n  c: 1\n  c: 2\na: 3", [("Y707", 4, 3), ("Y707", 5, 1)]),
        ("2025: 1\n'2025': 2", [("Y707", 2, 1)]),
        ("1.5: x", [("Y708", 1, 1)]),
        ("true: x", [("Y708", 1, 1)]),
        ("~: x", [("Y708", 1, 1)]),
        ("? [a, b]\n: x", [("Y708", 1, 3)]),
        ("? {a: b}\n: x\nc: 1\nc: 2", [("Y708", 1, 3), ("Y707", 4, 1)]),
        ("a: 1\n---\nb: 2", [("Y709", 2, 1)]),
        ("a: [1, 2", [("Y703", 1, 9)]),
        ("a: b: c", [("Y703", 1, 5)]),
        ("a:\n\tb: 1", [("Y703", 2, 1)]),
        ("a: 'x", [("Y703", 1, 6)]),
        ("a: 1\n b: 2", [("Y703", 2, 3)]),
        ("a: \x00", [("Y703", 1, 4)]),
        ("a: 1\nb: x\x07", [("Y703", 2, 5)]),
        ("a: \ud800", [("Y703", 1, 4)]),
        ("%YAML 2.0\n---\na: 1", [("Y703", 1, 1)]),
        ("*x", [("Y705", 1, 1)]),
        ("@x: 1", [("Y703", 1, 1)]),
    ],
)
def test_refused_with_place(text, found):
    assert refused(text) == found


def test_all_findings_at_once_even_before_a_syntax_error():
    codes = [c for c, _, _ in refused("a: &x 1\na: 2\nb: .nan\nc: !t 3\nd: [")]
    assert codes == ["Y705", "Y707", "Y711", "Y704", "Y703"]


def test_findings_are_cut_off():
    found = refused("\n".join(f"k{i}: !t {i}" for i in range(1000)))
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1][0] == "Y712"


def test_every_finding_says_what_in_both_languages():
    texts = [
        "a: !t 1",
        "a: &x 1",
        "<<: 1",
        "a: 1\na: 2",
        "~: 1",
        "a: 1\n---\n",
        "[" * 99,
        "a: .inf",
        "a: [",
        "a:\n\t- b",
    ]
    for text in texts:
        with pytest.raises(InputError) as caught:
            read(text, "x")
        for f in caught.value.findings:
            for words in (f.message, f.mend):
                assert words.en
                assert "{" not in words.en + words.zh
                assert any("\u4e00" <= c <= "\u9fff" for c in words.zh), (text, words)


def test_common_syntax_errors_have_their_own_chinese():
    for text in ("a: b: c", "a:\n\tb: 1", "a: 'x", "a: [1, 2", "a: {b: 1", "a: \x07", "a: - b"):
        with pytest.raises(InputError) as caught:
            read(text, "x")
        zh = caught.value.findings[0].message.zh
        assert any(said in zh for said in yaml_words.SAID.values()), (text, zh)


def test_places_of_keys_and_values():
    doc = read("目标:\n  数: 3\n  l: [1, {a: 2}]\n2025: x\n", "x")
    assert doc.place(()) == (1, 1)
    assert doc.place(("目标",), key=True) == (1, 1)
    assert doc.place(("目标", "数")) == (2, 6)
    assert doc.place(("目标", "数"), key=True) == (2, 3)
    assert doc.place(("目标", "l", 1, "a")) == (3, 14)
    assert doc.place((2025,)) == (4, 7)
    assert doc.place(("目标", "none", "deeper")) == doc.place(("目标",)) == (2, 3)
    assert doc.place(("none",), key=True) == (1, 1)


def test_a_byte_order_mark_does_not_shift_places():
    assert read("\ufeffa: 1", "x").place(("a",)) == (1, 4)
    assert refused("\ufeffa: \x00") == [("Y703", 1, 4)]


BOMBS = {
    "laughs": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "flow": "[" * 100_000,
    "flow maps": "{a: " * 60_000,
    "block": "- " * 120_000,
    "keys": "? " * 120_000,
    "indent": "\n".join(" " * i + "a:" for i in range(700)),
    "aliases": "a: &a 1\nb: [" + "*a," * 60_000 + "]",
    "same key": "a: 1\n" * 50_000,
    "tags": "!t " * 80_000,
    "one line": "a: " + "x" * (LARGEST - 100),
    "quoted": 'a: "' + "\\" * 200_000,
    "too large": "#" * (LARGEST + 1),
    "many bytes": "界" * (LARGEST // 2),
    "digits": "a: " + "1" * 200_000,
    "digits in a key": "1" * 1000 + ": a",
    "comments": "# x\n" * 60_000 + "a: [",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little_time(name):
    start = time.process_time()
    assert len(findings(BOMBS[name])) <= MOST_FINDINGS + 1
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["laughs", "aliases", "flow maps", "same key", "too large"])
def test_bombs_cost_little_memory(name):
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            read(BOMBS[name], "x")
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_nesting_just_allowed():
    depth = DEEPEST - 1
    assert read("[" * depth + "]" * depth, "x").data is not None
    assert refused("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))[0][0] == "Y710"


def test_files(tmp_path):
    good = tmp_path / "好.yaml"
    good.write_bytes("\ufeffa: 数\n".encode())
    assert read_file(good).data == {"a": "数"}
    assert read_file(good, "other").file == "other"
    for name, content, code in (
        ("gbk", "a: 1\nb: 数".encode("gb18030"), "Y701"),
        ("big", b" " * (LARGEST + 1), "Y702"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            read_file(path)
        assert [f.code for f in caught.value.findings] == [code]
    assert [f.code for f in _file_findings(tmp_path)] == ["Y700"]
    assert [f.code for f in _file_findings(tmp_path / "none")] == ["Y700"]
    assert [f.code for f in _file_findings(tmp_path / "a\0b")] == ["Y700"]
    os.mkfifo(tmp_path / "pipe")
    assert [f.code for f in _file_findings(tmp_path / "pipe")] == ["Y700"]


def test_not_utf8_names_the_line(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"a: 1\nb: \xff\n")
    assert _file_findings(path)[0].row == 2


def _file_findings(path):
    with pytest.raises(InputError) as caught:
        read_file(path)
    return caught.value.findings


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x7f", exclude_categories=("Cc", "Cs")), max_size=12)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(lambda k: not k.startswith("\0")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, PLAIN, max_size=4))
def test_what_is_written_reads_back(data):
    assert read(to_yaml(data), "x").data == data


@given(
    st.sampled_from(
        [
            "yes",
            "1e3",
            "1_0",
            "010",
            "2025-01-01",
            "~",
            "null",
            "true",
            ".inf",
            "9" * 30,
            "<<",
            "=",
            "0x1",
            "a: b",
            "- a",
            "#",
            "",
        ]
    )
)
def test_text_that_looks_like_something_else_reads_back(text):
    assert read(to_yaml({"k": text, "l": [text]}), "x").data == {"k": text, "l": [text]}


@given(st.text(max_size=60))
def test_any_text_is_data_or_findings(text):
    assert all(f.code.startswith("Y7") and f.row >= 1 for f in findings(text))


@given(st.text(st.sampled_from("ab1.:-[]{},&*!<>|?%@#'\" \n\t~"), max_size=40))
def test_any_yaml_like_text_is_data_or_findings(text):
    found = findings(text)
    assert all(f.row >= 1 and int(f.column) >= 1 for f in found)
    if not found:
        for _, value in safe_yaml.leaves(read(text, "x").data):
            assert not isinstance(value, float) or math.isfinite(value)
