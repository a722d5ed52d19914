"""Checks between values, and of a scenario against an ecosystem."""

from pathlib import Path

import pytest

from graph.base.errors import InputError
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.rulebook.scenario import check_against, load
from planner.rulebook.scenario.money_against import _amounts, money_against
from planner.rulebook.scenario.sentences import wrong
from planner.rulebook.scenario.shape import dotted

NINGBO = Path("ningbo-2023")


def codes(*sets):
    try:
        return [(f.code, f.level) for f in load(NINGBO, sets).findings]
    except InputError as error:
        found = error.findings
    return [(f.code, f.level) for f in found]


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (["years.first=2026"], [("Y741", "error"), ("Y740", "error")]),
        (["target.year=2022"], [("Y741", "error")]),
        (["target.year=2026"], [("Y741", "warning")]),
        (["target.maximum=19"], [("Y749", "error")]),
        (["target.maximum=20"], []),
        (["target.maximum=19", "target.count=null"], []),
        (["goals.coverage.ramp=[]"], [("Y742", "error")]),
        (["goals.coverage.ramp=[0, 1, 0.5, 0.4]"], [("Y742", "error"), ("Y742", "error")]),
        (["goals.coverage.ramp=[1]"], []),
        (["goals.coverage.years.2022=1"], [("Y743", "error")]),
        (["goals.coverage.years.2023=1"], []),
        (["goals.coverage.years=null"], [("Y743", "error")]),
        (["goals.coverage.years={2027: 0, 2030: 0}"], [("Y743", "error")]),
        (["goals.coverage.kinds={bottleneck: 0, frontier: 0, common: 0}"], [("Y743", "error")]),
        (["goals.coverage.years=null", "objective=[{minimise: {cost: 1}}]"], [("Y743", "error")]),
        (["goals.coverage.kinds=null", "objective=[{minimise: {cost: 1}}]"], []),
        (["goals.coverage.kinds=null"], [("Y743", "error")]),
        (["goals.talent.tiers=null"], [("Y751", "warning")]),
        (["goals.mechanism.conditions=[]"], [("Y751", "warning")]),
        (["goals.mechanism.conditions=[governance, governance]"], [("Y747", "error")]),
        (["objective=[]"], [("Y744", "error")]),
        (["objective=[{}]"], [("Y744", "error")]),
        (["objective=[{maximise: {count: 1}, minimise: {cost: 1}}]"], [("Y744", "error")]),
        (["objective=[{maximise: {count: 0}}]"], [("Y744", "error")]),
        (["objective=[{maximise: {}}]"], [("Y744", "error")]),
        (["quotas.district.D1={min: 3, max: 2}"], [("Y745", "error")]),
        (["quotas.year.2026={max: 2}"], [("Y745", "warning")]),
        (["quotas.year.2026={min: 2}"], [("Y745", "error")]),
        (["evaluation.factors.pass=null"], [("Y746", "error")]),
        (["evaluation.expected.joint=null"], [("Y746", "error")]),
        (["fixed.chosen=[A, B]", "fixed.rejected=[B]"], [("Y747", "error")]),
        (["fixed.chosen=[A, A]"], [("Y747", "warning")]),
        (["budgets.city={2022: 5, 2023: 5, 2027: 5, 2028: 5}"], [("Y748", "warning")] * 2),
        (["support.default_minimum=1001"], [("Y750", "warning")]),
    ],
)
def test_values_that_do_not_fit_together(sets, expected):
    assert codes(*sets) == expected


def test_checks_say_where_and_in_both_languages(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "extends: ningbo-2023\npolicy:\n  years: {first: 2026}\n  target: {maximum: 3}\n"
        "  quotas:\n    field:\n      F1: {min: 5, max: 2}\n  fixed: {chosen: [A], rejected: [B, A]}\n"
        "  goals:\n    coverage:\n      ramp: [0, 0.5,\n        0.4]\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        load(path)
    found = {(f.code, f.row, int(f.column)): f for f in caught.value.findings if f.file == "s.yaml"}
    assert set(found) == {("Y740", 3, 18), ("Y745", 7, 11), ("Y747", 8, 38), ("Y742", 12, 9)}
    for f in caught.value.findings:
        for words in (f.message, f.mend):
            assert "{" not in words.en + words.zh.replace("[{", "")
            assert any("\u4e00" <= c <= "\u9fff" for c in words.zh)


def test_an_unforeseen_pydantic_error_still_has_a_sentence():
    said = wrong({"type": "value_error", "loc": ("target",), "msg": "Value error, odd", "input": object()})
    assert said.code == "Y739"
    assert "odd" in said.message.zh


CITY = Ecosystem.from_rows(
    DatasetInfo("small"),
    {
        "districts": [{"id": "HS"}, {"id": "ZH"}],
        "fields": [{"id": "F01"}],
        "technologies": [{"id": "T01", "kind": "bottleneck", "severity": 5}],
        "organisations": [{"id": "O1", "kind": "firm"}],
        "centres": [
            {"id": "E1", "status": "existing", "field": "F01", "district": "HS", "lead_id": "O1"},
            {"id": "C01", "status": "candidate", "field": "F01", "district": "HS", "lead_id": "O1", "ready_year": 2024},
            {"id": "C02", "status": "candidate", "field": "F01", "district": "ZH", "lead_id": "O1", "ready_year": 2026},
            {"id": "C03", "status": "candidate", "field": "F01", "district": "ZH", "lead_id": "O1"},
        ],
    },
)


def against(*sets):
    return [(f.code, f.level, f.value, f.mend.en) for f in check_against(load(NINGBO, ["target.count=4", *sets]), CITY)]


LATE = ("Y764", "note", "2025", "they cannot be chosen; set years.last later to allow them")


def test_a_scenario_that_fits_has_only_the_note_on_late_candidates():
    assert against() == [LATE]
    assert against("years.last=2026") == []


@pytest.mark.parametrize(
    ("change", "value", "mend"),
    [
        ("budgets.districts.HSS=5", "HSS", "did you mean HS?"),
        ("cofunding.by_district.ZZ=0.5", "ZZ", "did you mean ZH?"),
        ("quotas.district.zh={max: 1}", "zh", "look at the ids of the data"),
        ("quotas.field.F1={max: 1}", "F1", "did you mean F01?"),
        ("evaluation.centres.C1=poor", "C1", "did you mean C01?"),
        ("fixed.chosen=[C01, C04]", "C04", "did you mean C03?"),
        ("fixed.rejected=[xyz]", "xyz", "look at the ids of the data"),
        ("must_cover=[{severity: 5, exempt: [T1]}]", "T1", "did you mean T01?"),
    ],
)
def test_unknown_ids(change, value, mend):
    first = against(change)[0]
    assert first[:3] == ("Y761", "error", value)
    assert first[3] == mend


def test_existing_centres_are_no_candidates():
    assert against("fixed.rejected=[E1]")[0][:3] == ("Y762", "error", "E1")


@pytest.mark.parametrize(
    ("sets", "noted"),
    [(["target.count=5"], True), (["target.count_existing=false"], True), (["target.count=null"], False)],
)
def test_a_target_above_what_there_is_is_only_a_note(sets, noted):
    found = [f for f in against(*sets) if f[0] == "Y763"]
    assert [f[1] for f in found] == (["note"] if noted else [])


def test_findings_against_data_carry_the_place_in_the_scenario(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "extends: ningbo-2023\npolicy:\n  fixed:\n    chosen:\n    - C01\n    - C9\n  quotas: {field: {G: {max: 1}}}\n",
        "utf-8",
    )
    found = [f for f in check_against(load(path), CITY) if f.level == "error"]
    assert [(f.file, f.row, f.column) for f in found] == [("s.yaml", 7, "20"), ("s.yaml", 6, "7")]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in f.message.zh + f.mend.zh) for f in found)


@pytest.mark.parametrize(
    ("unit", "sets", "mends"),
    [
        ("万元", (), []),
        ("人民币万元", (), []),
        ("元", (), ["--set support.total_cap=10000000", "--set support.first_year_cap=5000000"]),
        ("亿元", (), ["--set support.total_cap=0.1", "--set support.first_year_cap=0.05"]),
        ("亿元", ("support.total_cap=0.1",), ["--set support.first_year_cap=0.05"]),
        ("元", ("support.total_cap=1000", "support.first_year_cap=null"), []),
        (
            "M EUR",
            (),
            [
                "give support.total_cap in M EUR, or null for none",
                "give support.first_year_cap in M EUR, or null for none",
            ],
        ),
        ("", (), []),
    ],
)
def test_amounts_of_a_shipped_policy_in_another_unit_than_the_data_are_said(unit, sets, mends):
    found = money_against(load(NINGBO, sets), unit)
    assert [f.mend.en for f in found] == mends
    assert {(f.code, f.level) for f in found} <= {("Y765", "warning")}


def test_what_a_scenario_of_its_own_says_is_taken_at_its_word(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("extends: ningbo-2023\npolicy: {support: {total_cap: 1000, first_year_cap: 500}}\n", "utf-8")
    assert money_against(load(path), "元") == ()


def test_every_amount_of_a_policy_is_found(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "extends: ningbo-2023\npolicy:\n  budgets: {city: {2024: 7}, districts: {ZH: 3}, total: 11}\n"
        "  equity: {pot: 5, pots: {2024: 2}, investors: {x: 1}}\n  lead_firm: {minimum_sales: 30000}\n"
        "  levels: {provincial: {each: 600, pot: 3000}}\n",
        "utf-8",
    )
    found = {dotted(path): value for path, value in _amounts(load(path).policy) if value}
    assert found == {
        "support.total_cap": 1000,
        "support.first_year_cap": 500,
        "budgets.city.2024": 7,
        "budgets.districts.ZH": 3,
        "budgets.total": 11,
        "equity.pot": 5,
        "equity.pots.2024": 2,
        "equity.investors.x": 1,
        "lead_firm.minimum_sales": 30000,
        "levels.provincial.each": 600,
        "levels.provincial.pot": 3000,
    }
