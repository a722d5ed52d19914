"""``solve`` on planner tables of every kind from the command line: the example, stages, conflicts, findings."""

import json

import jsonschema
import pytest

from planner.cli.schemas import command_schema


def answer(buju, *words, code=0):
    out = json.loads(buju("solve", *words, "--json", code=code).stdout)
    jsonschema.Draft202012Validator(command_schema("solve")).validate(out)
    return out


@pytest.fixture
def case(tmp_path):
    """T needs 12, the two candidates hold 4 and 5."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "candidates.csv").write_text("candidate,value,cost\nA,0,1\nB,0,2\n")
    (folder / "technologies.csv").write_text("technology,weight,target\nT,1,12\n")
    (folder / "covers.csv").write_text("candidate,technology,strength\nA,T,4\nB,T,5\n")
    (folder / "settings.json").write_text('{"objective": "min_cost", "coverage": "sum"}')
    return folder


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_is_solved_to_the_plan_worked_out_by_hand(buju, tmp_path, lang):
    """T1 needs A, B and their joint project beside C (1.7 of 1.4); T2 B; T3 C; 5 + 3 + 4 + 1, cost 300 + 450 + 500."""
    buju("template", "tables", "--planner", lang=lang, code=0)
    out = answer(buju, tmp_path / "tables")
    assert (out["status"], out["objective"], out["cost"]) == ("proven", 13.0, 1250.0)
    assert out["chosen"] == ["example-A", "example-B", "example-C"]
    assert out["audit"]["clean"]
    assert out["terms"]["targets"] == 12.0
    assert [stage["objective"] for stage in out["stages"]] == [13.0, 1250.0]
    assert "1,250" in buju("solve", tmp_path / "tables", lang=lang, code=0).stdout
    # nothing is overwritten unasked
    assert "--force" in buju("template", "tables", "--planner", lang=lang).stderr


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "T: target 12 (all candidates together reach 9)"), ("zh", "T：目标量 12（全部候选合计仅达 9）")],
)
def test_a_target_out_of_reach_is_infeasible_and_says_how_far_it_all_reaches(buju, case, lang, words):
    out = answer(buju, case, code=3)
    assert (out["status"], out["objective"], out["terms"]) == ("infeasible", None, {})
    assert [row["rule"] for row in out["conflict"]] == ["target T"]
    assert words in buju("solve", case, lang=lang, code=3).stdout


def test_rules_in_conflict_are_named(buju, case):
    (case / "technologies.csv").unlink()
    (case / "covers.csv").unlink()
    (case / "rules.csv").write_text("kind,a,b\nlocked_in,A,\nlocked_in,B,\nexcludes,B,A\n")
    out = answer(buju, case, code=3)
    assert sorted(row["rule"] for row in out["conflict"]) == ["excludes B A", "locked in A", "locked in B"]
    assert out["conflict_irreducible"]


def test_contradictions_are_findings_all_at_once(buju, case):
    (case / "rules.csv").write_text("kind,a,b\nlocked_in,A,\nlocked_out,A,\nrequires,B,\n")
    (case / "budgets.csv").write_text("row,cap,floor\nm,3,5\n")
    said = buju("solve", case, code=1).stderr
    for words in ("P202 budgets.csv:2", "P206 rules.csv:3", "P204 rules.csv:4"):
        assert words in said


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("covers.csv", "candidate,technology,strength\nA,T,-4\n", "C308"),
        ("covers.csv", "candidate,technology,strength\nZ,T,4\n", "K402"),
        ("settings.json", '{"stages": [{"minimise": {"cots": 1}}]}', "P211"),
        ("settings.json", '{"stages": [{"maximise": {"shortfall": 1}}]}', "P106"),
        ("settings.json", '{"stages": [{"minimise": {"cost": 0}}]}', "P105"),
    ],
)
def test_bad_tables_exit_with_1_and_a_code(buju, case, file, text, code):
    (case / file).write_text(text)
    said = buju("solve", case, code=1).stderr
    assert f" {code} " in said


def test_a_project_named_like_a_candidate_is_refused(buju, case):
    (case / "projects.csv").write_text("project,candidate\nA,B\n")
    assert "K406" in buju("solve", case, code=1).stderr


def test_a_stage_may_weigh_a_further_column(buju, case):
    (case / "candidates.csv").write_text("candidate,value,cost,jobs,remark\nA,0,1,9,x\nB,0,2,3,y\n")
    (case / "settings.json").write_text(
        '{"count_max": 1, "coverage": "sum", "stages": [{"maximise": {"jobs": 1, "targets": 1}}]}'
    )
    out = answer(buju, case)
    assert (out["objective"], out["chosen"], out["terms"]["jobs"]) == (9.0, ["A"], 9.0)
    assert out["audit"]["clean"]


@pytest.mark.parametrize(("lang", "words"), [("en", "B: no plan without it"), ("zh", "B: 没有它则无可行方案")])
def test_replacement_costs(buju, case, lang, words):
    """A cover of 5 is wanted: B alone, at 2. A third candidate C holds 5 as well, at 7: B costs 5 to replace."""
    (case / "technologies.csv").write_text("technology,weight,target\nT,1,5\n")
    assert answer(buju, case, "--importance")["importance"]["B"]["replacement_cost"] is None
    assert words in buju("solve", case, "--importance", lang=lang, code=0).stdout
    (case / "candidates.csv").write_text("candidate,value,cost\nA,0,1\nB,0,2\nC,0,7\n")
    (case / "covers.csv").write_text("candidate,technology,strength\nA,T,4\nB,T,5\nC,T,5\n")
    found = answer(buju, case, "--importance")["importance"]["B"]
    assert found == {"replacement_cost": 5.0, "objective": 7.0, "chosen": ["C"], "proven": True}


def test_a_front_of_shortfall_and_cost(buju, case):
    """Nothing, A, B, both: 1, 8/12, 7/12, 3/12 of the target missing at a cost of 0, 1, 2, 3."""
    out = json.loads(buju("pareto", case, "--goal", "shortfall", "--goal", "cost", "--json", code=0).stdout)
    assert out["status"] == "resolution"  # twelfths have no exact step
    assert "shortfall" in out["resolution"]
    assert out["audit"]["clean"]
    assert out["points"] == [pytest.approx([share / 12, cost]) for share, cost in ((3, 3), (7, 2), (8, 1), (12, 0))]
