"""Scales of indicators: hand-checked shares, and every text that is no scale."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.scales import ScaleError, parse


@pytest.mark.parametrize(
    ("text", "value", "share"),
    [
        ("linear 10 50", 10, 0),  # 湖南省制造业创新中心考评指标参考表: 研发人员占比 10 % → 0, 50 % → 7 points
        ("linear 10 50", 30, Fraction(1, 2)),
        ("linear 10 50", 55, 1),
        ("linear 10 50", 9, 0),
        ("linear 20 5", 8, Fraction(4, 5)),
        ("LINEAR 20 5", Fraction(25, 2), Fraction(1, 2)),
        ("steps 0:0 3:4 6:7 10:10", 5, Fraction(2, 5)),
        ("steps 0:0 3:4 6:7 10:10", 6, Fraction(7, 10)),
        ("steps 0:0 3:4 6:7 10:10", -1, 0),
        ("steps 0:10 1:0", 0, 1),
        ("steps 0:10 1:0", 1, 0),
        ("steps 1:5 2:10 3:4", 7, Fraction(2, 5)),
        ("ｓｔｅｐｓ 0：1", 0, 1),
        ("rubric", 80, Fraction(4, 5)),
        ("rubric 0–100", 100, 1),
    ],
)
def test_shares_by_hand(text, value, share):
    assert parse(text).share(Fraction(value)) == share


@pytest.mark.parametrize(
    "text",
    [
        "",
        "linear",
        "linear 10",
        "linear 5 5",
        "linear a b",
        "linear 1e3 5",
        "steps",
        "steps 3",
        "steps 3:4 3:7",
        "steps 6:1 3:2",
        "steps 0:0 1:0",
        "steps 0:-1 1:2",
        "rubrik",
        "linear 1 2 3",
        "steps 1:2,3:4",
        "rubric 5",
    ],
)
def test_what_is_no_scale_says_why(text):
    with pytest.raises(ScaleError) as caught:
        parse(text)
    assert caught.value.words.en
    assert caught.value.words.zh


NUMBERS = st.fractions(-1000, 1000, max_denominator=100)


@given(a=NUMBERS, b=NUMBERS, v=NUMBERS, w=NUMBERS)
def test_a_linear_scale_stays_within_its_points_and_runs_one_way(a, b, v, w):
    if a == b:
        return
    scale = parse(f"linear {float(a):.4f} {float(b):.4f}") if round(float(a), 4) != round(float(b), 4) else None
    if scale is None:
        return
    one, other = scale.share(min(v, w)), scale.share(max(v, w))
    assert 0 <= one <= 1
    assert (one <= other) if scale.marks[0] < scale.marks[1] else (one >= other)
