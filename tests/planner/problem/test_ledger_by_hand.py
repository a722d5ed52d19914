"""The ledger's terms one by one, every share worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from planner.problem import ledger as module
from planner.problem.ledger import cover_shares, greatest_shares, layer_shares, ledger
from planner.problem.plan import Plan
from planner.problem.rows import Goal, LargestShortfall, Layer, Pairs, PlanningProblem, Project, Stage, Support
from planner.problem.score import to_arrays

YEARS = (2023, 2024, 2025)


def layer(name="t", links=((0, 0, 1.0),), items=1, mode="any", **changes):
    """Links are (item, candidate, strength); one judged period unless said."""
    item, candidate, strength = (np.array(v) for v in zip(*links, strict=True))
    plain = {
        "name": name,
        "items": tuple(f"T{m}" for m in range(items)),
        "weight": np.ones(items),
        "item": item,
        "candidate": candidate,
        "strength": strength,
        "existing": np.zeros((items, 1)),
        "ramp": np.ones((1, 3)),
        "period_weight": np.ones(1),
        "marginal": np.ones(1),
        "mode": mode,
    }
    return Layer(**{**plain, **changes})


def money():
    n = np.ones(4)
    return Support(years=(2023, 2024, 2025, 2026), cap=9 * np.ones((4, 2)), total=9 * n, minimum=0 * n, first=0 * n)


def problem(parts, sense="maximise", **rows):
    plain = {
        "candidates": ("A", "B", "C", "D"),
        "years": YEARS,
        "goals": (Goal("g", parts),),
        "stages": (Stage(sense, {"g": 2.0}),),
        "support": money(),
    }
    return PlanningProblem(**{**plain, **rows})


ALL = Plan({"A": 2023, "B": 2024, "C": 2025}, {"A": {2023: 1.0, 2024: 2.0}, "C": {2026: 4.0}})


def shares(case, plan=ALL):
    existing, found = ledger(case, plan)
    return existing, [found[c] for c in plan.starts]


@pytest.mark.parametrize(
    ("parts", "rows", "wanted"),
    [
        ((("cost", 1.0),), {}, [6, 0, 8]),
        ((("cost", 1.0),), {"cost": np.array([10.0, 20.0, 30.0, 40.0])}, [26, 40, 68]),
        ((("cost", 1.0),), {"cost": np.array([10.0, 20.0, 30.0, 40.0]), "support": None}, [20, 40, 60]),
        ((("delay", 1.0),), {}, [0, 2, 4]),
        ((("late_money", 1.0),), {}, [4, 0, 24]),
        ((("count", 1.0),), {}, [2, 2, 2]),
        ((("count", 3.0), ("delay", 0.5)), {}, [6, 7, 8]),
        ((("v", 1.0),), {"values": {"v": np.array([1.0, 2.0, 3.0, 4.0])}}, [2, 4, 6]),
        ((("v", 0.0), ("count", 1.0)), {"values": {"v": np.array([1.0, 2.0, 3.0, 4.0])}}, [2, 2, 2]),
    ],
)
def test_terms_of_single_centres(parts, rows, wanted):
    plan = ALL if rows.get("support", 0) is not None else Plan(ALL.starts, {})
    existing, found = shares(problem(parts, **rows), plan)
    assert existing == 0
    assert found == pytest.approx(wanted)


def test_several_goals_and_components_add_up():
    pairs = Pairs("p", np.array([0, 3]), np.array([1, 1]), np.array([4.0, 100.0]))
    case = problem(
        (),
        layers=(layer(),),
        pairs=(pairs,),
        values={"v": np.array([0.25, 0.5, 0.0, 9.0])},
        goals=(
            Goal("g", (("t", 1.0), ("p", 1.0), ("v", 1.0)), 7.0),
            Goal("h", (("p", 0.5), ("count", 1.0))),
            Goal("not", (("cost", 1.0),)),
        ),
        stages=(Stage("maximise", {"g": 2.0, "h": 2.0}),),
    )
    # A: 2 · 1 of t, half of the pair 3 times, 2 · 0.25, 2 for being counted; D is not there
    existing, found = shares(case)
    assert existing == 14
    assert found == pytest.approx([2 + 6 + 0.5 + 2, 6 + 1 + 2, 2])


def test_a_bonus_is_halved_and_counts_when_both_are_chosen():
    pairs = Pairs("p", np.array([0, 0, 1]), np.array([1, 3, 2]), np.array([4.0, 100.0, -6.0]))
    assert shares(problem((("p", 1.0),), pairs=(pairs,)))[1] == pytest.approx([4, 4 - 6, -6])


def test_money_of_centres_that_do_not_start_exists_already():
    plan = Plan({"A": 2023}, {"A": {2023: 1.0}, "B": {2024: 5.0}})
    assert ledger(problem((("cost", 1.0),)), plan) == (10, {"A": 2})


def test_what_exists_already_is_no_centre_s():
    case = problem((("t", 1.0),), layers=(layer(existing=np.array([[0.75]]), weight=np.array([8.0])),))
    existing, found = shares(case)
    assert existing == 2 * 8 * 0.75
    assert found == pytest.approx([2 * 8 * 0.25, 0, 0])


@pytest.mark.parametrize("mode", ["any", "best", "all", "sum"])
def test_ramps_by_year_of_approval_and_judged_period(mode):
    """A starts in 2023, B in 2024: in the first period 0.4 and 0, in the second (half the weight) 1 and 0.4."""
    links = ((0, 0, 1.0), (1, 1, 1.0))
    ramp = np.array([[0.4, 0.0, 0.0], [1.0, 0.4, 0.0]])
    made = layer(
        links=links, items=2, mode=mode, ramp=ramp, period_weight=np.array([0.5, 0.5]), existing=np.zeros((2, 2))
    )
    found = layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL))
    assert found == pytest.approx([0.5 * 0.4 + 0.5 * 1, 0.5 * 0.4, 0, 0])


def test_a_period_without_weight_and_an_item_without_weight_give_nothing():
    made = layer(
        links=((0, 0, 1.0), (1, 1, 1.0)),
        items=2,
        weight=np.array([3.0, 0.0]),
        ramp=np.ones((2, 3)),
        period_weight=np.array([0.0, 1.0]),
        existing=np.zeros((2, 2)),
    )
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([3, 0, 0, 0])


def test_settled_strength_stands_in_place_of_the_ramp():
    made = layer(links=((0, 0, 1.0), (1, 1, 1.0)), items=2, settled=np.array([[0.3], [np.nan]]))
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([0.3, 1, 0, 0])


def test_all_parts_are_needed_and_share_equally():
    links = ((0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 3, 1.0))
    made = layer(links=links, items=2, mode="all", weight=np.array([6.0, 100.0]), ramp=np.array([[1.0, 0.5, 0.2]]))
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([1.5, 1.5, 0, 0])
    over = replace(made, ramp=np.array([[2.0, 3.0, 2.0]]))
    assert layer_shares(over, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([3, 3, 0, 0])


def test_only_links_of_chosen_centres_count_and_sums_have_no_end():
    links = ((0, 0, 0.5), (0, 1, 2.0), (0, 3, 9.0))
    made = layer(links=links, mode="sum", weight=np.array([10.0]), existing=np.array([[5.0]]))
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([5, 20, 0, 0])


def test_strength_counts_as_much_as_the_ramp_lets_it():
    links = ((0, 0, 0.5), (0, 1, 0.25))
    made = layer(links=links, ramp=np.array([[0.5, 1.0, 1.0]]), weight=np.array([8.0]))
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([2, 2, 0, 0])


def test_the_greatest_strength_is_shared_as_a_runway():
    # up to 0.2 all three, up to 0.5 two, up to 0.9 one
    assert greatest_shares(np.array([0.9, 0.2, 0.5]), 0.0) == pytest.approx(
        [0.2 / 3 + 0.3 / 2 + 0.4, 0.2 / 3, 0.2 / 3 + 0.3 / 2]
    )
    assert greatest_shares(np.array([0.9, 0.2, 0.5]), 0.4) == pytest.approx([0.1 / 2 + 0.4, 0, 0.1 / 2])
    assert greatest_shares(np.array([0.5, 0.5]), 0.0) == pytest.approx([0.25, 0.25])
    made = layer(links=((0, 0, 0.9), (0, 1, 0.2)), mode="best", existing=np.array([[0.1]]))
    assert layer_shares(made, to_arrays(problem((("t", 1.0),)), ALL)) == pytest.approx([0.05 + 0.7, 0.05, 0, 0])


def test_shares_of_cover():
    # 1 alone is worth 0.5, 2 alone 0.75, both 0.75 + 0.125: marginal 0.5, 0.25, 0.125
    steps = (0.5, 0.25, 0.125)
    assert cover_shares((1.0, 2.0), 0.0, steps) == pytest.approx([(0.5 + 0.125) / 2, (0.75 + 0.375) / 2])
    assert cover_shares((1.0, 0.0, 1.0), 1.0, steps) == pytest.approx([0.1875, 0, 0.1875])
    assert cover_shares((1.0,), 3.0, steps) == pytest.approx([0])
    assert cover_shares((0.0, 0.0), 0.0, steps) == pytest.approx([0, 0])
    assert cover_shares((0.5, 0.5, 1.0), 0.0, (1.0,)) == pytest.approx([0.25, 0.25, 0.5])
    assert cover_shares((1.0, 1.0, 1.0, 1.0), 0.0, (1.0, 0.5)) == pytest.approx([0.375] * 4)


def test_shares_of_two_kinds_of_three():
    # 1, 1, 2 under worth min(cover, 2): the 2 adds 2 when first or after no one, 1 after one, 0 after both
    assert cover_shares((1.0, 1.0, 2.0), 0.0, (1.0, 1.0)) == pytest.approx([0.5, 0.5, 1.0])
    # under min(cover, 3): a 1 adds 1 but when last; the 2 adds 2, 2, 1
    assert cover_shares((1.0, 2.0, 1.0), 0.0, (1.0, 1.0, 1.0)) == pytest.approx([2 / 3, 5 / 3, 2 / 3])


@pytest.mark.parametrize(("most", "exact"), [(11, False), (12, True)])
def test_up_to_so_many_coalitions_the_shares_are_exact(monkeypatch, most, exact):
    """Two of 1, one of 2, one of 3: 3 · 2 · 2 = 12 states. Worth 1 for the first unit: all alike but for the states."""
    monkeypatch.setattr(module, "MOST_STATES", most)
    cover_shares.cache_clear()
    found = cover_shares((1.0, 2.0, 3.0, 1.0), 0.0, (1.0,))
    assert found == pytest.approx([0.25] * 4 if exact else [1 / 7, 2 / 7, 3 / 7, 1 / 7])
    cover_shares.cache_clear()


@pytest.mark.parametrize(
    ("rows", "parts", "named"),
    [
        ({"layers": (layer("m", mode="met"),)}, (("m", 1.0),), "m"),
        (
            {"layers": (layer("o", links=((0, 4, 1.0),)),), "projects": (Project("P", np.array([0, 1])),)},
            (("o", 1.0),),
            "o",
        ),
        ({"layers": (layer(),), "largest": (LargestShortfall("s", "t"),)}, (("s", 1.0),), "s"),
        (
            {"layers": (layer("z", mode="met"), layer("a", mode="met"), layer())},
            (("z", 1.0), ("a", 1.0), ("t", 1.0)),
            "a, z",
        ),
    ],
)
def test_terms_without_shares_are_named(rows, parts, named):
    with pytest.raises(ValueError, match=f"^no ledger of {named}$"):
        ledger(problem(parts, **rows), ALL)


def test_terms_without_shares_that_weigh_nothing_are_no_matter():
    rows = {"layers": (layer("m", mode="met"), layer()), "largest": (LargestShortfall("s", "t"),)}
    assert shares(problem((("count", 1.0), ("m", 0.0)), **rows))[1] == [2, 2, 2]
