"""One poor grade costs the money of one year: where budgets hold for single years, that may leave no plan; it is said.

By hand: two centres of 2023, each owed 600 of at most 300 a year in 2023, 2024 and 2025; A has had 300. The city has
600 in 2024 and 300 in 2025. With A's expected grade: A 300 and B 300 in 2024, B 300 in 2025. With A's grade of 2023
poor, A has nothing in 2024, so that both want 300 in 2025, and there are 300.
"""

import json

import pytest

from buju_testing.commands import run

TABLES = {
    "centres": "id,name,status,field,district,lead_id,approved_year,minimum_support\n"
    "A,甲中心,approved,F1,D1,O1,2023,600\nB,乙中心,approved,F1,D1,O2,2023,600\n",
    "fields": "id,name\nF1,新材料\n",
    "districts": "id,name\nD1,海曙区\n",
    "organisations": "id,name,kind,district\nO1,甲公司,firm,D1\nO2,乙公司,firm,D1\n",
    "investments": "centre_id,year,investment\n" + "".join(f"{c},{k},1000\n" for c in "AB" for k in range(1, 6)),
    "technologies": "id,name,field,kind,severity\nT1,甲,F1,bottleneck,5\n",
    "covers": "centre_id,technology_id,strength\nA,T1,1\nB,T1,1\n",
    "payments": "centre_id,year,amount,payer\nA,2023,300,city\n",
}
RULES = """\
extends: ningbo-2023
policy:
  as_of: 2023
  target: {count: null}
  years: {first: 2023, last: 2023}
  budgets: {city: {2023: 300, 2024: 600, 2025: 300}}
  cofunding: {district_share: 0, by_district: {}}
"""


@pytest.fixture
def city(tmp_path):
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "dataset.yaml").write_text("name: 虚构\nmoney_unit: 万元\nillustrative: true\n", "utf-8")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "base.yaml").write_text(RULES, "utf-8")
    return tmp_path


def graded(city, grade):
    (city / "evaluations.csv").write_text(f"centre_id,year,grade\nA,2023,{grade}\n", "utf-8")


def test_with_a_good_grade_both_get_what_they_are_owed(city):
    graded(city, "good")
    made = json.loads(run("plan", ".", "--json", cwd=city).stdout)
    assert made["status"] == "proven"
    assert {c["centre"]: c["support"] for c in made["chosen"]}["B"] == {"2024": 300, "2025": 300}


def test_a_poor_grade_may_leave_no_plan_and_the_screen_says_why(city):
    graded(city, "poor")
    done = run("plan", ".", cwd=city)
    assert done.returncode == 3
    assert "甲中心: with the grade poor of 2023 it gets no support in 2024" in done.stdout
    assert "--set budgets.city.2025=600" in done.stdout
    said = run("plan", ".", "--lang", "zh", cwd=city)
    assert "甲中心：2023 年评为不合格，2024 年不得支持" in said.stdout
    assert "乙中心：2023" not in said.stdout


@pytest.mark.parametrize("change", ["budgets.city.2025=600", "budgets.city.2023=600", "budgets.city.2025=null"])
def test_where_the_money_may_move_there_is_a_plan(city, change):
    graded(city, "poor")
    more = ["--set", "budgets.carry_over=true"] if change.startswith("budgets.city.2023") else []
    done = run("plan", ".", "--set", change, *more, "--json", cwd=city)
    assert json.loads(done.stdout)["status"] == "proven"
