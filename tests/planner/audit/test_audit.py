import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from buju_testing.audit_city import FIGURES, POLICY, ROWS, STARTS, SUPPORT, city, plan, policy
from buju_testing.whole_policy import whole_policy
from graph.base.words import LANGS
from planner.audit import audit
from planner.audit.catalogue import ALL, FAMILIES, SOMETIMES
from planner.audit.facts import read_facts
from planner.audit.goals import worth
from planner.problem.plan import Plan

ECO = city()
ALL_ON = {f for f in FAMILIES if f != "rules_table"} - SOMETIMES


def codes(report):
    return {f.code for f in report.findings}


def test_the_right_plan_is_clean_and_every_family_is_checked():
    report = audit(ECO, policy(), plan(), FIGURES)
    assert report.clean, report.findings
    assert report.off == ()
    assert {f for f, n in report.by_family.items() if n} == ALL_ON
    assert report.checked == sum(report.by_family.values())


def test_figures_worked_by_hand():
    report = audit(ECO, policy(), plan())
    for key, value in FIGURES.items():
        assert report.recomputed[key] == pytest.approx(value, abs=1e-12), key
    assert report.recomputed["stage1"] == report.recomputed["objective"]
    assert report.recomputed["stage2"] == 1370.0


def test_checks_are_counted_by_family():
    by = audit(ECO, policy(), plan()).by_family
    assert by["share"] == 9  # three centres, three support years
    assert by["first_year_cap"] == by["total_cap"] == by["minimum_support"] == 3
    assert by["ready"] == 2  # C may be approved in any year
    assert by["budget_city"] == 4
    assert by["must_cover"] == 2
    assert by["exclusive_chief_scientist"] == 3
    assert by["quota_district"] == 3
    assert by["lead_firm_sales"] == 1  # only A is led by a firm
    assert by["claims"] == 0


# one thing wrong each: the codes are all that must be found, no more and no less
MUTATIONS = {
    # money of the plan
    "1 over the share": (plan(A={2024: 271, 2025: 179}), None, {"A840", "A844"}),
    "1 over the share where investment is missing": (plan(C={2025: 1, 2026: 9}), None, {"A840", "A844"}),
    "1 over the first year": (plan(A={2023: 251, 2025: 179}), None, {"A841", "A844"}),
    "1 over the centre's cap": (plan(A={2025: 181}), None, {"A842", "A844", "A845", "A846"}),
    "1 under the least support": (plan(C={2026: 9}), None, {"A843"}),
    "less on approval than its share of the least": (plan(C={2024: 39, 2026: 60}), None, {"A855", "A843", "A844"}),
    "1 under the default least support": (plan(B={2025: 119}), None, {"A843"}),
    "paid before approval": (plan(B={2023: 1, 2025: 119}), None, {"A809", "A844"}),
    "paid after the support years": (plan(A={2026: 1, 2025: 179}), None, {"A809", "A844"}),
    "negative pay": (plan(B={2024: 101, 2025: 120, 2026: -1}), None, {"A807", "A844"}),
    "unchosen is paid": (plan(D={2024: 1}), None, {"A808", "A844", "A845", "A846"}),
    "existing is paid": (plan(E1={2024: 1}), None, {"A808", "A844", "A845", "A846"}),
    "NaN": (plan(C={2025: math.nan}), None, {"A804"}),
    "infinity": (plan(C={2025: math.inf}), None, {"A804"}),
    "text for money": (plan(C={2025: "10"}), None, {"A804"}),
    "money in a year that is none": (plan(C={"later": 10.0}), None, {"A805"}),
    "support not by year": (Plan(STARTS, SUPPORT | {"C": 100.0}), None, {"A806", "A843", "A855"}),
    "unknown centre is paid": (plan(Z={2024: 1}), None, {"A801"}),
    # budgets
    "city 2024 less by 1": (plan(), ("budgets.city.2024", 337), {"A844"}),
    "total less by 1": (plan(), ("budgets.total", 1019), {"A845"}),
    "D2 less by 1": (plan(), ("budgets.districts.D2", 109), {"A846"}),
    "equity pot less by 1": (plan(), ("equity.pot", 349), {"A847"}),
    "a poor grade": (plan(), ("evaluation.factors", {"good": 0.9, "pass": 0.0}), {"A840"}),
    "a dearer co-funding": (plan(), ("cofunding.by_district", {"D2": 0.4}), {"A844"}),
    # approval
    "unknown centre": (plan(STARTS | {"Z": 2023}), None, {"A801"}),
    "an existing centre again": (plan(STARTS | {"E1": 2024}), None, {"A802"}),
    "year before ready": (
        plan(STARTS | {"B": 2023}, B={2023: 100, 2024: 120, 2025: 0}),
        None,
        {"A811", "A838", "A844"},
    ),
    "year after the horizon": (plan(), ("years.last", 2023), {"A810"}),
    "half a year": (plan(STARTS | {"B": 2024.5}), None, {"A803", "A808", "A820", "A830", "A836", "A838"}),
    "NaN year": (plan(STARTS | {"B": math.nan}), None, {"A803", "A808", "A820", "A830", "A836", "A838"}),
    "a condition under its threshold": (plan(), ("readiness.each.positioning", 71), {"A812"}),
    "mean under its threshold": (plan(), ("readiness.mean", 70.1), {"A813"}),
    "sales of the lead": (plan(), ("lead_firm.minimum_sales", 40001), {"A814"}),
    "R&D of the lead": (plan(), ("lead_firm.minimum_rd_share", 0.051), {"A815"}),
    "a fixed one left out": (plan(), ("fixed.chosen", ["D"]), {"A816"}),
    "a fixed one unknown": (plan(), ("fixed.chosen", ["Z"]), {"A816"}),
    "a rejected one taken": (plan(), ("fixed.rejected", ["B"]), {"A817"}),
    # numbers
    "target missed by 1": (plan(), ("target.count", 6), {"A820"}),
    "target year too early": (plan(), ("target.year", 2023), {"A820"}),
    "existing do not count": (plan(), ("target.count_existing", False), {"A820"}),
    "maximum passed by 1": (plan(), ("target.maximum", 4), {"A821"}),
    "a university in one centre too many": (plan(), ("exclusive.centres_per_member", 1), {"A825"}),
    "D1 fewer": (plan(), ("quotas.district.D1.min", 3), {"A830"}),
    "D1 more": (plan(), ("quotas.district.D1.max", 1), {"A831"}),
    "a district that is not": (plan(), ("quotas.district.D9", {"min": 1}), {"A830"}),
    "F1 fewer": (plan(), ("quotas.field.F1.min", 3), {"A832"}),
    "F1 more": (plan(), ("quotas.field.F1.max", 1), {"A833"}),
    "channel fewer": (plan(), ("quotas.channel.city.min", 2), {"A834"}),
    "channel more": (plan(), ("quotas.channel.city.max", 0), {"A835"}),
    "formation fewer": (plan(), ("quotas.formation.institute.min", 2), {"A836"}),
    "formation more": (plan(), ("quotas.formation.institute.max", 0), {"A837"}),
    "2024 fewer": (plan(), ("quotas.year.2024.min", 3), {"A838"}),
    "2024 more": (plan(), ("quotas.year.2024.max", 1), {"A839"}),
    "depth": (plan(), ("must_cover.0.depth", 3), {"A860"}),
    "strength": (plan(), ("must_cover.0.strength", 0.6), {"A860"}),
    "milder ones too": (plan(), ("must_cover.0.kinds", ["bottleneck", "common"]), set()),
    "milder ones too, at severity 2": (
        plan(),
        ("must_cover.0", {"severity": 2, "kinds": ["common"], "depth": 1}),
        {"A860"},
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_wrong_plan_is_caught(name):
    wrong, change, wanted = MUTATIONS[name]
    report = audit(ECO, policy(*(change or ())), wrong)
    assert codes(report) == wanted
    assert report.clean is (not wanted)


def test_rival_leads_chiefs_and_subfields():
    rival = replace(plan(), starts=STARTS | {"D": 2025})
    assert {"A821", "A822", "A823", "A824", "A835", "A843", "A855", "A872"} == codes(audit(ECO, policy(), rival))


def test_required_partner_dropped():
    alone = Plan({"A": 2023, "B": 2024}, {k: SUPPORT[k] for k in "AB"})
    assert {"A870"} < codes(audit(ECO, policy(), alone))


def test_excluded_pair():
    both = replace(plan(), starts=STARTS | {"X": 2025})
    assert {"A871", "A812", "A817"} < codes(audit(ECO, policy(), both))


def test_existing_alone_over_a_limit_lets_no_candidate_in():
    # E1 and E2 share S9; a limit of 1 is already passed, which is no fault of the plan
    assert audit(ECO, policy(), plan()).clean
    moved = [r | ({"subfield": "S9"} if r["id"] == "C" else {}) for r in ROWS["centres"]]
    found = audit(city(centres=moved), policy(), plan()).findings
    assert [(f.code, f.value, f.limit) for f in found] == [("A824", 1, 0)]
    for kind in ("excludes", "at_most"):
        rows = [{"kind": kind, "members": "E1|E2", "limit": 1}]
        assert audit(city(rules=rows), policy(), plan()).clean
        rows = [{"kind": kind, "members": "E1|E2|A", "limit": 1}]
        assert codes(audit(city(rules=rows), policy(), plan())) == {"A871" if kind == "excludes" else "A872"}


def test_requires_is_met_by_an_existing_centre_and_asks_nothing_of_one():
    assert audit(city(rules=[{"kind": "requires", "members": "A|E1"}]), policy(), plan()).clean
    assert audit(city(rules=[{"kind": "requires", "members": "E1|D"}]), policy(), plan()).clean


@pytest.mark.parametrize("row", [{"kind": "requires", "members": "A|Z"}, {"kind": "at_most", "members": "A|B"}])
def test_a_rule_row_that_cannot_be_read_is_a_finding(row):
    assert codes(audit(city(rules=[row]), policy(), plan())) == {"A873"}


def test_a_missing_score_fails_its_threshold_and_the_mean():
    rows = [{k: v for k, v in r.items() if (r["centre_id"], k) != ("B", "positioning")} for r in ROWS["conditions"]]
    found = audit(city(conditions=rows), policy(), plan()).findings
    assert [(f.code, f.centre) for f in found] == [("A812", "B"), ("A813", "B")]
    assert all("NaN" in f.words.en for f in found)


def test_a_missing_figure_of_the_lead_firm_fails():
    rows = [{k: v for k, v in r.items() if k not in ("sales", "rd_share")} for r in ROWS["organisations"]]
    assert codes(audit(city(organisations=rows), policy(), plan())) == {"A814", "A815"}


@pytest.mark.parametrize("key", FIGURES)
def test_a_wrong_claim_is_caught(key):
    report = audit(ECO, policy(), plan(), FIGURES | {key: FIGURES[key] + 0.01})
    assert codes(report) == {"A880"}
    assert key in report.findings[0].words.zh


@pytest.mark.parametrize("value", [math.nan, math.inf, None, "1", True])
def test_a_claim_that_is_no_number_is_caught(value):
    assert codes(audit(ECO, policy(), plan(), {"count": value})) == {"A880"}


def test_a_claim_nobody_can_recompute_is_caught():
    assert codes(audit(ECO, policy(), plan(), {"beauty": 1.0})) == {"A881"}


@pytest.mark.parametrize(
    "wrong", [Plan(None, None), Plan([], []), Plan({3: 2023}, {None: {}}), Plan({"A": None}, {"A": None})]
)
def test_what_is_no_plan_is_a_finding_never_an_exception(wrong):
    assert {"A801", "A803", "A806"} & codes(audit(ECO, policy(), wrong))


def test_numpy_numbers_are_numbers():
    starts = {i: np.int64(y) for i, y in STARTS.items()}
    support = {i: {np.int64(f): np.float64(x) for f, x in years.items()} for i, years in SUPPORT.items()}
    assert audit(ECO, policy(), Plan(starts, support), FIGURES).clean


def test_rounding_below_the_tolerance_is_not_a_finding():
    rounded = 270 * (1 + 3e-16)
    assert rounded > 270
    assert audit(ECO, policy(), plan(A={2024: rounded, 2025: 180 * (1 - 3e-16)})).clean


def test_the_last_of_fourteen_digits_is_a_finding_and_is_shown():
    found = audit(ECO, policy(), plan(A={2024: 270.00000000005, 2025: 180 - 5e-11})).findings
    assert [(f.rule, f.words.en) for f in found] == [
        ("share", "A: support of 270.00000000005 in 2024 (year 2 of support) exceeds 270"),
        ("budget_city", "the city pays 338.00000000004 in 2024, more than 338"),  # four fifths of it
    ]
    assert not audit(ECO, policy(), plan(A={2024: 270 + 5e-5, 2025: 180 - 5e-5})).clean


def test_readings_of_the_base():
    # C: 400, nothing, 400 … with factor .5 after year 1: .15 x 400 = 60, of 400 + 0 = 60, of 1600 = 240
    def most(reading):
        low, high = 0.0, 1000.0
        for _ in range(60):
            middle = (low + high) / 2
            found = codes(audit(ECO, policy("support.base", reading), plan(C={2025: middle})))
            low, high = (low, middle) if "A840" in found else (middle, high)
        return round(low, 3)

    assert [most(r) for r in ("annual", "cumulative", "total")] == [0.0, 60.0, 240.0]


def test_the_build_period_bounds_the_total_base():
    short = policy("support.base", "total").model_copy(update={"build_period": 1})
    found = audit(ECO, short, plan(C={2024: 90, 2025: 61, 2026: 0})).findings
    assert ("A840", "C", 2025, 60.0) in {(f.code, f.centre, f.year, f.limit) for f in found}


def test_families_that_are_off_are_named():
    off = {
        "target": {"count": None, "maximum": None, "year": 2024, "count_existing": True},
        "support": POLICY["support"] | {"total_cap": None, "first_year_cap": None, "first_year_least": 0.0},
        "budgets": {"city": {}, "total": None, "districts": {}},
        "equity": {"pot": None, "default_amount": 0},
        "readiness": {"each": {}, "mean": None},
        "exclusive": dict.fromkeys(POLICY["exclusive"]),
        "lead_firm": dict.fromkeys(POLICY["lead_firm"]),
        "quotas": {k: {} for k in POLICY["quotas"]},
        "must_cover": [],
        "fixed": {"chosen": [], "rejected": []},
    }
    bare = whole_policy(POLICY | off)
    report = audit(city(rules=[]), bare, plan())
    assert report.clean
    always = {"shape", "pay_negative", "pay_unchosen", "pay_years", "horizon", "ready", "share", "minimum_support"}
    assert set(report.off) == set(FAMILIES) - SOMETIMES - always
    assert {f for f, n in report.by_family.items() if n} == always


def test_an_empty_plan():
    report = audit(ECO, policy(), Plan({}, {}))
    assert {"A816", "A820", "A830", "A860"} < codes(report)
    assert report.recomputed["count"] == 0
    assert report.recomputed["cost"] == 0


def test_an_empty_city_has_goals_of_zero():
    report = audit(city(**{t: [] for t in ROWS}), policy(), Plan({}, {}))
    assert all(report.recomputed[g] == 0 for g in ("coverage", "collaboration", "talent", "firms", "mechanism"))


def test_evidence_bounds_the_claims():
    # A claims T1 with 1; its lead .6, its chief P1 .5 (1 - .4 x .5 = .8), and P5 who is not of it
    able = [("FI1", "T1", 0.6), ("P1", "T1", 0.5), ("P5", "T1", 1.0), ("U1", "T2", 0.9), ("L1", "T3", 1.0)]
    rows = [{"holder_id": h, "technology_id": t, "strength": s} for h, t, s in able]
    used = read_facts(city(capabilities=rows)).strength
    assert used["A"] == {"T1": pytest.approx(0.8), "T2": 0.5}
    assert used["B"] == {"T2": pytest.approx(0.9)}
    assert used["C"] == {"T3": 1.0}
    assert used["E1"] == {"T3": 1.0}
    assert "E2" not in used


def test_worth_is_piecewise_linear():
    assert [worth(c, 0.5, 3) for c in (0, 0.5, 1, 1.5, 2, 3, 4)] == [0, 0.25, 0.5, 0.625, 0.75, 0.875, 0.875]
    assert worth(1.0, 0.0, 3) == worth(3.0, 0.0, 3) == 1.0


def test_every_rule_has_a_code_of_its_own_and_speaks_both_languages():
    assert len({r.code for r in ALL}) == len(ALL)
    report = audit(ECO, policy("budgets.total", 1000), plan(A={2024: 290}))
    for lang in LANGS:
        for found in report.as_dict(lang)["findings"]:
            assert found["message"]
            assert "{" not in found["message"]
    assert audit(ECO, policy("target.count", 6), plan()).findings[0].words == (
        "5 centres by the end of 2024, fewer than 6",
        "截至2024年底共5家中心，少于目标6家",
    )


def test_equity_by_year_and_investor():
    assert codes(audit(ECO, policy("equity.pots", dict.fromkeys(range(2022, 2027), 0)), plan())) == {"A848"}
    assert codes(audit(ECO, policy("equity.investors", {"": 0}), plan())) == {"A849"}


def test_every_rule_of_the_catalogue_is_caught_somewhere_in_this_module():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [r.code for r in ALL if f'"{r.code}"' not in text and r.family not in SOMETIMES] == []


def test_sentences_name_things_and_findings_carry_their_ids():
    named = city(
        districts=[{"id": "D1", "name": "镇海"}, {"id": "D2"}],
        rules=[{"kind": "at_most", "members": "A|B", "limit": 1}],
    )
    quota, most = audit(named, policy("quotas.district.D1.max", 1), plan()).findings
    assert (quota.key, quota.words.zh) == ("D1", "区（县、市）镇海（D1）：入选2家，超过上限1家")
    assert (most.key, most.words.en) == ("A|B", "2 of A, B are newly chosen; at most 1 may be, beside existing ones")
    channel = audit(ECO, policy("quotas.channel.city.max", 0), plan()).findings[0]
    assert (channel.key, channel.words.zh) == ("city", "推荐渠道市级主动布局（city）：入选1家，超过上限0家")
    condition = audit(ECO, policy("readiness.each.positioning", 71), plan()).findings[0].as_dict("en")
    assert condition["key"] == "positioning"
    assert "goal and positioning (positioning) scores 70" in condition["message"]
