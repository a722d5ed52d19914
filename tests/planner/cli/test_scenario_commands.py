"""The commands scenario new, show, schema, diff and schema, as a person runs them."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from buju_testing import commands
from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed
from graph.assessment.assessment import assess
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.records import encode
from graph.base.safe_yaml import read, read_file
from graph.base.words import Words
from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.cli.schemas import command_schema, schemas
from planner.cli.screen.tables import aligned, cut, width
from planner.rulebook.scenario import load, shipped, shipped_names
from planner.rulebook.scenario.json_schema import scenario_schema
from planner.rulebook.scenario.sources import POLICIES

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "loaders" / "samples").glob("*/scenarios/*.yaml"))


def buju(*words, **how):
    done = commands.run(*words, **how)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def tight(tmp_path):
    path = tmp_path / "tight.yaml"
    path.write_text(
        "extends: ningbo-2023\npolicy:\n  budgets: {city: {2023: 850}}\n  must_cover: [{severity: 5}]\n", "utf-8"
    )
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_new_show_and_refusals(tmp_path, lang):
    done = buju("scenario", "new", "mine.yaml", cwd=tmp_path, lang=lang)
    assert (done.returncode, done.stdout) == (0, "mine.yaml\n")
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    assert load(tmp_path / "mine.yaml").policy == shipped("ningbo-2023").policy
    assert ("情景文件" in text) == (lang == "zh")
    done = buju("scenario", "new", "mine.yaml", cwd=tmp_path, lang=lang)
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert buju("scenario", "new", "mine.yaml", "--force", cwd=tmp_path).returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["mine.yaml"]


def test_every_line_of_the_starter_works_when_uncommented(tmp_path):
    buju("scenario", "new", "mine.yaml", cwd=tmp_path)
    lines = (tmp_path / "mine.yaml").read_text("utf-8").splitlines()
    examples = [line for line in lines if (line.startswith("  # ") and "{" in line) or "[{" in line]
    assert len(examples) == 6
    text = "\n".join(line.replace("  # ", "  ") if line in examples else line for line in lines)
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    policy = load(tmp_path / "mine.yaml").policy
    assert policy.must_cover[0].depth == 2
    assert policy.fixed.chosen == ("C01",)
    assert policy.quotas.field["F01"].max == 3


def test_new_extends_a_file_from_another_folder(tmp_path, tight):
    (tmp_path / "sub folder").mkdir()
    done = buju("scenario", "new", "sub folder/it's.yaml", "--extends", "tight.yaml", "--json", cwd=tmp_path)
    assert json.loads(done.stdout) == {"file": "sub folder/it's.yaml", "extends": "../tight.yaml"}
    assert load(tmp_path / "sub folder" / "it's.yaml").policy == load(tight).policy


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["new", "x.yaml", "--extends", "none.yaml"], 1, "none.yaml"),
        (["new", "no/folder/x.yaml"], 2, "cannot be written"),
        (["new", "tight.yaml", "--extends", "tight.yaml", "--force"], 2, "itself"),
        (["show", "none.yaml"], 1, "Y700"),
        (["show", "."], 1, "Y700"),
        (["show", "tight.yaml", "--set", "target.cuont=3"], 1, "did you mean target.count?"),
        (["diff", "tight.yaml", "none.yaml"], 1, "none.yaml"),
        (["show"], 2, "FILE"),
    ],
)
def test_what_cannot_be_done_says_so(tmp_path, tight, words, code, said):
    before = tight.read_bytes()
    done = buju("scenario", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert tight.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["tight.yaml"]


def test_findings_are_printed_as_file_line_column(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: ningbo-2023\npolicy:\n  support: {share: 30}\n", "utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", "utf-8")
    assert "Y733 a.yaml:3:20" in buju("scenario", "show", "b.yaml", cwd=tmp_path).stderr
    assert "比例写 0 到 1 之间的数：0.3" in buju("scenario", "show", "b.yaml", cwd=tmp_path, lang="zh").stderr


def test_show_json_holds_every_value_with_origin_and_clause(tmp_path, tight):
    done = buju("scenario", "show", "tight.yaml", "--set", "target.count=18", "--json", cwd=tmp_path)
    shown = json.loads(done.stdout)
    jsonschema.validate(shown, command_schema("scenario show"))
    by = {v["path"]: v for v in shown["values"]}
    assert by["target.count"]["origin"] == {"file": "--set", "line": 0, "column": 0}
    assert by["budgets.city.2023"]["origin"] == {"file": "tight.yaml", "line": 3, "column": 26}
    assert by["support.total_cap"]["clause"] == "合计支持金额最高不超过1000万元"
    assert list(by) == list(load(tight, ["target.count=18"]).values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show_is_aligned_and_marks_changes(tmp_path, tight, lang):
    lines = buju("scenario", "show", "tight.yaml", cwd=tmp_path, lang=lang).stdout.splitlines()
    head = lines[3]
    column = width(head[: head.index("来源" if lang == "zh" else "origin")])
    for line in lines[4:]:
        prefix, rest = "", line
        while width(prefix) < column:
            prefix, rest = prefix + rest[0], rest[1:]
        assert rest.startswith(("policy:", "tight.yaml", "--set")), line
    assert next(line.split()[0] for line in lines[4:] if " * " in line) == "budgets.city.2023"


def test_warnings_go_to_stderr_and_into_json(tmp_path):
    done = buju("scenario", "show", "ningbo-2023", "--set", "budgets.city.2019=5", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert "Y748" in done.stderr
    assert json.loads(done.stdout)["findings"][0]["level"] == "warning"


def test_rules_of_scenario_files_are_explained(tmp_path):
    assert "Y733" in buju("rules", cwd=tmp_path).stdout
    shown = json.loads(buju("rules", "y733", "--json", cwd=tmp_path, lang="zh").stdout)
    assert shown["title"] == "取值超出范围"


def test_diff(tmp_path, tight):
    done = buju("scenario", "diff", "ningbo-2023", "tight.yaml", "--json", cwd=tmp_path)
    shown = json.loads(done.stdout)
    jsonschema.validate(shown, command_schema("scenario diff"))
    changed = {c["path"]: (c["a"], c["b"], c["b_origin"]) for c in shown["changed"]}
    assert changed["budgets.city.2023"] == (None, 850, "tight.yaml:3:26")
    assert "budgets.city" not in changed
    assert set(changed) == {
        "budgets.city.2023",
        *(f"must_cover.0.{k}" for k in ("severity", "kinds", "depth", "distinct", "disjoint", "strength", "exempt")),
    }
    done = buju("scenario", "diff", "tight.yaml", "tight.yaml", cwd=tmp_path)
    assert done.stdout.strip() == ""
    assert "same" in done.stderr


def test_diff_reads_the_resolved_scenario_of_a_run(tmp_path, tight):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "scenario.resolved.yaml").write_text(load(tight, ["target.count=9"]).resolved(), "utf-8")
    shown = json.loads(buju("scenario", "diff", "tight.yaml", "run", "--json", cwd=tmp_path).stdout)
    assert [(c["path"], c["a"], c["b"]) for c in shown["changed"]] == [("target.count", 20, 9)]


def test_schema_commands_print_schemas(tmp_path):
    for words in (["scenario", "schema"], ["schema", "plan"], ["schema", "graph", "push"]):
        done = buju(*words, cwd=tmp_path)
        jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))
        assert json.loads(buju(*words, "--json", cwd=tmp_path).stdout) == json.loads(done.stdout)
        assert buju(*words, cwd=tmp_path, env={"COLUMNS": "40"}).stdout == done.stdout  # no line of JSON is broken
    done = buju("schema", "plant", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


def _json_keys(data):
    if isinstance(data, dict):
        return {str(k): _json_keys(v) for k, v in data.items()}
    return [_json_keys(v) for v in data] if isinstance(data, list) else data


VALIDATOR = jsonschema.Draft202012Validator(scenario_schema())


def accepts(text):
    return not list(VALIDATOR.iter_errors(_json_keys(read(text, "x").data)))


@pytest.mark.parametrize("path", [*(POLICIES / f"{n}.yaml" for n in shipped_names()), *SAMPLES], ids=lambda p: p.name)
def test_shipped_files_fit_the_schema(path):
    VALIDATOR.validate(_json_keys(read_file(path).data))
    VALIDATOR.validate(_json_keys(read(load(path).resolved(), "x").data))


@pytest.mark.parametrize(
    ("policy", "good"),
    [
        ("{target: {count: null}}", True),
        ("{target: {cuont: 1}}", False),
        ("{support: {share: 30}}", False),
        ("{support: {share: null}}", False),
        ("{budgets: {city: {2025: 1, 2024: null}, districts: null}}", True),
        ("{budgets: {city: {25: 1}}}", False),
        ("{budgets: {city: {2025: -1}}}", False),
        ("{quotas: {channel: {city: {max: 1}, district: null}}}", True),
        ("{quotas: {channel: {town: {max: 1}}}}", False),
        ("{must_cover: [{severity: 5}]}", True),
        ("{must_cover: [{depth: 5}]}", False),
        ("{must_cover: [{severity: 6}]}", False),
        ("{objective: [{maximise: {coverage: 1}}]}", True),
        ("{objective: [{maximise: {cov: 1}}]}", False),
        ("{fixed: {chosen: [C1, 5]}}", True),
        ("{fixed: {chosen: C1}}", False),
        ("{evaluation: {factors: {poor: 2}}}", False),
        ("{goals: {coverage: {failure: 1}}}", False),
        ("~", True),
        ("5", False),
    ],
)
def test_the_schema_and_the_reader_agree(tmp_path, policy, good):
    text = f"extends: ningbo-2023\npolicy: {policy}\n"
    (tmp_path / "s.yaml").write_text(text, "utf-8")
    assert accepts(text) == good
    if good:
        load(tmp_path / "s.yaml")
    else:
        with pytest.raises(InputError):
            load(tmp_path / "s.yaml")


def test_the_schema_describes_every_value_for_editors():
    target = scenario_schema()["properties"]["policy"]["properties"]["target"]
    assert target["description"].startswith("How many centres by when.")
    assert all("｜" in v["description"] for v in target["properties"].values())
    assert not json.dumps(scenario_schema()).count("$ref")


@pytest.mark.parametrize("command", schemas())
def test_output_schemas_are_schemas(command):
    jsonschema.Draft202012Validator.check_schema(command_schema(command))


FINDING = Finding(
    "T1", "error", file="a.csv", row=2, column="id", value="x", message=Words("m", "m"), mend=Words("m", "m")
).as_dict("en")
SOLVER = {"name": "HiGHS", "version": "1.11"}
PROOF = {"status": "proven", "objective": 1.5, "bound": 1.5, "gap": 0, "cpu_seconds": 0.1, "solver": SOLVER}

PLAN = {**encode(typed(make_result(technologies=4))), "run": "runs/x", "cpu_seconds": 0.1, "not_measured": []}
EXPLAIN = {
    "run": "runs/base",
    "centre": "C1",
    "name": "甲",
    "chosen": True,
    "year": 2024,
    "reasons": [],
    "replacement_cost": 0.1,
    "proven": True,
    "cut_short": False,
    "lifted": [],
    "pushes_out": [],
    "along": [],
    "binding": [],
    "flip": [{"words": "w", "set": ["a=1"]}],
    "contribution": 0.2,
}
NEXT = {
    "objective": 1,
    "status": "proven",
    "chosen": [],
    "joined": [],
    "left": [],
    "goals": {},
    "audit": {"clean": True, "checked": 3},
}
SOLVED = {"interrupted": False, "audit": PLAN["audit"], "terms": {}, "stages": [], "findings": []}
GOOD = {
    "validate": {"findings": [FINDING], "tables": {"centres": {"read": 3, "skipped": 0, "defaulted": 1}}},
    "solve": {**PROOF, **SOLVED, "chosen": ["A"], "cost": 3, "plans": [NEXT]},
    "plan": PLAN,
    "pareto": {
        "complete": True,
        "status": "complete",
        "goals": ["a", "b"],
        "senses": ["maximise", "minimise"],
        "points": [[1, 2]],
        "plans": [["C1"]],
        "ideal": [1, 2],
        "nadir": [1, 2],
        "knee": None,
        "steps": [1, 1],
        "questions": 3,
        "solver": {"name": "HiGHS", "version": "1.15.1"},
        "audit": {"clean": True, "checked": 7},
        "cpu_seconds": 1,
    },
    "explain": EXPLAIN,
    "assess": assess(Ecosystem.from_rows(DatasetInfo("x"), {})).as_dict("en"),
    "graph push": {"nodes": {"Centre": 1}, "ties": {}, "seconds": 0.5, "dry_run": False},
    "graph diff": {"only_here": [], "only_there": [], "changed": []},
}


@pytest.mark.parametrize("command", GOOD)
def test_each_promised_key_is_required(command):
    validator = jsonschema.Draft202012Validator(command_schema(command))
    validator.validate(GOOD[command])
    optional = {"plans"} if command == "solve" else set()
    for key in set(GOOD[command]) - optional:
        less = {k: v for k, v in GOOD[command].items() if k != key}
        assert not validator.is_valid(less), key


def test_an_infeasible_plan_names_its_conflict():
    validator = jsonschema.Draft202012Validator(command_schema("plan"))
    kept = {**PLAN, "status": "infeasible", "objective": None}
    rule = {"rule": "x", "family": "f", "key": "k", "words": {"en": "w", "zh": "w"}, "unit": ""}
    mend = {"words": "w", "set": ["target.count=17"], "changes": []}
    validator.validate({**kept, "conflict": [rule], "mends": [mend]})
    assert not validator.is_valid({**kept, "conflict": [], "mends": []})
    assert not validator.is_valid({**kept, "mends": []})
    assert not validator.is_valid({**kept, "conflict": [rule], "mends": [{**mend, "set": ["target.count"]}]})
    assert not validator.is_valid({**kept, "conflict": [1], "mends": [mend]})


def test_a_centre_not_chosen_has_a_forcing_cost():
    validator = jsonschema.Draft202012Validator(command_schema("explain"))
    assert not validator.is_valid({**EXPLAIN, "chosen": False})
    assert validator.is_valid({**EXPLAIN, "chosen": False, "forcing_cost": None})


@given(st.lists(st.tuples(st.text("ab中文，", max_size=5), st.text("ab中文", max_size=5)), min_size=1, max_size=4))
@settings(max_examples=50)
def test_columns_line_up(rows):
    column = max(width(a) for a, _ in rows) + 2
    for (a, b), line in zip(rows, aligned(rows, most=400).split("\n"), strict=True):
        assert line == (a + " " * (column - width(a)) + b).rstrip()


@given(st.text("ab中文", max_size=20), st.integers(2, 12))
def test_cut_fits(text, cells):
    assert width(cut(text, cells)) <= cells
    assert cut(text, 100) == text


def test_plain_yaml_readers_read_the_resolved_text_alike():
    text = shipped("ningbo-2023").resolved()
    assert yaml.safe_load(text) == read(text, "x").data
