"""Parts of a sweep: ranges, hypercubes, tables of cases, boxes that were planted, the journal."""

import json

import numpy as np
import pytest

from graph.base.errors import UsageError
from planner.studies.sweep import running
from planner.studies.sweep.boxes import find
from planner.studies.sweep.case import CaseRow
from planner.studies.sweep.running import CASES, Journal
from planner.studies.sweep.varied import Varied, drawn, from_table, parse, typed


def test_everything_wrong_with_ranges_is_said_at_once():
    with pytest.raises(UsageError) as raised:
        parse(["budgets.total=9:7", "target.count", "=1:2", "a=1:x", "b=1:2", "b=1:3", "c=1:1", "d=nan:2"])
    for part in (
        "budgets.total=9:7: an empty range",
        "target.count: not",
        "=1:2: not",
        "a=1:x: not",
        "b is varied twice",
        "c=1:1: an empty range",
        "d=nan:2: not",
    ):
        assert part in str(raised.value)


def test_full_width_ranges_are_read():
    assert parse(["budgets.total＝７０００：９０００"]) == (Varied("budgets.total", 7000.0, 9000.0),)


def test_whole_numbers_stay_whole_with_both_ends():
    (one,) = typed(parse(["target.count=17.5:20.2"]), {"target.count": 18})
    assert (one.low, one.high, one.whole) == (18, 20, True)
    values = [dict(case)["target.count"] for case in drawn([one], 30, 3)]
    assert {v: values.count(v) for v in (18, 19, 20)} == {18: 10, 19: 10, 20: 10}
    with pytest.raises(UsageError, match="none lies in the range"):
        typed(parse(["target.count=17.2:17.8"]), {"target.count": 18})


@pytest.mark.parametrize("seed", [0, 7])
def test_every_slice_of_every_range_is_met_once(seed):
    ranges = [Varied("a", 10.0, 20.0), Varied("b", -1.0, 1.0)]
    cases = np.array([[v for _, v in case] for case in drawn(ranges, 40, seed)])
    for k, one in enumerate(ranges):
        slices = np.floor((cases[:, k] - one.low) / (one.high - one.low) * 40).astype(int)
        assert sorted(slices.tolist()) == list(range(40))
    assert drawn(ranges, 40, seed) == drawn(ranges, 40, seed)
    assert drawn(ranges, 40, seed) != drawn(ranges, 40, seed + 1)


def test_a_table_of_cases_tells_all_its_faults():
    with pytest.raises(UsageError) as raised:
        from_table("a,,a\n1\n", "cases.csv")
    for part in ("column 2 has no name", "column a stands twice", "row 2: 1 cells, the head has 3"):
        assert part in str(raised.value)
    with pytest.raises(UsageError, match="no case"):
        from_table("a,b\n", "cases.csv")


def test_a_planted_box_is_found_and_a_key_that_says_nothing_is_not():
    rng = np.random.default_rng(1)
    values = rng.random((600, 3))
    fails = (values[:, 0] < 0.3) & (values[:, 2] > 0.6)
    found = find(["money", "noise", "failure"], values, fails)
    assert [side.key for side in found.sides] == ["money", "failure"]
    assert found.sides[0].low is None
    assert found.sides[0].high == pytest.approx(0.3, abs=0.02)
    assert found.sides[1].low == pytest.approx(0.6, abs=0.02)
    assert found.density > 0.9
    assert found.coverage > 0.9
    assert all(side.by_chance < 1e-6 for side in found.sides)


def test_box_by_hand():
    # 20 cases at 1..20, those up to 8 fail; a peel takes the highest case; the trajectory reaches 8 after 12 peels,
    # where density and coverage are both 1
    values = np.arange(1.0, 21.0)[:, None]
    found = find(["x"], values, values[:, 0] <= 12)
    assert (found.sides[0].low, found.sides[0].high, found.cases) == (None, 12.0, 12)
    assert (found.density, found.coverage) == (1.0, 1.0)
    # without the condition 12 of 20 fail: the chance of 12 in 12 is .6¹²
    assert found.sides[0].by_chance == pytest.approx(0.6**12)


def evenly(count, base):
    """The first numbers of van der Corput's sequence: spread evenly over 0 to 1, the same everywhere."""
    out = []
    for number in range(1, count + 1):
        value, part, left = 0.0, 1.0, number
        while left:
            left, digit = divmod(left, base)
            part /= base
            value += part * digit
        out.append(value)
    return np.array(out)


A, B, C = (evenly(500, base) for base in (2, 3, 5))


@pytest.mark.parametrize(
    ("fails", "coverage", "density", "bounds"),
    [
        ((A < 0.3) & (C > 0.6), 1.0, 59 / 60, {"a": (None, 0.292), "c": (0.592, None)}),
        (A * B + 0.2 * C > 0.5, 100 / 116, 100 / 125, {"a": (0.5244, None), "b": (0.476, None)}),
        ((B > 0.4) & (B < 0.55) & (A > 0.2), 56 / 59, 56 / 57, {"a": (0.1865, None), "b": (0.404, 0.5439)}),
    ],
    ids=["corner", "product", "band"],
)
def test_boxes_are_no_worse_than_those_of_the_ema_workbench(fails, coverage, density, bounds):
    """ema_workbench 2.5.3, Prim(threshold=.5, peel_alpha=.05), at the best step of its trajectory by the same measure.

    Its bounds lie half-way between cases, ours on them; of the band ours leaves one case less out.
    """
    found = find(["a", "b", "c"], np.stack([A, B, C], axis=1), fails)

    def balance(d, c):
        return 2 * d * c / (d + c)

    assert balance(found.density, found.coverage) >= balance(density, coverage) - 1e-9
    assert {side.key for side in found.sides} == set(bounds)
    for side in found.sides:
        for ours, theirs in zip((side.low, side.high), bounds[side.key], strict=True):
            assert (ours is None) == (theirs is None)
            assert ours is None or ours == pytest.approx(theirs, abs=0.004)


def test_nothing_fails_or_all_does_means_no_box():
    values = np.arange(20.0)[:, None]
    assert find(["x"], values, np.zeros(20, dtype=bool)) is None
    assert find(["x"], values, np.ones(20, dtype=bool)) is None


def test_the_order_of_cases_does_not_matter():
    rng = np.random.default_rng(2)
    values = rng.random((200, 2))
    fails = values[:, 1] > 0.7
    order = rng.permutation(200)
    assert find(["a", "b"], values, fails) == find(["a", "b"], values[order], fails[order])


def row(number):
    return CaseRow(case=number, values={"a": 1.0}, status="infeasible")


def test_a_line_that_was_cut_off_is_run_again(tmp_path):
    journal = Journal(tmp_path / "s", {"asked": 1})
    with journal.open() as file:
        for number in (2, 1, 3):
            journal.keep(row(number), file)
    path = tmp_path / "s" / CASES
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    again = Journal(tmp_path / "s", {"asked": 1})
    assert sorted(again.rows) == [1, 2]
    assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:2])
    with again.open() as file:
        again.keep(row(3), file)
    assert path.read_bytes() == whole


def test_another_sweep_in_the_folder_is_refused(tmp_path):
    Journal(tmp_path / "s", {"asked": 1})
    with pytest.raises(UsageError, match="another sweep"):
        Journal(tmp_path / "s", {"asked": 2})
    assert json.loads((tmp_path / "s" / "sweep.json").read_text("utf-8")) == {"asked": 1}


def test_a_worker_of_another_program_is_refused():
    with pytest.raises(running.ServiceError, match="another program"):
        running._same_program("HiGHS 1.15.1, aa", "HiGHS 1.15.1, bb", "tcp://a:1")
