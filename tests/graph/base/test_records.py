"""Records as JSON and back: what is written is read back equal, and what is damaged is named."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base.records import ABSENT, Count, RecordError, decode, encode, keywords, schema
from graph.base.words import Words

YES = Words("yes", "是")


@dataclass(frozen=True, kw_only=True)
class Leaf:
    name: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Head:
    centre: str
    money: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class Tree(Leaf, Head):
    kind: Literal["a", "b"] = "a"
    leaves: tuple[Leaf, ...] = ()
    words: Words = YES
    checked: Count = 0
    share: Annotated[float, keywords(maximum=1.0)] | None = None
    anything: Any = None
    more: Leaf | None = field(default=None, metadata=ABSENT)


TREE = Tree(
    centre="C1", money={2024: 1, 2025: 0.1}, name="one", leaves=(Leaf(name="x", year=3), Leaf(name="y")), anything=[1]
)


def test_keys_stand_in_the_order_of_the_fields_and_what_is_absent_has_none():
    made = encode(TREE)
    assert list(made) == ["centre", "money", "name", "year", *list(made)[4:]]
    assert made["money"] == {"2024": 1, "2025": 0.1}
    assert made["words"] == {"en": "yes", "zh": "是"}
    assert "more" not in made
    assert encode(Tree(**{**vars(TREE), "more": Leaf(name="z")}))["more"] == {"name": "z", "year": None}


def test_what_is_written_is_read_back():
    again = decode(Tree, json.loads(json.dumps(encode(TREE))))
    assert again == TREE
    assert again.money == {2024: 1, 2025: 0.1}


def test_unknown_keys_are_left_and_missing_ones_take_their_default():
    assert decode(Leaf, {"name": "x", "added later": 1}) == Leaf(name="x")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": 3}, "name"),
        ({"year": "soon"}, "year"),
        ({"year": True}, "year"),
        ({"year": 2024.5}, "year"),
        ({"kind": "c"}, "kind"),
        ({"kind": []}, "kind"),
        ({"leaves": {}}, "leaves"),
        ({"leaves": [{"name": "x"}, {"year": 1}]}, "leaves[1].name"),
        ({"leaves": [{"name": "x", "year": "x"}]}, "leaves[0].year"),
        ({"leaves": [5]}, "leaves[0]"),
        ({"money": {"soon": 1.0}}, "money"),
        ({"money": {"2024": "much"}}, "money.2024"),
        ({"money": {"2024": 10**400}}, "money.2024"),
        ({"money": []}, "money"),
        ({"words": "yes"}, "words"),
        ({"words": {"en": "yes"}}, "words"),
        ({"more": {"year": 1}}, "more.name"),
    ],
)
def test_what_is_damaged_is_named(change, path):
    with pytest.raises(RecordError) as caught:
        decode(Tree, {**encode(TREE), **change})
    assert caught.value.path == path
    assert caught.value.needed.zh


@pytest.mark.parametrize("data", [None, [], 3, "x", {}])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(RecordError):
        decode(Tree, data)


def test_the_schema_takes_what_is_written_and_refuses_what_is_damaged():
    check = jsonschema.Draft202012Validator(schema(Tree))
    check.check_schema(schema(Tree))
    check.validate(encode(TREE))
    for change in ({"kind": "c"}, {"checked": -1}, {"share": 2.0}, {"leaves": [{"name": "x"}]}, {"money": {"1": "x"}}):
        assert not check.is_valid({**encode(TREE), **change})
    assert "more" not in schema(Tree)["required"]


LEAVES = st.builds(Leaf, name=st.text(), year=st.none() | st.integers())
TREES = st.builds(
    Tree,
    centre=st.text(),
    name=st.text(),
    year=st.none() | st.integers(),
    money=st.dictionaries(st.integers(0, 9999), st.floats(allow_nan=False, allow_infinity=False, width=32)),
    kind=st.sampled_from(["a", "b"]),
    leaves=st.lists(LEAVES).map(tuple),
    words=st.builds(Words, st.text(), st.text()),
    more=st.none() | LEAVES,
)


@given(TREES)
def test_every_record_is_read_back_as_it_was(tree):
    assert decode(Tree, json.loads(json.dumps(encode(tree)))) == tree
